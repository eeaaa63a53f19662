package remember

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"
	"unsafe"
)

// Version stands at the beginning of every blob. A new field needs no new one; see
// record.go.
const Version = 7

// oldest is the first version that is read.
const oldest = 6

// The fields of a customer, beside those of every subject.
const (
	markKey      = 13<<1 | 1
	seenKey      = 14<<1 | 1
	goneKey      = 15<<1 | 1
	consentKey   = 16<<1 | 1
	labelKey     = 17<<1 | 1
	chatKey      = 18<<1 | 1
	looseKey     = 19<<1 | 1
	orderKey     = 20<<1 | 1
	parcelKey    = 21<<1 | 1
	packKey      = 22<<1 | 1
	slotKey      = 23<<1 | 1
	mergeKey     = 24<<1 | 1
	lastSaidKey  = 25 << 1
	forgottenKey = 26 << 1
	timesKey     = 27 << 1
	// 28 to 35 are those of the tally.
	intoKey        = 36<<1 | 1
	handingOverKey = 37 << 1
	absorbedKey    = 38<<1 | 1
	momentsKey     = 39 << 1
	childKey       = 41<<1 | 1
	withdrawnKey   = 42<<1 | 1
	stageKey       = 46 << 1
	movedKey       = 47 << 1
	answerKey      = 49<<1 | 1
	listedKey      = 50<<1 | 1
	nowKey         = 51 << 1
	badKey         = 52<<1 | 1
	elsewhereKey   = 53 << 1
)

// The times of a blob count from the same instant for a while, so that what nothing
// changes meanwhile is written as it was read. A small one is written anew each time.
const (
	sameBase = 30 * 24 * time.Hour
	small    = 1 << 10 // bytes
)

// movedFor is how long it matters when the stage last changed: longer than a care may be
// credited with a change.
const movedFor = 16 * 24 * time.Hour

// Encode writes the memory as a blob.
func (c *Customer) Encode() []byte {
	w := &c.writer
	if len(c.reader.Data) < small || c.Now < c.base || c.Now-c.base > sameBase.Milliseconds() {
		c.base = c.Now
	}
	w.Buf, w.now = w.Buf[:0], c.base
	w.Byte(Version)
	w.Int(c.base)
	if c.Now != c.base {
		w.signed(nowKey, c.Now)
	}
	c.Subject.put(w)
	c.Picture.put(w, customerFields)
	if c.mark != 0 {
		w.hash(markKey, c.mark)
	}
	c.seen.put(w, seenKey)
	c.gone.put(w, goneKey)
	c.bad.put(w, badKey)
	for i := range c.Consents {
		c.putConsent(w, &c.Consents[i])
	}
	for _, l := range c.tagged {
		at := w.Field(labelKey)
		w.Text(l.tag)
		w.instant(l.at)
		w.End(at, l.unknown)
	}
	for _, h := range c.Chats {
		h.put(w)
	}
	putHeard(w, looseKey, c.Loose)
	for _, o := range c.Orders {
		o.put(w)
	}
	known := knownOrders{w: w, all: c.Orders}
	for _, p := range c.Parcels {
		p.put(w, &known)
	}
	if !c.putSlotsAsRead(w) {
		c.putSlots(w)
	}
	for i := range c.Merges {
		c.Merges[i].put(w)
	}
	w.at(lastSaidKey, c.LastSaid)
	w.at(forgottenKey, c.Forgotten)
	w.number(timesKey, uint64(c.TimesForgotten))
	if !c.tallied.put(w) {
		c.Tally.put(w, &known)
	}
	w.text(intoKey, c.Into)
	w.yes(handingOverKey, c.HandingOver)
	w.yes(elsewhereKey, c.Elsewhere)
	for _, id := range c.Absorbed {
		w.text(absorbedKey, id)
	}
	if to := c.MomentsTo(); to != c.base {
		w.signed(momentsKey, to)
	}
	w.number(stageKey, uint64(c.Stage))
	if c.Now-c.MovedAt < movedFor.Milliseconds() {
		w.at(movedKey, c.MovedAt)
	}
	c.putChildren(w)
	for i := range c.Answers {
		c.Answers[i].put(w)
	}
	for i := range c.listings {
		c.listings[i].put(w)
	}
	w.Buf = append(w.Buf, c.unknown...)
	w.Byte(0)
	return bytes.Clone(w.Buf)
}

// Decode reads a blob into a memory of its own.
func Decode(blob []byte) (*Customer, error) {
	c := new(Customer)
	return c, c.Decode(blob)
}

// Decode reads a blob; an empty one is a customer never heard of. The memory holds
// on to the blob, which nobody may change.
func (c *Customer) Decode(blob []byte) error {
	c.reset()
	if len(blob) == 0 {
		return nil
	}
	c.Picture.begin(customerFields)
	r := &c.reader
	*r = Reader{Data: unsafe.String(&blob[0], len(blob))}
	switch v := r.Byte(); v {
	case Version:
		c.get(r)
	case oldest:
		c.getV6(r)
	default:
		return fmt.Errorf("care: %w: it has version %d, this library reads versions %d to %d", ErrCorrupt, v, oldest, Version)
	}
	c.Thing.Attr = attrMap(c.Picture.attrs)
	if !c.findable() {
		r.Fail("an order, a parcel, a chat or a child stands twice, or in the wrong place")
	}
	c.meetChildren(c.Now)
	if r.Err == nil && r.At != len(r.Data) {
		r.Fail("something follows its end")
	}
	return r.Err
}

// findable says that each order, parcel, chat and child can be found by its id.
func (c *Customer) findable() bool {
	for i := 1; i < len(c.Orders); i++ {
		if c.Orders[i-1].ID >= c.Orders[i].ID {
			return false
		}
	}
	for i := 1; i < len(c.Parcels); i++ {
		if c.Parcels[i-1].ID >= c.Parcels[i].ID {
			return false
		}
	}
	for i := 1; i < len(c.Chats); i++ {
		if c.Chats[i-1].ID >= c.Chats[i].ID {
			return false
		}
	}
	for i := 1; i < len(c.Children); i++ {
		if c.Children[i-1].ID >= c.Children[i].ID {
			return false
		}
	}
	return true
}

func (c *Customer) get(r *Reader) {
	c.Now = r.Int()
	c.base, r.now = c.Now, c.Now
	for {
		key, ok := r.Next()
		begins := r.field
		switch {
		case !ok:
			r.Fail("it ends early")
			return
		case key == 0:
			if c.Moments == c.Now {
				c.Moments = 0
			}
			return
		case c.take(key, r), c.Subject.take(key, r, c), c.Picture.take(key, r, customerFields):
		case c.Tally.take(key, r, c.Orders):
			c.tallied.add(r, begins)
		default:
			r.Unknown(key, &c.unknown)
		}
	}
}

// take reads a field that is one of a customer's own.
func (c *Customer) take(key uint64, r *Reader) bool {
	begins := r.field
	switch key {
	case nowKey:
		c.Now = max(c.Now, unzigzag(r.Uint())) // an older version leaves it as it was
	case markKey:
		c.mark = r.hash()
	case seenKey:
		c.seen = getMarks(r, c.seen)
	case goneKey:
		c.gone = getMarks(r, c.gone)
	case badKey:
		c.bad = getMarks(r, c.bad)
	case consentKey:
		c.getConsent(r)
	case labelKey:
		around := r.Enter()
		c.tagged = append(c.tagged, label{r.Text(), r.instant(), r.plain()})
		r.Leave(around)
	case chatKey:
		h := c.newChat("")
		h.get(r, c)
		c.Chats = append(c.Chats, h)
	case looseKey:
		c.Loose = getHeard(r, c.Loose)
	case orderKey:
		o := c.newOrder("")
		around := r.Enter()
		o.Thing.ID = o.head(r)
		r.Leave(around)
		c.Orders = append(c.Orders, o)
	case parcelKey:
		around := r.Enter()
		p := c.newParcel("", r.orderOf(c.Orders))
		p.head(r)
		r.Leave(around)
		c.Parcels = append(c.Parcels, p)
	case packKey:
		around := r.Enter()
		c.packs = append(c.packs, pack{r.instant(), r.instant(), r.Text(), r.plain()})
		r.Leave(around)
		c.said.add(r, begins)
	case slotKey:
		c.Slots = append(c.Slots, r.slot())
		c.said.add(r, begins)
		c.saidBefore = len(c.Slots)
	case mergeKey:
		c.Merges = append(c.Merges, getMerge(r))
	case lastSaidKey:
		c.LastSaid = r.instant()
	case forgottenKey:
		c.Forgotten = r.instant()
	case timesKey:
		c.TimesForgotten = int(r.Uint())
	case intoKey:
		c.Into = r.Text()
	case handingOverKey:
		c.HandingOver = r.Uint() != 0
	case elsewhereKey:
		c.Elsewhere = r.Uint() != 0
	case momentsKey:
		c.Moments = unzigzag(r.Uint())
	case stageKey:
		c.Stage = uint8(r.Uint())
	case movedKey:
		c.MovedAt = r.instant()
	case absorbedKey:
		c.Absorbed = append(c.Absorbed, r.Text())
	case childKey:
		c.getChild(r)
	case withdrawnKey:
		c.withdrawn = append(c.withdrawn, getWithdrawal(r))
	case answerKey:
		c.Answers = append(c.Answers, getAnswer(r))
	case listedKey:
		c.listings = append(c.listings, getListing(r))
	default:
		return false
	}
	return true
}

func (g *MergeWindow) put(w *Writer) {
	at := w.Field(mergeKey)
	w.Text(g.Flow)
	w.Uint(uint64(g.Step))
	w.instant(g.At)
	w.Text(g.Rule)
	w.Text(g.Subject)
	w.End(at, g.Unknown)
}

func getMerge(r *Reader) MergeWindow {
	around := r.Enter()
	defer r.Leave(around)
	return MergeWindow{r.Text(), int(r.Uint()), r.instant(), r.Text(), r.Text(), r.plain()}
}

// knownOrders are the orders of a blob, for what names an order: mostly it is one of
// them, and its place stands for its id.
type knownOrders struct {
	w    *Writer
	all  []*Order // sorted by id
	next int      // after the last that was named: mostly the next is named next
}

func (k *knownOrders) put(id string) {
	at, known := k.next, k.next < len(k.all) && k.all[k.next].ID == id
	if !known {
		at, known = slices.BinarySearchFunc(k.all, id, func(o *Order, id string) int { return cmp.Compare(o.ID, id) })
	}
	if !known {
		k.w.Uint(0)
		k.w.Text(id)
		return
	}
	k.w.Uint(uint64(at) + 1)
	k.next = at + 1
}

// orderOf reads what knownOrders wrote.
func (r *Reader) orderOf(all []*Order) string {
	switch i := r.Uint(); {
	case i == 0:
		return r.Text()
	case i > uint64(len(all)):
		r.Fail("an order is named that is not there")
		return ""
	default:
		return all[i-1].ID
	}
}
