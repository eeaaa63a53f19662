package care

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// JournalOptions make the engine write a journal (关怀日志) of each customer: decisions
// with their reasons, and the results of messages and tasks. A line is written in the
// commit of its decision, so each decision has exactly one.
//
// A line has ids and no text to the customer. With [Options.Seen] it has the values of
// conditions, with [Options.SeenPersonal] these values in clear and the texts, too.
// [Engine.Forget] removes the customer's whole journal.
type JournalOptions struct {
	// Keep is the time for which lines are kept. Run removes older ones, and so does
	// Advance. Default: 184 days, half a year. Complaints come within months, and personal
	// data should not be stored longer than needed.
	Keep time.Duration
	// Leave are the reasons of outcomes that are not written. An outcome whose condition
	// could not be evaluated is always written. Default, when nil: ConditionOff, by far
	// the most frequent. Empty and not nil: everything is written.
	Leave []Reason
}

const journalKept = 184 * 24 * time.Hour

// ErrNoJournal means that the store has no journals.
var ErrNoJournal = zh.Error("care: the store keeps no journals; use one that is a care.Journal, such as care.NewMemory() or those under care/store")

// journals makes the options of the journal whole, on a copy. The error says that the
// store cannot keep one.
func (o *Options) journals() error {
	if o.Journal == nil {
		return nil
	}
	if _, ok := o.Store.(Journal); !ok {
		return zh.Error("care: Options.Journal: %w", ErrNoJournal)
	}
	whole := *o.Journal
	if whole.Keep <= 0 {
		whole.Keep = journalKept
	}
	if whole.Leave == nil {
		whole.Leave = []Reason{ConditionOff}
	}
	o.Journal = &whole
	return nil
}

// Journal reads the journal of a customer from one time up to, and without, another,
// oldest line first. Zero times are the beginning and the end. Lines written under other
// ids of the person are included. It works for every customer, including those of other
// processes. The error is [ErrNoJournal] if the store has no journals.
func (e *Engine) Journal(ctx context.Context, key Key, from, to time.Time) ([]JournalLine, error) {
	who, mem, err := e.person(ctx, key)
	if err != nil {
		return nil, err
	}
	return e.journalOf(ctx, who, mem, from, to)
}

// journalOf is Journal of somebody whose ids are known.
func (e *Engine) journalOf(ctx context.Context, who Key, mem *remember.Customer, from, to time.Time) ([]JournalLine, error) {
	journal, ok := e.options.Store.(Journal)
	if !ok {
		return nil, ErrNoJournal
	}
	begin, end := int64(math.MinInt64), int64(math.MaxInt64)
	if !from.IsZero() {
		begin = from.UnixMilli()
	}
	if !to.IsZero() {
		end = to.UnixMilli()
	}
	rules := e.rules.Load().Set
	var lines []JournalLine
	for _, id := range append([]string{who.Customer}, mem.Absorbed...) {
		entries, err := entriesOf(ctx, journal, Key{who.Shop, id}, begin, end)
		if err != nil {
			return nil, zh.Error("care: the journal of customer %s: %w", id, err)
		}
		for _, one := range entries {
			l := JournalLine{At: time.UnixMilli(one.At).In(rules.Shop.Zone), Key: who, Body: one.Body}
			if id != who.Customer {
				l.As = id
			}
			l.read(rules)
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b JournalLine) int { return a.At.Compare(b.At) })
	return lines, nil
}

// journalPage is how many entries are read, or removed, at a time.
const journalPage = 500

// entriesOf reads all entries of a time. A page begins with the instant at which the one
// before it ended: entries of one instant may stand on both.
func entriesOf(ctx context.Context, journal Journal, key Key, from, to int64) ([]Entry, error) {
	var all []Entry
	for read := 0; ; { // so many of the page are known
		page, err := journal.Journal(ctx, key, from, to, read+journalPage)
		if err != nil {
			return nil, err
		}
		all = append(all, page[min(read, len(page)):]...)
		if len(page) < read+journalPage {
			return all, nil
		}
		from = page[len(page)-1].At
		read = len(page) - slices.IndexFunc(page, func(one Entry) bool { return one.At == from })
	}
}

// person is under which id a customer goes on, and what is remembered then, whoever owns
// the partition. Of somebody whose memory cannot be read it knows the id that was asked
// for.
func (e *Engine) person(ctx context.Context, key Key) (who Key, mem *remember.Customer, err error) {
	switch {
	case ctx == nil:
		return key, nil, errNoContext
	case e.isClosed():
		return key, nil, ErrClosed
	}
	shared, ok := e.options.Store.(Shared)
	if !ok {
		err = e.read(ctx, key, func(k Key, _ Record, m *remember.Customer) { who, mem = k, m })
		return readable(key, who, mem, err)
	}
	who, mem = key, new(remember.Customer)
	for range mostMoves {
		p, err := shared.Visit(ctx, PartitionOf(who, shared.Partitions()))
		if err != nil {
			return who, nil, err
		}
		records, err := p.Load(ctx, []Key{who})
		if err != nil {
			return who, nil, err
		}
		if mem, err = remember.Decode(records[0].State); err != nil || mem.Into == "" {
			return readable(key, who, mem, err)
		}
		who.Customer = mem.Into
	}
	return readable(key, who, mem, remember.ErrCorrupt)
}

// readable is what is known of a person although their memory may not be readable.
func readable(asked, who Key, mem *remember.Customer, err error) (Key, *remember.Customer, error) {
	if errors.Is(err, remember.ErrCorrupt) {
		return asked, new(remember.Customer), nil
	}
	return who, mem, err
}

// pruneEvery is how often journals are pruned.
const pruneEvery = time.Hour

// prune removes a page of what the journals have kept long enough, if it is time. Where
// there may be more it is time again at once.
func (e *Engine) prune(ctx context.Context) error {
	o, now := e.options.Journal, e.options.Now()
	if o == nil || !e.prunes.take(now.UnixMilli()) {
		return nil
	}
	n, err := e.options.Store.(Journal).Prune(ctx, now.Add(-o.Keep).UnixMilli(), journalPage)
	next := now.Add(pruneEvery).UnixMilli()
	switch {
	case err != nil:
		err = zh.Error("care: the journals could not be pruned: %w", err)
		next = now.Add(time.Minute).UnixMilli()
	case n == journalPage:
		next = 0
	}
	e.prunes.earlier(next)
	return err
}

// pruneAll prunes the journals in the background: as long as a page takes, so long it
// rests. While the clocks disagree nothing is removed.
func (e *Engine) pruneAll(ctx context.Context) error {
	guard := newClockGuard(e.options.Now())
	for {
		began, rest := time.Now(), longestSleep
		if guard.agrees(e.options.Now()) {
			if err := e.mishap(ctx, nil, e.prune(ctx)); err != nil {
				return err
			}
			rest = min(rest, e.prunes.until(e.options.Now()))
		}
		if err := pause(ctx, max(rest, time.Since(began)), nil); err != nil {
			return err
		}
	}
}
