package remember

import (
	"cmp"
	"slices"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A Customer is everything the engine remembers about one customer. It is loaded,
// changed by one step, and written back whole. The zero value is one never heard
// of.
type Customer struct {
	Subject // the customer as what a flow may be about

	Now      int64  // the latest instant a step looked from, in milliseconds
	Moments  int64  // up to here the moments of the calendar have begun what they begin; 0: up to Now
	LastSaid int64  // when anything was last said about anything
	mark     uint64 // of the rules that it was last asked by
	// Stage is 1 more than the stage that was last seen; 0: none was.
	Stage uint8
	// MovedAt is when a purchase or a contact last changed the stage, in milliseconds; 0: none
	// did, or so long ago that it does not matter.
	MovedAt int64
	// Forgotten is when everything but the refusals and the block was forgotten, in
	// milliseconds; 0: never.
	Forgotten      int64
	TimesForgotten int
	// Into is the id that the customer goes on under: this one is a pointer to it.
	// Empty: it is a customer of its own. HandingOver: the facts are still here, and the
	// other may not have them yet.
	Into        string
	HandingOver bool
	// Elsewhere says that an order of the customer's named another platform than Taobao and
	// Tmall: the nick may be from there.
	Elsewhere bool
	Absorbed  []string // the ids that point to this one and whose facts it has, sorted
	Picture[tiexin.Customer]
	Tally    Tally
	Consents []tiexin.Consent
	Loose    []Heard   // events that name no order: they concern all of them
	Orders   []*Order  // sorted by id
	Parcels  []*Parcel // sorted by id
	Chats    []*Chat   // sorted by id
	Children []*Child  // sorted by id: those that rules may look at, and those that they could
	Slots    []Slot    // the newest messages; see SlotsSince
	Merges   []MergeWindow
	Answers  []Answer // to announcements, in the order in which they came

	base int64 // the instant that the times of the blob count from; 0: it was not written yet

	packs  []pack  // the older messages, oldest first
	seen   Marks   // events that were taken in, by id
	gone   Marks   // orders that were forgotten
	bad    Marks   // addresses at which nobody is, by [AddressSum]
	tagged []label // added one by one since the list of tags, sorted
	// withdrawn are the consents that were revoked by their id, oldest first.
	withdrawn []withdrawal
	proofs    []proof   // consents of which more is known than this version reads
	listings  []listing // orders, then parcels, each sorted by id: see Lists
	tallied   asRead    // the tally
	said      asRead    // the messages, packed or not
	// saidBefore is how many of Slots were read with them.
	saidBefore int

	spareOrders   []*Order // to be used again
	spareParcels  []*Parcel
	spareChats    []*Chat
	spareChildren []*Child
	spareFirings  []*Firing
	happened      []Happening // room for news
	writer        Writer
	reader        Reader
	opener        Reader // of the frame that is opened
}

// A MergeWindow says when a step of a flow last spoke, and about whom.
type MergeWindow struct {
	Flow    string
	Step    int
	At      int64
	Rule    string // its name within the flow
	Subject string
	Unknown string // fields of a later version
}

// How long ids of events are remembered, and how many at most. Repeats that come
// later are still harmless: facts are put together regardless of order, and a
// firing is known by its rule and subject.
const (
	seenFor  = 72 * time.Hour
	seenMost = 64
)

// MomentsTo is up to which millisecond the moments of the calendar have begun what they
// begin.
func (c *Customer) MomentsTo() int64 {
	if c.Moments == 0 {
		return c.Now
	}
	return c.Moments
}

// Repeated says that the event was taken in before, and remembers it.
func (c *Customer) Repeated(id string, now int64) bool {
	sum := Hash(id)
	if c.seen.has(sum) {
		return true
	}
	c.seen.forget(now - seenFor.Milliseconds())
	c.seen.note(sum, now, seenMost)
	return false
}

// Order finds an order, and opens it; nil: it is not known.
func (c *Customer) Order(id string) *Order {
	i, found := slices.BinarySearchFunc(c.Orders, id, func(o *Order, id string) int { return cmp.Compare(o.ID, id) })
	if !found {
		return nil
	}
	c.openFrame(&c.Orders[i].Subject, c.Orders[i].get)
	return c.Orders[i]
}

// Parcel finds a parcel by its id, and opens it; nil: it is not known.
func (c *Customer) Parcel(id string) *Parcel {
	i, found := slices.BinarySearchFunc(c.Parcels, id, func(p *Parcel, id string) int { return cmp.Compare(p.ID, id) })
	if !found {
		return nil
	}
	c.openFrame(&c.Parcels[i].Subject, c.Parcels[i].get)
	return c.Parcels[i]
}

// Chat finds a chat by its id, and opens it; nil: it is not known.
func (c *Customer) Chat(id string) *Chat {
	i, found := slices.BinarySearchFunc(c.Chats, id, func(h *Chat, id string) int { return cmp.Compare(h.ID, id) })
	if !found {
		return nil
	}
	return c.Chats[i]
}

// ParcelsOf are the parcels of an order that are known so far, in the order in
// which they were shipped.
func (c *Customer) ParcelsOf(order string) []*Parcel { return c.AppendParcelsOf(nil, order) }

// AppendParcelsOf is ParcelsOf in a list that is empty and has room.
func (c *Customer) AppendParcelsOf(all []*Parcel, order string) []*Parcel {
	for _, p := range c.Parcels {
		if p.Order == order {
			all = append(all, p)
			if !p.Open() {
				c.openFrame(&p.Subject, p.get)
			}
		}
	}
	if len(all) < 2 {
		return all
	}
	slices.SortFunc(all, func(a, b *Parcel) int {
		x, y := a.ShippedAt(), b.ShippedAt()
		return cmp.Or(boolCompare(x == 0, y == 0), cmp.Compare(x, y), cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// AskedBy notes by which rules the customer is asked; mark stands for them. What was
// settled by others is open again.
func (c *Customer) AskedBy(mark uint64) {
	if c.mark != mark {
		c.each(func(s *Subject) { s.Settled = false })
		c.mark = mark
	}
}

// Find finds a subject of a kind; nil: it is not known.
func (c *Customer) Find(kind ask.Kind, id string) *Subject {
	switch kind {
	case ask.Customer:
		return &c.Subject
	case ask.Order:
		if o := c.Order(id); o != nil {
			return &o.Subject
		}
	case ask.Parcel:
		if p := c.Parcel(id); p != nil {
			return &p.Subject
		}
	case ask.Chat:
		if h := c.Chat(id); h != nil {
			return &h.Subject
		}
	case ask.Child:
		if k := c.Child(id); k != nil {
			return &k.Subject
		}
	}
	return nil
}

// Subjects visits everything flows may be about, the customer last. What is not
// open yet is opened only if wanted says so of it.
func (c *Customer) Subjects(wanted func(*Subject) bool, visit func(*Subject)) {
	for _, o := range c.Orders {
		if wanted(&o.Subject) {
			c.openFrame(&o.Subject, o.get)
			visit(&o.Subject)
		}
	}
	for _, p := range c.Parcels {
		if wanted(&p.Subject) {
			c.openFrame(&p.Subject, p.get)
			visit(&p.Subject)
		}
	}
	for _, h := range c.Chats {
		if wanted(&h.Subject) {
			visit(&h.Subject)
		}
	}
	for _, k := range c.Children {
		if wanted(&k.Subject) {
			visit(&k.Subject)
		}
	}
	if wanted(&c.Subject) {
		visit(&c.Subject)
	}
}

// Everything wants every subject.
func Everything(*Subject) bool { return true }

// Open says that the subject has been opened.
func (s *Subject) Open() bool { return s.frame == "" }

// Next is when a subject wants to be asked by time alone, opened or not.
func (s *Subject) Next() ask.Instant {
	if s.Open() {
		return s.Wakes.Next()
	}
	return s.next
}

// Wake is the next instant at which anything about the customer is due.
func (c *Customer) Wake() ask.Instant {
	next := c.Subject.Next()
	for _, o := range c.Orders {
		next = min(next, o.Next())
	}
	for _, p := range c.Parcels {
		next = min(next, p.Next())
	}
	for _, h := range c.Chats {
		next = min(next, h.Next())
	}
	for _, k := range c.Children {
		next = min(next, k.Next())
	}
	return next
}

// AddFiring remembers a rule that has something to do about a subject.
func (c *Customer) AddFiring(s *Subject, path string, number int) *Firing {
	f := c.newFiring()
	f.Subject, f.Rule, f.Number = s, path, number
	i, _ := slices.BinarySearchFunc(s.Firings, path, byRule)
	s.Firings = slices.Insert(s.Firings, i, f)
	return f
}

func (c *Customer) newFiring() *Firing {
	f := again(&c.spareFirings)
	*f = Firing{}
	return f
}

// MergeWindow finds when a step of a flow last spoke; nil: it did not.
func (c *Customer) MergeWindow(flow string, step int) *MergeWindow {
	for i := range c.Merges {
		if c.Merges[i].Flow == flow && c.Merges[i].Step == step {
			return &c.Merges[i]
		}
	}
	return nil
}

// InConversation says that a payment problem or a complaint is open.
func (c *Customer) InConversation() bool {
	return slices.ContainsFunc(c.Chats, func(h *Chat) bool { return max(h.Trouble, h.Complained) > h.Closed })
}

// How long what is over is remembered, so that late events find it.
const (
	overFor  = 100 * 24 * time.Hour
	chatFor  = 90 * 24 * time.Hour
	quietFor = 180 * 24 * time.Hour // a parcel of which nothing is heard any more, a child that is away
)

// goneMost is how many forgotten orders of a customer are still known to be so:
// what comes of them later is news of something long over, and nothing begins
// anew.
const goneMost = 64

// Gone says that an order was forgotten, and when.
func (c *Customer) Gone(order string) (at int64, gone bool) { return c.gone.Find(order) }

// Outgrown says that something is to be forgotten.
func (c *Customer) Outgrown(now int64) bool {
	outgrown := false
	c.each(func(s *Subject) { outgrown = outgrown || s.outgrown(now) })
	return outgrown
}

func (c *Customer) each(visit func(*Subject)) {
	for _, o := range c.Orders {
		visit(&o.Subject)
	}
	for _, p := range c.Parcels {
		visit(&p.Subject)
	}
	for _, h := range c.Chats {
		visit(&h.Subject)
	}
	for _, k := range c.Children {
		visit(&k.Subject)
	}
}

// outgrown says that nothing of the subject is due, and that its time is over.
func (s *Subject) outgrown(now int64) bool {
	return s.rests != 0 && now > s.rests && s.Next() >= ask.Forever
}

// Forget drops what no rule can ask for any more; limits is how long the longest
// window of a limit is, in milliseconds.
func (c *Customer) Forget(now, limits int64) {
	c.forgetSlots(now - limits)
	c.Merges = slices.DeleteFunc(c.Merges, func(g MergeWindow) bool { return now-g.At > limits })
	known := len(c.Orders)
	for _, o := range c.Orders {
		if o.Open() {
			o.rests = o.restsAt()
		}
		if o.outgrown(now) {
			c.gone.Note(o.ID, now, goneMost)
		}
	}
	for _, p := range c.Parcels {
		if p.Open() {
			p.rests = p.restsAt()
		}
	}
	for _, h := range c.Chats {
		h.rests = h.restsAt()
	}
	for _, k := range c.Children {
		k.rests = k.restsAt()
	}
	if c.Orders = slices.DeleteFunc(c.Orders, func(o *Order) bool { return o.outgrown(now) }); len(c.Orders) != known {
		c.tallied.changed() // it names them by their places
	}
	c.Parcels = slices.DeleteFunc(c.Parcels, func(p *Parcel) bool { return p.outgrown(now) })
	c.Chats = slices.DeleteFunc(c.Chats, func(h *Chat) bool { return h.outgrown(now) })
	c.Children = slices.DeleteFunc(c.Children, func(k *Child) bool { return k.outgrown(now) })
}

// BlockedSince is when the picture was taken that the customer is blocked by, in
// milliseconds; 0: the customer is not blocked.
func (c *Customer) BlockedSince() int64 {
	if !c.Thing.Blocked {
		return 0
	}
	return *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.BlockedBy))
}

// Tags are the labels of the customer, sorted.
func (c *Customer) Tags() []string {
	if len(c.tagged) == 0 {
		return c.Thing.Tags
	}
	tags := slices.Clone(c.Thing.Tags)
	for _, l := range c.tagged {
		tags = append(tags, l.tag)
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}
