package care

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/care/internal/decide"
	"github.com/tiexin-go/tiexin/care/internal/remember"
)

// owed is what became of postings, and what their customers' memories could not be told: the
// store was away. It is told before anything else is handed over, so that nobody is written
// to twice, and that a customer who paid meanwhile is not taken for one who was never
// reminded. With the process it is lost, as a crash between send and report loses it.
type owed struct {
	mu  sync.Mutex
	all []owedReport // in the order in which they came
}

type owedReport struct {
	posting Posting
	report  decide.Report
}

// owe keeps a report that could not be told.
func (o *owed) owe(p *Posting, r decide.Report) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, owedReport{*p, r})
}

// takeAll takes what is owed, to tell it.
func (o *owed) takeAll() []owedReport {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.all
	o.all = nil
	return all
}

// take takes what is owed of a posting; nil: nothing is.
func (o *owed) take(posting string) *decide.Report {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.all {
		if o.all[i].posting.ID == posting {
			r := o.all[i].report
			o.all = append(o.all[:i:i], o.all[i+1:]...)
			return &r
		}
	}
	return nil
}

// settleOwed tells what is owed before the next batch is decided: the store may be back. What
// cannot be told yet, or goes on under another id, stays owed.
func (s *shard) settleOwed(ctx context.Context) {
	all := s.owed.takeAll()
	if len(all) == 0 {
		return
	}
	for some := range slices.Chunk(all, s.most()) {
		batch := make([]*input, len(some))
		for i := range some {
			r := some[i].report
			batch[i] = &input{key: some[i].posting.Key, report: &r}
		}
		s.settle(batch)
		var done []Resolution
		for i, in := range batch {
			one := &some[i]
			switch {
			case in.err != nil && !s.canOwe(in.err):
			case in.err != nil, in.moved != nil:
				s.owed.owe(&one.posting, one.report)
			case resolutionOf(in.report) != nil:
				done = append(done, *resolutionOf(in.report))
			}
		}
		if len(done) == 0 {
			continue
		}
		if err := s.lease.Resolve(ctx, done); err != nil {
			s.engine.counts.mishap(err, s.engine.options.Now())
		}
	}
}

// canOwe says that a report which met an error may be told later: the partition is still
// the engine's.
func (s *shard) canOwe(err error) bool { return !isFenced(err) && !errors.Is(err, errElsewhere) }

// tellOwed tells what is owed as the relay does, wherever the customer goes on.
func (s *shard) tellOwed(ctx context.Context, d *Delivery) error {
	all := s.owed.takeAll()
	for i := range all {
		one := &all[i]
		done, err := s.report(ctx, &one.posting, &one.report, d)
		if err == nil && done != nil {
			err = s.resolve(ctx, []Resolution{*done})
		}
		if err == nil || errors.Is(err, remember.ErrCorrupt) || errors.Is(err, errPanicked) {
			continue // a memory that cannot be read holds nobody else up
		}
		for _, later := range all[i+1:] {
			s.owed.owe(&later.posting, later.report)
		}
		return err
	}
	return nil
}
