package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/imagine"
)

// withChildren gives the customers of an imagined shop children who come, go, and grow a
// month older at the midnight of their story; the guardian consents, or does not.
func withChildren(m *imagine.Shop, r *rand.Rand) {
	m.File = strings.NewReplacer("about: customer", "about: child", "has_tag('vip')", "child.months >= 6", "true\"", "child.months < 6 || child.gender == 'male'\"").Replace(m.File)
	consents := []string{"", "c1", "c2", "c2"}
	for i := range m.Events {
		e := &m.Events[i]
		if e.Type == tiexin.EventCustomerTagged || e.Type == tiexin.EventCustomerSignedIn || e.Type.Thing() == "consent" {
			e.Type = []tiexin.EventType{tiexin.EventConsentRevoked, tiexin.EventConsentGranted, tiexin.EventCustomerUpdated}[r.IntN(3)]
			e.Consent = &tiexin.Consent{ID: consents[1+r.IntN(3)], Channel: "mms"}
		}
		if e.Type != tiexin.EventCustomerUpdated && r.IntN(3) > 0 {
			continue
		}
		e.Customer.Children = []tiexin.Child{}
		for _, id := range []string{"k1", "k2", "k1"}[:r.IntN(4)] {
			day := m.Until.AddDate(0, -6, 0)
			born := tiexin.Date{Year: day.Year(), Month: int(day.Month()), Day: min(28, day.Day())}
			e.Customer.Children = append(e.Customer.Children, tiexin.Child{ID: id, Nick: id, Born: born, Expected: r.IntN(5) == 0, ConsentID: consents[r.IntN(4)]})
		}
	}
}

// E3: what wake-ups find about children is what asking every second finds. E9: nothing is
// said about a child that the newest picture does not show with a consent that stands.
func TestE3_E9_孩子们来来去去_醒来的时候跟每秒问一遍一样(t *testing.T) {
	t.Parallel()
	spoke := 0
	for seed := range stories(uint64(700)) {
		m := imagine.Make(seed)
		withChildren(m, rand.New(rand.NewPCG(seed, 9)))
		rules, ok := m.Rules()
		if !ok {
			continue
		}
		out := slices.Collect(Simulate(rules, m.Events, SimOptions{Until: m.Until, Fault: func(err error) { require.NoError(t, err) }}))
		every := newWalker(t, rules, SimOptions{})
		every.everySecond = true
		every.run(m.Events, m.Until)
		inferred, brute := sayings(out), sayings(every.out)
		slices.Sort(inferred)
		slices.Sort(brute)
		require.Equal(t, brute, inferred, "%s", m)
		for i := range out {
			if o := &out[i]; o.Goes() && o.About() == "child" {
				spoke++
				assert.True(t, mayBeSpokenOf(m.Events, o.Customer, o.Subject, o.At), "%s\n%s", told(o), m)
			}
		}
	}
	require.Greater(t, spoke, stories(20), "some speak about children")
}

// mayBeSpokenOf is E9 in a few words, for what had arrived. Of two pictures of one instant
// either may count.
func mayBeSpokenOf(events []tiexin.Event, customer, id string, at time.Time) bool {
	var newest []*tiexin.Event
	revoked, granted := map[string]time.Time{}, map[string]time.Time{}
	for i := range events {
		e := &events[i]
		if e.Customer.ID != customer || imagine.Arrival(e).After(at) {
			continue
		}
		switch {
		case e.Customer.Children == nil:
		case len(newest) == 0 || e.At.After(newest[0].At):
			newest = []*tiexin.Event{e}
		case e.At.Equal(newest[0].At):
			newest = append(newest, e)
		}
		said := map[tiexin.EventType]map[string]time.Time{tiexin.EventConsentRevoked: revoked, tiexin.EventConsentGranted: granted}[e.Type]
		if said != nil && e.At.After(said[e.Consent.ID]) {
			said[e.Consent.ID] = e.At
		}
	}
	return slices.ContainsFunc(newest, func(e *tiexin.Event) bool {
		known := 0
		for i, k := range e.Customer.Children {
			if k.ID != id {
				continue
			}
			if known++; k.ConsentID == "" || revoked[k.ConsentID].After(granted[k.ConsentID]) || slices.ContainsFunc(e.Customer.Children[:i], func(o tiexin.Child) bool { return o.ID == id && o != k }) {
				return false
			}
		}
		return known > 0
	})
}

// E2: news of children may come late, twice and in any order.
func TestE2_孩子的消息乱序重复迟到_说的都一样(t *testing.T) {
	rules := rulesFrom(t, `
limits: {quiet: {n: {hours: "03:00-03:01"}}, caps: {c: {at_most: 99, per: day}}}
flows:
  six: {title: 六个月, about: child, until: [customer.browsed], purpose: notice, via: [wangwang], rules: [{name: r, if: "minutes_since_order > 4 && child.months >= 6", send: [six, {text: six, after: 14h}]}]}
  seven: {title: 七个月, about: child, purpose: notice, via: [wangwang], choose: all, rules: [{name: r, if: "child.months in [7, 8]", send: six}]}
texts: {six: "#宝宝昵称#满#宝宝月龄#个月"}
`)
	spoke := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		events := []tiexin.Event{paid("T1")}
		for range 1 + r.IntN(5) {
			var children []tiexin.Child
			for _, id := range []string{"k1", "k2", "k1"}[:r.IntN(4)] {
				children = append(children, child(id, []string{"豆豆", ""}[r.IntN(2)], []string{"2026-05-11", "2026-04-12"}[r.IntN(2)], func(k *tiexin.Child) { k.ConsentID = []string{"", "c1", "c2"}[r.IntN(3)] }))
			}
			events = append(events, has(children...))
		}
		for range r.IntN(3) {
			kind := []tiexin.EventType{tiexin.EventConsentRevoked, tiexin.EventConsentGranted}[r.IntN(2)]
			events = append(events, consents(kind, "mms", []detail{func(e *tiexin.Event) { e.Consent.ID = []string{"c1", "c2"}[r.IntN(2)] }}))
		}
		for i, ms := range r.Perm(60_000)[:len(events)] {
			events[i].ID, events[i].At = fmt.Sprint("e", i), morning.Add(time.Duration(ms)*time.Millisecond)
		}
		slices.SortFunc(events, func(a, b tiexin.Event) int { return a.At.Compare(b.At) })
		inOrder := newWalker(t, rules, SimOptions{})
		inOrder.run(events, morning.Add(48*time.Hour))
		for range 4 {
			story := disturbed(r, events)
			other := newWalker(t, rules, SimOptions{})
			other.run(story, morning.Add(48*time.Hour))
			require.Equal(t, sayings(inOrder.out), sayings(other.out), "seed %d: %s\n%s\n%s\n%s", seed, &imagine.Shop{Events: events}, &imagine.Shop{Events: story}, strings.Join(lines(inOrder.out), "\n"), strings.Join(lines(other.out), "\n"))
		}
		spoke += len(sayings(inOrder.out))
	}
	require.Greater(t, spoke, 100)
}
