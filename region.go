package tiexin

// A Region is an administrative region. Names are normalised: without 省, 市,
// 自治区 and the like, so that '新疆' is one word whatever the platform wrote.
type Region struct {
	Province string `json:"province,omitempty"` // "浙江", "北京", "新疆"
	City     string `json:"city,omitempty"`     // "杭州"; for province-administered counties the county
	District string `json:"district,omitempty"` // "西湖区"
	Code     string `json:"code,omitempty"`     // GB/T 2260, six digits
}
