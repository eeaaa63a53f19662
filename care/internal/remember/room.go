package remember

import "github.com/tiexin-go/tiexin/care/internal/ask"

// What a memory was about is used again for the next customer: a shard decodes
// thousands a second.

// reset makes the memory that of a customer never heard of. Its parts keep their
// room.
func (c *Customer) reset() {
	for _, o := range c.Orders {
		c.spareFirings = append(c.spareFirings, o.Firings...)
	}
	for _, p := range c.Parcels {
		c.spareFirings = append(c.spareFirings, p.Firings...)
	}
	for _, h := range c.Chats {
		c.spareFirings = append(c.spareFirings, h.Firings...)
	}
	for _, k := range c.Children {
		c.spareFirings = append(c.spareFirings, k.Firings...)
	}
	c.spareFirings = append(c.spareFirings, c.Firings...)
	c.spareFirings = keep(c.spareFirings)
	c.spareOrders = keep(append(c.spareOrders, c.Orders...))
	c.spareParcels = keep(append(c.spareParcels, c.Parcels...))
	c.spareChats = keep(append(c.spareChats, c.Chats...))
	c.spareChildren = keep(append(c.spareChildren, c.Children...))
	c.Subject.reset(ask.Customer, "")
	c.Picture.reset()
	c.Now, c.Moments, c.LastSaid, c.mark, c.Forgotten, c.TimesForgotten = 0, 0, 0, 0, 0, 0
	c.Stage, c.MovedAt = 0, 0
	c.Into, c.HandingOver, c.Elsewhere, c.Absorbed = "", false, false, nil
	clear(c.Consents)
	c.Tally, c.Consents, c.tagged = Tally{paid: c.Tally.paid[:0], back: c.Tally.back[:0]}, c.Consents[:0], nil
	c.Loose, c.Slots, c.Merges, c.Answers = c.Loose[:0], c.Slots[:0], c.Merges[:0], nil
	c.Orders, c.Parcels, c.Chats, c.Children = c.Orders[:0], c.Parcels[:0], c.Chats[:0], c.Children[:0]
	c.proofs, c.withdrawn, c.listings = nil, nil, nil
	c.base, c.tallied, c.said, c.saidBefore = 0, asRead{}, asRead{}, 0
	clear(c.packs)
	c.packs = c.packs[:0]
	c.seen, c.gone, c.bad = c.seen[:0], c.gone[:0], c.bad[:0]
	c.writer.Buf, c.reader = c.writer.Buf[:0], Reader{}
}

// mostSpare bounds what is held on to.
const mostSpare = 256

func keep[T any](spare []*T) []*T {
	if len(spare) > mostSpare {
		clear(spare[mostSpare:])
		return spare[:mostSpare]
	}
	return spare
}

// reset makes the picture one of nothing. Its parts keep their room.
func (p *Picture[T]) reset() {
	var nothing T
	p.Thing = nothing
	clear(p.stamps)
	clear(p.later)
	p.later, p.attrs, p.read = p.later[:0], p.attrs[:0], asRead{}
}

// again takes a spare one, or makes one.
func again[T any](spare *[]*T) *T {
	n := len(*spare)
	if n == 0 {
		return new(T)
	}
	one := (*spare)[n-1]
	*spare = (*spare)[:n-1]
	return one
}

func (c *Customer) newOrder(id string) *Order {
	o := again(&c.spareOrders)
	if id == "" && !o.Open() {
		return o // nobody looked into it, and its head is about to be read
	}
	o.Subject.reset(ask.Order, id)
	o.Picture.reset()
	o.Refunds = o.Refunds[:0]
	o.Thing.ID = id
	return o
}

func (c *Customer) newParcel(id, order string) *Parcel {
	p := again(&c.spareParcels)
	p.Order = order
	if id == "" && !p.Open() {
		return p
	}
	p.Subject.reset(ask.Parcel, id)
	p.Picture.reset()
	p.befell, p.beyond, p.scanned = p.befell[:0], p.beyond[:0], 0
	return p
}

func (c *Customer) newChat(id string) *Chat {
	h := again(&c.spareChats)
	h.Subject.reset(ask.Chat, id)
	h.Picture.reset()
	h.Opened, h.Talked, h.Trouble, h.Complained, h.Closed, h.Asked, h.Answered = 0, 0, 0, 0, 0, 0, 0
	return h
}
