package care

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

// isChinese says that a word of a closed list is said in Chinese.
func isChinese(t *testing.T, word, chinese string) {
	t.Helper()
	assert.NotEmpty(t, chinese, word)
	assert.True(t, strings.ContainsFunc(chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }), "%s: %s", word, chinese)
	assert.False(t, strings.ContainsFunc(chinese, func(r rune) bool { return r < unicode.MaxASCII }), "%s: %s", word, chinese)
}

var (
	typed   = regexp.MustCompile("(?m)「[^」]*」|\"[^\"]*\"|`[^`]*`|（[a-z ]+）|^ *(?:[✓✗?]|是|否|？) .*$|^ +[-+] .*$")
	english = regexp.MustCompile(`[A-Za-z]+ [A-Za-z]+`)
)

// noEnglish says that a page in Chinese has no English in it but what stands in a rule file,
// in an event, or in the words of a provider.
func noEnglish(t *testing.T, page string) {
	t.Helper()
	assert.Empty(t, english.FindAllString(typed.ReplaceAllString(page, ""), -1), page)
}

func Test每个词都有中文(t *testing.T) {
	for v := Send; int(v) < len(verdicts); v++ {
		isChinese(t, v.String(), v.Chinese())
	}
	assert.Equal(t, "误发", Regret.Chinese())
	for _, word := range Reasons() {
		var r Reason
		require.NoError(t, r.UnmarshalText([]byte(word)))
		isChinese(t, word, r.Chinese())
	}
	for _, f := range Fates() {
		isChinese(t, string(f), f.Chinese())
	}
	for _, k := range changeKinds {
		isChinese(t, string(k), k.Chinese())
	}
	for _, f := range []WaitingFate{GoesOn, AskedAnew, EndsRuleGone, Begins} {
		isChinese(t, string(f), f.Chinese())
	}
	for k := ask.Order; k < ask.KindCount; k++ {
		isChinese(t, k.String(), kindsChinese[k.String()])
	}
	for _, p := range []tiexin.Purpose{tiexin.Service, tiexin.Notice, tiexin.Care, tiexin.Marketing, tiexin.SurveyAsk} {
		isChinese(t, string(p), purposesChinese[string(p)])
	}
	for _, name := range []string{"order.status", "parcel.status"} {
		word, ok := ask.WordNamed(name)
		require.True(t, ok)
		require.NotEmpty(t, word.Values)
		for _, status := range word.Values {
			assert.NotEmpty(t, statusesChinese[status], status)
		}
	}
	for _, k := range append(channel.Kinds(), channel.None) {
		isChinese(t, k.String(), viaChinese(k))
	}
}

// A reason that closes a channel and ends an outcome reads the same of both.
func Test渠道关闭的理由_和结果的理由_说法一样(t *testing.T) {
	same := 0
	for c := channel.Open; ; c++ {
		if _, err := c.MarshalText(); err != nil {
			break
		}
		isChinese(t, c.String(), c.Chinese())
		var r Reason
		if r.UnmarshalText([]byte(c.String())) == nil {
			same++
			assert.Equal(t, r.Chinese(), c.Chinese(), c)
		}
	}
	assert.Greater(t, same, 8)
}

// An error says in Chinese what it wraps, as far as that has Chinese, and is still what it
// wraps.
func Test引擎的错误也有中文(t *testing.T) {
	_, err := New(nil, Options{})
	assert.Equal(t, "care：引擎要有规则；用 care.Load 读", say.Of(err).Chinese)
	_, err = Diff(nil, nil, nil, DiffOptions{})
	assert.Equal(t, "care：要有新旧两套规则才能对照；用 care.Load 读", say.Of(err).Chinese)
	_, err = PastOf(nil, Key{}, nil, timeAt("+1h"), timeAt("+0m"))
	assert.Equal(t, "care：2026-11-11T11:00:00+08:00 到 2026-11-11T10:00:00+08:00 之间没有时间；开始要早于结束", say.Of(err).Chinese)
	_, err = New(rulesFrom(t, unpaid), Options{Store: plainStore{NewMemoryOf(1)}, Journal: &JournalOptions{}})
	assert.ErrorIs(t, err, ErrNoJournal)
	assert.Contains(t, say.Of(err).Chinese, "care：Options.Journal：care：这个存储不记日志")

	s := opens(t, unpaid)
	bad := created("")
	_, err = s.engine.HandleAll(t.Context(), []tiexin.Event{created("T1"), bad})
	assert.ErrorContains(t, err, "event 2 of 2: ")
	assert.Contains(t, say.Of(err).Chinese, "2 个事件里的第 2 个：")
	var v Verdict
	err = v.UnmarshalText([]byte("sent"))
	assert.Contains(t, say.Of(err).Chinese, "care：没有「sent」这个结果；有 send, task")
}
