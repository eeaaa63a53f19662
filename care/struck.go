package care

import (
	"context"

	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// strikerFor knows what is personal about a posting: what the message or task says
// and where it goes, and what is remembered of its customer. It strikes that out of
// what a provider, a desk or a panic says.
func (s *shard) strikerFor(ctx context.Context, p *Posting, body envelope) *discreet.Striker {
	striker := new(discreet.Striker)
	if m := body.Message; m != nil {
		tellAddress(striker, m.Address)
		striker.Addresses(m.Text)
		for _, value := range m.Values {
			striker.Words(value)
		}
	}
	if t := body.Task; t != nil {
		tellAddress(striker, t.Address)
		striker.Addresses(t.Script)
	}
	_ = s.engine.read(ctx, p.Key, func(_ Key, _ Record, mem *remember.Customer) { mem.TellPersonal(striker) })
	return striker
}

func tellAddress(s *discreet.Striker, a channel.Address) {
	s.Addresses(a.Phone.Number, a.Phone.OAID)
	if a.Kind != channel.Visit { // there it is the customer's id
		s.Addresses(a.To)
	}
}
