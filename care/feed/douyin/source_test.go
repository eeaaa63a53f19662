package douyin_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/douyin"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
)

var source = douyin.Source{
	AppKey: "6800000000000000000", AppSecret: "hush", Shops: map[string]string{"4463798": "deer"},
	Buyer: func(context.Context, string, string) (string, error) { return "b1", nil },
}

// asking is the source of a host that asks for each order.
func asking(t testing.TB) douyin.Source {
	f := source
	doc, err := os.ReadFile("testdata/detail.order")
	require.NoError(t, err)
	f.Buyer, f.Order = nil, func(context.Context, string, string) ([]byte, error) { return doc, nil }
	return f
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func FuzzReadOrder(f *testing.F) {
	doc, err := os.ReadFile("testdata/detail.order")
	require.NoError(f, err)
	push, err := os.ReadFile("testdata/shipped.json")
	require.NoError(f, err)
	f.Add(doc)
	f.Fuzz(func(t *testing.T, doc []byte) {
		s := source
		s.Order = func(context.Context, string, string) ([]byte, error) { return doc, nil }
		_, err := s.Read(t.Context(), push)
		assert.NoError(t, err)
	})
}

func BenchmarkRead(b *testing.B) {
	b.Run("number", func(b *testing.B) { feedtest.Bench(b, source.Read, "paid.json") })
	b.Run("order", func(b *testing.B) { feedtest.Bench(b, asking(b).Read, "shipped.json") })
}

func body(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	require.NoError(t, err)
	return data
}

func TestRead_AnOrderThatIsAskedFor(t *testing.T) {
	r, err := asking(t).Read(t.Context(), body(t, "shipped"))
	require.NoError(t, err)
	require.Len(t, r.Events, 3)
	e := r.Events[0]
	assert.Equal(t, "1@#open0001", e.Customer.ID)
	assert.Equal(t, tiexin.Money(19400), e.Order.Amount, "what the platform adds is not the buyer's")
	assert.Equal(t, tiexin.Money(10400), e.Order.Items[0].Amount)
	assert.True(t, e.Order.Items[1].FreeGift)
	assert.Equal(t, "139****0000", e.Order.Mobile.Masked)
	assert.Equal(t, "杭州", e.Order.City)
	assert.Zero(t, e.Order.ClosesAt, "a paid order does not close by itself")
	assert.Equal(t, []string{"zhongtong/78900000000001", "yuantong/YT0000000000001"}, []string{r.Events[1].Parcel.Key(), r.Events[2].Parcel.Key()})
	assert.Equal(t, []string{"6900000000000000019"}, r.Events[2].Parcel.Items)
	assert.Equal(t, time.Unix(1794385800, 0).In(tiexin.Shanghai()), r.Events[2].Parcel.ShippedAt)
	assert.Empty(t, r.Parked)

	down := asking(t)
	down.Order = func(context.Context, string, string) ([]byte, error) { return nil, errors.New("down") }
	_, err = down.Read(t.Context(), body(t, "shipped"))
	assert.Error(t, err, "it is to come again")

	nobody := source
	nobody.Buyer = nil
	r, err = nobody.Read(t.Context(), body(t, "shipped"))
	require.NoError(t, err)
	require.Len(t, r.Parked, 1)
	assert.Contains(t, r.Parked[0].Reason, "the buyer of the order is missing")
}

func TestRead_AnUnpaidOrderSaysWhenItCloses(t *testing.T) {
	s := source
	s.Order = func(context.Context, string, string) ([]byte, error) {
		return []byte(`{"data":{"shop_order_detail":{"order_id":"1","order_status":1,"doudian_open_id":"b","create_time":1794312065,"order_expire_time":1800}}}`), nil
	}
	r, err := s.Read(t.Context(), body(t, "created"))
	require.NoError(t, err)
	assert.Equal(t, r.Events[0].Order.CreatedAt.Add(30*time.Minute), r.Events[0].Order.ClosesAt)
}

func TestOpen_TakesWhatDouyinSigned(t *testing.T) {
	push := body(t, "paid")
	for _, c := range []struct {
		name, app, sign string
		body            []byte
		source          douyin.Source
		ok              bool
	}{
		{"as signed", source.AppKey, source.Sign(push), push, source, true},
		{"in capitals", source.AppKey, strings.ToUpper(source.Sign(push)), push, source, true},
		{"changed on the way", source.AppKey, source.Sign(push), append(push[:len(push)-1:len(push)-1], ' '), source, false},
		{"unsigned", source.AppKey, "", push, source, false},
		{"for another application", "other", source.Sign(push), push, source, false},
		{"without a secret to verify it", "", douyin.Source{}.Sign(push), push, douyin.Source{}, false},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("app-id", c.app)
		r.Header.Set("event-sign", c.sign)
		_, err := c.source.Open(r, c.body)
		assert.Equal(t, c.ok, err == nil, c.name)
		if err != nil {
			assert.ErrorIs(t, err, feed.ErrForged, c.name)
		}
	}
	assert.NotContains(t, fmt.Sprintf("%+v %v", source, &source), "hush")
}

func ExampleSource() {
	source := douyin.Source{
		AppKey: "6800000000000000000", AppSecret: "hush",
		Buyer: func(context.Context, string, string) (string, error) { return "xiaowang", nil }, // the host's own books
	}
	handler := feed.Handler(source, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.Type, e.Order.ID, e.Order.Status)
		}
		return nil
	}})
	push, _ := os.ReadFile("testdata/paid.json")
	r := httptest.NewRequest(http.MethodPost, "/feeds/douyin", strings.NewReader(string(push)))
	r.Header.Set("app-id", source.AppKey)
	r.Header.Set("event-sign", source.Sign(push))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output:
	// order.paid 6900000000000000000 paid
	// {"code":0,"msg":"success"}
}
