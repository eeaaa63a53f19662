package tiexin_test

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test一张聚划算订单从下单到发货(t *testing.T) {
	file, err := os.Open("internal/testdata/taobao-juhuasuan.jsonl")
	require.NoError(t, err)
	defer file.Close()
	var events []tiexin.Event
	for e, err := range tiexin.ReadEvents(file, nil) {
		require.NoError(t, err)
		e.Normalise()
		require.NoError(t, e.Validate())
		events = append(events, e)
	}
	require.Len(t, events, 4)

	created := events[0]
	assert.Equal(t, tiexin.EventOrderCreated, created.Type)
	assert.True(t, created.Customer.NickMasked, "t**8 在文案里只能叫亲")
	order := created.Order
	assert.Equal(t, "3900000000000000018", order.Items[0].ID, "十九位的数字一位不差")
	assert.Equal(t, created.Customer.ID, order.CustomerID)
	assert.Equal(t, tiexin.Money(19900), order.Amount)
	assert.Equal(t, order.Goods-order.Discount, order.Amount)
	assert.Equal(t, "浙江 杭州 西湖区", order.Province+" "+order.City+" "+order.District)
	assert.Equal(t, "加绒连帽卫衣等2件", order.TitleLine())
	assert.Equal(t, 2, order.Pieces())
	assert.True(t, order.Mobile.Reachable(created.At), "没有号码,凭 OAID 也能发")
	assert.Equal(t, "*******0000", order.Mobile.Mask())
	assert.Equal(t, "2026-11-10T20:01:05+08:00", order.CreatedAt.Format(time.RFC3339))

	paid := events[1]
	assert.Equal(t, 8*time.Minute+7*time.Second, paid.Order.PaidAt.Sub(order.CreatedAt))
	assert.Equal(t, 1500*time.Millisecond, paid.Received.Sub(paid.At))

	shipped := events[2]
	assert.Equal(t, "zhongtong/78900000000001", shipped.Parcel.Key())
	assert.Equal(t, order.ID, shipped.Parcel.OrderID)
	assert.Equal(t, "金华", shipped.Parcel.Origin.City)
	assert.Equal(t, "金华", shipped.Parcel.Track[0].Region.City)

	assert.Equal(t, tiexin.Marketing, events[3].Consent.Purpose)
}

// line is a valid event with an id, as long as asked for.
func line(id string, length int) string {
	const begins, ends = `", "event": "customer.updated", "at": "2026-11-11 10:00", "customer": {"id": "c1", "name": "`, `"}}`
	begin := `{"id": "` + id + begins
	return begin + strings.Repeat("x", max(0, length-len(begin)-len(ends))) + ends
}

func TestReadEvents坏一行不耽误别的行(t *testing.T) {
	text := "\ufeff" + line("m1", 0) + "\r\n\n   \t\n{\"id\": \"m2\"\n{\"id\": \"m3\", \"x\": 1}\n" +
		strings.Replace(line("m4", 0), `"at": "2026-11-11 10:00", `, "", 1) + "\n" + line("m5", 0)
	var ids, wrong []string
	for e, err := range tiexin.ReadEvents(iotest.OneByteReader(strings.NewReader(text)), nil) {
		if err != nil {
			var line *tiexin.LineError
			require.ErrorAs(t, err, &line)
			var problem *tiexin.EventError
			require.ErrorAs(t, err, &problem)
			assert.Zero(t, e)
			wrong = append(wrong, err.Error())
			continue
		}
		ids = append(ids, e.ID)
	}
	assert.Equal(t, []string{"m1", "m5"}, ids)
	assert.Equal(t, []string{
		"line 4: tiexin: event: column 11: not valid JSON: unexpected end of JSON input",
		`line 5: tiexin: event "m3": x: no such key`,
		`line 6: tiexin: event "m4": at: is missing: when it happened`,
	}, wrong)
}

func TestReadEvents读到的已经写成一样的(t *testing.T) {
	for e, err := range tiexin.ReadEvents(strings.NewReader(strings.Replace(line("m1", 0), `"name": "`, `"province": "浙江省", "nick": "t**8`, 1)), nil) {
		require.NoError(t, err)
		assert.Equal(t, "浙江", e.Customer.Province)
		assert.True(t, e.Customer.NickMasked)
	}
}

func TestReadEvents一行最长十六兆(t *testing.T) {
	var ids, wrong []string
	for e, err := range tiexin.ReadEvents(strings.NewReader(line("a", 16<<20)+"\r\n"+line("b", 16<<20+1)+"\n"+line("c", 40<<20)+"\n"+line("d", 0)), nil) {
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		ids = append(ids, e.ID)
	}
	assert.Equal(t, []string{"a", "d"}, ids)
	assert.Equal(t, []string{"line 2: tiexin: event: the line is longer than 16 MiB", "line 3: tiexin: event: the line is longer than 16 MiB"}, wrong)
}

func TestReadEvents读不下去就说在哪一行(t *testing.T) {
	broken := errors.New("disk gone")
	r := io.MultiReader(strings.NewReader(line("m1", 0)+"\n{\"id\": \"m2\""), iotest.ErrReader(broken))
	var errs []error
	for _, err := range tiexin.ReadEvents(r, nil) {
		errs = append(errs, err)
	}
	require.Len(t, errs, 2)
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], broken)
	assert.EqualError(t, errs[1], "line 2: disk gone")
}

func TestReadEvents随时可以不读了(t *testing.T) {
	for range tiexin.ReadEvents(strings.NewReader("{}\n{}\nx\n"), nil) {
		break
	}
	for _, err := range tiexin.ReadEvents(strings.NewReader("x\n{}\n"), nil) {
		require.Error(t, err)
		break
	}
	for range tiexin.ReadEvents(strings.NewReader(""), nil) {
		t.Fatal("nothing to read")
	}
}
