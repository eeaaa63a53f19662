package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/report"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// shop is a small base that is the same every time: so many customers over a year,
// some of whom never come back; one order in six is discounted, one in twenty
// refunded; every third customer answered.
func shop(t testing.TB, customers int) report.Input {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 7))
	start := time.Date(2025, 1, 1, 10, 0, 0, 0, tiexin.Shanghai())
	in := report.Input{}
	questions, err := survey.ReadyQuestionnaire("attitude")
	require.NoError(t, err)
	responses := survey.Responses{}
	for c := range customers {
		id := fmt.Sprintf("c%03d", c)
		day, gap, leave := random.IntN(240), 10+80*random.Float64(), random.Float64()*random.Float64()
		usual := 3000 + random.IntN(12000)
		for n := 0; day < 365; n++ {
			list := tiexin.Money(usual/2 + random.IntN(usual))
			p := loyalty.Purchase{
				Customer: id, Order: fmt.Sprintf("%s-%d", id, n), At: start.AddDate(0, 0, day), Amount: list, List: list,
				Category: []string{"tea", "cups"}[random.IntN(2)], Units: 1 + random.IntN(3),
			}
			if random.IntN(6) == 0 {
				p.Amount = list * 8 / 10
			}
			in.Log.Purchases = append(in.Log.Purchases, p)
			switch random.IntN(40) {
			case 0:
				in.Log.Refunds = append(in.Log.Refunds, loyalty.Refund{Order: p.Order, At: p.At.AddDate(0, 0, 2), Whole: true})
			case 1:
				in.Log.Refunds = append(in.Log.Refunds, loyalty.Refund{Order: p.Order, At: p.At.AddDate(0, 0, 2), Amount: p.Amount / 2})
			}
			if random.Float64() < leave {
				break
			}
			day += 1 + int(gap*random.ExpFloat64())
		}
		if c%3 == 0 {
			responses[id] = map[string]float64{}
			mood := random.NormFloat64()
			for _, item := range questions.Items {
				if random.IntN(20) == 0 {
					continue
				}
				answer := min(max(float64(int(3.5+mood+.7*random.NormFloat64())), 1), 5)
				if item.Reverse {
					answer = 6 - answer
				}
				responses[id][item.Name] = answer
			}
		}
	}
	in.Survey = &report.Answers{Questionnaire: questions, Responses: responses}
	return in
}
