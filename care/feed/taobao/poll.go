package taobao

import (
	"context"
	"fmt"

	"github.com/tiexin-go/tiexin/care/feed"
)

// A Poller pulls messages from TOP, by taobao.tmc.messages.consume, and confirms the
// processed ones, by taobao.tmc.messages.confirm. The others come again.
type Poller struct {
	Client   *Client
	Source   *Source
	Group    string // group of users. Default: the default group
	Quantity int    // messages in one call, from 1 to 200. Default: 100
}

var _ feed.Puller = (*Poller)(nil)

// Name is the source's.
func (p *Poller) Name() string { return p.Source.Name() }

// Pull requests messages. A message whose trade cannot be read at the moment comes again,
// and does not block the others. If none can be read, that is an error.
func (p *Poller) Pull(ctx context.Context) (r feed.Reading, done func(context.Context) error, more bool, err error) {
	quantity := p.Quantity
	if quantity <= 0 {
		quantity = 100
	}
	body, err := p.Client.consume(ctx, p.Group, min(quantity, 200))
	if err != nil {
		return r, nil, false, err
	}
	all, err := bodies(body)
	if err != nil {
		return r, nil, false, fmt.Errorf("taobao.tmc.messages.consume: %w", err)
	}
	var ids []string
	trades := onceRead{Reader: p.Source.Trades}
	for _, b := range all {
		one, failed := p.Source.readOne(ctx, b, &trades)
		if failed != nil {
			err = failed
			continue
		}
		r.Add(one)
		if m, _ := open(b); digits(m.id) {
			ids = append(ids, string(m.id))
		}
	}
	if len(ids) == 0 {
		return r, nil, false, err
	}
	return r, func(ctx context.Context) error { return p.Client.confirm(ctx, p.Group, ids) }, err == nil && len(all) >= quantity, nil
}
