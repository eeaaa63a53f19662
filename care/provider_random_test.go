package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

const manySMS = `
limits: {caps: {lots: {at_most: 99, per: day}}, budgets: {b: {at_most: 99.00, per: day}}}
flows: {f: {title: 短信, about: order, when: order.paid, purpose: notice, via: [sms], rules: [{name: r, send: hi}]}}
texts: {hi: 您好}
`

// What is known after a provider has reported on a customer's messages.
type reckoning struct {
	Slots    []remember.Slot
	Consents []tiexin.Consent
	Bad      []bool
	Spent    channel.Cost
}

func (s *shop) reckons() reckoning {
	s.t.Helper()
	mem := s.remembers("xiaowang")
	r := reckoning{Slots: mem.SlotsSince(0), Consents: mem.Consents, Spent: s.spent("b")}
	for _, n := range smsNumbers {
		r.Bad = append(r.Bad, mem.IsBad(channel.Address{Kind: channel.SMS, To: n}))
	}
	return r
}

var smsNumbers = []string{"13800000000", "13900000000", "13700000000"}

// Reports on messages to several numbers, in any order and any number, by senders that say
// what it cost or do not, leave the same behind: slots, money, refusals, bad numbers.
func TestE2_服务商的回执_乱序重复_记住的都一样(t *testing.T) {
	failures := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 5))
		receipts := map[string]channel.Receipt{}
		var said []tiexin.Event
		n := 2 + r.IntN(4)
		for i := range n {
			id := fmt.Sprintf("v1:/xiaowang/f/r/T%d/0/1", i)
			receipts[id] = channel.Receipt{Parts: r.IntN(3), Cost: channel.Cost(r.IntN(2) * r.IntN(2000))}
			kind, cause := tiexin.EventMessageDelivered, channel.Cause("")
			if r.IntN(3) == 0 {
				failures++
				kind, cause = tiexin.EventMessageFailed, []channel.Cause{"", channel.CauseAddress, channel.CauseRefused}[r.IntN(3)]
			}
			for j := range r.IntN(4) {
				e := reports(kind, id, number(smsNumbers[2]), named(fmt.Sprint(i, "-", j)), func(e *tiexin.Event) {
					e.At, e.Message.Channel, e.Message.Parts, e.Message.Reason = timeAt(fmt.Sprintf("+%ds", 30+7*i+j)), []string{"", "sms"}[r.IntN(2)], r.IntN(4), "说明"
				})
				if kind == tiexin.EventMessageFailed {
					e.Message.Final, e.Message.Cause = true, string(cause)
				}
				said = append(said, e)
			}
		}
		var first *reckoning
		for try := range 4 {
			s := opens(t, manySMS)
			s.receipt = func(m channel.Message) channel.Receipt { return receipts[m.ID] }
			story := slices.Clone(said)
			if try > 0 {
				story = shuffled(r, story)
				for _, e := range said {
					if r.IntN(3) == 0 {
						story = append(story, e)
					}
				}
			}
			early := 0
			if try > 1 {
				early = r.IntN(len(story) + 1)
			}
			for i := range n {
				s.hears(at("+0m", paid(fmt.Sprint("T", i), number(smsNumbers[i%2]))))
				if i < n-1 {
					s.delivers()
				}
			}
			s.at("+2m")
			s.during = func(string) { // while the last is on its way; what is refused then went anyway
				for ; early > 0 && story[0].Message.Cause != string(channel.CauseRefused); early-- {
					s.hears(story[0])
					story = story[1:]
				}
			}
			s.delivers()
			s.during = nil
			s.hears(story...)
			got := s.reckons()
			if first == nil {
				first = &got
				continue
			}
			require.Equal(t, *first, got, "seed %d, try %d: %v", seed, try, said)
		}
	}
	require.Greater(t, failures, 50)
}
