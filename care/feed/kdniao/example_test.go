package kdniao_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/kdniao"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A push tells what is new about some parcels, whatever else their tracks hold.
func Example() {
	source := kdniao.Source{
		ID: "1000000", Key: "testkey",
		Find: func(_ context.Context, carrier, number string) ([]track.Owner, error) { // here a host asks its database
			return []track.Owner{{Customer: "xiaowang", Order: "T1"}}, nil
		},
		Now: func() time.Time { return time.Date(2026, 11, 11, 19, 20, 1, 0, time.UTC) },
	}
	handler := feed.Handler(source, feed.Options{Sink: func(_ context.Context, events []tiexin.Event) error {
		for _, e := range events { // here a host calls engine.HandleAll
			fmt.Println(e.At.Format("01-02 15:04"), e.Type, e.Customer.ID, e.Parcel.Key())
		}
		return nil
	}})
	push := `{"EBusinessID":"1000000","Count":"1","Data":[{"ShipperCode":"ZTO","LogisticCode":"78900000000001","Success":true,"State":"2","StateEx":"201","Traces":[
		{"AcceptTime":"2026-11-11 18:02:00","AcceptStation":"已揽收","Action":"1"},
		{"AcceptTime":"2026-11-11 22:40:00","AcceptStation":"已发往【杭州中转】","Action":"2"},
		{"AcceptTime":"2026-11-12 03:12:00","AcceptStation":"【杭州中转】快件已到达","Action":"201"}]}]}`
	form := url.Values{"RequestData": {push}, "DataSign": {kdniao.Sign(push, "testkey")}, "RequestType": {"102"}}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("POST", "/feeds/kdniao", strings.NewReader(form.Encode())))
	fmt.Println(w.Body)
	// Output:
	// 11-11 18:02 parcel.picked_up xiaowang zhongtong/78900000000001
	// 11-12 03:12 parcel.arrived_city xiaowang zhongtong/78900000000001
	// {"EBusinessID":"1000000","UpdateTime":"2026-11-12 03:20:01","Success":true,"Reason":""}
}
