package care

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// Incidents and arrivals concern everybody, and so does the approval of what is said
// about an incident. Each partition has a record of them, as a note: Handle writes it into
// all partitions, and a sweep takes everybody there (see sweep.go).

const (
	// announcedFor is how long an incident is known: longer than anything said about it
	// may wait. An arrival is known until everybody has heard of it.
	announcedFor = remember.ConfirmedLife + 10*24*time.Hour
	// mostAnnounced is how much a partition takes that not everybody has heard of.
	mostAnnounced = 1000
	// mostTaken is of how many events about everybody the ids are known.
	mostTaken = 1024
	// mostBrought bounds in bytes what is kept of an incident or an arrival for every
	// customer whom it concerns.
	mostBrought = 4 << 10
)

var errTooMany = zh.Error("incidents and arrivals are stored already")

// announce takes in an event about everybody: it is in every partition, or in its inbox
// where another process has it, or the error says that it may not be. Again is safe.
func (e *Engine) announce(ctx context.Context, event *tiexin.Event) error {
	shards, err := e.open(ctx)
	if err != nil {
		return err
	}
	e.announcing.Lock()
	defer e.announcing.Unlock()
	rules := e.rules.Load()
	away := map[int]bool{}
	for n, s := range shards { // nothing is written where one would refuse
		if s != nil {
			err = s.announce(ctx, event, rules, false, 0)
		}
		if away[n] = s == nil || e.lost(s, err); !away[n] && err != nil {
			return err
		}
	}
	if err := e.postForAll(ctx, event, func(n int) bool { return away[n] }); err != nil {
		return err
	}
	for n, s := range shards {
		if away[n] {
			continue
		}
		if err = s.announce(ctx, event, rules, true, 0); e.lost(s, err) {
			err = e.postForAll(ctx, event, func(of int) bool { return of == n })
		}
		if err != nil {
			return err
		}
	}
	e.counts.events.Add(1)
	nudge(e.swap)
	return nil
}

// postForAll puts an event about everybody into the inboxes of some partitions.
func (e *Engine) postForAll(ctx context.Context, event *tiexin.Event, some func(partition int) bool) error {
	if e.replica == nil {
		return nil
	}
	body, err := letterOf(event)
	if err != nil {
		return err
	}
	letters := slices.DeleteFunc(addressed(event, body, len(e.replica.nobody)), func(l Letter) bool { return !some(l.Partition) })
	if len(letters) == 0 {
		return nil
	}
	return e.replica.store.Post(ctx, letters...)
}

// announce changes the record of the partition by an event, or looks only whether that is
// possible. A letter that brought the event leaves the inbox with that; 0: none did.
func (s *shard) announce(ctx context.Context, event *tiexin.Event, rules *decide.Rules, write bool, letter int64) error {
	if err := s.busy.enter(ctx); err != nil {
		return err
	}
	defer s.busy.leave()
	if err := s.loadAnnounced(ctx); err != nil {
		return err
	}
	a := &s.announced
	var letters []int64
	if letter != 0 {
		letters = []int64{letter}
	}
	if _, taken := a.taken.Find(event.ID); taken {
		if letters == nil {
			return nil
		}
		_, err := s.lease.Apply(ctx, Tx{Taken: letters})
		return err
	}
	now := s.engine.options.Now()
	next, err := s.announcedAfter(event, rules, now)
	if err != nil || !write {
		return err
	}
	r := record{Number: next.Number, All: next.All, Taken: slices.Clone(a.taken)}
	taken := remember.Marks(r.Taken)
	taken.Note(event.ID, now.UnixMilli(), mostTaken)
	r.Taken = taken
	state, err := json.Marshal(&r)
	if err != nil {
		return zh.Error("care: event %s: %w", event.ID, err)
	}
	if _, err := s.lease.Apply(ctx, Tx{Notes: []Note{{Name: announcedNote, State: state}}, Taken: letters}); err != nil {
		a.stale = true
		return err
	}
	a.taken = taken
	a.now.Store(next)
	return nil
}

// announcedAfter is the record of the partition after an event.
func (s *shard) announcedAfter(event *tiexin.Event, rules *decide.Rules, now time.Time) (*decide.Announcements, error) {
	old := s.announced.now.Load()
	next := &decide.Announcements{Number: old.Number + 1, All: s.stillKnown(old, now)}
	if event.Type.Thing() == "message" {
		return next, rulesAbout(next, event, rules)
	}
	declared := decide.Announce(event)
	if n := declared.Size(); n > mostBrought {
		field := "incident"
		if event.Type == tiexin.EventCatalogArrived {
			field = "product"
		}
		return nil, refusal(event, field, fmt.Sprintf("has %d bytes, more than %d, which are kept for everybody whom it concerns; write a short name", n, mostBrought))
	}
	declared.Declared = next.Number
	i := slices.IndexFunc(next.All, func(a *decide.Announcement) bool { return a.What() == declared.What() })
	switch {
	case i < 0 && len(next.All) >= mostAnnounced:
		return nil, zh.Error("care: event %s: %d %w; let the sweep go on, and send it again", event.ID, len(next.All), errTooMany)
	case i < 0:
		next.All = append(next.All, declared)
	case next.All[i].At <= declared.At: // else it is an older picture of the incident
		known := next.All[i]
		declared.Rulings, declared.Ruled = known.Rulings, known.Ruled
		if declared.Incident.Withdrawn != known.Incident.Withdrawn {
			declared.Ruled = next.Number
		}
		next.All[i] = declared
	}
	return next, nil
}

// stillKnown is what still matters of a record: what not everybody has heard of, and
// incidents about which something may still wait.
func (s *shard) stillKnown(old *decide.Announcements, now time.Time) []*decide.Announcement {
	s.heeded.mu.Lock()
	heard := s.heeded.heard()
	s.heeded.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(old.All), func(a *decide.Announcement) bool {
		return max(a.Declared, a.Ruled) <= heard && (a.Incident == nil || now.UnixMilli()-a.At > announcedFor.Milliseconds())
	})
}

// rulesAbout notes what a person says of the words of a rule about an incident.
func rulesAbout(next *decide.Announcements, event *tiexin.Event, rules *decide.Rules) error {
	id, _ := decide.ParseShared(event.Message.ID)
	refuse := func(words string, args ...any) error {
		return refusal(event, "message.id", fmt.Sprintf(words, args...))
	}
	known := next.Find(id.Shop, id.Incident)
	if known == nil {
		return refuse("names the unknown incident %s; send incident.declared first", id.Incident)
	}
	r, held := rules.Rule(id.Rule)
	declines := event.Type == tiexin.EventMessageDeclined
	before := known.Rulings[id.Rule]
	switch {
	case !held || !slices.Contains(r.When, tiexin.EventIncidentDeclared):
		return refuse("names the rule %s; no rule of this path has when: incident.declared", id.Rule)
	case declines:
	case before != nil && before.Declined:
		return refuse("names something already declined; declare the incident again under another id")
	case id.Words != decide.Wording(r):
		return refuse("names a text that has changed since it was shown; check the new text and approve %s", decide.SharedID(id.Shop, r, id.Incident))
	}
	ruled := *known
	ruled.Ruled, ruled.Rulings = next.Number, maps.Clone(known.Rulings)
	if ruled.Rulings == nil {
		ruled.Rulings = map[string]*decide.Ruling{}
	}
	ruled.Rulings[id.Rule] = &decide.Ruling{Declined: declines, By: event.Message.By, Words: id.Words}
	next.All[slices.Index(next.All, known)] = &ruled
	return nil
}

// heedPage has the next customers of the partition take up what was announced. It says
// whether there may be more. When the rules change before everybody has been asked, it
// begins anew: everybody hears of it by the same rules.
func (s *shard) heedPage(ctx context.Context) (out []Outcome, more bool, err error) {
	if err := s.readAnnounced(ctx); err != nil {
		return nil, false, err
	}
	w, now, number := &s.heeded, s.engine.options.Now(), s.announced.number()
	rules := s.engine.rules.Load().Fingerprint()
	w.mu.Lock()
	switch {
	case w.Done && w.To < number:
		w.From, w.To = w.To, number
		w.begin(rules, now)
	case !w.Done && w.Rules != rules:
		w.To = number
		w.begin(rules, now)
	}
	done, after, from := w.Done, w.After, w.From
	w.mu.Unlock()
	if done {
		return nil, false, nil
	}
	return s.page(ctx, w, after, rules, input{heed: true, from: from, at: now.UnixMilli()}, "about an incident or an arrival")
}
