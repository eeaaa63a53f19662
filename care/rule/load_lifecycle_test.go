package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/btyd"
)

const oneYuan = tiexin.Money(100)

const anyFlow = `
flows:
  payment:
    title: 催付
    about: order
    purpose: notice
    via: [wangwang]
    rules: [{name: a, if: minutes_unpaid > 5, send: pay}]
texts: {pay: 请付款}
`

func lifecycleOf(t *testing.T, sections ...string) Lifecycle {
	t.Helper()
	files := []File{{"flows.yaml", []byte("version: 1\n" + anyFlow)}}
	for _, s := range sections {
		files = append(files, File{"learned.yaml", []byte("version: 1\n" + s)})
	}
	set, problems := Load(files...)
	require.NoError(t, problems.Err())
	return set.Shop.Lifecycle
}

// Without the section, stages are told by the textbook's days, and everybody is low.
func TestWithoutALifecycleTheTextbookTells(t *testing.T) {
	c := lifecycleOf(t)
	assert.False(t, c.Given)
	assert.Equal(t, stage.Days{Often: 60, NewLapsing: 90, NewLost: 180, Lapsing: 90, Lost: 180, Dead: 365}, c.Stages.Days)
	assert.Equal(t, stage.FixedDays, c.Stages.Rung)
	assert.Equal(t, LowestTier, c.ValueOf(100_000*oneYuan))
}

// What a person chose: some days, tiers in any order, goods. What is left out follows
// what is written.
func TestALifecycleThatSomebodyChose(t *testing.T) {
	c := lifecycleOf(t, "lifecycle: {stages: {lapsing: 200d, new_lost: 95d}, values: {middle: 500, high: 2000}, related: {帐篷: [防潮垫, 灯]}}")
	assert.True(t, c.Given)
	assert.Equal(t, stage.Days{Often: 60, NewLapsing: 90, NewLost: 95, Lapsing: 200, Lost: 200, Dead: 365}, c.Stages.Days)
	for spent, value := range map[tiexin.Money]string{
		0: "low", 500*oneYuan - 1: "low", 500 * oneYuan: "middle", 1999 * oneYuan: "middle", 2000 * oneYuan: "high",
	} {
		assert.Equal(t, value, c.ValueOf(spent), spent)
	}
	assert.Equal(t, []string{"防潮垫", "灯"}, c.Related["帐篷"])
}

// A fitted policy, as care learn writes it.
func TestALifecycleThatWasLearned(t *testing.T) {
	p := lifecycleOf(t, "lifecycle: {stages: {rung: gap-quantiles, gaps: {k: 2.5, a: 3.25, b: 80}, base: 1200}}").Stages
	assert.Equal(t, stage.GapQuantiles, p.Rung)
	assert.Equal(t, loyalty.GapModel{K: 2.5, A: 3.25, B: 80}, p.Gaps)
	assert.Equal(t, 1200, p.Base)
	p = lifecycleOf(t, "lifecycle: {stages: {rung: buy-probability, model: {r: 0.9, alpha: 60, a: 0.5, b: 1.5}, horizon: 75d, active: 0.45}}").Stages
	assert.Equal(t, stage.BuyProbability, p.Rung)
	assert.Equal(t, btyd.Model{Family: btyd.MBG, R: .9, Alpha: 60, A: .5, B: 1.5}, p.Model)
	assert.Equal(t, 75.0, p.Horizon)
	assert.Equal(t, .45, p.Chances.Quiet.Enter)
	assert.NoError(t, p.Validate())
}

// What was learned and what somebody chose stand in files of their own.
func TestALifecycleInSeveralFiles(t *testing.T) {
	c := lifecycleOf(t, "lifecycle: {stages: {lapsing: 70d}, related: {帐篷: [防潮垫]}}", "lifecycle: {values: {high: 2000}, related: {睡袋: [枕头]}}")
	assert.Equal(t, 70.0, c.Stages.Days.Lapsing)
	assert.Equal(t, "high", c.ValueOf(3000*oneYuan))
	assert.Equal(t, map[string][]string{"帐篷": {"防潮垫"}, "睡袋": {"枕头"}}, c.Related)

	for key, one := range map[string]string{
		"lifecycle.stages is given twice":             "lifecycle: {stages: {lapsing: 70d}}",
		"lifecycle.values is given twice":             "lifecycle: {values: {high: 2000}}",
		`a related product named "帐篷" exists already`: "lifecycle: {related: {帐篷: [灯]}}",
	} {
		_, problems := Load(File{"flows.yaml", []byte("version: 1\n" + anyFlow)}, File{"a.yaml", []byte("version: 1\n" + one)}, File{"b.yaml", []byte("version: 1\n" + one)})
		require.Error(t, problems.Err())
		assert.Contains(t, problems.Error(), key)
		assert.Contains(t, problems.Error(), "a.yaml")
		assert.Contains(t, problems.Error(), "b.yaml")
	}
}

// Other numbers are other rules: customers are asked anew.
func TestTheLifecycleIsPartOfTheFingerprint(t *testing.T) {
	load := func(days string) uint64 {
		set, problems := Load(File{"a.yaml", []byte("version: 1\nlifecycle: {stages: {lapsing: " + days + "}}" + anyFlow)})
		require.NoError(t, problems.Err())
		return set.Fingerprint()
	}
	assert.NotEqual(t, load("70d"), load("71d"))
}
