package decide

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/remember"
)

var spentOf = map[budgetKey]*account{
	{"", "month"}:     {expenses: []expense{{at: 1_780_000_000_000, partition: 3, cost: 450}, {at: 1_780_000_060_000, partition: 3, cost: 90_000}}, total: 90_450},
	{"鞋店", "sms day"}: {expenses: []expense{{at: 1_780_000_000_000, partition: 3, cost: 1}}, total: 1},
}

// The expenses that a partition wrote, by every version that shops may have.
var ledgers = map[byte]string{
	6: "BgAFbW9udGiAoKSEzmeEBwAFbW9udGjAyauEzmeg/goG6Z6L5bqXB3NtcyBkYXmAoKSEzmcC",
	7: "BwMPAAVtb250aICgpITOZ4QHAxAABW1vbnRowMmrhM5noP4KAxYG6Z6L5bqXB3NtcyBkYXmAoKSEzmcC",
}

func TestLedger_从前写下的花费_读得出(t *testing.T) {
	require.Contains(t, ledgers, byte(remember.Version), "a sample of this version")
	for version, written := range ledgers {
		blob, err := base64.StdEncoding.DecodeString(written)
		require.NoError(t, err)
		require.Equal(t, version, blob[0])
		l := NewLedger()
		require.NoError(t, l.Decode(blob, 3), "version %d", version)
		assert.Equal(t, spentOf, l.spent, "version %d", version)
		again := NewLedger()
		require.NoError(t, again.Decode(l.Encode(3), 3))
		assert.Equal(t, spentOf, again.spent)
		require.ErrorIs(t, l.Decode(blob[:len(blob)-1], 3), remember.ErrCorrupt)
	}
	require.ErrorContains(t, NewLedger().Decode([]byte{remember.Version + 1, 0}, 3), "this library reads")
}

func TestLedger_以后的版本多记的_原样写回(t *testing.T) {
	w := new(remember.Writer)
	w.Byte(remember.Version)
	at := w.Field(expenseKey)
	w.Text("")
	w.Text("month")
	w.Int(1_780_000_000_000)
	w.Int(450)
	w.End(at, "\x09\x03why\x0a\x07")
	w.Uint(200 << 1)
	w.Uint(77)
	l := NewLedger()
	require.NoError(t, l.Decode(w.Buf, 3))
	assert.Equal(t, w.Buf, l.Encode(3))
	l.enter(budgetKey{"", "month"}, expense{at: 1_780_000_000_000, partition: 3, cost: 50})
	assert.Contains(t, string(l.Encode(3)), "\x09\x03why\x0a\x07")
	l.Forget(3)
	assert.Equal(t, []byte{remember.Version}, l.Encode(3))
}
