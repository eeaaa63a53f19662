// Package calendar knows the days that shops in China write to their customers
// on: festivals, solar terms, shopping seasons, workdays, and the days of a
// person's life.
//
//	spans, err := calendar.Qixi.In(2026)   // [2026-08-19]
//
// # Days
//
// A [Date] is a day of the Gregorian calendar, a [Lunar] one of the Chinese
// calendar (农历), and each leads to the other: [Date.Lunar], [Lunar.Date]. A
// [LunarYear] knows its leap month (闰月), its months, its name (天干地支) and its
// animal (生肖). A [Term] is a solar term (节气). The tables hold 1901 to 2099, each
// day of which is checked against other people's computations; what lies outside
// is an [ErrRange].
//
// Where a new moon or a term comes within a minute of midnight, tables differ by a day.
// The Hong Kong Observatory begins the ninth lunar month of 2057 on 09-28 and names
// 2097-08-07 as uncertain; here these months begin on 2057-09-29 (new moon at 00:00:44
// by the ephemerides of today) and on 2097-08-07, where some tables have 08-08.
//
// A day becomes instants only in a zone ([Date.Start]); nil stands for [China].
// Nothing here reads the wall clock.
//
// # Special days
//
// A [SpecialDay] falls by a [Rule]: solar:3-8, lunar:7-7, eve:lunar:1-1,
// weekday:5-2-sun, weekday:11-4-thu+1d, term:清明, a range of such days, or a table
// of what is announced year by year. [SpecialDay.In], [SpecialDay.Next] and
// [SpecialDay.Prev] say when; an occurrence is a [Span], because a sale lasts for
// weeks. A [Calendar] finds them by name and says on which of them marketing is
// silent ([Calendar.Suppressed]). The zero Calendar knows China; [Load] adds a
// shop's own days from YAML and reports all faults of the file at once. Such a file has
// days: and workdays:, and may begin with version: 1 as other files of a shop do. A day
// is its rule alone, such as 店庆: 06-18, or a mapping that says more of it.
//
// # Workdays
//
// Which days are off and which weekends are worked for them (调休) is announced
// by the State Council each autumn for the year after. It is data
// (holidays.yaml) that a shop can replace and extend; where it ends,
// [Calendar.IsWorkday] and [Calendar.AddWorkdays] give a [MissingYearError]
// instead of a guess.
//
// # A life
//
// An [Anniversary] is a birthday by either calendar, with [Customs] for 29
// February, leap months and the 30th; [Anniversary.Months] are its months (生日月). A [Count] is an age in years (周岁), lunar
// years (虚岁) or months (月龄), or the week of a pregnancy (孕周).
//
// # What changes by itself
//
// Whatever moves with time knows the next instant at which it does: NextChange
// of a special day, an anniversary, a count and a span,
// [Calendar.NextWorkdayChange], [Calendar.NextSuppressionChange]. Whoever waits
// for a change sleeps until then and polls nothing.
package calendar
