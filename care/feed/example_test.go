package feed_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
)

// The platform's pushes become events for the engine; what can become none is kept.
func ExampleHandler() {
	source := shop{secret: "hush"} // of a package below this one: taobao, kuaidi100, …
	handler := feed.Handler(source, feed.Options{
		Sink: func(_ context.Context, events []tiexin.Event) error {
			for _, e := range events { // here a host calls engine.HandleAll
				fmt.Println(e.Type, e.Order.ID)
			}
			return nil
		},
		Park: func(_ context.Context, p feed.Parked) error {
			fmt.Println("for a person:", p.Reason)
			return nil
		},
	})
	for _, body := range []string{`[{"ID":"T1","Buyer":"xiaowang"}]`, `[{"ID":`} {
		r := httptest.NewRequest(http.MethodPost, "/feeds/shop", strings.NewReader(body))
		r.Header.Set("Sign", source.sign(body))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	// Output:
	// order.created T1
	// 200
	// for a person: it is no list of orders
	// 200
}
