package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/vars"
)

func (s *shop) hidden(page, name string) string {
	s.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	require.NotNil(s, found, "%s", page)
	return strings.ReplaceAll(found[1], "&#43;", "+")
}

func Test新客由客服来问_领走做完_引擎知道(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(xinOrders)
		assert.Contains(s, s.page("/tasks"), "没有要做的")
		s.passes(6 * time.Minute)
		list := s.page("/tasks")
		assert.Contains(s, list, "您好呀，「直筒牛仔裤」给您留着呢")
		assert.Contains(s, list, "聊天")
		id := s.hidden(list, "id")

		assert.Equal(s, http.StatusSeeOther, s.presses("小禾", "/tasks/claim", "id", id).Code)
		second := s.presses("小苗", "/tasks/claim", "id", id)
		assert.Equal(s, http.StatusConflict, second.Code)
		assert.Contains(s, second.Body.String(), "别人已经领走")
		assert.Contains(s, s.page("/tasks"), "小禾 在做")
		for task, err := range s.engine.OpenTasks(s.Context(), care.ListOptions{Personal: true}) {
			require.NoError(s, err)
			assert.Equal(s, "小禾", task.ClaimedBy)
		}
		assert.Equal(s, http.StatusConflict, s.presses("小苗", "/tasks/close", "id", id, "result", "done").Code, "it is 小禾's")
		assert.Equal(s, http.StatusConflict, s.presses("小禾", "/tasks/close", "id", id, "result", "great").Code)

		s.closes()
		s.opens()
		assert.Equal(s, http.StatusSeeOther, s.presses("小禾", "/tasks/close", "id", id, "result", "refused", "note", "顾客说不要再问").Code)
		assert.Equal(s, http.StatusConflict, s.presses("小禾", "/tasks/close", "id", id, "result", "done").Code, "once")
		assert.Contains(s, s.page("/tasks"), "没有要做的")
		x, err := s.engine.Explain(s.Context(), care.Key{Customer: "xin"})
		require.NoError(s, err)
		assert.NotEmpty(s, x.Consents, "task.refused has come to the engine")
	})
}

func Test顾客自己付了_任务撤回(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(xinOrders)
		s.passes(6 * time.Minute)
		require.Contains(s, s.page("/tasks"), "直筒牛仔裤")
		s.event(`{"id": "x2", "event": "order.paid", "at": "2026-11-11 10:06:00", "customer": "xin", "order": {"id": "T3", "amount": "239.00"}}`)
		s.settles()
		assert.Contains(s, s.page("/tasks"), "没有要做的")
	})
}

func Test大额订单_店长点了可以才发(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(linPays)
		s.passes(time.Hour)
		assert.Empty(s, s.sent())
		s.closes()
		s.opens()
		list := s.page("/approvals")
		assert.Contains(s, list, "林姐，收到您的付款，我们专人检查后发出")
		assert.Contains(s, list, "11月11日10:00起等着")
		assert.NotContains(s, list, "13900000003")
		answer := func(verdict string) int {
			return s.presses("店长", "/approvals", "id", s.hidden(list, "id"), "customer", "lin", "verdict", verdict).Code
		}
		assert.Equal(s, http.StatusConflict, answer("perhaps"))
		assert.Equal(s, http.StatusSeeOther, answer("approve"))
		assert.Equal(s, http.StatusSeeOther, answer("approve"), "twice is once")
		assert.Equal(s, []string{"13900000003 SMS_1003 林姐"}, s.sent())
		assert.Contains(s, s.page("/approvals"), "没有等着审核的")
	})
}

func Test大额订单_店长不让发就不发(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(linPays)
		list := s.page("/approvals")
		assert.Equal(s, http.StatusSeeOther, s.presses("店长", "/approvals", "id", s.hidden(list, "id"), "customer", "lin", "verdict", "decline").Code)
		s.passes(time.Hour)
		assert.Empty(s, s.sent())
		assert.Contains(s, s.page("/approvals"), "没有等着审核的")
		assert.Contains(s, s.page("/why?customer=lin"), "审核不通过")
	})
}

// What nobody sees any more today stands in the journal.
func Test昨天为什么没发_今天问得到(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.passes(20 * time.Minute)
		s.event(strings.Replace(wangPays, "10:00:00", "10:20:00", 1))
		s.passes(24 * time.Hour)
		s.closes()
		s.opens()
		page := s.page("/why?customer=wang&day=2026-11-11")
		for _, said := range []string{"半小时后轻轻说一句", "付款后说一声", "付款"} {
			assert.Contains(s, page, said)
		}
		assert.NotContains(s, page, "13900000002")
		wrong := s.asks(s.pages(), http.MethodGet, "/why?customer=wang&day=yesterday", "", nil)
		assert.Equal(s, http.StatusConflict, wrong.Code)
		assert.Contains(s, wrong.Body.String(), "日期要写成")
	})
}

func TestWhyIsReadAloudInChineseAndNamesNobody(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		page := s.page("/why?customer=wang")
		for _, said := range []string{"半小时后轻轻说一句", "等", "时间还没到", "11月11日10:30", "条件不符"} {
			assert.Contains(s, page, said)
		}
		s.passes(31 * time.Minute)
		page = s.page("/why?customer=wang")
		assert.Contains(s, page, "已经说过")
		assert.Contains(s, page, "送到了")
		for _, personal := range []string{"13900000002", "t**9"} {
			assert.NotContains(s, page, personal)
		}
		assert.Contains(s, s.page("/why?customer=nobody"), "没有听说过这位顾客")
		assert.Contains(s, s.page("/why?customer=%3Cscript%3E"), "&lt;script&gt;")
	})
}

func TestAFormCountsOnlyFromOurPages(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(xinOrders)
		s.passes(6 * time.Minute)
		id := s.hidden(s.page("/tasks"), "id")
		for _, from := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}} {
			answer := s.asks(s.pages(), http.MethodPost, "/tasks/claim", "id="+id, func(h http.Header) {
				h.Set("Content-Type", "application/x-www-form-urlencoded")
				for k, v := range from {
					h[k] = v
				}
			})
			assert.Equal(s, http.StatusForbidden, answer.Code, "%v", from)
		}
		assert.NotContains(s, s.page("/tasks"), "在做")
		answer := s.asks(s.pages(), http.MethodGet, "/", "", nil)
		assert.Contains(s, answer.Header().Get("Content-Security-Policy"), "default-src 'none'")
		assert.Contains(s, answer.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'")
		assert.Equal(s, http.StatusMethodNotAllowed, s.asks(s.pages(), http.MethodGet, "/tasks/claim?id="+id, "", nil).Code)
	})
}

// No page asks another machine for anything, or has the browser run anything.
func TestThePagesAreHTMLAlone(t *testing.T) {
	names, err := filepath.Glob("pages/*")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.NotRegexp(t, `(?i)<script|\son\w+=|style="|https?://|@import|url\(`, string(text), name)
	}
}

func Test今晚改规则_几秒钟以后照办(t *testing.T) {
	atTen(t, func(s *shop) {
		s.event(wangOrders)
		s.edits("minutes_unpaid > shop.usual_minutes_to_pay", "minutes_unpaid > 15")
		assert.Contains(s, s.page("/"), "11月11日10:00 改过", "at the shop's hour, wherever the host is")
		s.passes(15 * time.Minute)
		assert.Len(s, s.sent(), 1)
	})
}

func Test改错了_旧规则照用_页面上看得到(t *testing.T) {
	atTen(t, func(s *shop) {
		s.edits("minutes_unpaid > shop.usual_minutes_to_pay", "minuts_unpaid > 15")
		assert.Contains(s, s.page("/"), "did you mean &#34;minutes_unpaid&#34;?")
		assert.Equal(s, http.StatusServiceUnavailable, s.asks(s.pages(), http.MethodGet, "/health", "", nil).Code)
		s.event(wangOrders)
		s.passes(31 * time.Minute)
		assert.Len(s, s.sent(), 1)
		s.edits("minuts_unpaid", "minutes_unpaid")
		assert.Equal(s, http.StatusOK, s.asks(s.pages(), http.MethodGet, "/health", "", nil).Code)
	})
}

func Test改错了又改回原样_就没事了(t *testing.T) {
	atTen(t, func(s *shop) {
		health := func() int { return s.asks(s.pages(), http.MethodGet, "/health", "", nil).Code }
		s.edits("minutes_unpaid > shop.usual_minutes_to_pay", "minuts_unpaid > shop.usual_minutes_to_pay")
		assert.Equal(s, http.StatusServiceUnavailable, health())
		s.edits("minuts_unpaid", "minutes_unpaid")
		assert.Equal(s, http.StatusOK, health())
		assert.NotContains(s, s.page("/"), "没有换上")
	})
}

func Test短信的字改了_没报备的不换上(t *testing.T) {
	atTen(t, func(s *shop) {
		s.edits("正在备货", "已经在备货")
		assert.Contains(s, s.page("/"), "没有换上")
		s.event(wangPays)
		assert.Equal(s, []string{"13900000002 SMS_1004 老王"}, s.sent())
	})
}

// What the process was started with is nobody's business: it may hold a password.
func TestTheFiguresShowNoCommandLine(t *testing.T) {
	atTen(t, func(s *shop) {
		require.NoError(s, vars.Publish("care", s.engine))
		var figures map[string]json.RawMessage
		require.NoError(s, json.Unmarshal([]byte(s.page("/debug/vars")), &figures))
		assert.ElementsMatch(s, []string{"care", "memstats"}, slices.Collect(maps.Keys(figures)))
		assert.Contains(s, string(figures["care"]), `"outbox":0`)
	})
}
