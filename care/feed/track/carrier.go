package track

import "strings"

// carriers are the names of carriers as platforms write them, with more or less around, and
// their codes as Kuaidi100 spells them.
var carriers = []struct{ name, code string }{
	{"顺丰", "shunfeng"},
	{"中通", "zhongtong"},
	{"圆通", "yuantong"},
	{"申通", "shentong"},
	{"韵达", "yunda"},
	{"EMS", "ems"},
	{"京东", "jd"},
	{"德邦", "debangkuaidi"},
	{"极兔", "jtexpress"},
	{"百世", "huitongkuaidi"},
	{"邮政", "youzhengguonei"},
}

// Carrier is the code of a carrier by its name: "zhongtong" for 中通快递; empty: unknown.
func Carrier(name string) string {
	upper := strings.ToUpper(name)
	for _, c := range carriers {
		if strings.HasPrefix(upper, c.name) {
			return c.code
		}
	}
	if strings.HasPrefix(name, "中国邮政") {
		return "youzhengguonei"
	}
	return ""
}
