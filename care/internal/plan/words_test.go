package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
)

// Whatever a rule may say and an outcome may be, there is a word for it.
func TestThereIsAWordForEverything(t *testing.T) {
	for _, e := range tiexin.EventTypes() {
		assert.NotEmpty(t, events[e], e)
	}
	for s := range ask.Stems() {
		assert.NotEmpty(t, clocks[s].counts, s)
		assert.NotEmpty(t, clocks[s].during, s)
	}
	for k := ask.Order; k < ask.KindCount; k++ {
		assert.NotEmpty(t, kinds[k], k)
	}
	for _, p := range []tiexin.Purpose{tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk} {
		assert.NotEmpty(t, purposes[p], p)
	}
	for _, k := range channel.Kinds() {
		assert.NotEmpty(t, via(k), k)
	}
}
