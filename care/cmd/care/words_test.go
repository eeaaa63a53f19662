package main

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
)

// Every meaning is said in Chinese, and no Chinese is left of a meaning that is gone.
func Test词表的每一句都有中文_没有多余的(t *testing.T) {
	english, chinese := wholeVocabulary(say.English), wholeVocabulary(say.Chinese)
	han := regexp.MustCompile(`\p{Han}`)
	said := map[string]bool{}
	check := func(word, en, zh string) {
		said[en] = true
		if en != "" {
			assert.Regexp(t, han, zh, "%s: %s", word, en)
			assert.NotRegexp(t, englishWords, typed(zh), word)
		}
	}
	for i, w := range english.Conditions {
		check(w.Name, w.Meaning, chinese.Conditions[i].Meaning)
		check(w.Name, w.Unknown, chinese.Conditions[i].Unknown)
		for _, kind := range []string{w.Type, w.Unit} {
			said[kind] = true
			assert.True(t, kind == "" || kindsOfWords[kind] != "", kind)
		}
	}
	for i, p := range english.Placeholders {
		check(p.Word, p.Meaning, chinese.Placeholders[i].Meaning)
	}
	for i, e := range english.Events {
		check(e.Word, e.Meaning, chinese.Events[i].Meaning)
	}
	for i, m := range english.Moments {
		check(m.Word, m.Meaning, chinese.Moments[i].Meaning)
	}
	for i, w := range english.Channels {
		check(w.Word, w.Address, chinese.Channels[i].Address)
		check(w.Word, w.RightFor, chinese.Channels[i].RightFor)
	}
	for i, r := range english.Reasons {
		check(r.Word, r.Meaning, chinese.Reasons[i].Meaning)
	}
	for _, catalog := range []map[string]string{meaningsChinese, kindsOfWords} {
		for en := range catalog {
			assert.True(t, said[en], "no word means %q", en)
		}
	}
}

func Test中文词表_操作的人看得懂(t *testing.T) {
	code, out, errs := calling("", "words", "--lang", "zh")
	require.Equal(t, well, code, errs)
	for _, line := range []string{
		`条件\n(  customer\..*\n)+(  shop\..*\n)+`,
		`  order\.amount +数，元 +付款金额：顾客付多少（未知：没人告诉时）\n`,
		`  order\.quantity +整数，件 +一共几件\n`,
		`  order\.paid_at +时间 +付款时间（未知：付款之前）\n`,
		`条件：由 review\.created 触发\n`,
		`条件：由 message\.… 触发\n`,
		`条件：流程的对象是 order、parcel、chat\n`,
		`时钟：自己会走的数.*\n  minutes_unpaid +对象是 order、parcel、chat +订单待付款时走；从下单算起\n`,
		`  #买家昵称# +buyer_nick +买家昵称.*（也写作 昵称、买家旺旺、`,
		`  parcel\.signed +parcel，要有 order_id、id 或 number +签收：有人收下了\n`,
		`  new_year +元旦、元旦节、新年\n`,
		`  wangwang +旺旺 +要有能打开旺旺聊天的昵称，或者 open_uid；适合`,
		`  not-yet +wait +时间没到`,
	} {
		assert.Regexp(t, line, out)
	}
	_, asJSON, _ := calling("", "words", "conditions", "--json", "--lang", "zh")
	assert.Contains(t, asJSON, `"type": "text",`, "the keys of JSON, and the kinds, are for programs")
	assert.Contains(t, asJSON, `"meaning": "付款金额：顾客付多少"`)
	assert.False(t, slices.ContainsFunc([]string{"needs ", "what the ", " the "}, func(s string) bool { return regexp.MustCompile(s).MatchString(out) }))
}

// A key's section of the page has every word that its value may be.
func TestThePageOfKeysHasEveryWord(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		code, out, errs := calling("", "words", "keys", "--lang", lang)
		require.Equal(t, well, code, errs)
		assert.Contains(t, out, "marketing", lang)
		for _, word := range []string{"survey", "child", "visit", "sun", "to_restock", "meeting", "link_param"} {
			assert.Regexp(t, `[ （、]`+word+`([,、） ]|\n)`, out, lang)
		}
		assert.NotRegexp(t, `, …|、…`, out, lang)
	}
}
