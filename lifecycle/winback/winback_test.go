package winback_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/lifecycle/winback"
	"github.com/tiexin-go/tiexin/loyalty"
)

var quietDay = time.Date(2026, 8, 3, 12, 0, 0, 0, calendar.China)

func winBack(t testing.TB, c winback.Customer, now time.Time, o winback.Options) winback.Plan {
	t.Helper()
	if c.ID == "" {
		c.ID = "c1"
	}
	plans, err := winback.Plans([]winback.Customer{c}, now, o)
	require.NoError(t, err)
	return plans[0]
}

func Test已流失客户怎么挽回(t *testing.T) {
	seen := loyalty.Seen
	tests := []struct {
		name    string
		c       winback.Customer
		tier    winback.Tier
		causes  []winback.Cause
		verdict winback.Verdict
		reason  winback.Reason
		aims    []string
	}{
		{
			"买过一次就走了，不知道为什么：一次大优惠",
			winback.Customer{Orders: 1},
			winback.FewOrders,
			[]winback.Cause{winback.UnknownCause},
			winback.WinBack, winback.Lost,
			[]string{"给一个足够有力的回来理由。"},
		},
		{
			"老顾客，不知道为什么：先找原因",
			winback.Customer{Orders: 6},
			winback.ManyOrders,
			[]winback.Cause{winback.UnknownCause},
			winback.WinBack, winback.Lost,
			[]string{"找到原因，对症下药。"},
		},
		{
			"大客户，产品不好又常超时：道歉补偿，两样都办",
			winback.Customer{Orders: 12, Value: seen(5000), Signals: winback.Signals{ProductRating: seen(2), LateParcels: seen(.4)}},
			winback.HighValue,
			[]winback.Cause{winback.BadProduct, winback.BadService},
			winback.WinBack, winback.Lost,
			[]string{"先弥补产品的问题，再请顾客回来。", "先弥补服务的问题，再请顾客回来。"},
		},
		{
			"宝宝长大了，只买过一次：不再打扰",
			winback.Customer{Orders: 1, Signals: winback.Signals{Age: seen(40), FitsUntil: seen(36)}},
			winback.FewOrders,
			[]winback.Cause{winback.Outgrown},
			winback.LeaveInPeace, winback.Stop,
			[]string{"停止：顾客已经用不上了。"},
		},
		{
			"宝宝长大了，老顾客：推荐别的",
			winback.Customer{Orders: 5, Signals: winback.Signals{Age: seen(40), FitsUntil: seen(36)}},
			winback.ManyOrders,
			[]winback.Cause{winback.Outgrown},
			winback.WinBack, winback.Lost,
			[]string{"推荐适合现在年龄的其他产品；没有就停止。"},
		},
		{
			"拒收之后什么也不发",
			winback.Customer{Orders: 12, Value: seen(5000), Refused: true, Complaint: true},
			winback.HighValue,
			[]winback.Cause{winback.UnknownCause},
			winback.LeaveInPeace, winback.Refused, nil,
		},
		{
			"投诉没处理完，先处理投诉",
			winback.Customer{Orders: 4, Complaint: true, Signals: winback.Signals{Complaints: seen(1)}},
			winback.ManyOrders,
			[]winback.Cause{winback.BadService},
			winback.Wait, winback.Complaint, nil,
		},
		{
			"已长期沉睡，不是大促",
			winback.Customer{Orders: 4, Dead: true},
			winback.ManyOrders,
			[]winback.Cause{winback.UnknownCause},
			winback.Wait, winback.Dead, nil,
		},
		{
			"搬走的大客户：专人确认新地址",
			winback.Customer{Orders: 9, Value: seen(3000), Signals: winback.Signals{Undeliverable: seen(1)}},
			winback.HighValue,
			[]winback.Cause{winback.MovedAway},
			winback.WinBack, winback.Lost,
			[]string{"由专人确认顾客的新地址。"},
		},
		{
			"搬走的其他人：停止",
			winback.Customer{Orders: 9, Signals: winback.Signals{NumberDead: seen(1), SoldOut: seen(.4)}},
			winback.ManyOrders,
			[]winback.Cause{winback.StockOut, winback.MovedAway},
			winback.LeaveInPeace, winback.Stop,
			[]string{"停止：店铺已经服务不到顾客。"},
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			p := winBack(t, c.c, quietDay, winback.Options{HighValue: 200_000})
			assert.Equal(t, c.tier, p.Tier)
			assert.Equal(t, c.causes, p.Taken)
			assert.Equal(t, c.verdict, p.Verdict)
			assert.Equal(t, c.reason, p.Reason)
			var aims []string
			for _, play := range p.Plays {
				aims = append(aims, play.Aim.Chinese)
			}
			assert.Equal(t, c.aims, aims)
		})
	}
}

func TestWorthOfWinningBack(t *testing.T) {
	c := winback.Customer{Orders: 4, Value: loyalty.Seen(1000), Signals: winback.Signals{SoldOut: loyalty.Seen(.5), SaysRival: loyalty.Seen(2)}}
	p := winBack(t, c, quietDay, winback.Options{})
	assert.InDelta(t, .10, p.Chance.Value, 1e-12, "the worst of their causes: the rival")
	assert.InDelta(t, 100, p.Worth.Value, 1e-9)
	assert.True(t, p.Chance.Has(loyalty.Estimated))
	assert.Less(t, p.Worth.Lo, 100.)
	assert.Greater(t, p.Worth.Hi, 100.)
	assert.Equal(t, []loyalty.Flag{loyalty.Estimated, loyalty.NoMargin}, p.Worth.Flags, "sales, not what may be spent")
	assert.Equal(t, []loyalty.Flag{loyalty.Estimated}, p.Chance.Flags)

	for _, margin := range []float64{.35, 1} {
		m := winBack(t, c, quietDay, winback.Options{Margin: margin})
		assert.InDelta(t, 100*margin, m.Worth.Value, 1e-9, "1000 × .10 × the margin")
		assert.InDelta(t, p.Worth.Lo*margin, m.Worth.Lo, 1e-9)
		assert.InDelta(t, p.Worth.Hi*margin, m.Worth.Hi, 1e-9)
		assert.False(t, m.Worth.Has(loyalty.NoMargin))
		assert.Equal(t, p.Chance, m.Chance)
	}

	chances := winback.DefaultChances()
	for i := range chances {
		if chances[i].Cause == winback.WentToRival {
			chances[i].Tried, chances[i].Returned = 80, 40
		}
	}
	p = winBack(t, c, quietDay, winback.Options{Chances: chances})
	assert.InDelta(t, .30, p.Chance.Value, 1e-12, "now the rival is the lesser: (2+40)/(20+80) = .42, sold out .30")
	assert.InDelta(t, .42, chances.Of(winback.WentToRival).Value, 1e-12)
	assert.Equal(t, 80, chances.Of(winback.WentToRival).Base)
	assert.False(t, chances.Of(winback.WentToRival).Has(loyalty.Estimated))

	c.Value = loyalty.Signal{}
	p = winBack(t, c, quietDay, winback.Options{})
	assert.False(t, p.Worth.OK, "an unknown value is not 0")
	assert.False(t, winBack(t, c, quietDay, winback.Options{Margin: .4}).Worth.OK)
	assert.False(t, chances.Of("no such cause").OK)
}

func TestTheDeadAreWrittenToOnTheLargestFestivals(t *testing.T) {
	dead := winback.Customer{Orders: 3, Dead: true}
	// Two festivals that overlap, and one that follows the day after: one time of shopping.
	rule := func(text string) calendar.SpecialDay {
		r, err := calendar.ParseRule(text)
		require.NoError(t, err)
		return calendar.SpecialDay{Key: text, Name: text, Rule: r}
	}
	for _, o := range []winback.Options{
		{},
		{Festivals: []calendar.SpecialDay{rule("range 11-1..11-11"), rule("range 11-9..11-12"), rule("solar:11-13"), rule("solar:12-12")}},
	} {
		before := winBack(t, dead, quietDay, o)
		for at := quietDay; at.Year() < 2027; at = at.Add(6 * time.Hour) {
			p := winBack(t, dead, at, o)
			assert.Equal(t, !at.Before(before.Next), p.Verdict != before.Verdict, at.String())
			assert.True(t, p.Next.After(at))
			before = p
		}
	}
	p := winBack(t, dead, time.Date(2026, 11, 11, 0, 0, 0, 0, calendar.China), winback.Options{})
	assert.Equal(t, winback.WinBack, p.Verdict)
	assert.Equal(t, winback.Festival, p.Reason)
	assert.Equal(t, time.Date(2026, 11, 12, 0, 0, 0, 0, calendar.China), p.Next)
	p = winBack(t, dead, quietDay, winback.Options{Festivals: []calendar.SpecialDay{}})
	assert.Equal(t, winback.Dead, p.Reason, "a shop without festivals never writes to them")
	assert.True(t, p.Next.IsZero())
	_, err := winback.Plans(nil, quietDay, winback.Options{Festivals: []calendar.SpecialDay{{Key: "x"}}})
	assert.ErrorIs(t, err, calendar.ErrNoRule)
}

func TestCausesOfLeaving(t *testing.T) {
	known := 0
	for _, f := range (winback.Signals{}).Causes() {
		assert.False(t, f.Known, f.Of)
		assert.NotEmpty(t, f.Missing)
		known++
	}
	assert.Equal(t, len(winback.Causes())-1, known)

	s := winback.Signals{ProductRating: loyalty.Seen(3), DefectReturns: loyalty.Seen(.1), SoldOut: loyalty.Seen(0), PriceRise: loyalty.Seen(.9)}
	all := s.Causes()
	assert.Equal(t, winback.Finding{
		Of: winback.BadProduct, Known: true, Score: .5,
		Evidence: []loyalty.Text{
			{English: "their last rating of a product was 3 of 5", Chinese: "最近一次商品评分3分（满分5分）"},
			{English: "10% of their last orders went back for the quality", Chinese: "最近的订单有10%因质量退货"},
		},
	}, all[0])
	byCause := map[winback.Cause]winback.Finding{}
	for _, f := range all {
		byCause[f.Of] = f
	}
	assert.True(t, byCause[winback.StockOut].Known, "the only clue is known and says no")
	assert.False(t, byCause[winback.TooExpensive].Known, "the price fell, but what they say is not known")
	assert.Equal(t, []string{"SaysTooExpensive", "OnlyDiscounted"}, byCause[winback.TooExpensive].Missing)
}

func TestTheEvidenceOfAPriceAndOfANumber(t *testing.T) {
	s := winback.Signals{PriceRise: loyalty.Seen(1.241), NumberDead: loyalty.Seen(1)}
	said := map[winback.Cause][]loyalty.Text{}
	for _, f := range s.Causes() {
		said[f.Of] = f.Evidence
	}
	assert.Equal(t, []loyalty.Text{{English: "24% more expensive today than when they bought", Chinese: "现在比顾客买时贵24%"}}, said[winback.TooExpensive])
	assert.Equal(t, []loyalty.Text{{English: "their number is out of service", Chinese: "手机号已停用"}}, said[winback.MovedAway])
}

func TestImpossibleWinBacks(t *testing.T) {
	nan := loyalty.Seen(math.NaN())
	_, err := winback.Plans([]winback.Customer{
		{Orders: 1},
		{ID: "a", Orders: 0, Value: nan},
		{ID: "a", Orders: 1, Value: loyalty.Seen(-1), Signals: winback.Signals{ProductRating: loyalty.Seen(0), SoldOut: loyalty.Seen(math.Inf(1)), SaysRival: nan}},
	}, quietDay, winback.Options{})
	assert.EqualError(t, err, `row 0: has no id
row 1 (a): has 0 orders; a customer who never bought cannot be won back
row 1 (a): has a value of NaN yuan; it is a number from 0 to 1e12
row 2 (a): is the same customer as row 1
row 2 (a): has a value of -1 yuan; it is a number from 0 to 1e12
row 2 (a): has ProductRating of 0; it is a number from 1 to 5
row 2 (a): has SoldOut of +Inf; it is a number from 0 to 1
row 2 (a): has SaysRival of NaN; it is a number from 0 to 1e+06`)
	assert.NotPanics(t, func() {
		for _, f := range (winback.Signals{SaysRival: nan, PriceRise: loyalty.Seen(math.Inf(-1))}).Causes() {
			assert.False(t, math.IsNaN(f.Score))
		}
	})
	plans, err := winback.Plans(nil, quietDay, winback.Options{})
	assert.NoError(t, err)
	assert.Empty(t, plans)
	for _, o := range []winback.Options{
		{Evidence: 2},
		{Evidence: math.NaN()},
		{HighValue: -1},
		{Margin: -.1},
		{Margin: 1.01},
		{Margin: 40}, // per cent
		{Margin: math.NaN()},
		{Margin: math.Inf(1)},
		{Book: winback.Book{}},
		{Chances: winback.Chances{}},
		{Chances: append(winback.DefaultChances(), winback.Chance{Cause: "x", Rate: math.NaN(), Weight: -1, Returned: 2})},
	} {
		_, err := winback.Plans(nil, quietDay, o)
		assert.Error(t, err)
	}
}

func TestAShopsOwnWinBackBook(t *testing.T) {
	text, err := json.Marshal(winback.DefaultBook())
	require.NoError(t, err)
	book, err := winback.ReadBook(strings.NewReader(string(text)))
	require.NoError(t, err)
	assert.Equal(t, winback.DefaultBook(), book)

	full := `{"aim":{"en":"a","zh":"甲"},"do":[{"what":{"en":"a","zh":"甲"},"why":{"en":"a","zh":"甲"}}],"avoid":[{"what":{"en":"a","zh":"甲"},"why":{"en":"a","zh":"甲"}}]`
	tests := []struct{ name, text, want string }{
		{"no JSON", "[\n{,]", "line 2: invalid character ','"},
		{"no list", "{}", "it is not a list"},
		{"a slip", `[{"tear":"x"}]`, `row 0: cannot be read: json: unknown field "tear"`},
		{"twice", "[" + full + "}," + full + "}]", "row 1 (any tier, any cause): is given twice, first in row 0"},
		{"no such tier", "[" + full + `},` + full + `,"tier":"gold","cause":"x"}]`, `row 1 (gold, x): names no tier; possible: ["few-orders" "many-orders" "high-value"]`},
		{"empty", "[]", "row 0 (few-orders, bad-product): has no play; add one, or one for any tier"},
		{"half a language", strings.ReplaceAll("["+full+"}]", `"zh":"甲"`, `"zh":""`), "has no aim in both languages"},
		{"too long", strings.Repeat(" ", 1<<20) + "[]", "longer than 1048576 bytes"},
	}
	for _, c := range tests {
		_, err := winback.ReadBook(strings.NewReader(c.text))
		assert.ErrorContains(t, err, c.want, c.name)
	}
	_, err = winback.ReadBook(strings.NewReader("[" + full + "}]"))
	assert.NoError(t, err, "one play for everybody is a book")
}

func FuzzReadWinBackBook(f *testing.F) {
	f.Add(`[{"tier":"few-orders"}]`)
	f.Add(`[null]`)
	f.Fuzz(func(t *testing.T, text string) {
		book, err := winback.ReadBook(strings.NewReader(text))
		if err == nil && book.Validate() != nil {
			t.Fatal("read what cannot be used")
		}
	})
}
