package youzan_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/youzan"
)

var source = youzan.Source{
	ClientID: "exampleclient", ClientSecret: "hush",
	Shops: map[string]string{"56232": "deer"}, Carriers: map[string]string{"2": "zhongtong", "4": "yuantong"},
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) {
	s := source
	s.Buyer = func(context.Context, string, string) (string, error) { return "b1", nil }
	b.Run("number", func(b *testing.B) { feedtest.Bench(b, s.Read, "ship_number_only.json") })
	b.Run("order", func(b *testing.B) { feedtest.Bench(b, s.Read, "create.json") })
}

func body(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	require.NoError(t, err)
	return data
}

func TestOpen_TakesWhatYouzanSigned(t *testing.T) {
	push := body(t, "create")
	for _, c := range []struct {
		name, sign string
		body       []byte
		source     youzan.Source
		ok         bool
	}{
		{"as signed", source.Sign(push), push, source, true},
		{"in capitals", strings.ToUpper(source.Sign(push)), push, source, true},
		{"changed on the way", source.Sign(push), append(push[:len(push)-1:len(push)-1], ' '), source, false},
		{"unsigned", "", push, source, false},
		{"for another application", youzan.Source{ClientID: "other", ClientSecret: "hush"}.Sign(push), push, source, false},
		{"without a secret to verify it", youzan.Source{ClientID: "exampleclient"}.Sign(push), push, youzan.Source{ClientID: "exampleclient"}, false},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("Event-Sign", c.sign)
		_, err := c.source.Open(r, c.body)
		assert.Equal(t, c.ok, err == nil, c.name)
		if err != nil {
			assert.ErrorIs(t, err, feed.ErrForged, c.name)
		}
	}
}

func TestRead_AsksForWhatThePushDoesNotBring(t *testing.T) {
	asked := source
	asked.Order = func(_ context.Context, shop, tid string) ([]byte, error) {
		assert.Equal(t, "deer E20261110200105000000001", shop+" "+tid)
		return []byte(`{"code":200,"data":{"full_order_info":{"order_info":{"status":"WAIT_SELLER_SEND_GOODS","type":0},"buyer_info":{"yz_open_id":"b1"},"pay_info":{"payment":"199.00"}},
			"delivery_order":[{"oids":[{"oid":1}],"dists":[{"express_info":{"express_id":2,"express_no":"789"}}]}]}}`), nil
	}
	r, err := asked.Read(t.Context(), body(t, "ship_number_only"))
	require.NoError(t, err)
	require.Len(t, r.Events, 2)
	e := r.Events[0]
	assert.Equal(t, "b1", e.Customer.ID)
	assert.Equal(t, tiexin.EventOrderShipped, e.Type, "the topic says what happened, whatever the order says yet")
	assert.Equal(t, tiexin.Money(19900), e.Order.Amount)
	assert.Equal(t, "zhongtong/789", r.Events[1].Parcel.Key())

	asked.Order = func(context.Context, string, string) ([]byte, error) { return nil, errors.New("down") }
	_, err = asked.Read(t.Context(), body(t, "ship_number_only"))
	assert.Error(t, err, "it is to come again")

	asked.Order, asked.Buyer = nil, func(context.Context, string, string) (string, error) { return "b2", nil }
	r, err = asked.Read(t.Context(), body(t, "ship_number_only"))
	require.NoError(t, err)
	assert.Equal(t, "b2", r.Events[0].Customer.ID)
}

func TestAnswer(t *testing.T) {
	for err, want := range map[error]string{nil: `200 {"code":0,"msg":"success"}`, errors.New("disk full"): `503 {"code":1,"msg":"failed"}`} {
		w := httptest.NewRecorder()
		source.Answer(w, err)
		assert.Equal(t, want, fmt.Sprint(w.Code, " ", w.Body))
	}
	assert.NotContains(t, fmt.Sprintf("%+v %v", source, &source), "hush")
}

func ExampleSource() {
	source := youzan.Source{ClientID: "exampleclient", ClientSecret: "hush", Shops: map[string]string{"56232": "deer"}}
	handler := feed.Handler(source, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.Type, e.Shop, e.Order.ID, e.Order.Status)
		}
		return nil
	}})
	push, _ := os.ReadFile("testdata/buyer_pay.json")
	r := httptest.NewRequest(http.MethodPost, "/feeds/youzan", strings.NewReader(string(push)))
	r.Header.Set("Event-Sign", source.Sign(push))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Body)
	// Output:
	// order.paid deer E20261110200105000000001 paid
	// {"code":0,"msg":"success"}
}
