package rule

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oneRule is a file with one rule that has a condition.
func oneRule(condition string) File {
	return File{"rule.yaml", fmt.Appendf(nil, `version: 1
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    via: sms
    rules:
      - name: hurry
        if: |-
          %s
        send: hurry
texts:
  hurry: 亲爱的#买家昵称|亲#,您的订单还在等您。
`, condition)}
}

func load(t *testing.T, files ...File) *Set {
	t.Helper()
	set, problems := Load(files...)
	require.NoError(t, problems.Err())
	return set
}

func TestGoodFilesLoadWithoutProblems(t *testing.T) {
	files, err := Files(good, "testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		t.Run(f.Name, func(t *testing.T) {
			set, problems := Load(f)
			assert.Empty(t, problems.Error())
			require.NotNil(t, set)
			assert.NotZero(t, set.Size())
		})
	}
}

func TestTooLargeFiles(t *testing.T) {
	for name, tt := range map[string]struct{ condition, want string }{
		"一个条件超过一万个部分":   {strings.Repeat("order.cod||", 5100) + "order.cod", "the condition has more than 10000 parts; split it into segments"},
		"一个条件超过 64 KiB": {strings.Repeat("order.cod || ", 6000) + "order.cod", "the condition has 78009 bytes, more than 65536; split it into segments"},
		"三万层括号":         {strings.Repeat("(", 30_000) + "order.cod" + strings.Repeat(")", 30_000), ""},
		"九千次否定":         {strings.Repeat("!", 9_000) + "order.cod", ""},
		"两万次否定":         {strings.Repeat("!", 20_000) + "order.cod", "the condition has more than 10000 parts; split it into segments"},
		"时钟外面两千层算术":     {"minutes_unpaid" + strings.Repeat("+1", 2_000) + " > 5", "the arithmetic around the clock goes too deep; compute on the other side, or let the host put the value into attr"},
		"时钟对面两千层算术":     {"minutes_unpaid > 1" + strings.Repeat("+order.amount", 2_000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Load(oneRule(tt.condition))
			if tt.want == "" {
				assert.Empty(t, problems)
				return
			}
			require.Len(t, problems, 1)
			assert.Equal(t, tt.want, problems[0].Message.English+"; "+problems[0].Hint.English)
		})
	}
	_, problems := Load(File{"rule.yaml", make([]byte, 4<<20+1)})
	assert.EqualError(t, problems, "rule.yaml: the file is larger than 4 MiB; divide it into several files")
}

func TestNamesInTwoFiles(t *testing.T) {
	first := oneRule("order.cod")
	first.Name = "a.yaml"
	second := oneRule("order.gift")
	second.Name = "b.yaml"
	_, problems := Load(first, second)
	assert.Equal(t, `b.yaml:3:3: a flow named "payment" exists already; give it another name, or delete one of them
  payment:
  ^~~~~~~
also at a.yaml:3:3
b.yaml:14:3: a text named "hurry" exists already; give it another name, or delete one of them
  hurry: 亲爱的#买家昵称|亲#,您的订单还在等您。
  ^~~~~
also at a.yaml:14:3`, problems.Error())

	shop := File{"shop.yaml", []byte("version: 1\nshop: {name: 小鹿家}\n")}
	_, problems = Load(first, shop, File{"shop2.yaml", shop.Data})
	assert.Equal(t, `shop2.yaml:2:8: shop.name is given twice; keep one of the two
shop: {name: 小鹿家}
       ^~~~
also at shop.yaml:2:8`, problems.Error())
}

// What another file holds is not known when it cannot be read.
func TestAFileThatCannotBeReadCausesNoNoise(t *testing.T) {
	rules := File{"rules.yaml", []byte(`version: 1
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    via: sms
    rules:
      - {name: hurry, if: segment.vip, send: pay.hurry, exempt: night}
limits:
  caps:
    daily: {at_most: 2, per: day, flow: birthday}
`)}
	_, problems := Load(rules, File{"texts.yaml", []byte("texts: {\n")})
	require.Len(t, problems, 1)
	assert.Equal(t, "texts.yaml", problems[0].Place.File)

	texts := File{"texts.yaml", []byte("version: 1\ntexts: {pay.hurry: 您好}\n")}
	_, problems = Load(texts, File{"rules.yaml", []byte("version: 1\nflows: {\n")})
	require.Len(t, problems, 1, "it is not known whether a rule sends the text")
}

func TestNoFiles(t *testing.T) {
	set, problems := Load()
	assert.Nil(t, set)
	assert.EqualError(t, problems, "no rule files; name one")

	folder := fstest.MapFS{
		"pay.yaml":      {Data: []byte("version: 1\n")},
		"pay_test.yaml": {Data: []byte("rules: pay.yaml\n")},
		"old_test.yml":  {Data: []byte("rules: pay.yaml\n")},
		"gone.yaml":     {Mode: 0o444 | 1<<31},
	}
	_, err := Files(folder, "*.yml", "[")
	assert.EqualError(t, err, `care: the pattern "[": syntax error in pattern`)
	_, err = Files(folder, "rules/*.yaml")
	assert.EqualError(t, err, `care: no file matches "rules/*.yaml"; name the rule files, such as "*.yaml"`)
	_, err = Files(folder, "*.yaml")
	assert.ErrorContains(t, err, "gone.yaml")
	delete(folder, "gone.yaml")
	files, err := Files(folder, "*.yaml", "pay*")
	require.NoError(t, err)
	assert.Equal(t, []File{{"pay.yaml", []byte("version: 1\n")}}, files)
}

// What care learn writes lies beside the shop's own file.
func TestAShopMayBeDescribedInSeveralFiles(t *testing.T) {
	own := File{"shop.yaml", []byte("version: 1\nshop: {name: 小鹿家, closes: {live: 2h}}\n")}
	learned := File{"learned.yaml", []byte("version: 1\nshop:\n  usual_minutes_to_pay: {live: 8, default: 20}\n  transit: {中通: {浙江: 51h}}\n")}
	for _, files := range [][]File{{own, learned}, {learned, own}} {
		s, problems := Load(files...)
		require.NoError(t, problems.Err())
		assert.Equal(t, "小鹿家", s.Shop.Name)
		assert.Equal(t, 2*time.Hour, s.Shop.ClosesAfter("live", ""))
		assert.InDelta(t, 8, s.Shop.UsualMinutesToPay("live"), 0)
		assert.InDelta(t, 20, s.Shop.UsualMinutesToPay("app"), 0)
		assert.InDelta(t, 20, s.Shop.UsualMinutesToPay(""), 0)
		assert.InDelta(t, 20, s.Shop.Facts.UsualMinutesToPay, 0)
		usual, known := s.Shop.OnTheWay("zhongtong", "中通", "浙江")
		assert.Equal(t, 51*time.Hour, usual)
		assert.True(t, known)
	}

	_, problems := Load(learned, File{"shop.yaml", []byte("version: 1\nshop:\n  usual_minutes_to_pay: 30\n  transit: {}\n")})
	assert.Equal(t, `shop.yaml:3:3: shop.usual_minutes_to_pay is given twice; keep one of the two
  usual_minutes_to_pay: 30
  ^~~~~~~~~~~~~~~~~~~~
also at learned.yaml:3:3
shop.yaml:4:3: shop.transit is given twice; keep one of the two
  transit: {}
  ^~~~~~~
also at learned.yaml:4:3`, problems.Error())

	_, problems = Load(own, File{"more.yaml", []byte("version: 1\nshop: {nmae: 小鹿家, phone: }\n")})
	assert.Error(t, problems.Err(), "the faults of a part are found")
}

func TestUsualMinutesBySource(t *testing.T) {
	s, problems := Load(File{"shop.yaml", []byte("version: 1\nshop: {usual_minutes_to_pay: {wechat: 8}}\n")})
	require.NoError(t, problems.Err())
	assert.InDelta(t, 8, s.Shop.UsualMinutesToPay("wechat"), 0)
	assert.InDelta(t, 30, s.Shop.UsualMinutesToPay("app"), 0, "without a default, the usual one")

	_, problems = Load(File{"shop.yaml", []byte("version: 1\nshop: {usual_minutes_to_pay: {juhuasaun: 8, live: 三十}}\n")})
	assert.Equal(t, `shop.yaml:2:31: remark: unknown source "juhuasaun"; did you mean "juhuasuan"?
shop: {usual_minutes_to_pay: {juhuasaun: 8, live: 三十}}
                              ^~~~~~~~~
shop.yaml:2:51: "三十" is not a number; write it as 30 or 2.5
shop: {usual_minutes_to_pay: {juhuasaun: 8, live: 三十}}
                                                  ^~~~`, problems.Error())

	_, problems = Load(File{"shop.yaml", []byte("version: 1\nshop: {usual_minutes_to_pay: {wechat: 8}}\nsegments: {w: {if: order.source == 'wechat'}}\n")})
	assert.Empty(t, problems, "a source that the shop names is known")
}
