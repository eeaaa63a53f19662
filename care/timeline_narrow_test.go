package care_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/source"
)

const narrowRules = `version: 1
shop: {name: 小鹿家}
flows:
  payment_reminder:
    title: 付款提醒
    about: order
    purpose: service
    until: [order.paid]
    via: [wangwang, sms]
    rules:
      - {name: juhuasuan, title: 聚划算，十分钟提醒, if: order.source == 'juhuasuan' && minutes_unpaid > 10, send: hurry}
      - {name: everyone, title: 其他订单，半小时后说一句, if: minutes_unpaid > 30, send: gentle}
  marketing:
    title: 上新
    about: order
    purpose: marketing
    when: order.created
    via: [sms]
    rules: [{name: news, title: 新品上架, send: news}]
texts:
  hurry: 亲爱的#买家昵称|亲#，您抢到的#商品名称#还有#剩余付款时间#就要自动关闭了，请点这里付款
  gentle: "#买家昵称|亲#，#商品名称#还在待付款里等您"
  news: 新品
`

// taobao is a morning with ids as Taobao gives them: they differ at their end.
func taobao(t *testing.T) []care.Outcome {
	t.Helper()
	rules, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(narrowRules)}}, "r.yaml")
	require.NoError(t, err)
	at := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	var events []tiexin.Event
	for i, from := range []string{"juhuasuan", "", "live"} {
		events = append(events, tiexin.Event{
			ID: fmt.Sprint(i), Type: tiexin.EventOrderCreated, At: at,
			Customer: tiexin.Customer{ID: fmt.Sprintf("AAHexample0penUid000%d", i+1), Nick: "小鱼", Wangwang: "小鱼"},
			Order:    &tiexin.Order{ID: fmt.Sprintf("39000000000000000%d", 17+i), Source: from, Amount: 19900, Title: "加绒连帽卫衣", CreatedAt: at},
		})
	}
	events[2].Customer.Nick, events[2].Customer.Wangwang = "t**8", "" // nobody can be reached there
	return slices.Collect(care.Simulate(rules, events, care.SimOptions{Until: at.Add(time.Hour)}))
}

var becameOf = regexp.MustCompile(`  (send  due|wait  not-yet|skip  (condition-off|earlier-rule|no-consent|no-way)) *(wangwang|$|  )`)

func Test窄屏幕上每一行也说得出结果_原因和渠道(t *testing.T) {
	outcomes := taobao(t)
	words := map[string]bool{}
	for _, o := range outcomes {
		words[o.Verdict.String()+" "+o.Reason.String()] = true
	}
	require.Subset(t, slices.Collect(maps.Keys(words)), []string{"send due", "wait not-yet", "skip condition-off", "skip earlier-rule", "skip no-consent", "skip no-way"})

	for _, width := range []int{80, 100, 120} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			rows := 0
			for line := range strings.Lines(draw(t, outcomes, care.TimelineOptions{Width: width})) {
				line = strings.TrimSuffix(line, "\n")
				assert.LessOrEqual(t, source.DisplayWidth(line), width, line)
				assert.NotEmpty(t, strings.TrimSpace(line), "no line without anything on it")
				if strings.HasPrefix(line, "        ") {
					continue // what is said
				}
				o := &outcomes[rows]
				rows++
				assert.True(t, strings.HasPrefix(line, "2026-11-11 1"), line)
				assert.Regexp(t, becameOf, line)
				assert.Contains(t, line, o.Reason.String())
				if o.Said != nil {
					assert.Contains(t, line, "  "+o.Said.Via.String())
				}
				assert.Contains(t, line, o.Customer[len(o.Customer)-4:]+"  ", "the end of an id tells it from others")
				assert.Contains(t, line, o.Subject[len(o.Subject)-4:]+"  ")
				assert.Contains(t, line, o.Rule[max(0, len(o.Rule)-8):]+"  ")
			}
			assert.Equal(t, len(outcomes), rows)
		})
	}
}

func Test屏幕够宽就什么也不缩(t *testing.T) {
	wide := draw(t, taobao(t), care.TimelineOptions{Width: 300})
	assert.Equal(t, draw(t, taobao(t), care.TimelineOptions{}), wide)
	assert.NotContains(t, wide, "…")
}

func Test先缩标题_再缩编号(t *testing.T) {
	for width, want := range map[int]string{
		160: "2026-11-11 10:00:00  AAHexample0penUid0001  3900000000000000017  payment_reminder/juhuasuan  聚划算，十分钟提醒        wait  not-yet",
		130: "2026-11-11 10:00:00  …ple0penUid0001  3900000000000000017  payment_reminder/juhuasuan  聚划算，十…   wait  not-yet",
		120: "2026-11-11 10:00:00  …Uid0001  …000000000000017  payment_reminder/juhuasuan  聚划算，十…   wait  not-yet",
		80:  "2026-11-11 10:00:00  …d0001  …00017  …r/juhuasuan  wait  not-yet",
		48:  "…10:00:00  …00017  wait  not-yet",
	} {
		got, _, _ := strings.Cut(draw(t, taobao(t), care.TimelineOptions{Width: width}), "\n")
		assert.Equal(t, want, got, width)
	}
}

// What became of it, why and by which channel stays from 50 cells on, for every reason.
func Test窄屏幕上的中文也说得出结果_原因和渠道(t *testing.T) {
	outcomes := taobao(t)
	for _, word := range care.Reasons() {
		o := outcomes[len(outcomes)-1]
		detail := *o.Detail
		require.NoError(t, o.Reason.UnmarshalText([]byte(word)))
		detail.Said = &care.Said{Via: channel.Visit, Text: "您好"}
		o.Verdict, o.Detail = care.Send, &detail
		got := drawChinese(t, []care.Outcome{o}, care.TimelineOptions{Width: 50})
		assert.Contains(t, got, "  发送  "+o.Reason.Chinese()+"  上门拜访", word)
		for line := range strings.Lines(got) {
			assert.LessOrEqual(t, source.DisplayWidth(strings.TrimSuffix(line, "\n")), 50, line)
		}
	}
}
