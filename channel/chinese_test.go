package channel

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

func Test禁用词的理由都有中文(t *testing.T) {
	used := map[string]bool{tooLong: true, picture: true, optOutAdded: true, optOutForbidden: true}
	for _, w := range DefaultWords().words {
		if !w.fine {
			used[w.why] = true
			assert.NotEmpty(t, w.from, "whose rules name %q", string(w.folded))
		}
	}
	for why := range used {
		assert.Contains(t, why, "; ", "the way out")
		assert.Contains(t, whyChinese[why], "；", why)
	}
	for why := range whyChinese {
		assert.True(t, used[why], "no message uses %q", why)
	}

	found := DefaultWords().Lint(SMS, "好评返现", tiexin.Notice)
	assert.Equal(t, "不能发「好评返现」：不能花钱买好评（电子商务法第十七条）；请人评价，不给好处", found[0].Chinese())
	own, err := ParseWords("warn * * 清仓 本店不说这个")
	assert.NoError(t, err)
	assert.Equal(t, "当心「清仓」：本店不说这个", own.Lint(SMS, "清仓", tiexin.Notice)[0].Chinese())
}

func Test签名_退订语和单价的错有中文(t *testing.T) {
	_, err := Signature("家")
	assert.ErrorIs(t, err, ErrSignature)
	assert.Equal(t, "短信签名「家」有 1 个字；要用 2 到 12 个字的", say.Of(err).Chinese)
	_, err = NewOptOut("可随时退订")
	assert.Equal(t, "退订语「可随时退订」没写回复什么；把要回的字写在「回复」后面，如 拒收请回复R", say.Of(err).Chinese)
	_, err = ParseCost("4分")
	assert.ErrorIs(t, err, ErrCost)
	assert.Equal(t, "「4分」不是单价；写成 0.045 这样，小数最多四位", say.Of(err).Chinese)
}
