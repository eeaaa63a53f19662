package kuaidi100_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A push tells what is new about a parcel, whatever else its track holds.
func Example() {
	source := kuaidi100.Source{
		Salts: []string{"testsalt"},
		Find: func(_ context.Context, carrier, number string) ([]track.Owner, error) { // here a host asks its database
			return []track.Owner{{Customer: "xiaowang", Order: "T1"}}, nil
		},
	}
	handler := feed.Handler(source, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.At.Format("01-02 15:04"), e.Type, e.Customer.ID, e.Parcel.OrderID)
		}
		return nil
	}})
	push := `{"status":"shutdown","lastResult":{"nu":"78900000000001","com":"zhongtong","ischeck":"1","state":"304","data":[
		{"time":"2026-11-12 12:15:00","statusCode":"304","context":"已签收,签收人:菜鸟驿站"},
		{"time":"2026-11-12 08:40:00","statusCode":"5","context":"派件员正在派件"},
		{"time":"2026-11-12 06:10:00","statusCode":"1002","context":"离开杭州中转"},
		{"time":"2026-11-11 18:02:00","statusCode":"103","context":"已揽收"}]}}`
	form := url.Values{"param": {push}, "sign": {kuaidi100.Sign(push, "testsalt")}}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("POST", "/feeds/kuaidi100", strings.NewReader(form.Encode())))
	fmt.Println(w.Body)
	// Output:
	// 11-11 18:02 parcel.picked_up xiaowang T1
	// 11-12 08:40 parcel.out_for_delivery xiaowang T1
	// 11-12 12:15 parcel.signed xiaowang T1
	// {"result":true,"returnCode":"200","message":"成功"}
}
