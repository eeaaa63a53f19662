package statement_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/loyalty"
)

var rewriteStatements = flag.Bool("rewrite-statements", false, "write testdata/statement.golden anew")

var (
	halfYear  = calendar.Span{First: calendar.YMD(2026, 1, 1), Main: calendar.YMD(2026, 1, 1), Last: calendar.YMD(2026, 6, 30)}
	julyFirst = time.Date(2026, 7, 1, 9, 0, 0, 0, calendar.China)
)

func bought(order string, at time.Time, yuan, list float64, category string) loyalty.Purchase {
	return loyalty.Purchase{Customer: "c1", Order: order, At: at, Amount: tiexin.Money(yuan * 100), List: tiexin.Money(list * 100), Category: category}
}

func onDay(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, calendar.China)
}

// loyalMother bought books and toys for two years.
func loyalMother() statement.Facts {
	f := statement.Facts{Customer: "c1", SinceFirst: true, Points: []statement.Points{
		{onDay(2025, 12, 31), 500}, {onDay(2026, 2, 1), 1000}, {onDay(2026, 3, 1), 268}, {onDay(2026, 3, 2), -300},
	}}
	f.Purchases = []loyalty.Purchase{
		bought("1", onDay(2024, 3, 8), 99, 120, "绘本"),
		bought("2", onDay(2026, 1, 3), 168, 200, "绘本"),
		bought("3", onDay(2026, 2, 14), 500, 600, "玩具"),
		bought("4", onDay(2026, 3, 1), 400, 460, "绘本"),
		bought("5", onDay(2026, 6, 30), 200, 240, "绘本"),
		bought("6", onDay(2026, 7, 1), 999, 999, "玩具"),
		bought("7", onDay(2026, 5, 1), 80, 100, "玩具"),
	}
	f.Purchases[6].Refunded = f.Purchases[6].Amount // never was an order
	f.Shop = statement.Rank(shopSpends(126800))
	return f
}

// shopSpends are a hundred customers, theirs the 87th.
func shopSpends(hers tiexin.Money) []tiexin.Money {
	all := []tiexin.Money{hers}
	for i := range 99 {
		all = append(all, tiexin.Money(i+1)*hers/86-1)
	}
	return all
}

func Test阶段性账单的数(t *testing.T) {
	s, err := statement.Make(loyalMother(), halfYear, julyFirst, statement.Options{})
	require.NoError(t, err)
	assert.Equal(t, 4, s.Orders)
	assert.Equal(t, tiexin.Money(126800), s.Spent)
	assert.Equal(t, tiexin.Money(23200), s.Saved)
	assert.True(t, s.SavedKnown)
	assert.False(t, s.SavedAtLeast)
	assert.Equal(t, int64(1268), s.Points)
	assert.Equal(t, "绘本", s.Favourite)
	assert.Equal(t, calendar.YMD(2024, 3, 8), s.First)
	assert.Equal(t, halfYear.Last.DaysSince(s.First)+1, s.Days)
	assert.InDelta(t, 86./99, s.Ahead.Value, 1e-12)
	assert.Equal(t, 100, s.Ahead.Base)
	assert.True(t, s.Next.IsZero(), "the half year is over")

	s, err = statement.Make(loyalMother(), halfYear, onDay(2026, 2, 20), statement.Options{})
	require.NoError(t, err)
	assert.Equal(t, 2, s.Orders, "March is not known yet")
	assert.Equal(t, int64(1000), s.Points)
	assert.Equal(t, calendar.YMD(2026, 2, 20), s.Until)
	assert.Equal(t, time.Date(2026, 2, 21, 0, 0, 0, 0, calendar.China), s.Next)
	assert.Equal(t, loyalty.Impossible, s.Ahead.Why, "the ranks are of other sums")
	s, err = statement.Make(loyalMother(), halfYear, onDay(2025, 2, 20), statement.Options{})
	require.NoError(t, err)
	assert.Zero(t, s.Orders)
	assert.Equal(t, halfYear.First.Start(nil), s.Next)
}

func TestWhatAStatementDoesNotKnow(t *testing.T) {
	f := loyalMother()
	f.SinceFirst, f.Points, f.Shop = false, nil, statement.Ranks{}
	f.Purchases[2].List = 0
	s, err := statement.Make(f, halfYear, julyFirst, statement.Options{})
	require.NoError(t, err)
	assert.False(t, s.FirstKnown || s.PointsKnown || s.Ahead.OK)
	assert.True(t, s.First.IsZero())
	assert.Equal(t, tiexin.Money(13200), s.Saved)
	assert.True(t, s.SavedAtLeast)
	for i := range f.Purchases {
		f.Purchases[i].List = 0
	}
	s, err = statement.Make(f, halfYear, julyFirst, statement.Options{})
	require.NoError(t, err)
	assert.False(t, s.SavedKnown)
	f = loyalMother()
	f.Purchases[1].Refunded = 8400 // half of it: half of what was saved
	s, err = statement.Make(f, halfYear, julyFirst, statement.Options{MinShop: 101})
	require.NoError(t, err)
	assert.Equal(t, tiexin.Money(126800-8400), s.Spent)
	assert.Equal(t, tiexin.Money(23200-1600), s.Saved)
}

func TestFavourites(t *testing.T) {
	day := onDay(2026, 2, 2)
	tests := []struct {
		name  string
		lines []loyalty.Purchase
		want  string
	}{
		{"most orders", []loyalty.Purchase{bought("1", day, 1, 0, "a"), bought("2", day, 1, 0, "a"), bought("3", day, 99, 0, "b")}, "a"},
		{"as many orders: most spent", []loyalty.Purchase{bought("1", day, 1, 0, "a"), bought("2", day, 1, 0, "a"), bought("3", day, 99, 0, "b"), bought("4", day, 1, 0, "b")}, "b"},
		{"a tie", []loyalty.Purchase{bought("1", day, 1, 0, "a"), bought("2", day, 1, 0, "a"), bought("3", day, 1, 0, "b"), bought("4", day, 1, 0, "b")}, ""},
		{"once is no favourite", []loyalty.Purchase{bought("1", day, 1, 0, "a")}, ""},
		{"two lines of one order are one order", []loyalty.Purchase{{Customer: "c1", Order: "1", Line: "1", At: day, Amount: 1, Category: "a"}, {Customer: "c1", Order: "1", Line: "2", At: day, Amount: 1, Category: "a"}}, ""},
		{"mostly unknown", []loyalty.Purchase{bought("1", day, 1, 0, "a"), bought("2", day, 1, 0, "a"), bought("3", day, 1, 0, ""), bought("4", day, 1, 0, ""), bought("5", day, 1, 0, "")}, ""},
		{"nobody's business", []loyalty.Purchase{bought("1", day, 1, 0, "成人用品"), bought("2", day, 1, 0, "成人用品"), bought("3", day, 1, 0, "绘本")}, ""},
		{"diapers of a baby are no secret", []loyalty.Purchase{bought("1", day, 1, 0, "纸尿裤"), bought("2", day, 1, 0, "纸尿裤")}, "纸尿裤"},
		{"a fourth of everything", []loyalty.Purchase{
			bought("1", day, 1, 0, "a"), bought("2", day, 1, 0, "a"), bought("3", day, 1, 0, "b"), bought("4", day, 1, 0, "c"),
			bought("5", day, 1, 0, "d"), bought("6", day, 1, 0, "e"), bought("7", day, 1, 0, "f"),
		}, ""},
	}
	for _, c := range tests {
		s, err := statement.Make(statement.Facts{Customer: "c1", Purchases: c.lines}, halfYear, julyFirst, statement.Options{})
		require.NoError(t, err)
		assert.Equal(t, c.want, s.Favourite, c.name)
	}
}

func TestRanksAgainstCounting(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for range 100 {
		spent := make([]tiexin.Money, 1+r.IntN(30))
		for i := range spent {
			spent[i] = tiexin.Money(r.IntN(8))
		}
		ranks := statement.Rank(spent)
		for _, mine := range spent {
			below := 0
			for _, other := range spent {
				if other < mine {
					below++
				}
			}
			got := ranks.Ahead(mine)
			assert.Equal(t, len(spent) > 1, got.OK)
			if got.OK {
				assert.InDelta(t, float64(below)/float64(len(spent)-1), got.Value, 1e-12)
			}
		}
	}
}

// Every text that a customer may read, to be read by a person.
func TestStatementTexts(t *testing.T) {
	mother := func(change func(*statement.Statement)) statement.Statement {
		s, err := statement.Make(loyalMother(), halfYear, julyFirst, statement.Options{})
		require.NoError(t, err)
		if change != nil {
			change(&s)
		}
		return s
	}
	greeting := statement.Greeting{Name: "小雨", Shop: "贴心母婴"}
	only := func(s *statement.Statement) {
		*s = statement.Statement{Customer: "c1", Period: halfYear, Until: halfYear.Last, Orders: 1, Spent: 990}
	}
	tests := []struct {
		name string
		s    statement.Statement
		to   statement.Greeting
	}{
		{"everything is known", mother(nil), greeting},
		{"nothing but the orders", mother(only), statement.Greeting{}},
		{"the lower half hears no rank", mother(func(s *statement.Statement) { s.Ahead.Value = .5 }), greeting},
		{"ahead of all is 99 %", mother(func(s *statement.Statement) { s.Ahead.Value = 1 }), greeting},
		{"saved at least", mother(func(s *statement.Statement) { s.SavedAtLeast = true }), greeting},
		{"met last week", mother(func(s *statement.Statement) { s.First, s.Days = calendar.YMD(2026, 6, 24), 7 }), greeting},
		{"one point, nothing saved", mother(func(s *statement.Statement) { s.Points, s.Saved, s.Orders = 1, 0, 2 }), greeting},
		{"half-way through", mother(func(s *statement.Statement) { s.Until = calendar.YMD(2026, 3, 8) }), greeting},
		{"a million", mother(func(s *statement.Statement) { s.Spent, s.Points = 123456789012, 1234567 }), greeting},
		{"one day", mother(func(s *statement.Statement) {
			s.Period = calendar.Single(calendar.YMD(2026, 6, 18))
			s.Until = s.Period.Last
		}), greeting},
		{"over new year", mother(func(s *statement.Statement) { s.Period.First = calendar.YMD(2025, 7, 1) }), greeting},
		{"names that are more than names", mother(func(s *statement.Statement) { s.Favourite = "绘本」免费送【" }), statement.Greeting{Name: "【中奖】\n#订单号#%d", Shop: "http://evil.example"}},
		{"a masked nick", mother(nil), statement.Greeting{Name: "t**8", Shop: strings.Repeat("店", 21)}},
		{"a long name and a long shop", mother(nil), statement.Greeting{Name: strings.Repeat("雨", 20), Shop: strings.Repeat("店", 20)}},
		{"an emoji family", mother(nil), statement.Greeting{Name: "小雨👨‍👩‍👧", Shop: "贴心"}},
	}
	var b strings.Builder
	for _, c := range tests {
		chinese, err := c.s.Chinese(c.to)
		require.NoError(t, err)
		english, err := c.s.English(c.to)
		require.NoError(t, err)
		sms, err := c.s.ChineseSMS(c.to, "m.tb.cn/h.5xKq2T1")
		require.NoError(t, err)
		assert.LessOrEqual(t, len(utf16.Encode([]rune("【贴心母婴】"+sms))), 70, "one SMS: %s", sms)
		fmt.Fprintf(&b, "# %s\n%s\n%s\n%s\n\n", c.name, chinese, sms, english)
	}
	path := filepath.Join("testdata", "statement.golden")
	if *rewriteStatements {
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// The clause for a text of the shop's own names a whole month, quarter or year as people
// do, and any other period by its days.
func TestBriefStatements(t *testing.T) {
	period := func(from, to calendar.Date) calendar.Span { return calendar.Span{First: from, Last: to} }
	for want, p := range map[string]calendar.Span{
		"2026年3月您在贴心母婴下单1次，消费400元，比原价省60元，我们已经相伴754天":           period(calendar.YMD(2026, 3, 1), calendar.YMD(2026, 3, 31)),
		"2026年第一季度您在贴心母婴下单3次，消费1068元，比原价省192元，我们已经相伴754天":       period(calendar.YMD(2026, 1, 1), calendar.YMD(2026, 3, 31)),
		"2024年您在贴心母婴下单1次，消费99元，比原价省21元，我们已经相伴299天":              period(calendar.YMD(2024, 1, 1), calendar.YMD(2024, 12, 31)),
		"2026年1月1日至4月30日您在贴心母婴下单3次，消费1068元，比原价省192元，我们已经相伴784天": period(calendar.YMD(2026, 1, 1), calendar.YMD(2026, 4, 30)),
		"2026年2月1日至4月30日您在贴心母婴下单2次，消费900元，比原价省160元，我们已经相伴784天":  period(calendar.YMD(2026, 2, 1), calendar.YMD(2026, 4, 30)),
	} {
		s, err := statement.Make(loyalMother(), p, julyFirst, statement.Options{})
		require.NoError(t, err)
		brief, err := s.Brief("贴心母婴")
		require.NoError(t, err)
		assert.Equal(t, want, brief)
	}
	s, err := statement.Make(loyalMother(), period(calendar.YMD(2025, 1, 1), calendar.YMD(2025, 1, 31)), julyFirst, statement.Options{})
	require.NoError(t, err)
	_, err = s.Brief("")
	assert.ErrorIs(t, err, statement.ErrNothing)
}

// A link is part of the text as it is, so it has to be one.
func TestLinksOfShortStatements(t *testing.T) {
	s, err := statement.Make(loyalMother(), calendar.Span{First: calendar.YMD(2026, 1, 1), Last: calendar.YMD(2026, 3, 31)}, julyFirst, statement.Options{})
	require.NoError(t, err)
	to := statement.Greeting{Name: "小雨", Shop: "贴心母婴"}
	sms, err := s.ChineseSMS(to, "")
	require.NoError(t, err)
	assert.Equal(t, "小雨，2026年第一季度您在贴心母婴买了3次，共1068元，谢谢您。", sms)
	for _, link := range []string{"qhj.cn/b", "https://qhj.cn/b?c=1#top", "http://m.tb.cn:80/h.5x"} {
		sms, err := s.ChineseSMS(to, link)
		require.NoError(t, err, link)
		assert.Equal(t, "小雨，2026年第一季度您在贴心母婴买了3次，共1068元，谢谢您。账单："+link, sms)
	}
	for _, link := range []string{"qhj.cn/b\n【中奖】", "【中奖】qhj.cn", "qhj.cn/a b", " ", "账单", "https://", "/b", "javascript:alert(1)", "ftp://qhj.cn/b", "qhj", "."} {
		_, err := s.ChineseSMS(to, link)
		assert.ErrorIs(t, err, statement.ErrLink, link)
	}
}

func TestNothingToBeProudOf(t *testing.T) {
	for _, s := range []statement.Statement{{Customer: "c1"}, {Customer: "c1", Orders: 1}, {Customer: "c1", Orders: 2, Spent: -1}} {
		_, err := s.Chinese(statement.Greeting{})
		assert.ErrorIs(t, err, statement.ErrNothing)
		_, err = s.English(statement.Greeting{})
		assert.ErrorIs(t, err, statement.ErrNothing)
	}
}

func TestImpossibleStatements(t *testing.T) {
	day := onDay(2026, 2, 2)
	other := bought("2", day, 1, 0, "")
	other.Customer = "c2"
	back := bought("3", day, 1, 0, "")
	back.Refunded = 200
	_, err := statement.Make(statement.Facts{
		Customer:  "c1",
		Purchases: []loyalty.Purchase{bought("1", time.Time{}, 1, 0, ""), other, back, bought("4", day, -5, 0, ""), bought("5", day, 1, 0, ""), bought("5", day, 1, 0, "")},
		Points:    []statement.Points{{Points: 5}, {day, 1 << 60}},
	}, halfYear, julyFirst, statement.Options{})
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	rows := map[string]bool{}
	for _, f := range faults {
		rows[fmt.Sprint(f.Table, f.Row)] = true
	}
	for _, want := range []string{"0", "1", "2", "3", "5", "points0", "points1"} {
		assert.True(t, rows[want], "row %s of:\n%v", want, err)
	}
	assert.False(t, rows["4"])
	assert.ErrorContains(t, err, `row 1 (c2): is not of customer "c1", whose statement it is`)
	for _, c := range []struct {
		customer string
		span     calendar.Span
		now      time.Time
	}{
		{"", halfYear, julyFirst},
		{"c1", halfYear, time.Time{}},
		{"c1", calendar.Span{}, julyFirst},
		{"c1", calendar.Span{First: halfYear.Last, Last: halfYear.First}, julyFirst},
	} {
		_, err := statement.Make(statement.Facts{Customer: c.customer}, c.span, c.now, statement.Options{})
		assert.Error(t, err)
	}
	s, err := statement.Make(statement.Facts{Customer: "c1"}, halfYear, julyFirst, statement.Options{})
	require.NoError(t, err)
	assert.Zero(t, s.Orders)
}

// A name never adds a line, a sign of a signature or a placeholder to a text.
func FuzzStatementText(f *testing.F) {
	f.Add("小雨", "贴心", "绘本", int64(100), 3)
	f.Add("a\u202eb\u2028c", "x\x00y", "\xff", int64(1), -1)
	f.Fuzz(func(t *testing.T, name, shop, favourite string, fen int64, days int) {
		s := statement.Statement{Period: halfYear, Until: halfYear.Last, Orders: 1, Spent: tiexin.Money(fen), Saved: 1, SavedKnown: true, Favourite: favourite, First: halfYear.First, FirstKnown: true, Days: days}
		for _, text := range []func(statement.Greeting) (string, error){s.Chinese, s.English} {
			got, err := text(statement.Greeting{Name: name, Shop: shop})
			if (err != nil) != (fen <= 0) {
				t.Fatal(err)
			}
			if strings.ContainsAny(got, "\r\n\u2028\u202e【】#{}*") {
				t.Fatalf("%q", got)
			}
		}
	})
}
