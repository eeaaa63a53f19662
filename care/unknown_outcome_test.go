package care

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

var errHungUp = fmt.Errorf("%w: status 503", channel.ErrUnknownOutcome)

const thankYou = `
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [sms, wangwang], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`

const thankYouID = "v1:/xiaowang/f/r/T1/0/1"

// hungUp is a shop whose gateway took a message and hung up.
func hungUp(t *testing.T) *shop {
	s := opensJournal(t, thankYou)
	s.fails = func(string, channel.Kind) error { return errHungUp }
	s.hears(paid("T1"))
	assert.Equal(t, 1, s.delivers().Unknown)
	s.fails = nil
	return s
}

// past is the day as the journal tells it.
func (s *shop) past() (english, chinese string) {
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "xiaowang"}, morning.Add(-10*time.Hour), morning.Add(14*time.Hour))
	require.NoError(s.t, err)
	return aloud(s.t, x)
}

// explained is the customer as Explain tells it.
func (s *shop) explained() (x Explanation, text string) {
	x = s.explains()
	var b strings.Builder
	require.NoError(s.t, x.Write(&b))
	return x, b.String()
}

// A gateway has the message and hangs up: nobody says afterwards that it was handed over.
func Test不知道发没发出去_日志_事后_现在_都这么说(t *testing.T) {
	s := hungUp(t)
	assert.Equal(t, []string{
		"10:00 f/r T1 send sms",
		"10:00 outcome-unknown " + thankYouID + " sms unknown whether it was sent: status 503",
	}, s.journalOf("xiaowang"))

	english, chinese := s.past()
	assert.Contains(t, english, "\n  1 message may have been sent: no answer came\n")
	assert.Contains(t, english, "unknown whether it was sent by sms: status 503")
	assert.Contains(t, chinese, "\n  1 条消息不知道发没发出去\n")
	assert.Contains(t, chinese, "短信不知道发没发出去（status 503）")

	x, text := s.explained()
	require.Len(t, x.Said, 1)
	assert.Equal(t, "outcome-unknown", x.Said[0].Status)
	assert.Contains(t, text, "outcome unknown 2026-11-11 10:00:00 via sms: f")
	assert.Contains(t, text, "nothing: unknown whether it was sent by sms: no answer came, and it is not sent again")
	assert.NotContains(t, text, "handed over")
}

// What the provider reports later settles it, and it is not sent again meanwhile.
func Test不知道发没发出去_回执来了就清楚(t *testing.T) {
	t.Run("送到了", func(t *testing.T) {
		s := hungUp(t)
		s.delivers()
		s.at("+1h").hears(reports(tiexin.EventMessageDelivered, thankYouID))
		english, chinese := s.past()
		assert.Contains(t, english, "\n  1 message was sent\n")
		assert.Contains(t, chinese, "\n  发了 1 条消息\n")
		x, text := s.explained()
		assert.Equal(t, "delivered", x.Said[0].Status)
		assert.Contains(t, text, "it has been delivered by sms")
		s.handed()
	})
	t.Run("没送到,换一个渠道", func(t *testing.T) {
		s := hungUp(t)
		s.at("+1h").hears(reports(tiexin.EventMessageFailed, thankYouID, failedFor(channel.SMS)))
		s.delivers()
		english, _ := s.past()
		assert.Contains(t, english, "\n  1 message was sent\n")
		x, _ := s.explained()
		require.Len(t, x.Said, 1)
		assert.Equal(t, []string{"wangwang", "handed-over"}, []string{x.Said[0].Via, x.Said[0].Status})
		s.handed("wangwang T1 您好")
	})
}

// A receipt may come before the sender has given up waiting for the answer: then it is known
// that it went, and such messages stop no channel.
func Test不知道发没发出去_回执先到了_就是发了(t *testing.T) {
	s := opensJournal(t, thankYou)
	s.fails = func(string, channel.Kind) error { return errHungUp }
	who := by("c0")
	s.during = func(id string) { s.hears(reports(tiexin.EventMessageDelivered, id, who)) }
	for i := range 2 * jump {
		who = by(fmt.Sprint("c", i))
		s.hears(paid("T1", who))
		d := s.delivers()
		require.Equal(t, []int{1, 0}, []int{d.Sent, d.Unknown})
	}
	assert.Empty(t, s.engine.Stopped())
	h := s.health()
	assert.Equal(t, []int64{2 * jump, 0}, []int64{h.Sent["sms"], h.Failures["sms"].Unknown})
	for _, o := range s.observed {
		assert.NotEqual(t, Unknown, o.Verdict)
	}
	x, err := s.engine.ExplainAt(context.Background(), Key{Customer: "c1"}, morning, timeAt("+1h"))
	require.NoError(t, err)
	english, _ := aloud(t, x)
	assert.Contains(t, english, "\n  1 message was sent\n")
	assert.NotContains(t, english, "not known")
}

// The customer may have it: it counts for caps and budgets, and is counted apart from what
// was sent.
func Test不知道发没发出去_频次和预算照算_和发出去的分开数(t *testing.T) {
	s := opens(t, `
limits:
  caps: {daily: {at_most: 1, per: day}}
  budgets: {day: {at_most: 0.05, per: day}}
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`)
	s.fails = func(string, channel.Kind) error { return errHungUp }
	s.hears(paid("T1"))
	d := s.delivers()
	assert.Equal(t, []int{0, 1}, []int{d.Sent, d.Unknown})
	h := s.health()
	assert.Zero(t, h.Sent["sms"])
	assert.EqualValues(t, 1, h.Failures["sms"].Unknown)
	assert.Contains(t, s.log.String(), "unknown whether a message was sent")
	hasLines(t, s.at("+1h").hears(paid("T2")), "11:00 f/r T2 skip enough-already daily")
	hasLines(t, s.hears(paid("T3", by("xiaoli"))), "11:00 xiaoli f/r T3 skip over-budget day")
}

func Test不知道发没发出去_任务也分开数(t *testing.T) {
	s := opensJournal(t, withTasks)
	s.fails = func(string, channel.Kind) error { return errHungUp }
	s.hears(created("T1"))
	s.wakes("+5m")
	d := s.delivers()
	assert.Equal(t, []int{0, 0, 1}, []int{d.Sent, d.Tasks, d.Unknown})
	english, chinese := s.past()
	assert.Contains(t, english, "1 task may have been handed over: no answer came")
	assert.Contains(t, chinese, "1 件事不知道交没交出去")
}

// A gateway answers 503 to everything, and hangs up when it has the bytes.
func Test不知道发没发出去_突增_渠道停下(t *testing.T) {
	gone := &channel.Final{Reason: "空号"}
	for _, tt := range []struct {
		name   string
		before int                // customers whose messages arrive, as the provider reports
		sender func(i int) error  // what it says of the rest
		heard  func(i int) detail // what the provider reports of those; nil: nothing
		stops  string
	}{
		{"从头就503_停", 0, func(int) error { return errHungUp }, nil, `unknown whether messages to 20 of the last 20 customers were sent, the last of them because: .*status 503`},
		{"先前有回执,后来503_停", 20, func(int) error { return errHungUp }, nil, `messages to 20 of the last 40 customers were sent`},
		{"三成503_不停", 0, func(i int) error {
			if i%10 < 3 {
				return errHungUp
			}
			return nil
		}, nil, ""},
		{"一半503,一半空号_停", 0, func(i int) error {
			if i%2 == 0 {
				return errHungUp
			}
			return gone
		}, nil, `messages to 10 of the last 20 customers were sent, and messages to 10 failed for good`},
		{"应答丢了,回执说都到了_不停", 0, func(int) error { return errHungUp }, func(int) detail { return func(*tiexin.Event) {} }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opens(t, `
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`)
			for i := range tt.before {
				who := by(fmt.Sprint("b", i))
				out := s.hears(paid("T", who))
				s.delivers()
				s.hears(reports(tiexin.EventMessageDelivered, out[0].Said.ID, who))
			}
			taken := 0
			s.fails = func(string, channel.Kind) error {
				taken++
				return tt.sender(taken - 1)
			}
			for i := range 60 {
				who := by(fmt.Sprint("c", i))
				out := s.hears(paid("T", who))
				s.delivers()
				if tt.heard != nil {
					s.hears(reports(tiexin.EventMessageDelivered, out[0].Said.ID, who, tt.heard(i)))
				}
			}
			h := s.health()
			if tt.stops == "" {
				assert.Empty(t, h.Stopped)
				assert.Zero(t, h.Outbox)
				return
			}
			require.Len(t, h.Stopped, 1, "Health says so")
			assert.Regexp(t, tt.stops, h.Stopped[0].Why)
			assert.Equal(t, 60-taken, h.Outbox, "what waits keeps")
			assert.LessOrEqual(t, taken, jump)
			assert.Contains(t, s.log.String(), "a channel is stopped")
		})
	}
}

// One message tries a channel that was stopped: when nobody knows what became of it, the
// channel goes on resting, and longer.
func Test不知道发没发出去_停过以后试一条_还不知道就接着停(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		daytime()
		var answer atomic.Pointer[error]
		var tried atomic.Int32
		answers := func(err error) { answer.Store(&err) }
		answers(channel.ErrStopped)
		r := runs(t, twoChannels, Options{Parallel: 1}, func(r *nightshift) {
			r.failOf = func(channel.Message) error {
				tried.Add(1)
				return *answer.Load()
			}
		})
		for i := range 5 {
			r.hears(paid(fmt.Sprint("T", i), by(fmt.Sprint("c", i))))
		}
		time.Sleep(2 * time.Minute)
		require.Equal(t, int32(1), tried.Load())
		answers(errHungUp)
		time.Sleep(10 * time.Minute)
		require.Equal(t, int32(2), tried.Load(), "one, and no more")
		stopped := r.engine.Stopped()
		require.Len(t, stopped, 1)
		assert.Contains(t, stopped[0].Why, "unknown whether the trial message was sent: ")
		time.Sleep(10 * time.Minute)
		assert.Equal(t, int32(2), tried.Load(), "it rests longer")
		answers(nil)
		time.Sleep(11 * time.Minute)
		assert.Equal(t, int32(6), tried.Load())
		assert.Empty(t, r.engine.Stopped())
		r.ends()
	})
}

// Whoever watches the outcomes is told too: timeline and summary count it apart, once, and
// the journal has it only as what became of the message.
func Test不知道发没发出去_时间线和小结单独数(t *testing.T) {
	s := hungUp(t)
	last := s.observed[len(s.observed)-1]
	assert.Equal(t, []any{Unknown, Reason(0), thankYouID, channel.SMS}, []any{last.Verdict, last.Reason, last.Said.ID, last.Said.Via})
	data, err := json.Marshal(last)
	require.NoError(t, err)
	var read Outcome
	require.NoError(t, json.Unmarshal(data, &read))
	assert.Equal(t, last.String(), read.String())

	var b strings.Builder
	require.NoError(t, WriteTimeline(&b, slices.Values(s.observed), TimelineOptions{}))
	assert.Contains(t, b.String(), "unknown       sms  no answer came; it may have been sent\n")
	var sum Summary
	for i := range s.observed {
		sum.Add(&s.observed[i])
	}
	assert.Equal(t, []int{1, 1}, []int{sum.Total().Messages, len(sum.Unknown())})
	assert.Equal(t, Volume{Rule: "f/r", Via: channel.SMS, Times: 1, Parts: 1, Cost: 450, verdict: Unknown}, sum.Unknown()[0])
	b.Reset()
	require.NoError(t, sum.Write(&b))
	assert.Regexp(t, `(?m)^unknown +f/r +sms +1 +1 +0\.045$`, b.String())
	data, err = json.Marshal(sum)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"unknown":[{"rule":"f/r","via":"sms","times":1,"parts":1,"cost":"0.045"}]`)
}
