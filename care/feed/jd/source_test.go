package jd_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/jd"
)

var source = &jd.Source{Shop: "deer"}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) { feedtest.Bench(b, source.Read, "one.json") }

func TestRead_TakesWhatWasParkedAgain(t *testing.T) {
	page, err := os.ReadFile("testdata/states.json")
	require.NoError(t, err)
	r, err := source.Read(t.Context(), page)
	require.NoError(t, err)
	require.NotEmpty(t, r.Parked)
	again, err := source.Read(t.Context(), r.Parked[0].Body)
	require.NoError(t, err)
	assert.Equal(t, r.Parked[:1], again.Parked)
}

func TestSign(t *testing.T) {
	// As TOP signs, of which JD's interface is a copy.
	form := url.Values{
		"app_key": {"12345678"}, "fields": {"num_iid,title,nick,price,num"}, "format": {"json"}, "method": {"taobao.item.seller.get"}, "num_iid": {"11223344"},
		"session": {"test"}, "sign_method": {"md5"}, "timestamp": {"2016-01-01 12:00:00"}, "v": {"2.0"}, "sign": {"left out"},
	}
	assert.Equal(t, "66987CB115214E59E6EC978214934FB8", jd.Sign("helloworld", form))
}

// A platform holds orders, and answers for a span of their modification.
type platform struct {
	t      *testing.T
	orders map[string]time.Time // by number, when they were modified
	asked  func(page int)       // looks at each question before it is answered
	fails  int
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.fails > 0 {
		p.fails--
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	require.NoError(p.t, r.ParseForm())
	require.Equal(p.t, jd.Sign("secret", r.PostForm), r.PostForm.Get("sign"))
	var q struct {
		From string `json:"start_date"`
		To   string `json:"end_date"`
		Page string `json:"page"`
		Size string `json:"page_size"`
	}
	require.NoError(p.t, json.Unmarshal([]byte(r.PostForm.Get("360buy_param_json")), &q))
	from, _ := time.ParseInLocation(time.DateTime, q.From, tiexin.Shanghai())
	to, _ := time.ParseInLocation(time.DateTime, q.To, tiexin.Shanghai())
	page, _ := strconv.Atoi(q.Page)
	size, _ := strconv.Atoi(q.Size)
	require.LessOrEqual(p.t, to.Sub(from), 30*24*time.Hour)
	if p.asked != nil {
		p.asked(page)
	}
	var within []string
	for id, at := range p.orders {
		if !at.Before(from) && !at.After(to) {
			within = append(within, id)
		}
	}
	slices.SortFunc(within, func(a, b string) int { return p.orders[a].Compare(p.orders[b]) })
	list := []map[string]any{}
	for i, id := range within {
		if i >= (page-1)*size && i < page*size {
			list = append(list, map[string]any{"orderId": id, "orderState": "WAIT_SELLER_STOCK_OUT", "open_id_buyer": "b", "modified": p.orders[id].Format(time.DateTime)})
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"jingdong_pop_order_search_responce": map[string]any{"searchorderinfo_result": map[string]any{
		"apiResult": map[string]any{"success": true}, "orderTotal": len(within), "orderInfoList": list,
	}}})
}

func TestPoll_MissesNoOrderThoughTheyChangeWhileItAsks(t *testing.T) {
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, tiexin.Shanghai())
	p := &platform{t: t, orders: map[string]time.Time{}, fails: 1}
	for i := range 95 {
		p.orders[fmt.Sprint(1000+i)] = now.Add(-40*time.Minute + time.Duration(i)*20*time.Second)
	}
	p.asked = func(page int) { // the oldest changes: it leaves the span, and all others move up
		now = now.Add(time.Second)
		oldest := slices.MinFunc(keys(p.orders), func(a, b string) int { return p.orders[a].Compare(p.orders[b]) })
		p.orders[oldest] = now
	}
	server := httptest.NewServer(p)
	defer server.Close()
	source := &jd.Source{AppKey: "app", AppSecret: "secret", Token: "token", Shop: "deer", PageSize: 10, Endpoint: server.URL, Now: func() time.Time { return now }}
	ctx, cancel := context.WithCancel(t.Context())
	seen, spans := map[string]bool{}, map[time.Time]bool{}
	err := feed.Poll(ctx, source, time.Millisecond, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events {
			seen[e.Order.ID] = true
		}
		if spans[source.Asked()] = true; len(spans) == 3 { // what changed in the first span came in the second
			cancel()
		}
		return nil
	}})
	require.ErrorIs(t, err, context.Canceled)
	for id := range p.orders {
		assert.True(t, seen[id], "order %s, last changed at %s", id, p.orders[id])
	}
	assert.NotContains(t, fmt.Sprintf("%+v", source), "secret")
}

func keys(m map[string]time.Time) (all []string) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

func ExampleSource_Read() {
	source := &jd.Source{Shop: "deer"}
	page, _ := os.ReadFile("testdata/one.json")
	r, err := source.Read(context.Background(), page)
	fmt.Println(r, err)
	fmt.Println(r.Events[0].Type, r.Events[0].Order.ID, r.Events[0].Order.Status, r.Events[0].Order.Amount)
	// Output:
	// 1 events, 0 parked, 0 unknown words <nil>
	// order.updated 310000000001 paid ¥199.00
}
