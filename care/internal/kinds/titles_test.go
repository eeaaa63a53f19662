package kinds

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/template"
)

const longTitle = "【双11抢先购】2026秋冬新款韩版宽松显瘦加绒连帽卫衣女"

// A title for a short message is cut where a reader would cut it.
func TestShortTitle(t *testing.T) {
	for title, want := range map[string]string{
		"羊绒围巾":           "羊绒围巾",
		longTitle:        "2026秋冬新款韩版宽松",
		"[双11][预售] 羊绒围巾": "羊绒围巾",
		"【围巾】":           "围巾",
		"【包邮】【围巾】":       "围巾",
		"【】":             "【】",
		"【没有结束的围巾":       "【没有结束的围巾",
		"【】围巾":           "围巾",
		"加厚羽绒服女款（中长款过膝）":                     "加厚羽绒服女款",
		"加厚羽绒服(女)中长款过膝":                      "加厚羽绒服(女)中长款过",
		"充电宝大容量快充20000毫安":                    "充电宝大容量快充",
		"充电宝大容量 - 快充 超薄便携":                   "充电宝大容量 - 快充",
		"SupercalifragilisticExpialidocious": "Supercalifra",
		"围巾手套帽子耳罩围脖👨‍👩‍👧亲子款":                 "围巾手套帽子耳罩围脖",
		"Crème brûlée盒装八只礼盒":                 "Crème brûlée",
	} {
		assert.Equal(t, want, shortTitle(title, 12), title)
	}
}

func TestValues_短信里的商品名称(t *testing.T) {
	one := tiexin.Order{ID: "T1", Amount: 199_00, Title: longTitle}
	three := tiexin.Order{ID: "T2", Amount: 199_00, Items: []tiexin.Item{{Title: longTitle}, {Title: "[包邮]羊绒围巾", Quantity: 2}, {Title: "赠品小礼盒", FreeGift: true}}}
	s := scene(t, 3, happens(tiexin.EventOrderCreated, 0, one), happens(tiexin.EventOrderCreated, 1, three))
	read := func(t *testing.T, text string, most map[template.Name]int, views ...*View) string {
		words, err := template.Parse(text)
		require.NoError(t, err)
		said, err := words.Shortened(most).Render(valuesOf(s, "", views...))
		require.NoError(t, err)
		return said
	}
	short := map[template.Name]int{template.ItemTitle: 12, template.ItemList: 38}
	first, second := s.seen(t, ask.Order, "T1"), s.seen(t, ask.Order, "T2")
	const text = "#商品名称#|#商品列表#"
	assert.Equal(t, longTitle+"|"+longTitle, read(t, text, nil, first), "other channels have room")
	assert.Equal(t, "2026秋冬新款韩版宽松|2026秋冬新款韩版宽松显瘦加绒连帽卫衣女", read(t, text, short, first))
	assert.Equal(t, "2026秋冬新款韩等3件|2026秋冬新款韩版宽松、羊绒围巾、赠品小礼盒", read(t, text, short, second), "how many there are is not cut")
	assert.Equal(t, "2026秋冬新款韩等5件|2026秋冬新款、2026秋冬新款、羊绒围巾等5件", read(t, text, map[template.Name]int{template.ItemTitle: 12, template.ItemList: 26}, first, second), "those without room are counted")

	values := valuesOf(s, "", first)
	_, knows := values.AppendShort(nil, template.OrderID, 2)
	assert.False(t, knows, "a part of a number is another number")
}

// However long titles are, a text is no longer than what is counted on.
func FuzzShortTitle(f *testing.F) {
	f.Add(longTitle, 12)
	f.Add("👨‍👩‍👧[a]👨‍👩‍👧", 3)
	f.Fuzz(func(t *testing.T, title string, most int) {
		if most < 1 || !utf8.ValidString(title) {
			return
		}
		short := shortTitle(title, most)
		assert.LessOrEqual(t, template.Units(short), most)
		assert.Contains(t, title, short)
		assert.True(t, strings.TrimSpace(title) == "" || most < 12 || short != "", "%q becomes nothing", title)
		v := Values{most: most}
		assert.LessOrEqual(t, template.Units(v.listed([]string{title, title, title, title}, "等4件")), most)
	})
}
