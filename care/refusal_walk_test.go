package care

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const walked = `
limits: {caps: {lots: {at_most: 999, per: day}}}
flows:
  ad: {title: 新品, about: order, when: order.paid, purpose: marketing, choose: all, via: [sms, mms, wangwang], rules: [{name: now, after: 1m, send: hi}, {name: later, after: 20m, send: [hi, {text: hi, after: 5m}]}]}
  tell: {title: 通知, about: order, when: order.paid, purpose: notice, merge: 10m, choose: all, via: [wangwang, sms], rules: [{name: now, after: 2m, send: hi}]}
  call: {title: 回访, about: order, when: order.paid, purpose: care, choose: all, rules: [{name: now, after: 1m, send: [{task: hi, form: call, via: [phone], within: 15m}, {text: hi, via: [sms]}]}]}
  visit: {title: 上门, about: order, when: order.shipped, purpose: notice, rules: [{name: now, send: {task: hi, form: visit, via: [visit, phone]}}]}
texts: {hi: 您好}
`

// A card is what a customer allowed and refused, as somebody would write it on a card who
// knows nothing of the engine.
type card struct {
	consents []tiexin.Consent
	blocked  bool
}

// allows reads the card: whoever is blocked hears nothing; a refusal holds until
// something newer allows; care and marketing want to be allowed.
func (s *card) allows(k channel.Kind, p tiexin.Purpose, now time.Time) bool {
	if s.blocked {
		return false
	}
	var yes, no time.Time
	for _, c := range s.consents {
		named := c.Channel == "" || c.Channel == k.String() || c.Refused && slices.Contains([]string{"sms mms", "mms sms"}, c.Channel+" "+k.String())
		switch {
		case !named || c.Purpose != "" && c.Purpose != p:
		case c.Refused && !c.At.Before(no):
			no = c.At
		case !c.Refused && !c.At.After(now) && c.At.After(yes):
			yes = c.At
		}
	}
	if !no.IsZero() && !yes.After(no) {
		return false
	}
	return !yes.IsZero() || p == tiexin.Notice || p == tiexin.Service
}

// Whatever customers say, and whenever, nothing is handed over that they do not allow
// at that moment, and no task stays with people that they do not allow.
func TestE9_怎么说怎么变_不该碰的人一个也不碰(t *testing.T) {
	stories := 300
	if testing.Short() {
		stories = 50
	}
	handed, kept, withdrawn := 0, 0, 0
	for seed := range stories {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		s := opens(t, walked)
		s.store = NewMemoryOf(1)
		s.restart(walked)
		cards := map[string]*card{"c0": {}, "c1": {}, "c2": {}}
		open := map[string]channel.Task{}
		desk := &listening{taken: func(task channel.Task) {
			require.True(t, cards[task.CustomerID].allows(task.Kind, task.Purpose, s.clock()), "story %d: a task for %s by %s, %s", seed, task.CustomerID, task.Kind, task.Purpose)
			open[task.ID], handed = task, handed+1
		}, back: func(id string) { delete(open, id); withdrawn++ }}
		s.engine.options.Tasks = desk
		n := 0
		tell := func(e tiexin.Event) {
			n++
			e.ID, e.At = fmt.Sprint("e", n), s.clock()
			_, err := s.engine.Handle(context.Background(), e)
			require.NoError(t, err)
		}
		speaks := func(c string) { // one of the things that a customer may say
			about, now := cards[c], s.clock()
			via := []string{"", "", "sms", "mms", "wangwang", "phone", "visit"}[r.IntN(7)]
			purpose := []tiexin.Purpose{"", "", tiexin.Marketing, tiexin.Notice, tiexin.Care}[r.IntN(5)]
			switch r.IntN(6) {
			case 0, 1, 2:
				tell(tiexin.Event{Type: tiexin.EventConsentGranted, Customer: tiexin.Customer{ID: c}, Consent: &tiexin.Consent{Channel: via, Purpose: purpose}})
				about.consents = append(about.consents, tiexin.Consent{Channel: via, Purpose: purpose, At: now})
			case 3, 4:
				tell(tiexin.Event{Type: tiexin.EventConsentRevoked, Customer: tiexin.Customer{ID: c}, Consent: &tiexin.Consent{Channel: via, Purpose: purpose}})
				about.consents = append(about.consents, tiexin.Consent{Channel: via, Purpose: purpose, At: now, Refused: true})
			default:
				if r.IntN(6) == 0 {
					tell(tiexin.Event{Type: tiexin.EventCustomerUpdated, Customer: tiexin.Customer{ID: c, Blocked: true}})
					about.blocked = true
				}
			}
		}
		s.during = func(string) { // the provider is slow, and the world goes on
			if r.IntN(3) == 0 {
				speaks(fmt.Sprint("c", r.IntN(3)))
			}
		}
		s.fails = func(id string, k channel.Kind) error {
			if r.IntN(4) == 0 {
				return []error{channel.ErrUndeliverable, fmt.Errorf("busy")}[r.IntN(2)]
			}
			return nil
		}
		s.engine.options.Senders = map[channel.Kind]channel.Sender{}
		for _, k := range automatic {
			s.engine.options.Senders[k] = channel.SenderFunc(func(ctx context.Context, m channel.Message) (channel.Receipt, error) {
				require.True(t, cards[m.CustomerID].allows(m.Kind, m.Purpose, s.clock()), "story %d: %s for %s by %s, %s", seed, m.ID, m.CustomerID, m.Kind, m.Purpose)
				handed++
				return s.send(ctx, m)
			})
		}
		for range 40 {
			c := fmt.Sprint("c", r.IntN(3))
			switch r.IntN(7) {
			case 0, 1:
				tell(ofOrder(tiexin.EventOrderPaid, fmt.Sprint("T", r.IntN(4)), []detail{by(c)}))
			case 2:
				tell(ofOrder(tiexin.EventOrderShipped, fmt.Sprint("T", r.IntN(4)), []detail{by(c)}))
			case 3:
				speaks(c)
			case 4: // a reply, and a task that was refused: they close the channel they are about
				if len(s.sent) > 0 {
					m := s.sent[r.IntN(len(s.sent))]
					tell(tiexin.Event{Type: tiexin.EventMessageReplied, Customer: tiexin.Customer{ID: m.CustomerID}, Message: &tiexin.MessageReport{ID: m.ID, Text: "退订"}})
					cards[m.CustomerID].consents = append(cards[m.CustomerID].consents, tiexin.Consent{Channel: m.Kind.String(), Refused: true, At: s.clock()})
				}
			case 5:
				for id, task := range open {
					tell(tiexin.Event{Type: tiexin.EventTaskRefused, Customer: tiexin.Customer{ID: task.CustomerID}, Task: &tiexin.TaskReport{ID: id}})
					cards[task.CustomerID].consents = append(cards[task.CustomerID].consents, tiexin.Consent{Channel: task.Kind.String(), Refused: true, At: s.clock()})
					delete(open, id)
					break
				}
			default:
				s.now.Add(int64(r.IntN(12*60_000) + r.IntN(2)))
				_, err := s.engine.Advance(context.Background(), s.clock())
				require.NoError(t, err)
			}
			for range 1 + r.IntN(2) {
				s.delivers()
			}
			for id, task := range open {
				if task.Deadline.IsZero() || task.Deadline.After(s.clock()) {
					require.True(t, cards[task.CustomerID].allows(task.Kind, task.Purpose, s.clock()) || s.waiting() > 0, "story %d: the task %s stays with people", seed, id)
					kept++
				}
			}
		}
	}
	require.Greater(t, handed, 5*stories, "the stories say something")
	require.Greater(t, kept, stories)
	require.Greater(t, withdrawn, stories/10)
}

// A listening desk takes tasks and takes them back.
type listening struct {
	taken func(channel.Task)
	back  func(id string)
}

func (l *listening) Open(_ context.Context, task channel.Task) error { l.taken(task); return nil }

func (l *listening) Withdraw(_ context.Context, id, _ string) error { l.back(id); return nil }
