package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A moment in the evening waits for the morning: then its messages are too late, some of
// them are, or they arrive on another day. Check says so, and what to write instead.
func TestMomentsThatQuietHoursHold(t *testing.T) {
	const never, some, later = "reaches no one", "reach no one", "another day"
	for _, c := range []struct{ flow, rule, limits, says string }{
		{flow: "when: double11 at 20:00, purpose: marketing", says: `error: the limit "default-marketing-hours" holds every message of "double11 at 20:00" for 13h, and after 12h it is too late, so it reaches no one; take another time, or write fresh: 13h or exempt: [default-marketing-hours]`},
		{flow: "when: double11 at 19:45, spread: 30m, purpose: marketing", says: `remark: the limit "default-marketing-hours" holds some messages of "double11 at 19:45" for 13h, and after 12h it is too late, so they reach no one; take another time, or write fresh: 13h or exempt: [default-marketing-hours]`},
		{flow: "when: 清明 at 10:00, purpose: care", says: `error: the limit "default-silent-days" holds every message of "qingming at 10:00" for 23h, and after 12h it is too late, so it reaches no one; take another day, or write exempt: [default-silent-days]`},
		{flow: "when: double11 at 21:30, purpose: marketing", says: `remark: the limit "default-marketing-hours" holds the messages of "double11 at 21:30", so they arrive on another day, at 09:00; take another time, or write exempt: [default-marketing-hours]`},
		// The ways out are ways out.
		{flow: "when: double11 at 10:00, purpose: marketing"},
		{flow: "when: double11 at 20:00, purpose: marketing", rule: "fresh: 13h", says: later},
		{flow: "when: double11 at 20:00, purpose: care", rule: "exempt: [default-care-hours]"},
		{flow: "when: 清明 at 10:00, purpose: care", rule: "exempt: [default-silent-days]"},
		{flow: "when: 清明 - 1d at 10:00, purpose: care"},
		// By purpose: notices have hours of their own, service has none.
		{flow: "when: double11 at 20:30, purpose: notice"},
		{flow: "when: double11 at 22:00, purpose: notice", says: later},
		{flow: "when: 清明 at 22:00, purpose: service"},
		{flow: "when: birthday at 20:00, purpose: survey", says: never},
		// A later start, and an early one that waits the same day.
		{flow: "when: birthday at 18:00, purpose: care", rule: "after: 2h", says: never},
		{flow: "when: birthday at 07:00, purpose: care"},
		{flow: "when: every day at 23:00, purpose: care", says: later},
		{flow: "when: every week on sat at 20:00, purpose: care", says: never},
		{flow: "when: 2026-12-13 at 10:00, purpose: care", says: never},
		// Of the many years of a day, and the days of a week, one may be held.
		{flow: "when: every day at 10:00, purpose: care"},
		{flow: "when: every day at 10:00, purpose: care", limits: `quiet: {sunday: {hours: "00:00-00:00", days: [sun]}}`},
		{flow: "when: every week on sun at 09:30, purpose: care", limits: `quiet: {sunday: {hours: "00:00-00:00", days: [sun]}}`, says: `"sunday" holds every message`},
		// The limits of the file.
		{flow: "when: double11 at 20:00, purpose: care", limits: `quiet: {night: {hours: "22:00-08:00"}}`},
		{flow: "when: double11 at 23:00, purpose: marketing", limits: `quiet: {lunch: {hours: "12:00-13:00"}}`, says: `"marketing-night" holds the messages of "double11 at 23:00", so they arrive on another day, at 08:00; take another time`},
		{flow: "when: double11 at 12:30, purpose: care", limits: `quiet: {lunch: {hours: "12:00-13:00", then: drop}}`, says: `the limit "lunch" drops every message of "double11 at 12:30", so it reaches no one; take another time, or write exempt: [lunch]`},
		{flow: "when: double11 at 11:30, spread: 1h, purpose: care", limits: `quiet: {lunch: {hours: "12:00-13:00", then: drop}}`, says: `the limit "lunch" drops some messages of "double11 at 11:30", spread over 1h`},
		// A limit of one channel closes that channel alone.
		{flow: "when: double11 at 12:30, purpose: care", limits: `quiet: {lunch: {hours: "12:00-13:00", channels: [sms], then: drop}}`},
		{flow: "when: double11 at 12:30, purpose: care", limits: `quiet: {lunch: {hours: "12:00-13:00", channels: [sms, wechat], then: drop}}`, says: never},
		// A day over which a flow is spread is meant so.
		{flow: "when: double11 at 10:00, spread: 2d, purpose: notice"},
		{flow: "when: double11 at 10:00, spread: 2d, purpose: care", says: some},
	} {
		more := ""
		if c.rule != "" {
			more = ", " + c.rule
		}
		file := "version: 1\nlimits: {" + c.limits + "}\nflows: {f: {title: 双11, about: customer, via: [wechat, sms], " + c.flow + ", rules: [{name: r, send: a" + more + "}]}}\ntexts: {a: 您好}\n"
		if c.limits == "" {
			file = strings.Replace(file, "limits: {}\n", "", 1)
		}
		_, problems := Load(File{"f.yaml", []byte(file)})
		if c.says == "" {
			assert.Empty(t, problems, file)
			continue
		}
		if assert.Len(t, problems, 1, file) {
			line := problems.Error()
			assert.Contains(t, line, strings.TrimPrefix(c.says, "error: "), file)
			assert.Equal(t, strings.Contains(line, "remark: "), problems.Err() == nil)
			if strings.HasPrefix(c.says, "error: ") || c.says == never {
				assert.Error(t, problems.Err(), file)
			}
			written := strings.Split(file, "\n")
			n := slices.IndexFunc(written, func(l string) bool { return strings.HasPrefix(l, "flows:") })
			before, _, _ := strings.Cut(written[n], strings.Split(strings.SplitN(c.flow, "when: ", 2)[1], ", ")[0])
			assert.Contains(t, line, fmt.Sprintf("f.yaml:%d:%d: ", n+1, len([]rune(before))+1), "it stands under the moment")
			noJargon(t, line)
			noEnglish(t, problems[0].Message.Chinese+"；"+problems[0].Hint.Chinese)
		}
	}
}

// Rules with the same moment are told once, and one with limits of its own for itself.
func TestAMomentIsToldOnce(t *testing.T) {
	_, problems := Load(File{"f.yaml", []byte(`version: 1
flows: {f: {title: 双11, about: customer, via: sms, when: double11 at 20:00, purpose: care, rules: [{name: a, if: customer.points > 5, send: a}, {name: b, send: a}]}}
texts: {a: 您好}
`)})
	assert.Len(t, problems, 1)
}
