package orderlog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/orderlog"
)

func parcelsOf(text string, o orderlog.Options) ([]orderlog.Parcel, error) {
	return orderlog.ReadParcels("parcels.csv", strings.NewReader(text), o)
}

func TestATableOfParcels(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2026, 3, d, h, 0, 0, 0, tiexin.Shanghai()) }
	want := []orderlog.Parcel{
		{2, "中通", "浙江省", day(1, 9), day(3, 10), time.Time{}},
		{3, "顺丰", "广东", day(1, 9), time.Time{}, day(9, 9)},
	}
	for _, header := range []string{"运单号,物流公司,省份,发货时间,签收时间,退回时间", "number,carrier,province,shipped_at,signed_at,returned_at"} {
		parcels, err := parcelsOf(header+"\n75,中通,浙江省,2026-03-01 09:00,2026-03-03 10:00,\n76,顺丰,广东,2026-03-01 09:00,,2026-03-09 09:00\n77,顺丰,广东,,,\n", orderlog.Options{})
		require.NoError(t, err)
		assert.Equal(t, want, parcels, "what has not left is no parcel")
	}

	parcels, err := parcelsOf("who,province,shipped,signed\n中通,浙江省,2026-03-01 09:00,2026-03-03 10:00\n", orderlog.Options{Columns: map[orderlog.Field]string{orderlog.Carrier: "who"}})
	require.NoError(t, err)
	assert.Equal(t, want[:1], parcels)
}

func TestAllThatIsWrongWithATableOfParcels(t *testing.T) {
	for text, want := range map[string]string{
		"": "parcels.csv: empty; its first line names the columns: carrier,province,shipped_at,signed_at",
		"carrier,province,shipped_at,signed_at\n": "parcels.csv: no parcels below the names of the columns",
		"carrier,shipped_at\na,2026-03-01\n": "parcels.csv:1: no column says the province; name it province or 省份, or say --parcel-columns province=NAME; " +
			"no column says the time of arrival; name it signed_at or 签收时间, or say --parcel-columns signed=NAME; the columns are: carrier, shipped_at",
		"carrier,province,shipped_at,signed_at\na,b,2026-03-05,2026-03-01\na,b,,2026-03-01\na,b,soon,\na\n": "parcels.csv:2: column 4 (signed_at): 2026-03-01 00:00:00 lies before shipped_at, 2026-03-05 00:00:00\n" +
			"parcels.csv:3: column 4 (signed_at): comes without 发货时间 (shipped_at); say when the parcel left\n" +
			"parcels.csv:4: column 3 (shipped_at): \"soon\" is not a day; write 2025-11-11, 20251111 or 2025-11-11 20:30:00\n" +
			"parcels.csv:5: has 1 cells; the first line names 4 columns",
	} {
		_, err := parcelsOf(text, orderlog.Options{})
		assert.EqualError(t, err, want)
	}
}
