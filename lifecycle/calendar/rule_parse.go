package calendar

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// ParseRule reads a rule from its text:
//
//	solar:3-8               8 March (公历)
//	lunar:7-7               the seventh of the seventh lunar month (农历), never of a leap month
//	weekday:5-2-sun         the second Sunday of May; 5 is a fifth, if there is one, and last the last
//	term:清明                a solar term, by its name in Chinese, English or pinyin
//	eve:lunar:1-1           the day before
//	weekday:11-4-thu+1d     so many days after, or before; at most 180
//	range 5-20..6-20        from a day to the next such day, both included; each end is any of the above, M-D alone is solar
//	range 10-20..11-11 on 11-11   … with the day that gives the name
//
// A day that no year has (solar:2-30, lunar:13-1) is an error. A day that some years lack (solar:2-29, lunar:12-30, a
// fifth Sunday) has no date in those. Every error wraps ErrRule.
func ParseRule(text string) (Rule, error) {
	r, err := parseRule(text)
	if err != nil {
		return Rule{}, zh.Error("calendar: %w: %s: %w", ErrRule, quoted(text), err)
	}
	return r, nil
}

// parseRule gives errors that point into the text.
func parseRule(text string) (Rule, error) { return parse(text, false) }

// parseBareRule is parseRule where a month and a day alone are solar: 06-18.
func parseBareRule(text string) (Rule, error) { return parse(text, true) }

func parse(text string, bare bool) (Rule, error) {
	p := pieceOf(text).trim()
	if p.text() == "" {
		return Rule{}, p.fault(zh.Text("the rule is empty"), ruleHint)
	}
	body, isRange := p.after("range")
	if !isRange || body.text() != "" && !strings.ContainsAny(body.text()[:1], spaces) {
		from, err := parsePoint(p, bare)
		return Rule{form: onPoint, from: from}, err
	}
	return parseRange(p, body)
}

var ruleHint = zh.Text("write solar:3-8, lunar:7-7, eve:lunar:1-1, weekday:5-2-sun, term:清明 or range 5-20..6-20")

func parseRange(whole, body piece) (Rule, error) {
	body, mainPiece, hasMain := body.cut(" on ")
	fromPiece, toPiece, found := cutEnds(body)
	if !found {
		return Rule{}, whole.fault(zh.Text("a range has two ends"), zh.Text(`write it like "range 5-20..6-20"`))
	}
	r := Rule{form: fromTo}
	var err error
	if r.from, err = parseEnd(fromPiece); err != nil {
		return Rule{}, err
	}
	if r.to, err = parseEnd(toPiece); err != nil {
		return Rule{}, err
	}
	if hasMain {
		if r.main, err = parseEnd(mainPiece); err != nil {
			return Rule{}, err
		}
	}
	return r, r.fits(whole, mainPiece)
}

func cutEnds(p piece) (from, to piece, found bool) {
	for _, sign := range rangeSigns {
		if from, to, found = p.cut(sign); found {
			for rest, more := to.after(sign); more; rest, more = to.after(sign) {
				to = rest // "……" is two signs
			}
			return from, to, true
		}
	}
	return p, p, false
}

// parseEnd reads one end of a range: a point that every year has.
func parseEnd(p piece) (point, error) {
	e, err := parsePoint(p, true)
	if err == nil && !e.everyYear() {
		err = p.fault(zh.Text("not every year has %s, so no range can depend on it", e), zh.Text("take the day before or after"))
	}
	return e, err
}

// fits refuses a range whose main day is outside of it, or that is too long, in
// any year.
func (r Rule) fits(whole, mainPiece piece) error {
	for year := FirstYear; year <= LastYear; year++ {
		for _, first := range r.from.in(year) {
			last := r.to.atOrAfter(first)
			if last.DaysSince(first) >= longestSpan {
				return whole.fault(zh.Text("the range that begins on %s has more than %d days", first, longestSpan), say.Text{})
			}
			if r.main.form != noPoint && r.main.atOrAfter(first).After(last) {
				return mainPiece.fault(zh.Text("the main day %s is not within the range in %d", r.main, year), zh.Text("the part after on is one of its days"))
			}
		}
	}
	return nil
}

// parsePoint reads one day. The kind may be left out where bare says so.
func parsePoint(p piece, bare bool) (point, error) {
	p = p.trim()
	if rest, ok := p.after("eve:"); ok {
		inner, err := parsePoint(rest, bare)
		inner.offset--
		if err == nil && inner.offset < -mostOffset {
			err = offsetFault(p)
		}
		return inner, err
	}
	body, offset, err := cutOffset(p)
	if err != nil {
		return point{}, err
	}
	kind, value, found := body.cut(":")
	word := kind.text()
	if !found {
		if !bare {
			return point{}, p.fault(zh.Text("%s does not say how the day is counted", quoted(p.text())), ruleHint)
		}
		word, value = "solar", body
	}
	value = value.trim()
	var read point
	switch word {
	case "solar", "公历":
		read, err = parseSolar(value)
	case "lunar", "农历":
		read, err = parseLunarPoint(value)
	case "weekday":
		read, err = parseWeekday(value)
	case "term", "节气":
		read, err = parseTermPoint(value)
	default:
		hint := source.Suggest(word, []string{"solar", "lunar", "eve", "weekday", "term", "range"})
		if hint.Empty() {
			hint = ruleHint
		}
		return point{}, kind.fault(zh.Text("unknown rule %s", quoted(word)), hint)
	}
	read.offset = offset
	return read, err
}

// cutOffset cuts "+3d" or "-3d" from the end.
func cutOffset(p piece) (body piece, days int, err error) {
	text := p.text()
	i := strings.LastIndexAny(text, "+-")
	if i < 0 {
		return p, 0, nil
	}
	tail, isDays := strings.CutSuffix(strings.TrimSpace(text[i+1:]), "d")
	n, isNumber := digits(strings.TrimSpace(tail), 3)
	written := p.slice(i, len(text))
	switch {
	case text[i] == '-' && !(isDays && isNumber): // part of the day itself: "weekday:5-1-wed"
		return p, 0, nil
	case !isDays || !isNumber:
		return p, 0, written.fault(zh.Text("%s is not a number of days", quoted(written.text())), zh.Text("write it like +3d or -3d"))
	case n > mostOffset:
		return p, 0, offsetFault(written)
	case text[i] == '-':
		n = -n
	}
	return p.slice(0, i).trim(), n, nil
}

func offsetFault(p piece) error {
	return p.fault(zh.Text("a rule lies at most %d days before or after a day", mostOffset), zh.Text("count from a nearer day"))
}

func parseSolar(p piece) (point, error) {
	month, day, err := parseMonthDay(p, "solar:3-8")
	if err != nil {
		return point{}, err
	}
	if most := monthDays(2000, month); day > most {
		return point{}, p.fault(zh.Text("no year has the day %d-%d", month, day), zh.Text("the month has at most %d days", most))
	}
	return point{form: solarPoint, month: month, day: day}, nil
}

func parseLunarPoint(p piece) (point, error) {
	if strings.Contains(p.text(), leapMark) {
		return point{}, p.fault(zh.Text("a rule is about the regular month, never the leap one"), zh.Text("write the month alone, like lunar:7-7; few years have a given leap month"))
	}
	month, day, err := parseMonthDay(p, "lunar:7-7")
	if err != nil {
		return point{}, err
	}
	if day > 30 {
		return point{}, p.fault(zh.Text("no lunar year has the day %d-%d", month, day), zh.Text("a lunar month has 29 or 30 days"))
	}
	return point{form: lunarPoint, month: month, day: day}, nil
}

// parseMonthDay reads a month of 1 to 12 and a day of 1 to 31.
func parseMonthDay(p piece, example string) (month, day int, err error) {
	left, right, found := p.cut("-")
	month, ok := digits(left.trim().text(), 2)
	day, ok2 := digits(right.trim().text(), 2)
	switch {
	case !found || !ok || !ok2:
		return 0, 0, p.fault(zh.Text("%s is not a month and a day", quoted(p.text())), zh.Text("write it like %s", example))
	case month < 1 || month > 12:
		return 0, 0, left.fault(zh.Text("month %d does not exist", month), zh.Text("months are 1 to 12"))
	case day < 1 || day > 31:
		return 0, 0, right.fault(zh.Text("day %d does not exist", day), zh.Text("days are 1 to 31"))
	}
	return month, day, nil
}

func parseWeekday(p piece) (point, error) {
	monthPiece, rest, found := p.cut("-")
	nPiece, dayPiece, found2 := rest.cut("-")
	if !found || !found2 {
		return point{}, p.fault(zh.Text("%s is not a month, a number and a weekday", quoted(p.text())), zh.Text("write it like weekday:5-2-sun, the second Sunday of May"))
	}
	month, ok := digits(monthPiece.text(), 2)
	if !ok || month < 1 || month > 12 {
		return point{}, monthPiece.fault(zh.Text("month %s does not exist", quoted(monthPiece.text())), zh.Text("months are 1 to 12"))
	}
	n, ok := digits(nPiece.text(), 1)
	if nPiece.text() == "last" {
		n, ok = lastWeekday, true
	}
	if !ok || n == 0 || n > 5 {
		return point{}, nPiece.fault(zh.Text("%s is not which one of the month", quoted(nPiece.text())), zh.Text("write 1 to 5, or last"))
	}
	dow := slices.Index(weekdayWords[:], source.Fold(dayPiece.text()))
	if dow < 0 {
		hint := source.Suggest(dayPiece.text(), weekdayWords[:])
		if hint.Empty() {
			hint = zh.Text("weekdays are %s", listed(weekdayWords[:]))
		}
		return point{}, dayPiece.fault(zh.Text("unknown weekday %s", quoted(dayPiece.text())), hint)
	}
	return point{form: weekdayPoint, month: month, day: n, dow: time.Weekday(dow)}, nil
}

func parseTermPoint(p piece) (point, error) {
	t, err := ParseTerm(p.text())
	if err != nil {
		var u *UnknownError
		if errors.As(err, &u) {
			return point{}, p.fault(u.fact(), say.Text{English: u.Hint, Chinese: u.HintChinese})
		}
		return point{}, err
	}
	return point{form: termPoint, term: t}, nil
}
