package template

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustParse(t testing.TB, text string) *Template {
	t.Helper()
	tpl, err := Parse(text)
	require.NoError(t, err)
	return tpl
}

func TestTheCustomerReadsTheirOwnValues(t *testing.T) {
	values := Map{BuyerNick: "小王", ItemTitle: "羽绒服", TimeLeft: "15分钟", PayLink: "tb.cn/p1", Agent: ""}
	for text, want := range map[string]string{
		"亲爱的#买家昵称|亲#,您抢到的「#商品名称#」还有#剩余付款时间#就要关闭了:#付款链接#": "亲爱的小王,您抢到的「羽绒服」还有15分钟就要关闭了:tb.cn/p1",
		"#订单号|#您好":      "您好",
		"#订单号|您的订单#已发出": "您的订单已发出",
		"#客服|小鹿#":       "小鹿", // an empty value is none
		"满##100元":       "满#100元",
		"满＃＃100元":       "满＃100元",
		"":              "",
		"#买家昵称##买家昵称#!": "小王小王!",
	} {
		got, err := mustParse(t, text).Render(values)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
	}
}

func TestValuesAreData(t *testing.T) {
	for _, nick := range []string{
		"#订单号#", "##", "【退订】", "a\nb", "{客服}", "${x}", "|亲#", "＃买家昵称＃", strings.Repeat("长", 10_000),
	} {
		got, err := mustParse(t, "您好,#买家昵称#:#订单号#。").Render(Map{BuyerNick: nick, OrderID: "T1"})
		require.NoError(t, err)
		assert.Equal(t, "您好,"+nick+":T1。", got)
	}
}

func TestSignsAreLeftOutOfValues(t *testing.T) {
	tpl := mustParse(t, "「#买家昵称|「亲」#」#商品名称#：#付款链接#").Without("「」&")
	for _, c := range []struct {
		values Map
		want   string
	}{
		{Map{BuyerNick: "「小」鹿", ItemTitle: "A&B", PayLink: "https://qhj.cn/?a&b"}, "「小鹿」AB：https://qhj.cn/?a&b"},
		{Map{BuyerNick: "「」", ItemTitle: "\xff大&衣", PayLink: "x"}, "「亲」大衣：x"},
		{Map{BuyerNick: "小鹿", ItemTitle: "大衣", PayLink: "x"}, "「小鹿」大衣：x"},
	} {
		got, err := tpl.Render(c.values)
		require.NoError(t, err)
		assert.Equal(t, c.want, got)
	}
	_, err := tpl.Render(Map{ItemTitle: "&&", PayLink: "x"})
	var missing *MissingError
	require.ErrorAs(t, err, &missing, "nothing but signs is no title")
}

func TestAHoleIsNoMessage(t *testing.T) {
	tpl := mustParse(t, "#买家昵称|亲#,#订单号#由#物流公司#发出,#运单号#,#订单号#")
	before := []byte("开头")
	got, err := tpl.append(before, Map{TrackingNumber: "1", OrderID: ""})
	assert.Equal(t, before, got, "the buffer comes back as it was")
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []Name{OrderID, Carrier}, missing.Names)
	assert.EqualError(t, err, "template: no value for #订单号#, #物流公司#; give it a fallback, such as #订单号|…#, or send nothing")

	text, err := tpl.Render(nil)
	require.ErrorAs(t, err, &missing)
	assert.Empty(t, text)
	assert.Len(t, missing.Names, 3)
}

// A nick that shows nothing is none: the buyer is 亲, and not a gap before a comma.
func TestAValueThatShowsNothingIsNone(t *testing.T) {
	greeting := mustParse(t, "#买家昵称|亲#，您好")
	needs := mustParse(t, "「#商品名称#」还没付款")
	for _, blank := range []string{"", " ", "　", "\u00a0", "\n\t", "\u200b", "\ufeff", "\u200d\ufe0f", "\u3164", "\u2800", "\u0301", "\u202e \u2066", "\xff", "\ufffd"} {
		text, err := greeting.Render(Map{BuyerNick: blank})
		require.NoError(t, err)
		assert.Equal(t, "亲，您好", text, "%+q", blank)
		_, err = needs.Render(Map{ItemTitle: blank})
		var missing *MissingError
		require.ErrorAs(t, err, &missing, "%+q", blank)
		assert.Equal(t, []Name{ItemTitle}, missing.Names)
	}
	for _, seen := range []string{".", " 小 ", "é", "👩‍👩‍👧", "~"} {
		text, err := greeting.Render(Map{BuyerNick: seen})
		require.NoError(t, err)
		assert.Equal(t, seen+"，您好", text)
	}
}

func TestTextIsAppendedBehindWhatIsThere(t *testing.T) {
	buffer := make([]byte, 0, 100)
	buffer = append(buffer, "【小鹿家】"...)
	got, err := mustParse(t, "#买家昵称#您好").append(buffer, Map{BuyerNick: "小王"})
	require.NoError(t, err)
	assert.Equal(t, "【小鹿家】小王您好", string(got))
	assert.Equal(t, &buffer[0], &got[0], "in the caller's own buffer")
}

// fickle breaks the contract of Values in every way.
type fickle struct{ answer []byte }

func (f *fickle) AppendValue([]byte, Name) ([]byte, bool) { return f.answer, true }

func TestAValuesThatBreaksItsContractDoesNoHarm(t *testing.T) {
	got, err := mustParse(t, "您好#买家昵称|亲#").Render(&fickle{})
	require.NoError(t, err)
	assert.Equal(t, "您好亲", got)
	_, err = mustParse(t, "您好#买家昵称#").Render(&fickle{answer: []byte("x")})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	require.NotEmpty(t, missing.Error())
}

func TestALongValueIsCutWhileWriting(t *testing.T) {
	tpl := mustParse(t, "#商品名称#:#买家昵称|亲爱的顾客#")
	short := tpl.Limited(map[Name]int{ItemTitle: 4, BuyerNick: 2, PayLink: 1})
	got, err := short.Render(Map{ItemTitle: "加厚羽绒服女", BuyerNick: "👨‍👩‍👧王"})
	require.NoError(t, err)
	assert.Equal(t, "加厚羽绒:亲爱的顾客", got, "an emoji that does not fit goes whole, and a fallback is not cut")
	got, err = short.Render(Map{ItemTitle: "羽绒服", BuyerNick: "e\u0301e\u0301"})
	require.NoError(t, err)
	assert.Equal(t, "羽绒服:e\u0301", got)
	got, err = tpl.Render(Map{ItemTitle: "加厚羽绒服女", BuyerNick: "王"})
	require.NoError(t, err)
	assert.Equal(t, "加厚羽绒服女:王", got, "the template itself has no limits")

	_, err = mustParse(t, "#买家昵称#").Limited(map[Name]int{BuyerNick: 2}).Render(Map{BuyerNick: "👨‍👩‍👧"})
	var missing *MissingError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, []Name{BuyerNick}, missing.Names)
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		s           string
		max         int
		runes, unit string
	}{
		{"羽绒服", 3, "羽绒服", "羽绒服"},
		{"羽绒服", 2, "羽绒", "羽绒"},
		{"羽绒服", 0, "", ""},
		{"羽绒服", -1, "", ""},
		{"", 5, "", ""},
		{"你😊", 2, "你😊", "你"},
		{"你👨‍👩‍👧", 6, "你👨‍👩‍👧", "你"},
		{"你👨‍👩‍👧", 5, "你", "你"},
		{"👨‍👩‍👧", 8, "👨‍👩‍👧", "👨‍👩‍👧"},
		{"🇨🇳🇨🇳", 3, "🇨🇳", ""},
		{"🇨🇳🇨🇳", 4, "🇨🇳🇨🇳", "🇨🇳"},
		{"ae\u0301", 2, "a", "a"},
		{"a❤️", 2, "a", "a"},
		{"👍🏽", 1, "", ""},
		{"𠮷野家", 2, "𠮷野", "𠮷"},
		{"a\xff\xff", 2, "a\xff", "a\xff"},
	} {
		assert.Equal(t, tt.runes, Cut(tt.s, tt.max), "%q to %d", tt.s, tt.max)
		assert.Equal(t, tt.unit, CutUnits(tt.s, tt.max), "%q to %d units", tt.s, tt.max)
		assert.Equal(t, len(tt.runes), cutBytes([]byte(tt.s), max(tt.max, 0)), "%q", tt.s)
	}
	for s, want := range map[string]int{"你": 1, "😊": 2, "👨‍👩‍👧": 8, "🇨🇳": 4, "❤️": 2, "𠮷": 2, "\xff": 1} {
		assert.Equal(t, want, Units(s), s)
	}
}

func TestWritingAllocatesNothing(t *testing.T) {
	tpl := mustParse(t, "亲爱的#买家昵称#,您的订单#订单号#已由#物流公司#发出,运单号#运单号#,#客服|小鹿#").Limited(map[Name]int{OrderID: 8})
	values := &shipped{nick: "小王", order: "3912345678901234567", carrier: "中通快递", number: "78123456789012"}
	buffer := make([]byte, 0, 512)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		var err error
		if buffer, err = tpl.append(buffer[:0], values); err != nil {
			t.Fatal(err)
		}
	}))
	assert.Equal(t, "亲爱的小王,您的订单39123456已由中通快递发出,运单号78123456789012,小鹿", string(buffer))
}

// shipped is Values as an engine has them: typed fields, no map.
type shipped struct{ nick, order, carrier, number string }

func (s *shipped) AppendValue(dst []byte, n Name) ([]byte, bool) {
	switch n {
	case BuyerNick:
		return append(dst, s.nick...), true
	case OrderID:
		return append(dst, s.order...), true
	case Carrier:
		return append(dst, s.carrier...), true
	case TrackingNumber:
		return append(dst, s.number...), true
	}
	return dst, false
}

// BenchmarkRender compares four placeholders by template with the same message
// appended by hand, in the same run: from segments (x-segments), and with the
// text written into the program (x-constants).
func BenchmarkRender(b *testing.B) {
	values := &shipped{nick: "小王", order: "3912345678901234567", carrier: "中通快递", number: "78123456789012"}
	buffer := make([]byte, 0, 512)
	segments := handSegments()
	bySegments := bestOf(func() { buffer, _ = bySegments(buffer[:0], segments, values) })
	byConstants := bestOf(func() { buffer = byHand(buffer[:0], values) })

	tpl := mustParse(b, "亲爱的#买家昵称#,您的订单#订单号#已由#物流公司#发出,运单号#运单号#")
	for _, r := range []struct {
		name   string
		tpl    *Template
		values Values
	}{
		{"template", tpl, values},
		{"limited", tpl.Limited(map[Name]int{BuyerNick: 8, OrderID: 19, Carrier: 4, TrackingNumber: 15}), values},
		{"map", tpl, Map{BuyerNick: values.nick, OrderID: values.order, Carrier: values.carrier, TrackingNumber: values.number}},
	} {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				buffer, _ = r.tpl.append(buffer[:0], r.values)
			}
			each := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(each/bySegments, "x-segments")
			b.ReportMetric(each/byConstants, "x-constants")
		})
	}
}

// bestOf is how many nanoseconds something takes: the best of ten measurements.
func bestOf(do func()) float64 {
	best := math.Inf(1)
	for range 10 {
		const runs = 100_000
		start := time.Now()
		for range runs {
			do()
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/runs)
	}
	return best
}

type handSegment struct {
	text  string
	field int
}

func handSegments() []handSegment {
	return []handSegment{{"亲爱的", 0}, {"", 1}, {",您的订单", 0}, {"", 2}, {"已由", 0}, {"", 3}, {"发出,运单号", 0}, {"", 4}}
}

// bySegments is what somebody writes whose texts are data, for these four values
// only, refusing an empty one as a template does.
//
//go:noinline
func bySegments(dst []byte, segments []handSegment, s *shipped) ([]byte, bool) {
	start := len(dst)
	for i := range segments {
		value := segments[i].text
		switch segments[i].field {
		case 1:
			value = s.nick
		case 2:
			value = s.order
		case 3:
			value = s.carrier
		case 4:
			value = s.number
		}
		if value == "" {
			return dst[:start], false
		}
		dst = append(dst, value...)
	}
	return dst, true
}

// byHand is what somebody writes who knows the text beforehand.
//
//go:noinline
func byHand(dst []byte, s *shipped) []byte {
	dst = append(dst, "亲爱的"...)
	dst = append(dst, s.nick...)
	dst = append(dst, ",您的订单"...)
	dst = append(dst, s.order...)
	dst = append(dst, "已由"...)
	dst = append(dst, s.carrier...)
	dst = append(dst, "发出,运单号"...)
	return append(dst, s.number...)
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("亲爱的#买家昵称#,您的订单#订单号#已由#物流公司#发出,运单号#运单号#"); err != nil {
			b.Fatal(err)
		}
	}
}
