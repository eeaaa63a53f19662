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
	c.spareFirings = append(c.spareFirings, c.Firings...)
	if len(c.spareFirings) > mostSpare {
		clear(c.spareFirings[mostSpare:])
		c.spareFirings = c.spareFirings[:mostSpare]
	}
	c.spareOrders = keep(append(c.spareOrders, c.Orders...))
	c.spareParcels = keep(append(c.spareParcels, c.Parcels...))
	c.spareChats = keep(append(c.spareChats, c.Chats...))
	self := c.Subject
	self.reset(ask.Customer, "")
	stamps := c.Picture.stamps
	clear(stamps)
	*c = Customer{
		Subject: self, Picture: newPicture(c.Picture), Loose: c.Loose[:0],
		Orders: c.Orders[:0], Parcels: c.Parcels[:0], Chats: c.Chats[:0], Slots: c.Slots[:0], Merges: c.Merges[:0], seen: c.seen[:0], gone: c.gone[:0],
		spareOrders: c.spareOrders, spareParcels: c.spareParcels, spareChats: c.spareChats, spareFirings: c.spareFirings, writer: c.writer, happened: c.happened[:0],
	}
	c.writer.Buf = c.writer.Buf[:0]
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

// newPicture is an empty picture with the room of an old one.
func newPicture[T any](old Picture[T]) Picture[T] {
	clear(old.stamps)
	return Picture[T]{stamps: old.stamps, attrs: old.attrs[:0]}
}

func (c *Customer) newOrder(id string) *Order {
	var o *Order
	if n := len(c.spareOrders); n > 0 {
		o = c.spareOrders[n-1]
		c.spareOrders = c.spareOrders[:n-1]
	} else {
		o = new(Order)
	}
	s := o.Subject
	s.reset(ask.Order, id)
	*o = Order{Subject: s, Picture: newPicture(o.Picture), Refunds: o.Refunds[:0]}
	o.Thing.ID = id
	return o
}

func (c *Customer) newParcel(id, order string) *Parcel {
	var p *Parcel
	if n := len(c.spareParcels); n > 0 {
		p = c.spareParcels[n-1]
		c.spareParcels = c.spareParcels[:n-1]
	} else {
		p = new(Parcel)
	}
	s := p.Subject
	s.reset(ask.Parcel, id)
	*p = Parcel{Subject: s, Order: order, Picture: newPicture(p.Picture), befell: p.befell[:0]}
	return p
}

func (c *Customer) newChat(id string) *Chat {
	var h *Chat
	if n := len(c.spareChats); n > 0 {
		h = c.spareChats[n-1]
		c.spareChats = c.spareChats[:n-1]
	} else {
		h = new(Chat)
	}
	s := h.Subject
	s.reset(ask.Chat, id)
	*h = Chat{Subject: s, Picture: newPicture(h.Picture)}
	return h
}
