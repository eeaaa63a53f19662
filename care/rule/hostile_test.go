package rule

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What somebody wrote who wants to keep the reader busy, or to fill the screen. That
// these files are read to their end in a moment is the test: what grows with the square
// of a file's length does not come back before the tests are broken off.

func numbered(n int, line string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(line, "N", fmt.Sprint(i)))
	}
	return b.String()
}

const plainFlow = "flows:\n  f: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: a}]}\ntexts: {a: x}\n"

func TestNamesThatNothingIsCalled(t *testing.T) {
	const n = 5_000
	flows := "flows:\n" + numbered(n, "  fN: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: a}]}\n") + "texts: {a: x}\n"
	for name, file := range map[string]string{
		"文案":  "flows:\n" + numbered(n, "  fN: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, send: nopeN}]}\n") + "texts:\n" + numbered(n, "  tN: hi\n"),
		"人群":  "segments:\n" + numbered(n, "  sN: {if: segment.nopeN}\n") + numbered(n, "  okN: {if: customer.points > 1}\n") + plainFlow,
		"上限":  "limits:\n  caps:\n" + numbered(n, "    cN: {at_most: 1, per: day, flow: nopeN}\n") + flows,
		"豁免":  "limits:\n  caps:\n" + numbered(n, "    cN: {at_most: 1, per: day}\n") + strings.ReplaceAll(flows, "name: a,", "name: a, exempt: nope,"),
		"规则名": "segments:\n" + numbered(n, "  sN: {if: task.rule == 'nopeN'}\n") + flows,
		"词":   "segments:\n" + numbered(n, "  sN: {if: nopeN}\n") + plainFlow,
	} {
		t.Run(name, func(t *testing.T) {
			set, problems := Load(File{"r.yaml", []byte("version: 1\n" + file)})
			assert.Nil(t, set)
			assert.Len(t, problems, 501)
			assert.Less(t, len(problems.Error()), 1<<20)
		})
	}
}

func TestNamesThatAreManyAndRight(t *testing.T) {
	const n = 3_000
	set, problems := Load(File{"r.yaml", []byte("version: 1\nlimits:\n  caps:\n" + numbered(n, "    cN: {at_most: 1, per: day}\n") +
		"flows:\n" + numbered(n, "  fN: {title: x, about: order, purpose: notice, via: sms, rules: [{name: a, exempt: cN, send: tN}]}\n") +
		"texts:\n" + numbered(n, "  tN: hi\n"))})
	require.NotNil(t, set, problems)
	assert.Len(t, set.Flows, n)
}

func TestAValueOfAMegabyteIsCut(t *testing.T) {
	long := strings.Repeat("0", 1<<20)
	for name, file := range map[string]string{
		"版本":  "version: 1" + long,
		"键":   "version: 1\n? " + long + "\n: 1\n",
		"文案名": "version: 1\n" + strings.Replace(plainFlow, "send: a", "send: "+long, 1),
		"时段":  "version: 1\nlimits: {quiet: {a: {hours: " + long + "}}}\n" + plainFlow,
		"条件":  "version: 1\nsegments: {a: {if: \"" + long + "\"}}\n" + plainFlow,
	} {
		_, problems := Load(File{"r.yaml", []byte(file)})
		require.Error(t, problems.Err(), name)
		assert.Less(t, len(problems.Error()), 4<<10, name)
	}
}

func TestSourcesWithATimeOfTheirOwnAreBounded(t *testing.T) {
	closes := func(n int) File {
		return File{"r.yaml", []byte("version: 1\nshop: {closes: {" + numbered(n, "sN: 3h, ") + "}}\n" + plainFlow)}
	}
	set, problems := Load(closes(mostCloses))
	assert.NotNil(t, set, problems)
	set, problems = Load(closes(mostCloses + 1))
	assert.Nil(t, set)
	assert.ErrorContains(t, problems.Err(), "shop.closes names more than 200 sources and kinds")
}

func TestTextsThatAreLongAndMany(t *testing.T) {
	for _, text := range []string{strings.Repeat("{", 60_000) + "}", strings.Repeat("##买家昵称", 4_000), strings.Repeat("贷款", 10_000)} {
		_, problems := Load(File{"r.yaml", []byte("version: 1\nflows:\n" +
			numbered(15, "  fN: {title: x, about: order, purpose: notice, via: [sms, wangwang, mms, email], rules: [{name: a, send: tN}]}\n") +
			"texts:\n" + numbered(15, "  tN: \""+text+"\"\n"))})
		assert.LessOrEqual(t, len(problems), 501)
	}
}

func TestAFolderIsNoRuleFile(t *testing.T) {
	_, err := Files(fstest.MapFS{"r.yaml/x": {Data: []byte("version: 1\n")}}, "*.yaml")
	assert.ErrorContains(t, err, "r.yaml: it is a folder, a device or a pipe; name a file")
}

func TestMomentsThatAreMany(t *testing.T) {
	const n = 5_000
	set, problems := Load(File{"r.yaml", []byte("version: 1\nflows:\n  f:\n    title: x\n    about: customer\n    purpose: notice\n    choose: all\n    via: sms\n    rules:\n" +
		numbered(n, "      - {name: rN, when: [qixi - 3d, double11 at 20:00, birthday], send: a}\n") + "texts: {a: hi}\n")})
	require.NotNil(t, set, problems)
	assert.Len(t, set.Flows[0].Rules, n)
	_, problems = Load(File{"r.yaml", []byte("version: 1\nflows:\n" + numbered(n, "  fN: {title: x, about: customer, purpose: notice, via: sms, rules: [{name: a, when: qixiiN, send: a}]}\n") + "texts: {a: hi}\n")})
	assert.LessOrEqual(t, len(problems), 501)
}

func TestASpreadIsShorterThanAMonth(t *testing.T) {
	file := "version: 1\nflows: {f: {title: x, about: customer, purpose: notice, via: sms, spread: SPAN, rules: [{name: a, when: qixi, send: a}]}}\ntexts: {a: hi}\n"
	set, problems := Load(File{"r.yaml", []byte(strings.Replace(file, "SPAN", "30d", 1))})
	require.NotNil(t, set, problems)
	_, problems = Load(File{"r.yaml", []byte(strings.Replace(file, "SPAN", "1000d", 1))})
	assert.ErrorContains(t, problems.Err(), "r.yaml:2:75: 1000d is too long: some customers would receive it after the next day has begun; write at most 30d")
}

// Whether an earlier rule hides another is looked up pair by pair. In a flow of thousands
// of rules the search ends some time, and the file is loaded as if it had found nothing more.
func TestAFlowOfManyRules_NotEveryPairIsCompared(t *testing.T) {
	file := func(n int) File {
		return File{"r.yaml", []byte("version: 1\nflows:\n  f:\n    title: x\n    about: order\n    purpose: notice\n    via: sms\n    rules:\n" +
			"      - {name: many, if: order.quantity > 10, send: a}\n      - {name: small, if: order.amount > 1000, send: a}\n      - {name: large, if: order.amount > 2000, send: a}\n" +
			numbered(n, "      - {name: rN, if: \"order.source == 'sN'\", send: a}\n") +
			"      - {name: late, if: order.quantity > 20, send: a}\ntexts: {a: 您好}\n")}
	}
	for n, hidden := range map[int]int{100: 2, 3_000: 1} {
		l, problems := newLoader().understand([]File{file(n)})
		require.NoError(t, problems.Err())
		assert.Len(t, l.set.Flows[0].Rules, n+4)
		assert.LessOrEqual(t, l.pairs, mostPairs+1)
		assert.Equal(t, hidden, strings.Count(fmt.Sprint(problems), "never reached"), "%d: %s", n, problems)
	}
}
