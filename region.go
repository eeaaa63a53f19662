package tiexin

import (
	"maps"
	"strings"
	"unicode/utf8"
)

// A Region is an administrative region. Names are normalised: without 省, 市, 自治区 and the like, so that every
// platform's spelling of '新疆' is one word.
//
// A Region is embedded in Customer, Order and Parcel. It has only methods that these define themselves, since any other
// would be promoted to them.
type Region struct {
	Province string `json:"province,omitempty" is:"side" keep:"1"`  // "浙江", "北京", "新疆"
	City     string `json:"city,omitempty" is:"side" keep:"2"`      // "杭州"; for province-administered counties the county
	District string `json:"district,omitempty" is:"side" keep:"3"`  // "西湖区"
	Code     string `json:"code,omitempty" is:"region,digits,side"` // GB/T 2260, six digits
}

// NormalRegion returns the region for a platform's names.
//
// A province loses 省, 市, 自治区, 特别行政区 and its people's name. A city loses 市, 地区, 盟, 自治州 and its peoples'
// names. So "广西壮族自治区" is 广西 and "恩施土家族苗族自治州" is 恩施. If the city is empty, the district becomes the
// city: Taobao writes counties administered by a province that way ("仙桃市", "陵水黎族自治县"). 市辖区 and
// 省直辖县级行政区划 count as no city. In Beijing, Tianjin, Shanghai and Chongqing the city is the province. District
// names stay unchanged, as do names in normal form.
func NormalRegion(province, city, district string) Region {
	r := Region{Province: shortProvince(province), City: shortCity(city), District: strings.TrimSpace(district)}
	if r.City == "" {
		r.City = shortCity(r.District)
	}
	if r.Province == "" && isMunicipality(r.City) {
		r.Province = r.City
	}
	if isMunicipality(r.Province) {
		r.City = r.Province
	}
	return r
}

// normalRegion is NormalRegion of a region with its code.
func normalRegion(r Region) Region {
	if isPlain(r.Province) && isPlain(r.City) && (r.District == "" || isPlain(r.District)) && isProvince[r.Province] && r.Code == "" && !isMunicipality(r.Province) && !endsInRank(r.City) {
		return r // as most are that come a second time
	}
	n := NormalRegion(r.Province, r.City, r.District)
	n.Code = strings.TrimSpace(r.Code)
	return n
}

func isMunicipality(name string) bool {
	switch name {
	case "北京", "天津", "上海", "重庆":
		return true
	}
	return false
}

// provinces are the short names of the 34 regions of province rank.
var provinces = []string{
	"北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
	"福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州",
	"云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门",
}

var isProvince = maps.Collect(func(yield func(string, bool) bool) {
	for _, short := range provinces {
		if !yield(short, true) {
			return
		}
	}
})

func shortProvince(name string) string {
	name = strings.TrimSpace(name)
	if isProvince[name] {
		return name
	}
	for _, short := range provinces {
		if rest, ok := strings.CutPrefix(name, short); ok {
			switch rest {
			case "", "省", "市", "自治区", "特别行政区", "壮族", "回族", "维吾尔", "维吾尔族",
				"壮族自治区", "回族自治区", "维吾尔自治区", "维吾尔族自治区":
				return short
			}
		}
	}
	return name // a region of another country
}

// cityEndings are what a name of a city or county ends in by its rank.
var cityEndings = []string{
	"特别行政区", "自治州", "自治县", "自治旗", "地区", "林区", "新区", "市", "盟", "县",
}

// peoples are the nationalities that autonomous prefectures and counties are
// named after.
var peoples = []string{
	"哈萨克", "柯尔克孜", "蒙古", "朝鲜", "土家", "布依", "景颇", "傈僳", "哈尼", "塔吉克", "锡伯",
	"羌", "藏", "苗", "侗", "彝", "傣", "白", "壮", "回", "黎", "满", "瑶", "畲",
}

func shortCity(name string) string {
	for shorter := true; shorter; {
		name = strings.TrimSpace(name)
		switch name {
		case "市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县", "省直辖行政单位":
			return "" // what tables of regions put where there is no city
		}
		name, shorter = withoutRank(name)
	}
	return name
}

// endsInRank tells whether a name may end in one of cityEndings.
func endsInRank(name string) bool {
	switch last, _ := utf8.DecodeLastRuneInString(name); last {
	case '区', '县', '旗', '市', '盟':
		return true
	}
	return strings.HasSuffix(name, "自治州")
}

// isPlain tells whether a name begins and ends with a Chinese character, and so
// has no space around it.
func isPlain(name string) bool {
	n := len(name)
	return n >= 3 && name[0] >= 0xe4 && name[0] <= 0xe9 && name[n-3] >= 0xe4 && name[n-3] <= 0xe9
}

// withoutRank takes the ending off a name, as long as a name of two characters
// is left, and tells whether there was one.
func withoutRank(name string) (string, bool) {
	if !endsInRank(name) {
		return name, false
	}
	for _, ending := range cityEndings {
		short, ok := strings.CutSuffix(name, ending)
		if !ok || !twoRunes(short) {
			continue
		}
		if strings.HasPrefix(ending, "自治") {
			for named := true; named; {
				short, named = withoutPeople(short)
			}
		}
		return short, true
	}
	return name, false
}

// withoutPeople takes one people's name off the end of a name: 海西蒙古族 is 海西,
// 伊犁哈萨克 is 伊犁.
func withoutPeople(name string) (string, bool) {
	for _, people := range peoples {
		short, ok := strings.CutSuffix(name, people+"族")
		if !ok && twoRunes(people) {
			short, ok = strings.CutSuffix(name, people)
		}
		if ok && twoRunes(short) {
			return short, true
		}
	}
	return name, false
}

func twoRunes(s string) bool {
	runes := 0
	for range s {
		runes++
	}
	return runes >= 2
}
