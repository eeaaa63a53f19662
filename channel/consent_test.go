package channel_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

var (
	shanghai = time.FixedZone("Asia/Shanghai", 8*3600)
	noon     = time.Date(2026, 11, 11, 12, 0, 0, 0, shanghai)
	purposes = []tiexin.Purpose{tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk}
)

func day(n int) time.Time { return noon.AddDate(0, 0, n) }

func granted(at time.Time, ch string, p tiexin.Purpose) tiexin.Consent {
	return tiexin.Consent{At: at, Channel: ch, Purpose: p}
}

func refused(at time.Time, ch string, p tiexin.Purpose) tiexin.Consent {
	return tiexin.Consent{At: at, Channel: ch, Purpose: p, Refused: true}
}

func Test客户说过的话怎么算(t *testing.T) {
	expiring := func(c tiexin.Consent, at time.Time) tiexin.Consent { c.Expires = at; return c }
	tests := []struct {
		name  string
		said  []tiexin.Consent
		kind  channel.Kind
		about tiexin.Purpose
		want  channel.Closed
	}{
		{"没说过话,营销不发", nil, channel.SMS, tiexin.Marketing, channel.NoConsent},
		{"没说过话,生日关怀也算营销", nil, channel.SMS, tiexin.Care, channel.NoConsent},
		{"没说过话,问卷不发", nil, channel.Wangwang, tiexin.SurveyAsk, channel.NoConsent},
		{"没说过话,订单通知可以发", nil, channel.SMS, tiexin.Notice, channel.Open},
		{"没说过话,回答客户可以发", nil, channel.Phone, tiexin.Service, channel.Open},
		{"不认识的目的要有同意", nil, channel.SMS, "promo", channel.NoConsent},
		{"同意短信营销", []tiexin.Consent{granted(day(-1), "sms", tiexin.Marketing)}, channel.SMS, tiexin.Marketing, channel.Open},
		{"同意短信不等于同意邮件", []tiexin.Consent{granted(day(-1), "sms", tiexin.Marketing)}, channel.Email, tiexin.Marketing, channel.NoConsent},
		{"同意营销不等于同意问卷", []tiexin.Consent{granted(day(-1), "sms", tiexin.Marketing)}, channel.SMS, tiexin.SurveyAsk, channel.NoConsent},
		{"什么都同意", []tiexin.Consent{granted(day(-1), "", "")}, channel.MMS, tiexin.Care, channel.Open},
		{"什么都拒绝,通知也不发", []tiexin.Consent{refused(day(-1), "", "")}, channel.SMS, tiexin.Notice, channel.Refused},
		{"什么都拒绝,回答也不发", []tiexin.Consent{refused(day(-1), "", "")}, channel.Wangwang, tiexin.Service, channel.Refused},
		{"拒绝短信,微信还可以", []tiexin.Consent{granted(day(-2), "", ""), refused(day(-1), "sms", "")}, channel.WeChat, tiexin.Marketing, channel.Open},
		{"拒绝短信,彩信也算拒绝", []tiexin.Consent{granted(day(-2), "", ""), refused(day(-1), "sms", "")}, channel.MMS, tiexin.Marketing, channel.Refused},
		{"拒绝彩信,短信也算拒绝", []tiexin.Consent{granted(day(-2), "", ""), refused(day(-1), "mms", "")}, channel.SMS, tiexin.Notice, channel.Refused},
		{"同意短信不等于同意彩信", []tiexin.Consent{granted(day(-1), "sms", "")}, channel.MMS, tiexin.Marketing, channel.NoConsent},
		{"拒绝彩信以后又同意短信", []tiexin.Consent{refused(day(-2), "mms", ""), granted(day(-1), "sms", "")}, channel.SMS, tiexin.Marketing, channel.Open},
		{"彩信还是拒绝的", []tiexin.Consent{refused(day(-2), "sms", ""), granted(day(-1), "sms", "")}, channel.MMS, tiexin.Notice, channel.Refused},
		{"拒绝电话,短信还可以", []tiexin.Consent{refused(day(-1), "phone", "")}, channel.SMS, tiexin.Notice, channel.Open},
		{"拒绝短信,短信通知也不发", []tiexin.Consent{granted(day(-2), "", ""), refused(day(-1), "sms", "")}, channel.SMS, tiexin.Notice, channel.Refused},
		{"先拒绝一切,后来只同意短信通知", []tiexin.Consent{refused(day(-2), "", ""), granted(day(-1), "sms", tiexin.Notice)}, channel.SMS, tiexin.Notice, channel.Open},
		{"别的仍然拒绝", []tiexin.Consent{refused(day(-2), "", ""), granted(day(-1), "sms", tiexin.Notice)}, channel.SMS, tiexin.Marketing, channel.Refused},
		{"先同意后拒绝,顺序颠倒也一样", []tiexin.Consent{refused(day(-1), "", ""), granted(day(-2), "", "")}, channel.SMS, tiexin.Marketing, channel.Refused},
		{"同一瞬间又同意又拒绝,算拒绝", []tiexin.Consent{refused(day(-1), "", ""), granted(day(-1), "", "")}, channel.SMS, tiexin.Marketing, channel.Refused},
		{"同一瞬间,换个顺序,也算拒绝", []tiexin.Consent{granted(day(-1), "", ""), refused(day(-1), "", "")}, channel.SMS, tiexin.Marketing, channel.Refused},
		{"同意过期了", []tiexin.Consent{expiring(granted(day(-9), "", ""), noon)}, channel.SMS, tiexin.Marketing, channel.NoConsent},
		{"还差一秒才过期", []tiexin.Consent{expiring(granted(day(-9), "", ""), noon.Add(time.Second))}, channel.SMS, tiexin.Marketing, channel.Open},
		{"同意过期,从前的拒绝又有效", []tiexin.Consent{refused(day(-9), "", ""), expiring(granted(day(-8), "", ""), day(-1))}, channel.SMS, tiexin.Notice, channel.Refused},
		{"拒绝不会过期", []tiexin.Consent{expiring(refused(day(-9), "", ""), day(-8))}, channel.SMS, tiexin.Notice, channel.Refused},
		{"还没到的同意不算", []tiexin.Consent{granted(day(1), "", "")}, channel.SMS, tiexin.Marketing, channel.NoConsent},
		{"时钟走快了的拒绝马上算", []tiexin.Consent{granted(day(-1), "", ""), refused(noon.Add(time.Second), "", "")}, channel.SMS, tiexin.Notice, channel.Refused},
		{"什么都没说的同意不算证据", []tiexin.Consent{{}, {Expires: day(9)}}, channel.SMS, tiexin.Marketing, channel.NoConsent},
		{"什么都没说的拒绝,什么都拒绝", []tiexin.Consent{{Refused: true}}, channel.SMS, tiexin.Service, channel.Refused},
		{"说了在哪里同意的,是证据", []tiexin.Consent{{Source: "checkout_box"}}, channel.SMS, tiexin.Marketing, channel.Open},
		{"没有时间的拒绝比什么都早", []tiexin.Consent{refused(time.Time{}, "", ""), granted(day(-1), "", "")}, channel.SMS, tiexin.Notice, channel.Open},
		{"没有时间的拒绝也是拒绝", []tiexin.Consent{refused(time.Time{}, "", "")}, channel.SMS, tiexin.Notice, channel.Refused},
		{"不问渠道,只听没说渠道的话", []tiexin.Consent{refused(day(-1), "sms", "")}, channel.None, tiexin.Notice, channel.Open},
		{"不问渠道,全拒绝还是拒绝", []tiexin.Consent{refused(day(-1), "", "")}, channel.None, tiexin.Notice, channel.Refused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, channel.Permission(tt.said, tt.kind, tt.about, noon))
		})
	}
}

// permission is the rules read aloud: refused when some refusal has no later
// grant that counts.
func permission(said []tiexin.Consent, k channel.Kind, p tiexin.Purpose, now time.Time) channel.Closed {
	var refusals, grants []time.Time
	for _, c := range said {
		named := c.Channel == "" || c.Channel == k.String() ||
			c.Refused && (c.Channel == "sms" && k == channel.MMS || c.Channel == "mms" && k == channel.SMS)
		about := named && (c.Purpose == "" || c.Purpose == p)
		switch {
		case !about:
		case c.Refused:
			refusals = append(refusals, c.At)
		case !c.At.After(now) && (c.Expires.IsZero() || c.Expires.After(now)):
			grants = append(grants, c.At)
		}
	}
	for _, no := range refusals {
		reopened := false
		for _, yes := range grants {
			reopened = reopened || yes.After(no)
		}
		if !reopened {
			return channel.Refused
		}
	}
	if len(grants) > 0 || p == tiexin.Service || p == tiexin.Notice {
		return channel.Open
	}
	return channel.NoConsent
}

func randomConsents(r *rand.Rand) []tiexin.Consent {
	said := make([]tiexin.Consent, r.IntN(7))
	for i := range said {
		c := &said[i]
		c.At = noon.Add(time.Duration(r.IntN(10)-7) * time.Minute) // few instants: many ties
		c.Refused = r.IntN(2) == 0
		c.Channel = []string{"", "", "sms", "wechat", "mms"}[r.IntN(5)]
		c.Purpose = []tiexin.Purpose{"", "", tiexin.Notice, tiexin.Marketing}[r.IntN(4)]
		if r.IntN(3) == 0 {
			c.Expires = noon.Add(time.Duration(r.IntN(5)-2) * time.Minute)
		}
	}
	return said
}

func Test随便说什么结果都跟规则读出来的一样(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	counts := map[channel.Closed]int{}
	for range 100_000 {
		said := randomConsents(r)
		k := []channel.Kind{channel.SMS, channel.WeChat, channel.Email, channel.MMS}[r.IntN(4)]
		p := purposes[r.IntN(len(purposes))]
		got := channel.Permission(said, k, p, noon)
		counts[got]++
		require.Equal(t, permission(said, k, p, noon), got, "%v %v %+v", k, p, said)

		r.Shuffle(len(said), func(i, j int) { said[i], said[j] = said[j], said[i] })
		require.Equal(t, got, channel.Permission(said, k, p, noon), "the order of records must not matter")
	}
	for _, c := range []channel.Closed{channel.Open, channel.Refused, channel.NoConsent} {
		assert.Greater(t, counts[c], 5_000, "too few histories end in %v", c)
	}
}

func Test说完拒绝就什么都不发(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		said := append(randomConsents(r), refused(noon.Add(time.Hour), "", ""))
		for _, p := range purposes {
			for _, k := range channel.Kinds() {
				require.Equal(t, channel.Refused, channel.Permission(said, k, p, noon.Add(time.Hour)))
			}
		}
	}
}

func Test问许可不占内存(t *testing.T) {
	said := []tiexin.Consent{refused(day(-3), "", ""), granted(day(-2), "sms", ""), granted(day(-1), "", tiexin.Care)}
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		channel.Permission(said, channel.SMS, tiexin.Care, noon)
	}))
}

func Test同意里的渠道就是这七个(t *testing.T) {
	e := tiexin.Event{ID: "m1", Type: tiexin.EventConsentRevoked, At: noon, Customer: tiexin.Customer{ID: "c1"}, Consent: &tiexin.Consent{}}
	var words []string
	for _, k := range channel.Kinds() {
		words = append(words, k.String())
		e.Consent.Channel = k.String()
		require.NoError(t, e.Validate())
		for _, slip := range []string{k.Info().Chinese, strings.ToUpper(k.String())} {
			e.Consent.Channel = slip
			assert.ErrorContains(t, e.Validate(), "did you mean \""+k.String()+"\"?")
		}
	}
	e.Consent.Channel = "none"
	assert.ErrorContains(t, e.Validate(), "is not a channel ("+strings.Join(words, ", ")+")")
}
