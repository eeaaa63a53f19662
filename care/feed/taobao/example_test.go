package taobao_test

import (
	"context"
	"fmt"

	"github.com/tiexin-go/tiexin/care/feed/taobao"
)

// Messages that were recorded are read again as they came: the trade that a message is a
// hint about is what was recorded before it.
func ExampleRecording() {
	recording := &taobao.Recording{}
	for _, payload := range []string{
		`{"trade_fullinfo_get_response":{"trade":{"tid_str":"3900000000000000017","type":"fixed","trade_from":"WAP,JHS",
		  "status":"WAIT_BUYER_PAY","buyer_open_uid":"AAbuyer","created":"2026-11-11 10:00:00","payment":"199.00"}}}`,
		`{"id":"6142200092063758446","topic":"taobao_trade_TradeCreate","pub_time":"2026-11-11 10:00:01",
		  "content":"{\"tid\":3900000000000000017,\"buyer_open_uid\":\"AAbuyer\"}"}`,
	} {
		r, err := recording.Read(context.Background(), []byte(payload))
		if err != nil {
			fmt.Println(err)
		}
		for _, e := range r.Events {
			fmt.Println(e.Type, e.Order.ID, e.Order.Kind, e.Order.Amount)
		}
	}
	// Output: order.created 3900000000000000017 juhuasuan ¥199.00
}
