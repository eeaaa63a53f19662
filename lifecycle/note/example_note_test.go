package note_test

import (
	"fmt"
	"time"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/note"
)

func ExampleParse() {
	notes, err := note.Parse(`
2026-10-03 婚礼 提前14天
农历08-15 妈妈生日 提前3天
2019-08-01 结婚纪念日`)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 9, 20, 9, 0, 0, 0, calendar.China)
	for _, n := range notes {
		m, err := n.At(now, calendar.China, calendar.Customs{})
		fmt.Println(n.Words, m.State, m.Day, "until", m.Next.Format(time.DateOnly), err)
	}
	_, err = note.Parse("2026-02-29 订婚\n明天 搬家")
	fmt.Println(err)
	// Output:
	// 婚礼 near 2026-10-03 until 2026-10-03 <nil>
	// 妈妈生日 far 2026-09-25 until 2026-09-22 <nil>
	// 结婚纪念日 far 2027-08-01 until 2027-08-01 <nil>
	// lifecycle: notes:1:1: 2026-02-29 is not a date: February 2026 has 28 days
	// lifecycle: notes:2:1: not a date: (text, 2 characters); write it like 1990-05-20, 05-20 or lunar:1990-08-15
}
