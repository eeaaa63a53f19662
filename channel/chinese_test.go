package channel

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

// Every reason of the list has its Chinese, and no other has.
func TestEveryReasonOfTheListHasItsChinese(t *testing.T) {
	reasons := map[string]bool{tooLong: true, ownBrackets: true, pictures: true, optOutTwice: true, optOutBanned: true}
	for _, w := range DefaultWords().words {
		reasons[w.why] = true
	}
	for why := range reasons {
		assert.NotEmpty(t, whyChinese[why], why)
	}
	assert.Len(t, whyChinese, len(reasons))
}

func TestAFindingIsReadInEitherLanguage(t *testing.T) {
	found := Lint(SMS, "好评返现，【小鹿家】", tiexin.Marketing)
	require.Len(t, found, 3)
	assert.Equal(t, "deny: 好评返现: a review must not be paid for (E-Commerce Law, article 17); ask for one without offering anything", found[0].String())
	assert.Equal(t, "「好评返现」不能发：不能花钱买评价（电子商务法第十七条）；请顾客评价，不许诺好处", found[0].Chinese())
	assert.Equal(t, "这种括号是签名用的，由渠道加上", found[1].WhyChinese())
	own := Finding{Level: Warn, Text: "x", Why: "of a host's own list"}
	assert.Equal(t, "「x」最好不写：of a host's own list", own.Chinese(), "a reason of another list is read as it is written")
}

func TestWhatIsWrongWithAPriceOrASignatureIsSaidInChinese(t *testing.T) {
	_, price := ParseCost("4,5")
	_, signature := Signature("【小鹿家】旗舰店")
	_, sentence := NewOptOut("可随时退订")
	for err, want := range map[error]string{
		price:     "「4,5」不是以元为单位的价格；写成 0.045 这样，最多四位小数",
		signature: "短信签名「【小鹿家】旗舰店」里有括号；只写名字",
		sentence:  "退订语「可随时退订」没写回复什么；写在「回复」后面，如 拒收请回复R",
	} {
		assert.Equal(t, want, say.Of(err).Chinese)
	}
	assert.ErrorIs(t, price, ErrCost)
	assert.ErrorIs(t, signature, ErrSignature)
}
