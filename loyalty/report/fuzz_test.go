package report_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
)

// Whatever the log, there is a report without NaN, or an error.
func FuzzOf(f *testing.F) {
	f.Add([]byte{1, 1, 10, 0, 1, 90, 10, 0, 2, 2, 30, 1}, int32(0), int32(0), 0)
	f.Add([]byte{0, 0, 0, 0, 0, 0, 0, 2, 1, 255, 255, 3}, int32(20300), int32(20200), 28)
	f.Add(bytes.Repeat([]byte{3, 7, 9, 0, 4, 77, 200, 0, 5, 150, 3, 1, 3, 190, 5, 0}, 12), int32(0), int32(0), 60)
	f.Add([]byte{1, 1, 10, 0}, int32(90), int32(0), 157) // ninety days after the day 0
	f.Fuzz(func(t *testing.T, rows []byte, on, before int32, holdout int) {
		var in report.Input
		for i := 0; i+4 <= len(rows) && i < 160; i += 4 { // the models of many customers take a tenth of a second
			who, day, yuan, refund := rows[i], rows[i+1], rows[i+2], rows[i+3]
			p := loyalty.Purchase{
				Customer: strconv.Itoa(int(who % 12)), Order: strconv.Itoa(i), At: on0.AddDate(0, 0, 2*int(day)), Amount: tiexin.Money(yuan) * 100,
			}
			in.Log.Purchases = append(in.Log.Purchases, p)
			if refund%4 == 1 {
				in.Log.Refunds = append(in.Log.Refunds, loyalty.Refund{Order: p.Order, At: p.At.AddDate(0, 0, int(refund)), Whole: true})
			}
		}
		r, err := report.Of(in, report.Options{On: loyalty.Day(on), Before: loyalty.Day(before), Holdout: holdout, Rounds: 20})
		if err != nil {
			return
		}
		sane(t, "report", reflect.ValueOf(r))
		var out bytes.Buffer
		require.NoError(t, r.WriteJSON(&out))
		require.True(t, json.Valid(out.Bytes()))
		r.Tables()
	})
}

var on0 = on(1)
