package tiexin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
)

func TestNormalRegion不论平台怎么写都是同一个地方(t *testing.T) {
	for _, c := range []struct{ province, city, district, want string }{
		{"浙江省", "杭州市", "西湖区", "浙江 杭州 西湖区"},
		{"浙江", "杭州", "西湖区", "浙江 杭州 西湖区"},
		{" 浙江省 ", "杭州市", " 西湖区", "浙江 杭州 西湖区"},
		{"北京市", "北京市", "朝阳区", "北京 北京 朝阳区"},
		{"上海", "市辖区", "浦东新区", "上海 上海 浦东新区"},
		{"重庆市", "县", "云阳县", "重庆 重庆 云阳县"},
		{"天津市", "", "", "天津 天津 "},
		{"", "北京市", "海淀区", "北京 北京 海淀区"},
		{"广西壮族自治区", "南宁市", "青秀区", "广西 南宁 青秀区"},
		{"广西壮族", "桂林市", "", "广西 桂林 "},
		{"宁夏回族自治区", "银川市", "", "宁夏 银川 "},
		{"新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市", "新疆 伊犁 伊宁市"},
		{"新疆", "阿克苏地区", "", "新疆 阿克苏 "},
		{"新疆维吾尔自治区", "自治区直辖县级行政区划", "石河子市", "新疆 石河子 石河子市"},
		{"内蒙古自治区", "锡林郭勒盟", "", "内蒙古 锡林郭勒 "},
		{"西藏自治区", "阿里地区", "", "西藏 阿里 "},
		{"香港特别行政区", "香港岛", "中西区", "香港 香港岛 中西区"},
		{"台湾省", "台北市", "", "台湾 台北 "},
		{"湖北省", "恩施土家族苗族自治州", "", "湖北 恩施 "},
		{"湖北省", "", "仙桃市", "湖北 仙桃 仙桃市"},
		{"湖北省", "省直辖县级行政区划", "神农架林区", "湖北 神农架 神农架林区"},
		{"海南省", "", "陵水黎族自治县", "海南 陵水 陵水黎族自治县"},
		{"海南省", "", "保亭黎族苗族自治县", "海南 保亭 保亭黎族苗族自治县"},
		{"海南省", "", "澄迈县", "海南 澄迈 澄迈县"},
		{"青海省", "海西蒙古族藏族自治州", "", "青海 海西 "},
		{"青海省", "海南藏族自治州", "", "青海 海南 "},
		{"云南省", "西双版纳傣族自治州", "", "云南 西双版纳 "},
		{"云南省", "大理白族自治州", "", "云南 大理 "},
		{"云南省", "红河哈尼族彝族自治州", "", "云南 红河 "},
		{"新疆维吾尔自治区", "克孜勒苏柯尔克孜自治州", "", "新疆 克孜勒苏 "},
		{"新疆维吾尔自治区", "巴音郭楞蒙古自治州", "", "新疆 巴音郭楞 "},
		{"吉林省", "延边朝鲜族自治州", "", "吉林 延边 "},
		{"吉林省", "吉林市", "", "吉林 吉林 "},
		{"湖南省", "津市市", "", "湖南 津市 "},
		{"湖南", "津市", "", "湖南 津市 "},
		{"California", "Los Angeles", "", "California Los Angeles "},
		{"河南", "", "", "河南  "},
		{"", "", "", "  "},
	} {
		got := tiexin.NormalRegion(c.province, c.city, c.district)
		assert.Equal(t, c.want, got.Province+" "+got.City+" "+got.District, "%s %s %s", c.province, c.city, c.district)
		assert.Equal(t, got, tiexin.NormalRegion(got.Province, got.City, got.District), "twice is as good as once")
	}
}

func FuzzNormalRegion(f *testing.F) {
	f.Add("广西壮族自治区", "桂林市", "雁山区")
	f.Add("", "北京市", "县")
	f.Add("湖北省", "省直辖县级行政区划", "仙桃市")
	f.Fuzz(func(t *testing.T, province, city, district string) {
		once := tiexin.NormalRegion(province, city, district)
		assert.Equal(t, once, tiexin.NormalRegion(once.Province, once.City, once.District))
	})
}
