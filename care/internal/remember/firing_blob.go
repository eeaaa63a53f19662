package remember

import (
	"math"

	"github.com/tiexin-go/tiexin/channel"
)

// The fields of a firing.
const (
	dueKey        = 1 << 1
	wasAskedKey   = 2 << 1
	occurrenceKey = 3 << 1
	stepKey       = 4 << 1
	stepAtKey     = 5 << 1
	saidKey       = 6 << 1
	viaKey        = 7 << 1
	untilKey      = 8 << 1
	shutKey       = 9 << 1
	shutBeforeKey = 10 << 1
	failureKey    = 11<<1 | 1
	reasonKey     = 12 << 1
	byKey         = 13<<1 | 1
	broughtKey    = 14<<1 | 1
	begunByKey    = 15<<1 | 1
	shownKey      = 16 << 1
	mergedKey     = 17 << 1
	apartKey      = 18 << 1
	approvedKey   = 19 << 1
	reviewingKey  = 20 << 1
	aliasKey      = 21<<1 | 1
	occasionKey   = 22 << 1
	announcedKey  = 24<<1 | 1
	claimKey      = 25<<1 | 1
	failedTooLate = 1 << 1 // of a failure
	aliasTimes    = 1 << 1 // of an alias
)

func (f *Firing) put(w *Writer) {
	at := w.Field(firingKey)
	w.Text(f.Rule)
	w.Uint(uint64(f.Number))
	w.Byte(byte(f.state))
	w.at(dueKey, f.Due)
	w.yes(wasAskedKey, f.Asked)
	w.number(occurrenceKey, uint64(f.Times))
	w.number(stepKey, uint64(f.Step))
	w.at(stepAtKey, f.StepAt)
	w.at(saidKey, f.Said)
	w.number(viaKey, uint64(f.Via))
	w.at(untilKey, f.Until)
	w.number(shutKey, uint64(f.Closed))
	w.number(shutBeforeKey, uint64(f.ClosedBefore))
	for i := range f.Failures {
		x := &f.Failures[i]
		failure := w.Field(failureKey)
		w.Byte(byte(x.Via))
		w.Text(x.Why)
		w.yes(failedTooLate, x.Late)
		w.End(failure, x.unknown)
	}
	w.number(reasonKey, uint64(f.Reason))
	w.text(byKey, f.By)
	w.text(broughtKey, f.Brought)
	w.text(begunByKey, f.Begun)
	w.number(shownKey, f.Shown)
	w.yes(mergedKey, f.Merged)
	w.yes(apartKey, f.Apart)
	w.yes(approvedKey, f.Approved)
	w.yes(reviewingKey, f.Reviewing)
	w.signed(occasionKey, f.Occasion)
	if f.Announced != 0 {
		w.hash(announcedKey, f.Announced)
	}
	if a := f.As; a != nil {
		alias := w.Field(aliasKey)
		w.Text(a.Customer)
		w.number(aliasTimes, uint64(a.Times))
		w.End(alias, a.unknown)
	}
	if c := f.Claim; c != nil {
		claim := w.Field(claimKey)
		w.Text(c.By)
		w.instant(c.At)
		w.End(claim, c.unknown)
	}
	w.End(at, f.unknown)
}

func (f *Firing) get(r *Reader) {
	around := r.Enter()
	f.Rule, f.Number, f.state = r.Text(), int(r.Uint()), State(r.Byte())
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		f.take(key, r)
	}
	f.check(r)
	r.Leave(around)
}

func (f *Firing) take(key uint64, r *Reader) {
	switch key {
	case dueKey:
		f.Due = r.instant()
	case wasAskedKey:
		f.Asked = r.Uint() != 0
	case occurrenceKey:
		f.Times = int(r.Uint())
	case stepKey:
		f.Step = int(r.Uint())
	case stepAtKey:
		f.StepAt = r.instant()
	case saidKey:
		f.Said = r.instant()
	case viaKey:
		f.Via = channel.Kind(r.Uint())
	case untilKey:
		f.Until = r.instant()
	case shutKey:
		f.Closed = channel.Set(r.Uint())
	case shutBeforeKey:
		f.ClosedBefore = channel.Set(r.Uint())
	case failureKey:
		f.Failures = append(f.Failures, getFailure(r))
	case reasonKey:
		f.Reason = Reason(min(r.Uint(), math.MaxUint8))
	case byKey:
		f.By = r.Text()
	case broughtKey:
		f.Brought = r.Text()
	case begunByKey:
		f.Begun = r.Text()
	case shownKey:
		f.Shown = r.Uint()
	case mergedKey:
		f.Merged = r.Uint() != 0
	case apartKey:
		f.Apart = r.Uint() != 0
	case approvedKey:
		f.Approved = r.Uint() != 0
	case reviewingKey:
		f.Reviewing = r.Uint() != 0
	case occasionKey:
		f.Occasion = unzigzag(r.Uint())
	case aliasKey:
		f.As = getAlias(r)
	case announcedKey:
		f.Announced = r.hash()
	case claimKey:
		around := r.Enter()
		f.Claim = &Claim{r.Text(), r.instant(), r.plain()}
		r.Leave(around)
	default:
		r.Unknown(key, &f.unknown)
	}
}

// check fails where no firing can be so.
func (f *Firing) check(r *Reader) {
	if f.state >= stateCount || f.Step < 0 || f.Times < 0 {
		r.Fail("a firing that cannot be")
	}
}

func getAlias(r *Reader) *Alias {
	around := r.Enter()
	a := &Alias{Customer: r.Text()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == aliasTimes {
			a.Times = int(r.Uint())
		} else {
			r.Unknown(key, &a.unknown)
		}
	}
	r.Leave(around)
	return a
}

func getFailure(r *Reader) Failure {
	around := r.Enter()
	x := Failure{Via: channel.Kind(r.Byte()), Why: r.Text()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == failedTooLate {
			x.Late = r.Uint() != 0
		} else {
			r.Unknown(key, &x.unknown)
		}
	}
	r.Leave(around)
	return x
}
