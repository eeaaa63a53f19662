package say_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/say"
)

var zh = say.Catalog{
	"unknown limit %q":                "没有叫「%s」的限制",
	"%s has %s":                       "%[2]s在%[1]s里",
	"%d steps":                        "%d 步",
	"%s cannot be read: %w":           "读不了 %s：%s",
	"%q at %s":                        "位置%[2]s",
	"write %s, or leave the text out": "写成 %s，不然就别写",
}

func TestAMessageIsSaidInBothLanguages(t *testing.T) {
	got := zh.Text("unknown limit %q", "nihgt")
	assert.Equal(t, say.Text{English: `unknown limit "nihgt"`, Chinese: "没有叫「nihgt」的限制"}, got)
	assert.Equal(t, got.Chinese, got.In(say.Chinese))
	assert.Equal(t, got.English, got.String())
}

func TestATextInAMessageIsSaidInTheMessagesLanguage(t *testing.T) {
	assert.Equal(t, say.Text{English: "pay has 3 steps", Chinese: "3 步在pay里"}, zh.Text("%s has %s", "pay", zh.Text("%d steps", 3)))
}

func TestTheChineseMayLeaveArgumentsOut(t *testing.T) {
	assert.Equal(t, say.Text{English: `"x" at 3`, Chinese: "位置3"}, zh.Text("%q at %s", "x", "3"))
}

func TestAMessageWithoutChineseIsSaidInEnglish(t *testing.T) {
	assert.Equal(t, say.Plain("unheard of 3"), zh.Text("unheard of %d", 3))
	assert.Equal(t, "unheard of EOF", say.Of(zh.Error("unheard of %w", errors.New("EOF"))).Chinese)
}

func TestAnErrorKeepsWhatItWraps(t *testing.T) {
	err := zh.Error("%s cannot be read: %w", "pay.yaml", fs.ErrNotExist)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.EqualError(t, err, "pay.yaml cannot be read: file does not exist")
	assert.Equal(t, "读不了 pay.yaml：file does not exist", say.Of(err).Chinese)

	outer := zh.Error("%s cannot be read: %w", "rules", err)
	assert.ErrorIs(t, outer, fs.ErrNotExist)
	assert.Equal(t, "读不了 rules：读不了 pay.yaml：file does not exist", say.Of(outer).Chinese)
}

func TestSeveralErrorsAreSaidBelowEachOther(t *testing.T) {
	both := errors.Join(zh.Error("%s cannot be read: %w", "a", fs.ErrExist), errors.New("plain"))
	assert.Equal(t, "读不了 a：file already exists\nplain", say.Of(both).Chinese)
}
