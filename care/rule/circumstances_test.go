package rule

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Days that are announced each year are unknown in a year that nobody has announced: a
// condition that asks for them is never true then, and the check says so.
func TestDaysOfAYearThatNobodyAnnounced(t *testing.T) {
	const file = `version: 1
segments: {rests: {title: 休息, if: not is_workday()}}
flows:
  f:
    title: 付款
    about: order
    when: order.paid
    purpose: service
    via: wangwang
    rules:
      - {name: goods, if: order.amount > 50 && in_festival('年货节'), send: a}
      - {name: rest, if: segment.rests && order.amount < 1000, send: [{text: a, if: "order.remote ? is_workday() : hour(order.paid_at) > 3"}]}
      - {name: d11, if: in_festival('双11'), send: a}
texts: {a: 您好}
`
	said := func(day, file string) (english, chinese []string) {
		at, err := time.ParseInLocation(time.DateOnly, day, tiexin.Shanghai())
		require.NoError(t, err)
		_, problems := LoadIn(Circumstances{AsOf: at}, File{"f.yaml", []byte(file)})
		require.NoError(t, problems.Err())
		for _, p := range problems {
			english = append(english, p.Message.English+"; "+p.Hint.English)
			chinese = append(chinese, p.Message.Chinese+"；"+p.Hint.Chinese)
			assert.NotZero(t, p.Line)
		}
		return english, chinese
	}
	english, chinese := said("2027-01-04", file)
	workdays := "is_workday() is unknown in 2027: the days off are announced each year, and those of 2027 are missing; add the year under calendar.workdays"
	assert.Equal(t, []string{
		workdays, "in_festival('年货节') is unknown in 2027: its days are announced each year, and those of 2027 are missing; add the year under calendar.days", workdays,
	}, english)
	assert.Equal(t, "is_workday() 在 2027 年算不出来：放假安排逐年公布，还没有 2027 年的；在 calendar.workdays 里补上这一年", chinese[0])
	assert.Equal(t, "in_festival('年货节') 在 2027 年算不出来：它逐年公布，还没有 2027 年的日期；在 calendar.days 里补上这一年", chinese[1])

	english, _ = said("2026-12-07", file)
	assert.NotContains(t, english, workdays, "2026 is announced")
	english, _ = said("2027-01-04", file+"calendar: {workdays: {2027: {off: {元旦: 2027-01-01..2027-01-03}, work: []}}, days: {nian_huo: {table: {2027: 2027-01-04..2027-02-05}}}}\n")
	assert.Empty(t, english, "the shop knows the year")
}

func TestARemarkOnDaysStandsUnderTheWord(t *testing.T) {
	const file = `version: 1
flows: {f: {title: 付款, about: order, when: order.paid, purpose: service, via: wangwang, rules: [{name: r, if: order.amount > 50 && not is_workday(), send: a}]}}
texts: {a: 您好}
`
	_, problems := LoadIn(Circumstances{AsOf: time.Date(2027, 1, 4, 0, 0, 0, 0, tiexin.Shanghai())}, File{"f.yaml", []byte(file)})
	require.Len(t, problems, 1)
	assert.Contains(t, problems.Error(), "not is_workday(), send: a}]}}\n")
	assert.Contains(t, problems.Error(), " ^~~~~~~~~~", problems.Error())
}
