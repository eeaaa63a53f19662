package stage_test

import (
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

var ladderToday = stageDay(2026, 6, 1)

// The more customers, the higher the rung; each rung that is not used says why.
func TestTheBaseDecidesTheRung(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(5, 5)), 3000, 40, .35, 1, ladderToday)
	for _, c := range []struct {
		customers int
		rung      stage.Rung
		flags     []loyalty.Flag
	}{
		{0, stage.FixedDays, []loyalty.Flag{loyalty.Textbook}},
		{20, stage.FixedDays, []loyalty.Flag{loyalty.Textbook}},
		{120, stage.ShopQuantiles, nil},
		{480, stage.GapQuantiles, nil},
		{3000, stage.BuyProbability, nil},
	} {
		l, err := stage.Policy{}.Fit(append(shop[:c.customers:c.customers], loyalty.History{Customer: "nothing bought"}), stageNoon(ladderToday))
		require.NoError(t, err)
		assert.Equal(t, c.rung, l.Policy.Rung, "%d customers: %+v", c.customers, l.Tried)
		assert.Equal(t, c.flags, l.Flags)
		assert.Equal(t, c.customers, l.Buyers)
		require.NoError(t, l.Policy.Validate())
		assert.Equal(t, c.rung, l.Tried[len(l.Tried)-1].Rung)
		for i, try := range l.Tried {
			assert.Equal(t, i == len(l.Tried)-1, try.Used)
			assert.Equal(t, try.Used, try.Flag == "")
			assert.NotEmpty(t, try.Why.English)
			assert.NotEmpty(t, try.Why.Chinese)
		}
	}
}

// Five hundred buyers of whom only 150 came back can bear the model, though not the
// gap model below it.
func TestFewRepeatersOfManyBuyersBearTheModel(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(6, 6)), 900, 40, .9, 1, ladderToday)
	repeaters := 0
	shop = slices.DeleteFunc(shop, func(h loyalty.History) bool {
		if len(h.Days) > 1 {
			repeaters++
		}
		return len(h.Days) > 1 && repeaters > 150
	})
	l, err := stage.Policy{}.Fit(shop, stageNoon(ladderToday))
	require.NoError(t, err)
	require.GreaterOrEqual(t, l.Buyers, 500)
	assert.Equal(t, 150, l.Returning)
	if assert.Equal(t, stage.BuyProbability, l.Policy.Rung, "%+v", l.Tried) {
		assert.NoError(t, l.Policy.Model.Validate())
	}
}

// Where nobody ever leaves, the model lies on its boundary, and the rung below is taken.
func TestABoundaryFitFallsBackARung(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(7, 7)), 1500, 40, 0, 1, ladderToday)
	l, err := stage.Policy{}.Fit(shop, stageNoon(ladderToday))
	require.NoError(t, err)
	require.Contains(t, l.Model.Flags, loyalty.DropoutNotIdentified)
	assert.Equal(t, stage.GapQuantiles, l.Policy.Rung)
	assert.Equal(t, stage.BuyProbability, l.Tried[0].Rung)
	assert.Equal(t, loyalty.Misfit, l.Tried[0].Flag)
	assert.Equal(t, loyalty.Text{
		English: "the model is on the boundary of its range: no sign that anybody leaves",
		Chinese: "数据还不够，模型算不准：看不出有人流失",
	}, l.Tried[0].Why)
}

// Where purchases are as regular as a gamma law of shape 4, MBG/CNBD-4 fits better than
// MBG, the ladder stays on the rung below, and that tells better who buys again than
// the model would have.
func TestRegularGoodsAreJudgedByRhythm(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(9, 9)), 4000, 30, .25, 4, ladderToday)
	on := ladderToday - 60
	l, err := stage.Policy{}.Fit(shop, stageNoon(on))
	require.NoError(t, err)
	require.Equal(t, stage.GapQuantiles, l.Policy.Rung, "%+v", l.Tried)
	assert.Equal(t, loyalty.Misfit, l.Tried[0].Flag)
	assert.Contains(t, l.Tried[0].Why.English, "MBG/CNBD-4")
	assert.Equal(t, 4, l.Regular.Model.K)
	assert.InDelta(t, 4, l.Policy.Gaps.K, 1)
	model := l.Policy
	model.Rung, model.Model, model.Horizon = stage.BuyProbability, l.Model.Model, 60
	right := map[stage.Rung]int{}
	for _, c := range shop {
		h, err := stage.HistoryOf(c, on)
		require.NoError(t, err)
		if h.Days() < 2 {
			continue
		}
		came := c.Days[len(c.Days)-1] > on
		for _, p := range []stage.Policy{l.Policy, model} {
			if at := p.Stage(h, stageNoon(on)); came == (at < stage.Lapsing) {
				right[p.Rung]++
			}
		}
	}
	t.Logf("%v right", right)
	assert.Greater(t, right[stage.GapQuantiles], right[stage.BuyProbability])
}

// What the shop has set itself stays as it is.
func TestFitKeepsWhatTheShopHasSet(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(5, 5)), 3000, 40, .35, 1, ladderToday)
	set := stage.Policy{Horizon: 60, Days: stage.Days{NewLapsing: 45}, DwellDays: 3, Chances: stage.Chances{Quiet: stage.Band{Enter: .6, Leave: .7}}}
	l, err := set.Fit(shop, stageNoon(ladderToday))
	require.NoError(t, err)
	assert.Equal(t, 60.0, l.Policy.Horizon)
	assert.Equal(t, 45.0, l.Policy.Days.NewLapsing)
	assert.Equal(t, 3, l.Policy.DwellDays)
	assert.Equal(t, set.Chances.Quiet, l.Policy.Chances.Quiet)
}

// The fit of an earlier day does not know what came later.
func TestFitDoesNotSeeTheFuture(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(8, 8)), 800, 40, .35, 1, ladderToday)
	earlier := ladderToday - 200
	cut := slices.Clone(shop)
	for i := range cut {
		cut[i].Days = slices.DeleteFunc(slices.Clone(cut[i].Days), func(d loyalty.Day) bool { return d > earlier })
	}
	a, err := stage.Policy{}.Fit(shop, stageNoon(earlier))
	require.NoError(t, err)
	b, err := stage.Policy{}.Fit(cut, stageNoon(earlier))
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

// Customers who come back do so after days that are known here; half never do. The
// quantiles are those of who comes back, and not shorter because some are still out.
func TestQuantilesAreThoseOfReturners(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	var shop []loyalty.History
	for range 4000 {
		first := ladderToday - loyalty.Day(1+r.IntN(700))
		h := loyalty.History{Customer: "c", Days: []loyalty.Day{first}}
		if back := first + loyalty.Day(1+r.IntN(100)); r.IntN(2) == 0 && back <= ladderToday {
			h.Days = append(h.Days, back)
		}
		shop = append(shop, h)
	}
	// One who came back after nearly two years, with nobody left to compare with.
	shop = append(shop, loyalty.History{Customer: "late", Days: []loyalty.Day{ladderToday - 720, ladderToday - 1}})
	l, err := stage.Policy{}.Fit(shop, stageNoon(ladderToday))
	require.NoError(t, err)
	assert.InDelta(t, 90, l.Policy.Horizon, 2)
	assert.InDelta(t, .5, l.FirstReturn.Value, .03)
	assert.InDelta(t, 80, l.FirstQ80.Value, 3)
	assert.InDelta(t, 95, l.FirstQ95.Value, 2)
	assert.NotContains(t, l.Flags, loyalty.Immature)
}

func TestFitTellsEverythingThatIsWrong(t *testing.T) {
	day := stageDay(2026, 1, 1)
	_, err := stage.Policy{}.Fit([]loyalty.History{
		{Customer: "fine", Days: []loyalty.Day{day}},
		{Customer: "order", Days: []loyalty.Day{day, day - 3}},
		{Customer: "twice", Days: []loyalty.Day{day, day}},
		{Customer: "unit", Days: []loyalty.Day{1 << 30}},
	}, stageNoon(day))
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 3)
	assert.Equal(t, []string{"order", "twice", "unit"}, []string{faults[0].Subject, faults[1].Subject, faults[2].Subject})

	_, err = stage.Policy{}.Fit(nil, stageNoon(day))
	assert.ErrorIs(t, err, loyalty.ErrNothing)

	_, err = stage.Policy{Horizon: -1, Slack: 2, Days: stage.Days{Lapsing: 100, Lost: 50}}.Fit(nil, stageNoon(day))
	var wrong loyalty.Problems
	require.ErrorAs(t, err, &wrong)
	assert.Len(t, wrong, 3)
	var one loyalty.Problem
	require.ErrorAs(t, err, &one)
	assert.Equal(t, "Horizon", one.Subject)
	assert.EqualError(t, one, "Horizon: -1; it is a number of days above 0, up to 36525")
}

// A clock before the first order knows of no buyer: the textbook decides.
func TestFitBeforeTheFirstOrder(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(5, 5)), 100, 40, .35, 1, ladderToday)
	l, err := stage.Policy{}.Fit(shop, time.Time{})
	require.NoError(t, err)
	assert.Zero(t, l.Buyers)
	assert.Equal(t, stage.FixedDays, l.Policy.Rung)
}

// A fitted policy survives JSON: slower on the rung of gaps, but the same answers.
func TestAPolicyIsKeptAsJSON(t *testing.T) {
	shop := buyers(rand.New(rand.NewPCG(5, 5)), 480, 40, .35, 1, ladderToday)
	l, err := stage.Policy{}.Fit(shop, stageNoon(ladderToday))
	require.NoError(t, err)
	text, err := json.Marshal(l.Policy)
	require.NoError(t, err)
	var read stage.Policy
	require.NoError(t, json.Unmarshal(text, &read))
	for _, c := range shop {
		h, err := stage.HistoryOf(c, ladderToday)
		require.NoError(t, err)
		assert.Equal(t, l.Policy.Stage(h, stageNoon(ladderToday)), read.Stage(h, stageNoon(ladderToday)))
	}
	assert.Equal(t, l.Policy, read.Prepared())
}

// cdnowHistories are the purchase days of the CDNOW sample.
func cdnowHistories(t testing.TB) []loyalty.History {
	t.Helper()
	dir := os.Getenv("TIEXIN_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(dir, "cdnow_sample_log.csv"))
	if err != nil {
		t.Skip("cdnow_sample_log.csv is not here: it may not be in the repository; set TIEXIN_DATA to the folder that has it")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var purchases []loyalty.Purchase
	for _, row := range rows[1:] {
		at, err := time.Parse("20060102", row[2])
		require.NoError(t, err)
		purchases = append(purchases, loyalty.Purchase{Customer: row[1], At: at})
	}
	return loyalty.Histories(purchases, loyalty.View{})
}

// On the CDNOW sample the ladder ends on the model, whose log-likelihood is the one
// that is known in weeks (-9582.1357, moved by the unit), and what it says in September
// holds in the nine months that follow: the nearer, the more came back.
func TestCDNOWStagesTellWhoComesBack(t *testing.T) {
	shop := cdnowHistories(t)
	on := stageDay(1997, time.September, 30)
	l, err := stage.Policy{}.Fit(shop, stageNoon(on))
	require.NoError(t, err)
	assert.Equal(t, stage.BuyProbability, l.Policy.Rung)
	assert.Equal(t, 2357, l.Buyers)
	assert.InDelta(t, .52484316, l.Policy.Model.R, 1e-4)
	assert.InDelta(t, 7*6.18308528, l.Policy.Model.Alpha, 1e-2)
	came, of := map[stage.Stage]int{}, map[stage.Stage]int{}
	for _, c := range shop {
		h, err := stage.HistoryOf(c, on)
		require.NoError(t, err)
		stage := l.Policy.Stage(h, stageNoon(on))
		of[stage]++
		if len(c.Days) > 0 && c.Days[len(c.Days)-1] > on && h.Bought() {
			came[stage]++
		}
	}
	t.Logf("%+v\n%v of %v", l.Policy, came, of)
	share := func(s stage.Stage) float64 { return float64(came[s]) / float64(of[s]) }
	for _, s := range []stage.Stage{stage.Loyal, stage.SecondPurchase, stage.Lapsing, stage.Lost} {
		t.Logf("%s: %.2f", s, share(s))
	}
	assert.Greater(t, share(stage.Loyal), share(stage.SecondPurchase))
	assert.Greater(t, share(stage.SecondPurchase), share(stage.Lost))
	assert.Greater(t, share(stage.Lapsing), share(stage.Lost))
}
