package form_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

func TestAfterTheLastProblemThatIsListedTheReaderIsFull(t *testing.T) {
	r := form.NewReader()
	for range 500 {
		r.Report(form.Spot{}, say.Plain("wrong"), say.Text{})
		assert.False(t, r.Full())
	}
	r.Report(form.Spot{}, say.Plain("wrong"), say.Text{})
	assert.True(t, r.Full())
	r.Report(form.Spot{}, say.Plain("wrong"), say.Text{})
	problems := r.Problems()
	assert.Len(t, problems, 501)
	assert.ErrorContains(t, problems.Err(), "there are more than 500 problems; the others are not listed")
}

// A value stands in a message as far as it helps, and does nothing to a terminal.
func TestAMessageIsShortAndHarmless(t *testing.T) {
	r := form.NewReader()
	r.Report(form.Spot{}, say.Catalog{}.Text(`"%s" is no clock time`, strings.Repeat("长", 1<<20)), say.Plain("write \x1b[2J\nok\u202e"))
	p := r.Problems()[0]
	assert.LessOrEqual(t, utf8.RuneCountInString(p.Message.English), 600)
	assert.True(t, strings.HasSuffix(p.Message.English, "长\" is no clock time"), p.Message.English)
	assert.Equal(t, "write \ufffd[2J\ufffdok\ufffd", p.Hint.English)
}
