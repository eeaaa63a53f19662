package care

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// feastRules are rules as a shop has them for a year: festivals, birthdays, a day of each
// month, for customers who take part in something.
const feastRules = `
flows:
  festivals:
    title: 节日
    about: customer
    purpose: care
    spread: 2h
    via: [sms]
    rules:
      - {name: qixi, when: qixi - 3d, if: has_tag('vip'), send: hello}
      - {name: double11, when: double11, if: has_tag('vip'), send: hello}
      - {name: spring, when: 春节, if: has_tag('vip'), send: hello}
  birthday: {title: 生日, about: customer, purpose: care, via: [sms], rules: [{name: day, when: [birthday - 7d, birthday], if: has_tag('vip'), send: hello}]}
  monthly: {title: 会员日, about: customer, purpose: notice, via: [sms], rules: [{name: day, when: every month on 18 at 10:00, if: has_tag('vip'), send: hello}]}
texts: {hello: 您好}
`

// boughtTwice is what happens to a customer with two orders that are long over.
func boughtTwice(customer string, birthday detail) []tiexin.Event {
	return []tiexin.Event{
		at("10:00", paid("T1", by(customer), birthday)), at("10:01", ofOrder(tiexin.EventOrderSucceeded, "T1", []detail{by(customer), birthday})),
		at("11-12 10:00", paid("T2", by(customer), birthday)), at("11-12 10:01", ofOrder(tiexin.EventOrderSucceeded, "T2", []detail{by(customer), birthday})),
	}
}

func TestE16_沉默的人_过了一年的日子_还是那么小(t *testing.T) {
	s := opens(t, feastRules)
	for _, e := range boughtTwice("xiaowang", born(1990, 3, 8)) {
		s.now.Store(e.At.UnixMilli())
		s.hears(e)
	}
	s.now.Store(morning.AddDate(0, 6, 0).UnixMilli())
	asked := 0
	for end := morning.AddDate(2, 0, 0).UnixMilli(); ; asked++ {
		_, next, err := s.nextDue()
		require.NoError(t, err)
		require.NotZero(t, next)
		if next > end {
			break
		}
		s.now.Store(max(next, s.now.Load()))
		_, err = s.engine.Advance(t.Context(), s.clock())
		require.NoError(t, err)
	}
	assert.Greater(t, asked, 20)
	assert.Less(t, asked, 60, "time jumps from one moment to the next")
	assert.LessOrEqual(t, len(s.stored().state), 300, "bytes")
}

// BenchmarkMoment wakes silent customers at one instant: as many as the environment
// variable MOMENT_CUSTOMERS says, else ten thousand. Every rule answers.
func BenchmarkMoment(b *testing.B) {
	customers := 10_000
	if n, err := strconv.Atoi(os.Getenv("MOMENT_CUSTOMERS")); err == nil {
		customers = n
	}
	rules := rulesFrom(b, feastRules)
	now := timeAt("11-13 10:00")
	engine, err := New(rules, Options{Store: NewMemoryOf(4), ConditionOff: true, Now: func() time.Time { return now }})
	require.NoError(b, err)
	for i := range customers {
		for _, e := range boughtTwice(fmt.Sprintf("customer-%07d", i), born(1960+i%40, 1+i%12, 1+i%28)) {
			if _, err := engine.Handle(b.Context(), e); err != nil {
				b.Fatal(err)
			}
		}
	}
	// Long after both orders, the same day of every month.
	now = timeAt("11-13 10:00").AddDate(0, 6, 0)
	if _, err := engine.Advance(b.Context(), now); err != nil {
		b.Fatal(err)
	}
	month := time.Date(2027, 5, 18, 10, 0, 0, 0, tiexin.Shanghai())
	b.ResetTimer()
	for range b.N {
		now = month
		out, err := engine.Advance(b.Context(), now)
		if err != nil || len(out) < customers {
			b.Fatal(len(out), err)
		}
		month = month.AddDate(0, 1, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(customers), "ns/customer")
}
