package kinds

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// Nobody is greeted by a name that they did not choose.
func TestValues_平台给的昵称不当名字叫(t *testing.T) {
	for _, nick := range []string{
		"花**开", "t＊8", "138****1111", "tb5521_2013", "tb123456789", "TB123456", "tb_5521", "ｔｂ１２３４５６", "t_1234", "t_1478312345678_0123",
		"jd_abc123", "jd_4f5a6b7c8d9e0", "JD_qwzxkmnb", "用户1234567", "用户_8812", "用户", "微信用户", "抖音用户12345", "快手用户9f3a", "手机用户1385521", "匿名用户", "匿名买家", "匿名",
		"新用户", "游客12345", "会员10086", "顾客", "user123456", "User_9981", "guest1024", "wxid_8fj2ks9dk21", "小红薯5F3A2B1C", "pdd1234567890", "dy20481024",
		"13812345678", "138 1234 5678", "+8613812345678", "138-1234-5678", "10086", "１２３４５６", "20260912",
	} {
		assert.Equal(t, "买家昵称=-", nickOf(t, nick), nick)
	}
	for _, nick := range []string{
		"小雨", "guest", "顾客1", "Tom2013", "7天", "林姐", "tbag", "太白", "tb小店", "t_lily", "jd_li", "用户体验师小林", "会员林姐", "微信小王", "user体验", "小红薯妈妈", "lily_88", "13号店", "qq糖", "wx", "K", "新客林林", "한지민", "さくら", "小雨🌸", "🌸",
	} {
		assert.Equal(t, "买家昵称="+nick, nickOf(t, nick), nick)
	}
}

// A registered text greets as any other does.
func TestValues_报备的文案也不叫平台给的昵称(t *testing.T) {
	s := scene(t, 1, happens(tiexin.EventCustomerUpdated, 0, tiexin.Customer{ID: "xiaowang", Nick: "tb5521_2013"}), happens(tiexin.EventOrderCreated, 0, coat))
	words, err := template.Parse("#昵称|亲#，您的订单还没付款")
	require.NoError(t, err)
	for _, p := range template.Providers()[:2] { // those of SMS
		bound, err := template.Compile(words, p, tiexin.Notice)
		require.NoError(t, err)
		vars, err := bound.Vars(valuesOf(s, "", s.seen(t, ask.Order, "T1")))
		require.NoError(t, err)
		assert.Equal(t, []string{"亲"}, vars)
	}
}

func nickOf(t *testing.T, nick string) string {
	s := scene(t, 1, happens(tiexin.EventCustomerUpdated, 0, tiexin.Customer{ID: "xiaowang", Nick: nick}), happens(tiexin.EventOrderCreated, 0, coat))
	order := s.seen(t, ask.Order, "T1")
	assert.Equal(t, nick, order.Facts.Customer.Nick, "conditions see the nick as it is told")
	return filled(t, valuesOf(s, "", order), "买家昵称")
}

func TestValues_号码不是人名(t *testing.T) {
	for name, want := range map[string]string{"王小明": "王小明", "王*明": "-", "13812345678": "-", "Tom": "Tom", "Tb1": "Tb1"} {
		o := coat
		o.Receiver = name
		s := scene(t, 1, happens(tiexin.EventCustomerUpdated, 0, tiexin.Customer{ID: "xiaowang", Name: name}), happens(tiexin.EventOrderCreated, 0, o))
		assert.Equal(t, "买家姓名="+want+" 收货人="+want, filled(t, valuesOf(s, "", s.seen(t, ask.Order, "T1")), "买家姓名 收货人"))
	}
}

// What is not matched against the nicks that platforms give would not match.
func TestNick_不用比对的都不是平台给的(t *testing.T) {
	words := []string{"", "小", "王", "新", "匿名", "用户", "顾客", "微信", "小红薯", "tb", "1234", "用", "户", "_", "林姐", "ｔ", "ſ", "abcdef"}
	skipped := 0
	for _, a := range words {
		for _, b := range words {
			for _, c := range words {
				nick := a + b + c
				if !mayBeHandedOut(nick) {
					skipped++
					assert.False(t, handedOut.MatchString(source.Fold(nick)), nick)
				}
				if onlyHan(nick) {
					assert.False(t, numeric.MatchString(source.Fold(nick)), nick)
				}
			}
		}
	}
	assert.Greater(t, skipped, 100)
}
