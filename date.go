package tiexin

// A Date is a day of a person's life: a birthday, a wedding. It is not an
// instant: the shop's zone decides when the day begins.
type Date struct {
	Year  int  // zero: unknown
	Month int  // 1–12
	Day   int  // 1–31; 1–30 when Lunar
	Lunar bool // month and day of the Chinese calendar
	Leap  bool // Month is the leap month; only with Lunar
}
