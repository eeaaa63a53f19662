package care

import (
	"context"
	"errors"
	"slices"
	"time"
)

// A Past is what was decided about one customer in a time that is over, what went, what
// was withheld and why, and what became of what went, as the journal has it. It holds
// what the journal holds: see [JournalOptions].
type Past struct {
	Key Key `json:"key"`
	// Asked is the id that was asked for, when the customer goes on under Key. Also are
	// all ids that were put together with it, whose journals are read along.
	Asked string    `json:"asked,omitempty"`
	Also  []string  `json:"also,omitempty"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"` // the time ends before it
	// Kept says that a journal is kept. Since is when what is kept of everybody begins:
	// older lines are removed. Zero: nobody knows.
	Kept  bool      `json:"kept"`
	Since time.Time `json:"since,omitzero"`
	// Begins is the first line of this customer's journal, whenever. Zero: it has none.
	Begins time.Time `json:"begins,omitzero"`
	// Forgotten is when the customer was forgotten, and the journal with them. Zero: never.
	Forgotten time.Time `json:"forgotten,omitzero"`

	// Before is how things stood when the time began: of each rule and subject what was
	// decided last, where that was to wait, or silence of the fourteen days before; and the
	// last message or task of all.
	Before []JournalLine `json:"before,omitempty"`
	// Lines are all of the time.
	Lines []JournalLine `json:"lines,omitempty"`
	// End is how things stood when the time ended, told as Before without the last message.
	End []JournalLine `json:"end,omitempty"`
	// Later is what became afterwards of the messages and tasks that were decided in the
	// time.
	Later []JournalLine `json:"later,omitempty"`
	// Stopped is why some of them still wait: the channels and wordings of theirs that this
	// process has stopped. ExplainAt says so, and PastOf cannot.
	Stopped []Stopped `json:"stopped,omitempty"`

	rules *Rules // nil: unknown
}

// standsFor is how long a silence is told of as how things stand.
const standsFor = 14 * 24 * time.Hour

// ExplainAt tells from the journal what [Engine.Explain] cannot see any more: what was
// decided about a customer from one instant to before another, what was withheld and why,
// and what became of it. The zero times are the beginning of the journal and this instant.
// Where the journal does not reach, or none is kept, [Past.Write] says so.
func (e *Engine) ExplainAt(ctx context.Context, key Key, from, to time.Time) (Past, error) {
	who, mem, err := e.person(ctx, key)
	if err != nil {
		return Past{}, err
	}
	lines, err := e.journalOf(ctx, who, mem, time.Time{}, time.Time{})
	if err != nil && !errors.Is(err, ErrNoJournal) {
		return Past{}, err
	}
	rules, now := e.rules.Load().Set, e.options.Now()
	if to.IsZero() {
		to = now.Add(time.Millisecond)
	}
	x, err := PastOf(rules, who, lines, from, to)
	if err != nil {
		return Past{}, err
	}
	if x.Also = slices.Clone(mem.Absorbed); who != key {
		x.Asked = key.Customer
	}
	if mem.Forgotten != 0 {
		x.Forgotten = time.UnixMilli(mem.Forgotten).In(rules.Shop.Zone)
	}
	x.Stopped = x.stops(e.Stopped())
	x.Kept = false
	if o := e.options.Journal; o != nil {
		x.Kept, x.Since = true, now.Add(-o.Keep).In(rules.Shop.Zone)
	}
	return x, nil
}

// PastOf is ExplainAt of lines that were read from elsewhere: those of one customer, or of
// many, of whom it looks at one. The rules say what rules and limits are called; they may
// be nil.
func PastOf(rules *Rules, key Key, lines []JournalLine, from, to time.Time) (Past, error) {
	lines = slices.DeleteFunc(slices.Clone(lines), func(l JournalLine) bool { return l.Key != key })
	slices.SortStableFunc(lines, func(a, b JournalLine) int { return a.At.Compare(b.At) })
	x := Past{Key: key, Kept: true, rules: rules}
	if len(lines) > 0 {
		x.Begins = lines[0].At
		if to.IsZero() {
			to = lines[len(lines)-1].At.Add(time.Millisecond)
		}
	}
	if from.IsZero() {
		if from = x.Begins; from.IsZero() || !from.Before(to) {
			from = to.Add(-24 * time.Hour)
		}
	}
	if !from.Before(to) {
		return Past{}, zh.Error("care: the time from %s to %s is empty; from has to be before to", from.Format(time.RFC3339), to.Format(time.RFC3339))
	}
	if rules != nil {
		from, to = from.In(rules.Shop.Zone), to.In(rules.Shop.Zone)
	}
	x.From, x.To = from, to
	begin, _ := slices.BinarySearchFunc(lines, from, func(l JournalLine, t time.Time) int { return l.At.Compare(t) })
	end, _ := slices.BinarySearchFunc(lines, to, func(l JournalLine, t time.Time) int { return l.At.Compare(t) })
	x.Before = standingBefore(lines[:begin], from)
	x.End = slices.DeleteFunc(standingBefore(lines[:end], to), func(l JournalLine) bool { return l.Decided.Goes() })
	x.Lines = lines[begin:end]
	x.Later = laterOf(x.Lines, lines[end:])
	return x, nil
}

// standingBefore is how things stood at the end of lines.
func standingBefore(lines []JournalLine, from time.Time) (stands []JournalLine) {
	type whom struct{ path, subject string }
	last, said := map[whom]int{}, -1
	for i := range lines {
		o := lines[i].Decided
		if o == nil || o.Verdict == Moved || o.Verdict == Billed || o.Verdict == Unknown {
			continue
		}
		if last[whom{o.Path(), o.Subject}] = i; o.Goes() {
			said = i
		}
	}
	for i := range lines {
		o := lines[i].Decided
		if i == said || o != nil && last[whom{o.Path(), o.Subject}] == i && o.standsAt(from) {
			stands = append(stands, lines[i])
		}
	}
	return stands
}

// standsAt says that an outcome explains a silence that begins later.
func (o *Outcome) standsAt(from time.Time) bool {
	recent := o.At.After(from.Add(-standsFor))
	switch o.Verdict {
	case Wait:
		return recent || o.Until.IsZero() || !o.Until.Before(from)
	case Skip:
		return recent && !slices.Contains([]Reason{ConditionOff, EarlierRule, AlreadySaid, Ended}, o.Reason)
	}
	return false
}

// laterOf are the news among later lines of what was decided in a time.
func laterOf(lines, later []JournalLine) (news []JournalLine) {
	decided := map[string]bool{}
	for i := range lines {
		if o := lines[i].Decided; o != nil && o.Said != nil {
			decided[o.Said.ID] = true
		}
	}
	for i := range later {
		if n := later[i].News; n != nil && decided[n.ID] {
			news = append(news, later[i])
		}
	}
	return news
}

// isDay says that the time is one whole day.
func (x *Past) isDay() bool {
	y, m, d := x.From.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, x.From.Location())
	return x.From.Equal(day) && x.To.Equal(day.AddDate(0, 0, 1))
}

// wentPast says that something waited until an instant before the time began, and nothing
// tells what came of it.
func (x *Past) wentPast(o *Outcome) bool {
	return o.Verdict == Wait && !o.Until.IsZero() && o.Until.Before(x.From) && o.At.Before(x.From)
}

// endedWith says that two outcomes tell of the same end of the same subject.
func (o *Outcome) endedWith(other *Outcome) bool {
	return o.Verdict == Skip && o.Reason == Ended && other.Verdict == Skip && other.Reason == Ended &&
		o.By == other.By && o.Subject == other.Subject && o.At.Equal(other.At) && len(o.Seen()) == 0 && len(other.Seen()) == 0
}
