package learn

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/orderlog"
)

// Whatever a platform calls its sources, carriers and categories, the part is a rule file
// that says the same.
func TestNamesAreWrittenSoThatTheRuleFileMeansThem(t *testing.T) {
	names := []string{"live", "中通", "yes", "null", "12", "1e3", "a: b", "a #b", `"q"`, "it's", `\n`, "- x", "[x]", "{x}", "&x", "*x", "!x", "%x", "@x", "`", "?", "|", ">", "<<", "~", "default x", "a,b", "：", "a\u3000b", "<b>", "2026-01-01", "."}
	transit := Section{Key: "transit"}
	lasts := Section{Key: "lasts"}
	for _, n := range names {
		transit.Found = append(transit.Found, Finding{Under: n, Name: "浙江", Value: "2d", Evidence: "95%区间1.0–2.0"})
		lasts.Found = append(lasts.Found, Finding{Name: n, Value: "20d"})
	}
	part := &Part{Shop: []Section{transit, lasts}}
	text, set := loaded(t, part)
	for _, n := range names {
		_, known := set.Shop.OnTheWay(n, "", "浙江")
		assert.True(t, known, "%q\n%s", n, text)
		assert.Contains(t, set.Shop.Lasts, n)
	}
}

func TestANameThatNobodyCanReadIsNoLine(t *testing.T) {
	long := strings.Repeat("长", 101)
	s := Section{Key: "lasts"}
	for _, n := range []string{"a\u202eb", "a\ufeffb", "a\ufffeb", "a\nb", long} {
		s.Found = append(s.Found, Finding{Name: n, Value: "20d", Evidence: "evidence"})
	}
	text, set := loaded(t, &Part{Shop: []Section{s}})
	assert.Empty(t, set.Shop.Lasts)
	assert.Equal(t, 5, strings.Count(text, "名字太长，或者有看不见的字符，没有写"))
	assert.NotContains(t, text, "lasts:")
}

func TestNotAllThatIsMissingIsListed(t *testing.T) {
	s := Section{Key: "lasts", Found: []Finding{{Name: "奶粉", Value: "20d"}}}
	for i := range 50 {
		s.Found = append(s.Found, Finding{Name: fmt.Sprint("类目", i), Evidence: "太少"})
	}
	text, _ := loaded(t, &Part{Shop: []Section{s}})
	assert.Equal(t, 20, strings.Count(text, "：太少"))
	assert.Contains(t, text, "# 另有30个也没有写。")
}

func TestWhatCameLaterIsNotSeen(t *testing.T) {
	v := invent(3, 400)
	h := v.history(t)
	h.AsOf -= 100
	early, err := Learn(h)
	require.NoError(t, err)
	then, _ := loaded(t, early)

	day := h.AsOf.String()
	kept := h.Orders.Orders[:0:0]
	for _, o := range h.Orders.Orders {
		if o.Placed.Format("2006-01-02") <= day {
			kept = append(kept, o)
		}
	}
	assert.Less(t, len(kept), len(h.Orders.Orders))
	h.Orders.Orders = kept
	parcels := h.Parcels
	h.Parcels = nil
	for _, p := range parcels {
		if p.Shipped.Format("2006-01-02") <= day {
			h.Parcels = append(h.Parcels, p)
		}
	}
	again, err := Learn(h)
	require.NoError(t, err)
	text, _ := loaded(t, again)
	assert.Equal(t, then, text)
}

func TestOrdersThatCannotBeMeantAreNamedByTheirRow(t *testing.T) {
	log, err := orderlog.Read("orders.csv", strings.NewReader("order_id,customer,created_at,paid_at,closed_at,amount\n1,a,2026-03-01 10:00,2026-03-01 10:05,,5\n2,b,2026-03-01 10:00,2026-03-01 10:05,2026-03-01 10:01,5\n"), orderlog.Options{})
	require.NoError(t, err)
	_, err = Learn(History{Orders: log, File: "orders.csv"})
	assert.EqualError(t, err, "orders.csv:3: 2 was closed at 2026-03-01 10:01:00, before it was paid at 2026-03-01 10:05:00")
}

func FuzzLearn(f *testing.F) {
	v := invent(1, 12)
	f.Add(v.orders.String(), v.parcels.String())
	f.Add("customer,created,paid,source,amount,category,qty\n"+strings.Repeat("a,2026-03-01 10:00,2026-03-01 10:05,\"x: #\",5,\"- y\",2\n", 40), "carrier,province,shipped,signed\n"+strings.Repeat("\"[\",浙江,2026-03-01,2026-03-02\n", 40))
	f.Add("customer,date,amount\na,2026-03-01,10\n", "")
	f.Fuzz(func(t *testing.T, orders, parcels string) {
		log, err := orderlog.Read("orders.csv", strings.NewReader(orders), orderlog.Options{})
		if err != nil {
			return
		}
		h := History{Orders: log, File: "orders.csv"}
		if all, err := orderlog.ReadParcels("parcels.csv", strings.NewReader(parcels), orderlog.Options{}); err == nil {
			h.Parcels, h.ParcelFile = all, "parcels.csv"
		}
		part, err := Learn(h)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		var b bytes.Buffer
		_, err = part.WriteTo(&b)
		require.NoError(t, err)
		_, problems := rule.Load(rule.File{Name: "learned.yaml", Data: b.Bytes()})
		require.NoError(t, problems.Err(), b.String())
	})
}
