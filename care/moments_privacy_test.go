package care

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What must not leave of a family: names and genders of children, the days on which they
// and their parents were born, and the days that somebody noted.
func TestE15_孩子和日子_不出现在结果解释日志和记录里(t *testing.T) {
	file := `
limits: {quiet: {open: {hours: "04:00-04:01"}}, caps: {lots: {at_most: 99, per: day}}}
flows:
  kids:
    title: 孩子
    about: child
    purpose: notice
    choose: all
    via: [wangwang]
    rules:
      - {name: month, when: child month at 11:00, if: "child.nick != '' && child.gender == 'female' && child.months > 3", send: baby}
      - {name: born, if: "child.months > 0 && child.nick != 'x'", send: baby}
      - {name: later, when: child birthday at 11:00, if: "child.nick == 'x'", send: baby}
  days:
    title: 日子
    about: customer
    purpose: notice
    choose: all
    via: [wangwang]
    rules:
      - {name: near, if: "days_to_birthday < 400", send: hello}
      - {name: wedding, when: date wedding at 11:00, if: "true", send: hello}
      - {name: storm, when: [incident.declared], if: "incident.name != ''", send: hello}
texts: {baby: 宝宝又大了一个月, hello: 您好}
`
	s := opens(t, file)
	s.hears(customerIs(who(func(c *tiexin.Customer) {
		c.Birthday = tiexin.Date{Year: 1988, Month: 7, Day: 23}
		c.Dates = []tiexin.Dated{{Name: "wedding", Date: tiexin.Date{Year: 2011, Month: 11, Day: 11}, Note: "在鼓浪屿认识的"}}
		c.Children = []tiexin.Child{{ID: "k1", Nick: "小豆包", Gender: tiexin.Female, Born: tiexin.Date{Year: 2025, Month: 6, Day: 11}, ConsentID: "c1"}}
	})))
	s.wakes("11:00")
	s.hears(incident("rain", "", ""))
	s.wakes("12:00")
	s.delivers()
	var all strings.Builder
	for i := range s.observed {
		o := &s.observed[i]
		data, err := json.Marshal(o)
		require.NoError(t, err)
		all.Write(data)
		fmt.Fprintln(&all, o, o.Ways, o.Seen())
	}
	why, err := s.engine.Explain(context.Background(), Key{Customer: "xiaowang"})
	require.NoError(t, err)
	for _, about := range why.Subjects { // but for when a moment comes next, which is what it is asked for
		for _, r := range about.Rules {
			fmt.Fprintln(&all, r.Verdict, r.Reason, r.By, r.Seen)
		}
	}
	all.WriteString(s.log.String())
	for _, p := range s.store.parts {
		for _, note := range p.notes {
			all.Write(note)
		}
	}
	require.Greater(t, len(s.observed), 5, "%v", lines(s.observed))
	for _, secret := range []string{"小豆包", "1988", "07-23", "7-23", "2025-06-11", "06-11", "2011", "鼓浪屿", "to_birthday = 2"} {
		assert.NotContains(t, all.String(), secret)
	}
	assert.Contains(t, all.String(), "暴雨", "the name of an incident is nobody's")
}
