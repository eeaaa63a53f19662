package form_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// values are words without their places.
func values(words []form.Word) (texts []string) {
	for _, w := range words {
		texts = append(texts, w.Value)
	}
	return texts
}

func Test好文件读得全(t *testing.T) {
	f, problems := read(`version: 1
shop:
  name: 618
  closes: {juhuasuan: 30m, default: 24h}
limits:
  weekly: {at_most: 3, within: 7d}
  daily: {at_most: 2, per: day}
flows:
  payment:
    title: yes
    via: [wangwang, sms]
    rules:
      - name: vip
        if: segment.vip   # 高价值
        send: [pay.gentle, {text: pay.last, after: 20m, then: {text: pay.end, then: [a, b]}}]
        review: true
texts:
  pay.gentle: {sms: 亲, wangwang: 您好}
  pay.last: 199.00
`)
	require.Empty(t, problems)
	assert.Equal(t, "618", f.Shop.Name.Value)
	assert.Equal(t, 24*time.Hour, f.Shop.Closes[1].Value.Value)
	assert.Equal(t, "weekly", f.Limits[0].Name.Value, "the order of the file")
	assert.Equal(t, 3, f.Limits[0].Value.AtMost.Value)
	assert.Equal(t, "rules.yaml:6:11", f.Limits[0].Value.Spot.Place().String())
	pay := f.Flows[0].Value
	assert.Equal(t, "yes", pay.Title.Value)
	assert.Equal(t, []string{"wangwang", "sms"}, values(pay.Via))
	vip := pay.Rules[0]
	assert.True(t, vip.Review)
	assert.Equal(t, "segment.vip", vip.If.Value)
	assert.Equal(t, "pay.gentle", vip.Send[0].Text.Value)
	assert.Equal(t, 20*time.Minute, vip.Send[1].After.Value)
	assert.Equal(t, "b", vip.Send[1].Then[0].Then[1].Text.Value)
	assert.Equal(t, "sms", f.Texts[0].Value.ByChannel[0].Name.Value)
	assert.Equal(t, "199.00", f.Texts[1].Value.Whole.Value)
}

func Test一处写错别处照读(t *testing.T) {
	f, problems := read(`version: 1
limits:
  night: {at_mots: 2, per: day}
  daily: 5
  weekly: {at_most: 2, per: week}
flows:
  payment: {title: 催付, via: [smss, sms]}
`)
	assert.Equal(t, 3, strings.Count(problems, "rules.yaml:"), problems)
	require.Len(t, f.Limits, 3)
	assert.Equal(t, "day", f.Limits[0].Value.Per.Value, "a mapping with one bad key is still a mapping")
	assert.False(t, f.Limits[0].Broken)
	assert.True(t, f.Limits[1].Broken, "the name exists all the same")
	assert.Equal(t, []string{"sms"}, values(f.Flows[0].Value.Via))
}

func Test一个错只说一次(t *testing.T) {
	for name, data := range map[string]string{
		"少了的键其实是写错了":  "version: 1\nflows: {a: {titel: 催付}}",
		"少了的键其实少了空格":  "version: 1\nflows: {a: {title:催付}}",
		"窗口的键写错了":     "version: 1\nlimits: {a: {at_most: 2, withn: 7d}}",
		"被注释吃掉的不再说空":  "version: 1\ntexts:\n  a: #买家昵称#",
		"引用":          "version: 1\ntexts:\n  a: &x 您好",
		"逗号截断的条件不再解析": "version: 1\nlimits: {a: {at_most: 2, within: 7d (, x)}}",
		"名字写了两次":      "version: 1\ntexts: {a: 您好, a: [1]}",
	} {
		_, problems := read(data)
		assert.Len(t, regexp.MustCompile(`(?m)^rules.yaml:`).FindAllString(problems, -1), 1, "%s: %s", name, problems)
	}
}

func Test解析的错误(t *testing.T) {
	kind := form.Parsed(say.Plain("an odd word"), `^[a-z]+$`, "", func(s string) (string, error) {
		if s == "even" {
			return "", errors.New("even is not odd")
		}
		return s, nil
	})
	for data, want := range map[string]string{
		"odd":  "",
		"even": "a:1:1: even is not odd\neven\n^~~~",
		"ODD":  "a:1:1: \"ODD\" is not an odd word\nODD\n^~~",
		"[a]":  "a:1:1: this should be an odd word, not a list; a text that begins with \"[\" needs quotes around all of it\n[a]\n^",
	} {
		r := form.NewReader()
		v, _ := r.Parse("a", []byte(data))
		got, ok := kind.Read(r, v)
		assert.Equal(t, want, r.Problems().Error())
		assert.Equal(t, want == "", ok)
		if ok {
			assert.Equal(t, data, got.Value)
		}
	}
	both := &form.TextError{Message: say.Text{English: "no", Chinese: "不行"}, Hint: say.Text{English: "yes", Chinese: "可以"}}
	assert.EqualError(t, both, "no; yes")
	assert.Equal(t, "不行；可以", both.Chinese())
	assert.EqualError(t, &form.TextError{Message: say.Plain("no")}, "no")
}

func Test值的样子(t *testing.T) {
	r := form.NewReader()
	v, ok := r.Parse("a", []byte("map: {a: 1}\nlist:\n  - x\nnone: ~\nquoted: '~'\ntext: |\n  您好\n"))
	require.True(t, ok)
	shape := func(key string) [5]bool {
		w, ok := v.Get(key)
		require.True(t, ok)
		return [5]bool{w.IsMapping(), w.IsList(), w.IsScalar(), w.IsNull(), w.Flow()}
	}
	assert.Equal(t, [5]bool{true, false, false, false, true}, shape("map"))
	assert.Equal(t, [5]bool{false, true, false, false, false}, shape("list"))
	assert.Equal(t, [5]bool{false, false, false, true, false}, shape("none"))
	assert.Equal(t, [5]bool{false, false, true, false, false}, shape("quoted"))
	places := map[string]string{"map": "a:1:6", "list": "a:2:1", "none": "a:4:1", "quoted": "a:5:9", "text": "a:7:3"}
	for key, place := range places {
		w, _ := v.Get(key)
		assert.Equal(t, place, w.Spot().Place().String(), key)
		assert.Equal(t, key, w.Name().Value)
	}
	_, ok = v.Get("nothing")
	assert.False(t, ok)

	var none form.Value
	assert.True(t, none.IsNull() && none.Spot().IsZero() && none.Name().Spot.IsZero())
	assert.Empty(t, none.Text()+none.Spot().Place().File)
	assert.Empty(t, none.Items())
	assert.Empty(t, none.Entries())
	r.Report(none.Spot(), say.Plain("nowhere"), say.Text{})
	for _, read := range []func(){
		func() { form.Text().Read(r, none) }, func() { fileForm.Kind().Read(r, none) }, func() { form.RawJSON().Read(r, none) },
	} {
		assert.NotPanics(t, read)
	}
}
