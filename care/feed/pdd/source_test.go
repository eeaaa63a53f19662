package pdd_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/pdd"
)

var source = pdd.Source{
	ClientID: "app", ClientSecret: "secret", Shops: map[string]string{"100": "deer"}, Buyer: pdd.ByOrder,
	Carriers: map[string]string{"115": "zhongtong"},
}

func body(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return data
}

// with is the source of a host that asks for each order, and hears what is changed in it.
func with(t testing.TB, changes ...string) pdd.Source {
	doc := strings.NewReplacer(changes...).Replace(string(body(t, "detail.order")))
	f := source
	f.Order = func(context.Context, string, string) ([]byte, error) { return []byte(doc), nil }
	return f
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) {
	b.Run("number", func(b *testing.B) { feedtest.Bench(b, source.Read, "confirmed.json") })
	b.Run("order", func(b *testing.B) { feedtest.Bench(b, with(b).Read, "shipped.json") })
}

func TestRead_AnOrderThatIsAskedFor(t *testing.T) {
	r, err := with(t).Read(t.Context(), body(t, "shipped.json"))
	require.NoError(t, err)
	require.Len(t, r.Events, 3)
	o := r.Events[0].Order
	assert.Equal(t, tiexin.Shipped, o.Status)
	assert.Equal(t, tiexin.Money(3980), o.Amount)
	assert.Equal(t, "张** 139****0000 杭州", o.Receiver+" "+o.Mobile.Masked+" "+o.City)
	assert.Equal(t, []bool{false, true}, []bool{o.Items[0].FreeGift, o.Items[1].FreeGift})
	assert.Equal(t, []string{"zhongtong/78900000000001", "/X1"}, []string{r.Events[1].Parcel.Key(), r.Events[2].Parcel.Key()})

	for _, c := range []struct {
		name, change, to string
		status           tiexin.OrderStatus
		unknown          int
	}{
		{"a group that has to fill up holds it", `"group_status": 1`, `"group_status": 0`, tiexin.Held, 0},
		{"what was paid back is over", `"refund_status": 1`, `"refund_status": 4`, tiexin.Closed, 0},
		{"a status that no table has", `"order_status": 2`, `"order_status": 9`, tiexin.UnknownStatus, 1},
		{"received", `"order_status": 2`, `"order_status": 3`, tiexin.Signed, 0},
	} {
		r, err := with(t, `"order_status": 2`, `"order_status": 1`, c.change, c.to).Read(t.Context(), body(t, "confirmed.json"))
		if strings.Contains(c.change, "order_status") {
			r, err = with(t, c.change, c.to).Read(t.Context(), body(t, "confirmed.json"))
		}
		require.NoError(t, err)
		assert.Equal(t, c.status, r.Events[0].Order.Status, c.name)
		assert.Len(t, r.Unknown, c.unknown, c.name)
	}

	r, err = with(t, `"refund_status": 1`, `"refund_status": 4`, `"pay_amount": 39.8`, `"pay_amount": 19.9`).Read(t.Context(), body(t, "refund_agreed.json"))
	require.NoError(t, err)
	assert.Equal(t, tiexin.EventOrderRefunded, r.Events[0].Type)
	assert.True(t, r.Events[0].Refund.Full)
}

func TestRead_WithoutABuyerNothingIsGuessed(t *testing.T) {
	nobody := source
	nobody.Buyer = nil
	r, err := nobody.Read(t.Context(), body(t, "confirmed.json"))
	require.NoError(t, err)
	require.Len(t, r.Parked, 1)
	assert.Empty(t, r.Events)
}

func TestTake_AcknowledgesWhatIsKept(t *testing.T) {
	var kept []tiexin.Event
	var fails error
	in := feed.NewIntake("pdd", feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			if fails == nil {
				kept = append(kept, events...)
			}
			return fails
		},
		Park: func(context.Context, feed.Parked) error { return nil },
	})
	now := time.UnixMilli(1794312070000)
	answer, err := source.Take(t.Context(), body(t, "shipped.json"), now, in)
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":9007199254740993,"commandType":"Ack","time":1794312070000,"sendTime":1794312065123,"type":"pdd_trade_TradeSellerShip","mallID":100}`, string(answer))
	assert.Contains(t, string(answer), "9007199254740993", "an id beyond what a float holds")
	assert.Len(t, kept, 1)

	fails = errors.New("disk full")
	answer, err = source.Take(t.Context(), body(t, "shipped.json"), now, in)
	assert.ErrorIs(t, err, fails)
	assert.Nil(t, answer)

	for _, name := range []string{"heartbeat.json", "truncated.json"} {
		answer, err = source.Take(t.Context(), body(t, name), now, in)
		assert.NoError(t, err, name)
		assert.Nil(t, answer, name)
	}
}

func TestConnectPath(t *testing.T) {
	assert.Equal(t, "/message/app/1700000000000/OTgxODMwNDI2NWZiN2NiNzA2NzIxOTI0ZjJlMDMxMjE%3D", source.ConnectPath(time.UnixMilli(1700000000000)))
	assert.Equal(t, `{"id":1700000000000,"commandType":"HeartBeat","time":1700000000000}`, string(pdd.Heartbeat(time.UnixMilli(1700000000000))))
	assert.NotContains(t, fmt.Sprintf("%+v %v", source, &source), "secret")
}

func ExampleSource_Take() {
	source := pdd.Source{ClientID: "app", ClientSecret: "secret", Buyer: pdd.ByOrder}
	intake := feed.NewIntake("pdd", feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.Type, e.Order.ID)
		}
		return nil
	}})
	frame, _ := os.ReadFile("testdata/confirmed.json") // as it comes over the connection
	answer, err := source.Take(context.Background(), frame, time.UnixMilli(1794312070000), intake)
	fmt.Println(string(answer), err)
	// Output:
	// order.paid 261110-000000000000001
	// {"commandType":"Ack","id":900719925474099,"mallID":100,"sendTime":1762761605123,"time":1794312070000,"type":"pdd_trade_TradeConfirmed"} <nil>
}
