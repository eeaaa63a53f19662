package care

import (
	"context"
	"sync/atomic"

	"github.com/tiexin-go/tiexin/care/internal/decide"
)

// Budgets are what customers of all partitions share. Over a store that several processes
// share, what each partition has spent stands in its note, and whoever spends says up to
// which serial it has read the notes: one that somebody else has spent since is refused
// with ErrStale, reads them again, and decides again.

// A purse is what the ledger knows of what was spent in all partitions of a shared store.
// Nil: the store is not shared, or the rules have no budget.
type purse struct {
	store  Shared
	ledger *decide.Ledger
	busy   turnstile   // passed while a batch is decided and written that may spend
	known  uint64      // the serial up to which it is known; while busy
	stale  atomic.Bool // it has to be read
}

func newPurse(store Shared, ledger *decide.Ledger) *purse {
	p := &purse{store: store, ledger: ledger, busy: newTurnstile()}
	p.stale.Store(true)
	return p
}

// purse is the engine's, for a batch that may spend.
func (s *shard) purse() *purse {
	if s.engine.replica == nil || len(s.rules.Budgets) == 0 {
		return nil
	}
	return s.engine.replica.purse
}

// enter begins a batch that may spend.
func (p *purse) enter(ctx context.Context) error {
	if p == nil {
		return nil
	}
	if err := p.busy.enter(ctx); err != nil {
		return err
	}
	err := p.read(ctx)
	if err != nil {
		p.busy.leave()
	}
	p.ledger.WasShort()
	return err
}

func (p *purse) leave() {
	if p != nil {
		p.busy.leave()
	}
}

// read reads what was spent, unless that is known. The purse is busy.
func (p *purse) read(ctx context.Context) error {
	if !p.stale.Swap(false) {
		return nil
	}
	number, err := p.store.Serial(ctx, expensesNote)
	if err == nil {
		err = p.readNotes(ctx)
	}
	if p.known = number; err != nil {
		p.stale.Store(true)
	}
	return err
}

func (p *purse) readNotes(ctx context.Context) error {
	notes, err := p.store.Notes(ctx, expensesNote)
	if err != nil {
		return err
	}
	for partition, note := range notes {
		if err := p.ledger.Decode(note, partition); err != nil {
			return err
		}
	}
	return nil
}

// check looks, where a budget bore something not and nothing was spent, whether others gave
// money back meanwhile. Else the store looks.
func (p *purse) check(ctx context.Context, written []*turn) error {
	if p == nil || !p.ledger.WasShort() || spends(written) {
		return nil
	}
	number, err := p.store.Serial(ctx, expensesNote)
	if err == nil && number != p.known {
		p.stale.Store(true)
		err = ErrStale
	}
	return err
}

// serial is what goes along with what is spent.
func (p *purse) serial() *Serial {
	if p == nil {
		return nil
	}
	return &Serial{Name: expensesNote, If: p.known}
}

// wrote notes what became of it.
func (p *purse) wrote(err error) {
	if p.known++; err != nil {
		p.stale.Store(true)
	}
}

// look reads what others have spent, for one who only asks.
func (p *purse) look(ctx context.Context) error {
	if err := p.busy.enter(ctx); err != nil {
		return err
	}
	defer p.busy.leave()
	p.stale.Store(true)
	return p.read(ctx)
}
