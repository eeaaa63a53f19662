package exprloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

func TestRunCountsWhatHolds(t *testing.T) {
	l, err := Compile([]string{"order.source == 'live'", "order.amount > 5", "order.titles[3] == 'x'"})
	require.NoError(t, err)
	assert.Equal(t, 1, l.Run(ask.Facts{Order: ask.OrderFacts{Source: "live"}}))
	_, err = Compile([]string{"order.source =="})
	require.ErrorContains(t, err, "order.source ==: ")
}
