package tiexin

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

func TestWhatIsWrongWithAnAmountIsSaidInChinese(t *testing.T) {
	for text, want := range map[string]string{
		"$200":   `「$200」不是以元为单位的金额；写成 199 或 199.00`,
		"19.999": `金额「19.999」的小数超过两位`,
	} {
		_, err := ParseMoney(text)
		assert.ErrorIs(t, err, ErrMoney)
		assert.Equal(t, want, say.Of(err).Chinese)
	}
}
