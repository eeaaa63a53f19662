package ask

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// An operator sees why a part is true or not, and not who the customer is.
func TestWhatIsSeenKeepsBackWhoItIs(t *testing.T) {
	v := everything()
	v.Facts.Customer = CustomerFacts{
		ID: "13900000000", Nick: "小明爱猫", Name: "王小明", Grade: "gold", City: "杭州", Tags: []string{"黑名单", "王小明的老公", "13912345678"},
		Attr: map[string]string{"地址": "长安街七号", "肤质": "油", "等级": "金卡", "分": "12.5", "备用": "139 1234 5678", "空": ""},
	}
	v.Facts.Order = OrderFacts{
		ID: "4300000000000000017", Source: "群 13912345678", Titles: []string{"定制 13912345678", "王小明的毛衣", "羽绒服2026"}, Message: "送到三单元",
		Attr: map[string]string{"客户": "小明爱猫"},
	}
	v.Facts.Shop.Links = map[string]string{"评价": "https://tb.cn/1391234567"}
	v.Facts.Survey.Answers = map[string]string{"再买": "yes", "建议": "请打13912345678"}
	v.Facts.Chat.Agent = "小禾 xh@example.com"
	for part, want := range map[string][2]string{
		"has_tag('黑名单')":                    {"customer.tags = [黑名单, 2 other tags]", "customer.tags = [黑名单, 王小明的老公, 13912345678]"},
		"has_tag('新客')":                     {"customer.tags = [3 tags]"},
		"has_tag('13912345678')":            {"customer.tags = [***, 2 other tags]"},
		"'黑名单' in customer.tags":            {"customer.tags = [黑名单, 2 other tags]"},
		"len(customer.tags) > 2":            {"customer.tags = [3 tags]"},
		"customer.nick == '小王'":             {"customer.nick = (nick, 4 characters)", "customer.nick = '小明爱猫'"},
		"customer.name != ''":               {"customer.name = (name, 3 characters)", "customer.name = '王小明'"},
		"customer.id != ''":                 {"customer.id = '13900000000'"},
		"customer.grade == 'gold'":          {"customer.grade = 'gold'"},
		"customer.city != '北京'":             {"customer.city = '杭州'"},
		"customer.attr['地址'] != ''":         {"customer.attr['地址'] = (text, 5 characters)", "customer.attr['地址'] = '长安街七号'"},
		"customer.attr['肤质'] != '干'":        {"customer.attr['肤质'] = '油'"},
		"customer.attr['等级'] == '金卡'":       {"customer.attr['等级'] = '金卡'"},
		"customer.attr['等级'] == '银卡'":       {"customer.attr['等级'] = (text, 2 characters)"},
		"customer.attr['分'] != ''":          {"customer.attr['分'] = '12.5'"},
		"customer.attr['备用'] != ''":         {"customer.attr['备用'] = (text, 13 characters)"},
		"customer.attr['空'] == ''":          {"customer.attr['空'] = ''"},
		"order.attr['客户'] != ''":            {"order.attr['客户'] = (text, 4 characters)"},
		"order.id != ''":                    {"order.id = '4300000000000000017'"},
		"order.source != 'live'":            {"order.source = '群 ***'", "order.source = '群 13912345678'"},
		"len(order.titles) > 0":             {"order.titles = [定制 ***, ***的毛衣, 羽绒服2026]", "order.titles = [定制 13912345678, 王小明的毛衣, 羽绒服2026]"},
		"order.message contains '三'":        {"order.message = (message, 5 characters)"},
		"survey.answers['再买'] == 'no'":      {"survey.answers['再买'] = 'yes'"},
		"survey.answers['建议'] != ''":        {"survey.answers['建议'] = (answer, 13 characters)"},
		"chat.agent != ''":                  {"chat.agent = '小禾 ***'", "chat.agent = '小禾 xh@example.com'"},
		"shop.links['评价'] != ''":            {"shop.links['评价'] = 'https://tb.cn/1391234567'"},
		"customer.nick + order.message!=''": {"customer.nick = (nick, 4 characters)"},
	} {
		v.Reset()
		c := compiled(t, NewCompiler(), part, Scope{Segment: true})
		assert.Equal(t, want[0], c.Seen(v, At(0))[0].Values[0], part)
		if want[1] != "" {
			assert.Equal(t, want[1], c.SeenPersonal(v, At(0))[0].Values[0], part)
		}
	}
}

// What is seen is drawn on one line and moves no cursor.
func TestWhatIsSeenIsPrintable(t *testing.T) {
	v := everything()
	v.Facts.Customer.Nick, v.Facts.Order.Source = "鱼\x1b[2J", "a\nb\u202e\r\x1b]0;x\a\u2028"
	c := compiled(t, NewCompiler(), "customer.nick != order.source", Scope{Segment: true})
	assert.Equal(t, []string{"customer.nick = (nick, 5 characters)", "order.source = 'a�b���]0;x��'"}, c.Seen(v, At(0))[0].Values)
	assert.Equal(t, "customer.nick = '鱼�[2J'", c.SeenPersonal(v, At(0))[0].Values[0])
}
