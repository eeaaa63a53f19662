// Package calendar answers: when is the festival, when is the customer's birthday, how old is
// the baby, and when is the next workday? It has the days that matter to shops in China:
// festivals, solar terms, shopping seasons, workdays, and the days of a person's life.
//
//	now := calendar.YMD(2026, 2, 14).Start(calendar.China)
//	calendar.Qixi.Next(now, nil)                                                // 2026-08-19
//	calendar.Anniversary{Month: 8, Day: 15, Lunar: true}.
//		Next(now, nil, calendar.Customs{})                                      // 2026-09-25
//	calendar.MonthAge.On(calendar.YMD(2025, 8, 3), calendar.YMD(2026, 2, 14),
//		calendar.Customs{})                                                     // 6
//	calendar.Calendar{}.AddWorkdays(calendar.YMD(2026, 2, 14), 1)               // 2026-02-24
//
// # Days
//
// A [Date] is a day of the Gregorian calendar, a [Lunar] one of the Chinese calendar
// (农历). [Date.Lunar] and [Lunar.Date] convert them. A [LunarYear] has its leap month
// (闰月), its months, its name (天干地支) and its animal (生肖). A [Term] is a solar term
// (节气). The tables hold 1901 to 2099, and each day is checked against independent
// computations. A day outside is an [ErrRange].
//
// If a new moon or a term comes within a minute of midnight, tables differ by a day. The
// Hong Kong Observatory begins the ninth lunar month of 2057 on 09-28 and names 2097-08-07
// as uncertain. Here these months begin on 2057-09-29 (new moon at 00:00:44 by present
// ephemerides) and on 2097-08-07. Some tables have 08-08.
//
// A day becomes instants only in a zone ([Date.Start]); nil means [China]. Nothing here
// reads the clock.
//
// # Special days
//
// A [SpecialDay] falls by a [Rule]:
//
//	solar:3-8  lunar:7-7  eve:lunar:1-1  weekday:5-2-sun  weekday:11-4-thu+1d  term:清明
//
// A rule may also be a range of such days, or a table of announced days by year.
// [SpecialDay.In], [SpecialDay.Next] and [SpecialDay.Prev] return occurrences. Each is a
// [Span], because a sale lasts for weeks.
//
// A [Calendar] finds special days by name, and knows the days on which marketing is silent
// ([Calendar.Suppressed]). The zero Calendar knows China's days. [Load] adds a shop's own
// days from YAML and reports all faults of the file at once. The file has days: and
// workdays:, and may begin with version: 1. A day is its rule alone, such as 店庆: 06-18,
// or a mapping with more keys.
//
// # Workdays
//
// Each autumn the State Council announces the days off of the next year, and the weekends
// worked for them (调休). They are data (holidays.yaml) that a shop can replace and extend.
// After the last announced year, [Calendar.IsWorkday] and [Calendar.AddWorkdays] return a
// [MissingYearError] instead of a guess.
//
// # A life
//
// An [Anniversary] is a birthday by either calendar, with [Customs] for 29 February, leap
// months and the 30th. [Anniversary.Months] are its months (生日月). A [Count] is an age in
// years (周岁), lunar years (虚岁) or months (月龄), or the week of a pregnancy (孕周).
//
// # Changes by time
//
// Every value that changes with time has the next instant of a change. A special day, an
// anniversary, a count and a span have NextChange. A calendar has
// [Calendar.NextWorkdayChange] and [Calendar.NextSuppressionChange]. A program can sleep
// until then, and nothing polls.
package calendar
