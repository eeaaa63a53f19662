package rule

import (
	"fmt"
	"regexp"
	"strings"
)

// Moments as people say them, which is not how they are written: the error says how.

// spoken are what stands for a day in Chinese, and how it is written.
var spoken = []struct {
	said    *regexp.Regexp
	written string
}{
	{regexp.MustCompile(`^每[天日]$`), "every day"},
	{regexp.MustCompile(`^每个?(?:周|星期|礼拜)([一二三四五六日天])$`), "every week on %s"},
	{regexp.MustCompile(`^每个?月([0-9]{1,2})[日号]?$`), "every month on %s"},
	{regexp.MustCompile(`^(?:顾客|客户)?的?生日$`), "birthday"},
	{regexp.MustCompile(`^(?:生日月|生日当月)$`), "birthday month"},
	{regexp.MustCompile(`^(?:孩子|宝宝)的?生日$`), "child birthday"},
	{regexp.MustCompile(`^(?:孩子|宝宝)?每?(?:满月|月龄)$`), "child month"},
	{regexp.MustCompile(`^(?:every )?(mon|tues|wednes|thurs|fri|satur|sun)day$`), "every week on %s"},
}

var (
	saidBefore  = regexp.MustCompile(`^(.+?)\s*(提?前|后)\s*([0-9]+)\s*[天日]$`)
	unitMissing = regexp.MustCompile(`^(.*[^0-9\s])\s*([-+])\s*([0-9]+)$`)
)

// weekdaysSaid are the days of the week in the order of dayWords; 天 is 日 as well.
const weekdaysSaid = "日一二三四五六"

// asWritten is how what people say of a day is written; empty: nobody knows.
func asWritten(said string) string {
	if found := saidBefore.FindStringSubmatch(said); found != nil {
		sign := "-"
		if found[2] == "后" {
			sign = "+"
		}
		return fmt.Sprintf("%s %s %sd", dayAsWritten(found[1]), sign, found[3])
	}
	if found := unitMissing.FindStringSubmatch(said); found != nil {
		return fmt.Sprintf("%s %s %sd", dayAsWritten(found[1]), found[2], found[3])
	}
	if day := dayAsWritten(said); day != said {
		return day
	}
	return ""
}

// dayAsWritten is how a day is written; one that nobody knows as it is.
func dayAsWritten(said string) string {
	for _, s := range spoken {
		found := s.said.FindStringSubmatch(said)
		switch {
		case found == nil:
		case len(found) == 1:
			return s.written
		case strings.Contains(weekdaysSaid+"天", found[1]):
			n := strings.Index(weekdaysSaid, strings.Replace(found[1], "天", "日", 1)) / len("日")
			return fmt.Sprintf(s.written, dayWords[n])
		default:
			return fmt.Sprintf(s.written, found[1][:min(3, len(found[1]))])
		}
	}
	return said
}
