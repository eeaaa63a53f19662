package youzan_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/youzan"
)

func TestRead_AMessageEncodedAsAFormOrAsAPathIsTheSame(t *testing.T) {
	doc := `{"update_time":"2026-11-10 20:01:05","full_order_info":{"order_info":{"tid":"E1","status":"WAIT_BUYER_PAY","type":0,"created":"2026-11-10 20:01:05","expired_time":"2026-11-10 21:01:05"},"buyer_info":{"yz_open_id":"b1"},"orders":[{"oid":"1","title":"加绒 连帽 卫衣 1+1"}]}}`
	half := `{"update_time":"2026-11-10%2020:01:05","full_order_info":{"order_info":{"tid":"E1","status":"WAIT_BUYER_PAY","type":0,"created":"2026-11-10%2020:01:05","expired_time":"2026-11-10%2021:01:05"},"buyer_info":{"yz_open_id":"b1"},"orders":[{"oid":"1","title":"加绒%20连帽%20卫衣%201+1"}]}}`
	for name, msg := range map[string]string{"as a form": url.QueryEscape(doc), "as a path": url.PathEscape(doc), "blanks alone": half} {
		r, err := youzan.Source{}.Read(context.Background(), fmt.Appendf(nil, `{"client_id":"any","kdt_id":1,"type":"trade_TradeCreate","msg_id":"m1","version":1794312065,"msg":%q}`, msg))
		require.NoError(t, err, name)
		require.Len(t, r.Events, 1, name)
		o := r.Events[0].Order
		assert.Equal(t, "加绒 连帽 卫衣 1+1", o.Items[0].Title, name)
		assert.Equal(t, time.Date(2026, 11, 10, 21, 1, 5, 0, tiexin.Shanghai()), o.ClosesAt, name)
		assert.Empty(t, r.Events[0].Warnings, name)
	}
}
