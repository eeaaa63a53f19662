package tiexin

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

func Test金额写错了_有中文(t *testing.T) {
	_, err := ParseMoney("$200")
	assert.ErrorIs(t, err, ErrMoney)
	assert.Equal(t, "\"$200\" 不是金额；写成 199 或 199.00 这样", say.Of(err).Chinese)
}
