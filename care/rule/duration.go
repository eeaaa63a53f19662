package rule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// Unlimited is an endless span.
const Unlimited = ask.Unlimited

const longest = 100 * 365 * 24 * time.Hour

var durationUnits = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// ParseDuration reads "90s", "15m", "24h", "7d", "2w", alone or joined: "1h30m".
// The longest is 100 years.
func ParseDuration(s string) (time.Duration, error) {
	bad := zh.Error("%q is not a duration; write %s", s, durationMeant(s))
	tooLong := zh.Error("%q is too long; the longest duration is 100 years", s)
	if s == "" {
		return 0, bad
	}
	total := time.Duration(0)
	for rest := s; rest != ""; {
		n, i := int64(0), 0
		for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
			if n = n*10 + int64(rest[i]-'0'); n > int64(longest/time.Second) {
				return 0, tooLong
			}
		}
		if i == 0 || i == len(rest) {
			return 0, bad
		}
		unit, ok := durationUnits[rest[i]]
		if !ok {
			return 0, bad
		}
		if n > int64(longest/unit) || total+time.Duration(n)*unit > longest {
			return 0, tooLong
		}
		total += time.Duration(n) * unit
		rest = rest[i+1:]
	}
	return total, nil
}

var (
	durationSaid = regexp.MustCompile(`^([0-9]+(?:\.5)?|半|一个?半?|两)?个?\s*(半?)\s*(s|secs?|seconds?|秒钟?|m|mins?|minutes?|分钟?|h|hrs?|hours?|小时|钟头|d|days?|天|日|w|weeks?|周|星期|礼拜)(半?)$`)
	clockSaid    = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})(?::00)?$`)
)

// durationUnit is the unit of a duration by the beginning of what people say for it.
var durationUnit = map[rune]byte{'s': 's', '秒': 's', 'm': 'm', '分': 'm', 'h': 'h', '小': 'h', '钟': 'h', 'd': 'd', '天': 'd', '日': 'd', 'w': 'w', '周': 'w', '星': 'w', '礼': 'w'}

// durationMeant is how to write a duration that is written as people say it.
func durationMeant(s string) say.Text {
	folded := source.Fold(s)
	if found := clockSaid.FindStringSubmatch(folded); found != nil {
		h, _ := strconv.Atoi(found[1])
		m, _ := strconv.Atoi(found[2])
		if span := time.Duration(60*h+m) * time.Minute; span > 0 {
			return say.Plain(FormatDuration(span))
		}
	}
	found := durationSaid.FindStringSubmatch(folded)
	if found == nil || found[1] == "" && found[2] == "" {
		return zh.Text("it as 90s, 15m, 24h, 7d or 2w")
	}
	unit, _ := utf8.DecodeRuneInString(found[3])
	half := strings.Contains(found[1]+found[2]+found[4], "半") || strings.HasSuffix(found[1], ".5")
	n := map[rune]int64{'一': 1, '两': 2}[[]rune(found[1] + " ")[0]]
	if n == 0 {
		n, _ = strconv.ParseInt(strings.TrimSuffix(found[1], ".5"), 10, 32)
	}
	span := time.Duration(n) * durationUnits[durationUnit[unit]]
	if half {
		span += durationUnits[durationUnit[unit]] / 2
	}
	if span <= 0 || span > longest {
		return zh.Text("it as 90s, 15m, 24h, 7d or 2w")
	}
	return say.Plain(FormatDuration(span))
}

// FormatDuration writes a duration as the rule file does.
func FormatDuration(d time.Duration) string {
	if d == Unlimited {
		return "never"
	}
	for _, u := range "wdhm" {
		if unit := durationUnits[byte(u)]; d >= unit && d%unit == 0 {
			return fmt.Sprintf("%d%c", d/unit, u)
		}
	}
	return fmt.Sprintf("%ds", d/time.Second)
}
