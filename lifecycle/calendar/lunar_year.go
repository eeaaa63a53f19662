package calendar

import "github.com/tiexin-go/tiexin/internal/say"

// A LunarYear is a year of the Chinese calendar, by the number of the Gregorian
// year in which it begins. Names are known for every year, months for 1900 to
// 2100.
type LunarYear int

var (
	stems    = [10]string{"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"}
	branches = [12]string{"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"}
	zodiac   = [12]struct{ chinese, english string }{
		{"鼠", "Rat"},
		{"牛", "Ox"},
		{"虎", "Tiger"},
		{"兔", "Rabbit"},
		{"龙", "Dragon"},
		{"蛇", "Snake"},
		{"马", "Horse"},
		{"羊", "Goat"},
		{"猴", "Monkey"},
		{"鸡", "Rooster"},
		{"狗", "Dog"},
		{"猪", "Pig"},
	}
)

// cycle is the year's place in a cycle of n; 甲子 began in the year 4.
func (y LunarYear) cycle(n int) int { return ((int(y)-4)%n + n) % n }

// String is the name by stem and branch (天干地支): "丙午".
func (y LunarYear) String() string { return stems[y.cycle(10)] + branches[y.cycle(12)] }

// Zodiac is the year's animal (生肖), also of people born in it, from 正月初一 on.
func (y LunarYear) Zodiac() (chinese, english string) {
	z := zodiac[y.cycle(12)]
	return z.chinese, z.english
}

func (y LunarYear) word() (lunarWord, error) {
	if y < firstTableYear || y > lastTableYear {
		return 0, zh.Error("calendar: lunar year %d is %w: they reach from %d to %d", int(y), ErrRange, firstTableYear, lastTableYear)
	}
	return lunarTable[y-firstTableYear], nil
}

// LeapMonth is the number of the month that comes twice (闰月); zero if there is none.
func (y LunarYear) LeapMonth() (int, error) {
	w, err := y.word()
	return w.leap(), err
}

// MonthDays is the number of days of a month: 29 (小月) or 30 (大月). A month that the year
// does not have is an ErrDate.
func (y LunarYear) MonthDays(month int, leap bool) (int, error) {
	if err := (Lunar{int(y), month, 1, leap}).Validate(); err != nil {
		return 0, err
	}
	return lunarTable[y-firstTableYear].monthDays(month, leap), nil
}

// NewYear is the first day of the year (正月初一).
func (y LunarYear) NewYear() (Date, error) { return Lunar{Year: int(y), Month: 1, Day: 1}.Date() }

func (y LunarYear) leapHint() say.Text {
	if leap, err := y.LeapMonth(); err == nil && leap > 0 {
		return zh.Text("its leap month is %s%s", leapMark, monthName(leap))
	}
	return zh.Text("it has none")
}

var (
	numerals   = [11]string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	monthNames = [13]string{"", "正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"}
)

// monthName is empty for a month that is none.
func monthName(month int) string {
	if month < 1 || month > 12 {
		return ""
	}
	return monthNames[month]
}

func dayName(day int) string {
	switch {
	case day < 1 || day > 30:
		return ""
	case day <= 10:
		return "初" + numerals[day]
	case day < 20:
		return "十" + numerals[day-10]
	case day == 20:
		return "二十"
	case day < 30:
		return "廿" + numerals[day-20]
	}
	return "三十"
}

// Chinese is the day in the style of almanacs: "丙午年七月初七", "乙巳年闰六月十五".
func (l Lunar) Chinese() string {
	mark := ""
	if l.Leap {
		mark = leapMark
	}
	return LunarYear(l.Year).String() + "年" + mark + monthName(l.Month) + dayName(l.Day)
}
