package remember

import (
	"cmp"
	"slices"
	"time"
	"unsafe"

	"github.com/tiexin-go/tiexin"
)

// A Picture is a thing put together from what events said about it. Each field
// is as the newest picture that knew it had it, so the order in which events
// arrive changes nothing.
type Picture[T any] struct {
	Thing  T
	stamps []int64 // by field: milliseconds of the picture it came from; 0 unknown
	attrs  []attr  // sorted by key
}

// guessed is the stamp of a time that no picture states and an event or a status
// implies: it is older than every picture.
const guessed = -1

// stamp is that of a field of the thing.
func (p *Picture[T]) stamp(fields []field[T], of unsafe.Pointer) *int64 {
	offset := uintptr(of) - uintptr(unsafe.Pointer(&p.Thing))
	return &p.stamps[slices.IndexFunc(fields, func(f field[T]) bool { return f.offset == offset })]
}

// guess fills in a time of the thing that no picture states. Of several guesses
// the earliest stays: what was so at noon may have been so before.
func (p *Picture[T]) guess(fields []field[T], t *time.Time, at time.Time) {
	stamp := p.stamp(fields, unsafe.Pointer(t))
	if *stamp == 0 || *stamp == guessed && at.Before(*t) {
		*stamp, *t = guessed, at
	}
}

// add takes over what a picture of an instant knows. It says whether anything
// changed.
func (p *Picture[T]) add(fields []field[T], from *T, stamp int64) (changed bool) {
	if p.stamps == nil {
		p.stamps = make([]int64, len(fields))
	}
	for i := range fields {
		f := &fields[i]
		if !f.known(from) {
			continue
		}
		if p.stamps[i] != 0 && (stamp < p.stamps[i] || stamp == p.stamps[i] && !f.wins(from, &p.Thing)) {
			continue
		}
		if !f.known(&p.Thing) || f.wins(from, &p.Thing) || f.wins(&p.Thing, from) {
			changed = true
		}
		f.assign(&p.Thing, from)
		p.stamps[i] = stamp
	}
	return changed
}

// put writes the known fields, each as number, number of its stamp, value. The
// stamps stand in front, because many fields share one.
func (p *Picture[T]) put(w *Writer, fields []field[T]) {
	var few [8]int64
	distinct, n := few[:0], 0
	for _, s := range p.stamps {
		if s != 0 {
			n++
			if !slices.Contains(distinct, s) {
				distinct = append(distinct, s)
			}
		}
	}
	w.Uint(uint64(len(distinct)))
	last := w.now
	for _, s := range distinct {
		w.Int(s - last)
		last = s
	}
	w.Uint(uint64(n))
	for i, s := range p.stamps {
		if s != 0 {
			w.Uint(uint64(i))
			w.Uint(uint64(slices.Index(distinct, s)))
			fields[i].put(w, &p.Thing)
		}
	}
	putAttrs(w, p.attrs)
}

func (p *Picture[T]) get(r *Reader, fields []field[T]) {
	if p.stamps == nil {
		p.stamps = make([]int64, len(fields))
	}
	var few [8]int64
	distinct, last := few[:0], r.now
	for range r.count() {
		last += r.Int()
		distinct = append(distinct, last)
	}
	for range r.count() {
		i, s := r.Uint(), r.Uint()
		if i >= uint64(len(fields)) || s >= uint64(len(distinct)) {
			r.Fail("an unknown field")
			return
		}
		fields[i].get(r, &p.Thing)
		p.stamps[i] = distinct[s]
	}
	p.attrs = getAttrs(r, p.attrs)
}

// The fields of a customer and an order that are remembered. The position of a
// field in its list is its number in the blob: new fields go to the end, and
// none is ever removed.

var customerFields = []field[tiexin.Customer]{
	withFlag(func(c *tiexin.Customer) *string { return &c.Nick }, func(c *tiexin.Customer) *bool { return &c.NickMasked }, false),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Name }),
	of(textCodec[tiexin.Gender](), func(c *tiexin.Customer) *tiexin.Gender { return &c.Gender }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Province }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.City }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.District }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Wangwang }),
	of(phoneCodec, func(c *tiexin.Customer) *tiexin.Phone { return &c.Mobile }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.WeChat }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Email }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Grade }),
	of(numberCodec[int64](), func(c *tiexin.Customer) *int64 { return &c.Points }),
	of(textCodec[string](), func(c *tiexin.Customer) *string { return &c.Discount }),
	of(textsCodec, func(c *tiexin.Customer) *[]string { return &c.Tags }),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.JoinedAt }),
	withFlag(func(c *tiexin.Customer) *string { return &c.BlockedBy }, func(c *tiexin.Customer) *bool { return &c.Blocked }, true),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.FirstOrderAt }),
	of(timeCodec, func(c *tiexin.Customer) *time.Time { return &c.LastOrderAt }),
	of(jsonCodec(func(v []tiexin.Identifier) bool { return len(v) > 0 }), func(c *tiexin.Customer) *[]tiexin.Identifier { return &c.IDs }),
	of(jsonCodec(func(v tiexin.Date) bool { return v != tiexin.Date{} }), func(c *tiexin.Customer) *tiexin.Date { return &c.Birthday }),
	of(jsonCodec(func(v []tiexin.Child) bool { return v != nil }), func(c *tiexin.Customer) *[]tiexin.Child { return &c.Children }),
	of(jsonCodec(func(v []tiexin.Dated) bool { return v != nil }), func(c *tiexin.Customer) *[]tiexin.Dated { return &c.Dates }),
}

var orderFields = []field[tiexin.Order]{
	of(textCodec[tiexin.Platform](), func(o *tiexin.Order) *tiexin.Platform { return &o.Platform }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Source }),
	of(textCodec[tiexin.OrderKind](), func(o *tiexin.Order) *tiexin.OrderKind { return &o.Kind }),
	of(textCodec[tiexin.OrderStatus](), func(o *tiexin.Order) *tiexin.OrderStatus { return &o.Status }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.CreatedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.DepositAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.PaidAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ShippedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.SignedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.SucceededAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ClosedAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ClosesAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ConfirmsAt }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ShipsBy }),
	of(timeCodec, func(o *tiexin.Order) *time.Time { return &o.ArrivesBy }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Amount }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Goods }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Discount }),
	of(numberCodec[tiexin.Money](), func(o *tiexin.Order) *tiexin.Money { return &o.Deposit }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Title }),
	of(numberCodec[int](), func(o *tiexin.Order) *int { return &o.Quantity }),
	of(itemsCodec, func(o *tiexin.Order) *[]tiexin.Item { return &o.Items }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Receiver }),
	of(phoneCodec, func(o *tiexin.Order) *tiexin.Phone { return &o.Mobile }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Province }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.City }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.District }),
	of(boolCodec, func(o *tiexin.Order) *bool { return &o.Gift }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Message }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.Reason }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.PayURL }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.URL }),
	of(textCodec[string](), func(o *tiexin.Order) *string { return &o.TrackURL }),
}

var parcelFields = []field[tiexin.Parcel]{
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.OrderID }),
	of(textsCodec, func(p *tiexin.Parcel) *[]string { return &p.Items }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.Carrier }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.CarrierName }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.Number }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.ShippedAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.PickedUpAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.ArrivedAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.OutAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.SignedAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.ReturnedAt }),
	of(timeCodec, func(p *tiexin.Parcel) *time.Time { return &p.DueAt }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.DueFrom }),
	of(textCodec[tiexin.SignedBy](), func(p *tiexin.Parcel) *tiexin.SignedBy { return &p.SignedBy }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.Province }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.City }),
	of(textCodec[string](), func(p *tiexin.Parcel) *string { return &p.District }),
}

var chatFields = []field[tiexin.Chat]{
	of(textCodec[string](), func(c *tiexin.Chat) *string { return &c.Agent }),
	of(textCodec[string](), func(c *tiexin.Chat) *string { return &c.Topic }),
	of(textCodec[string](), func(c *tiexin.Chat) *string { return &c.Product }),
	of(textCodec[string](), func(c *tiexin.Chat) *string { return &c.OrderID }),
	of(boolCodec, func(c *tiexin.Chat) *bool { return &c.Answered }),
	of(boolCodec, func(c *tiexin.Chat) *bool { return &c.Ordered }),
	of(numberCodec[int](), func(c *tiexin.Chat) *int { return &c.Score }),
	of(timeCodec, func(c *tiexin.Chat) *time.Time { return &c.OpenedAt }),
	of(timeCodec, func(c *tiexin.Chat) *time.Time { return &c.ClosedAt }),
}

// An attr is one of the host's own words about a thing, as the newest picture
// that named it had it: a picture changes only what it names.
type attr struct {
	key, value string
	at         int64 // of the picture, in milliseconds
}

// addAttrs takes over the host's own words of a picture; own is where the thing
// has them. Of more than an event may bring the newest stay.
func (p *Picture[T]) addAttrs(own *map[string]string, from map[string]string, stamp int64) (changed bool) {
	for key, value := range from {
		i, found := slices.BinarySearchFunc(p.attrs, key, func(a attr, key string) int { return cmp.Compare(a.key, key) })
		switch {
		case !found:
			p.attrs = slices.Insert(p.attrs, i, attr{key, value, stamp})
		case stamp < p.attrs[i].at || stamp == p.attrs[i].at && value <= p.attrs[i].value:
			continue
		default:
			p.attrs[i].at = stamp
			if p.attrs[i].value == value {
				continue
			}
			p.attrs[i].value = value
		}
		changed = true
	}
	for len(p.attrs) > tiexin.MaxAttrs {
		oldest := slices.MinFunc(p.attrs, func(a, b attr) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.key, b.key)) })
		p.attrs = slices.DeleteFunc(p.attrs, func(a attr) bool { return a.key == oldest.key })
	}
	if changed {
		*own = attrMap(p.attrs) // a new one: what was seen of the old one may still be told
	}
	return changed
}

func attrMap(attrs []attr) map[string]string {
	if len(attrs) == 0 {
		return nil
	}
	m := make(map[string]string, len(attrs))
	for _, a := range attrs {
		m[a.key] = a.value
	}
	return m
}

func putAttrs(w *Writer, attrs []attr) {
	last := w.now
	list(w, attrs, func(a attr) {
		w.Text(a.key)
		w.Text(a.value)
		w.Int(a.at - last)
		last = a.at
	})
}

func getAttrs(r *Reader, into []attr) []attr {
	last := r.now
	return readList(r, into, func() attr {
		a := attr{r.Text(), r.Text(), last + r.Int()}
		last = a.at
		return a
	})
}
