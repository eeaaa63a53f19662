package care

import (
	"context"
	"errors"
	"slices"
	"time"
)

// A Past is the journal of one customer for a period in the past. It shows decisions, sent
// messages, withheld messages with their reasons, and the results of sent ones. Its content
// is that of the journal: see [JournalOptions].
type Past struct {
	Key Key `json:"key"`
	// Asked is the requested id, if the customer is kept under another Key. Also are all
	// ids that were merged with it, whose journals are included.
	Asked string    `json:"asked,omitempty"`
	Also  []string  `json:"also,omitempty"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"` // end of the period, not included
	// Kept is true if there is a journal. Since is the time up to which older lines are
	// removed for all customers. Zero: unknown.
	Kept  bool      `json:"kept"`
	Since time.Time `json:"since,omitzero"`
	// Begins is the time of the first line of this customer's journal, in any period. Zero:
	// it has none.
	Begins time.Time `json:"begins,omitzero"`
	// Forgotten is the time when the customer, and the journal with them, was forgotten.
	// Zero: never.
	Forgotten time.Time `json:"forgotten,omitzero"`

	// Before is the state at the start of the period. For each rule and subject it has the
	// last decision, if that was to wait, or to send nothing within the fourteen days
	// before. It also has the last message or task.
	Before []JournalLine `json:"before,omitempty"`
	// Lines are all lines of the period.
	Lines []JournalLine `json:"lines,omitempty"`
	// End is the state at the end of the period, as Before but without the last message.
	End []JournalLine `json:"end,omitempty"`
	// Later are the later news of the messages and tasks that were decided in the period.
	Later []JournalLine `json:"later,omitempty"`
	// Stopped explains why some of them still wait: their channels and wordings that this
	// process has stopped. ExplainAt sets it, PastOf cannot.
	Stopped []Stopped `json:"stopped,omitempty"`

	rules *Rules // nil: unknown
}

// standsFor is how long a silence is told of as how things stand.
const standsFor = 14 * 24 * time.Hour

// ExplainAt shows from the journal what [Engine.Explain] cannot: the decisions about a
// customer from one time up to, and without, another. It includes withheld messages with
// their reasons, and the results of sent ones. Zero times are the beginning of the journal
// and this moment. [Past.Write] says so if the journal does not reach back that far, or
// does not exist.
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

// PastOf is ExplainAt for lines from elsewhere: of one customer, or of many, of which it
// uses one. The rules give the titles of rules and limits; they may be nil.
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
