package kinds

import (
	"math"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/template"
)

// parcel is a parcel as a subject. It belongs to an order.
type parcel struct{}

func (parcel) see(v *View, s *Scene) {
	p := s.Memory.Parcel(v.ID)
	v.Parcel = p
	if o := s.Memory.Order(p.Order); o != nil {
		s.seeOrder(v, o)
	}
	v.Has = v.Has.With(ask.ThingParcel)
	t := &p.Thing
	province, city := v.destination()
	v.filled = v.filled.With(ask.ThingParcel)
	v.Facts.Parcel = ask.ParcelFacts{
		ID: p.ID, Carrier: t.Carrier, CarrierName: carrierName(p), Number: t.Number, Status: string(p.Status()), Province: province, City: city,
		Remote: province != "" && slices.Contains(s.Shop.Remote, province), Index: 1 + max(0, slices.Index(v.Parcels, p)), Count: max(1, len(v.Parcels)),
		Abnormal: p.Abnormal(), SignedBy: string(t.SignedBy),
	}
	if v.Born = p.ShippedAt(); v.Born == 0 {
		v.Born = math.MaxInt64
		for _, h := range p.Heard {
			v.Born = min(v.Born, h.First)
		}
	}
	if at, _ := p.EndedAt(); at != 0 {
		v.Ends = ask.At(at).Add(remember.ConfirmedLife)
		v.Over = s.Now >= v.Ends
	}
	s.parcelClocks(v, p)
}

func (s *Scene) parcelClocks(v *View, p *remember.Parcel) {
	over := ask.Reading{Phase: ask.Over}
	transit, overdue, scan, signed := over, over, over, ask.Reading{}
	switch at := p.ShippedAt(); {
	case p.OnItsWay():
		transit, scan, overdue = running(at), running(p.ScannedAt()), ask.Reading{}
		if due := s.dueAt(v, p); due != 0 && p.Status() != tiexin.ParcelReadyForPickup { // else it has arrived
			overdue = running(due)
			overdue.Start = ask.At(due)
		}
	case p.Left() == "":
		transit, overdue, scan = ask.Reading{}, ask.Reading{}, ask.Reading{}
	}
	refunding := v.Order != nil && v.Order.Refunding()
	switch at := p.SignedAt(); {
	case at != 0 && !refunding:
		signed = running(at)
	case at == 0 && p.Left() != "": // it went back, or is lost
		signed = over
	}
	v.Clocks[ask.InTransit], v.Clocks[ask.Overdue], v.Clocks[ask.SinceScan], v.Clocks[ask.SinceSigned] = transit, overdue, scan, signed
}

// dueAt is when the parcel ought to arrive, in milliseconds: as the order promises,
// as the parcel was promised or predicted, as it usually takes; 0: nobody can say.
func (s *Scene) dueAt(v *View, p *remember.Parcel) int64 {
	t := &p.Thing
	switch {
	case t.DueFrom == "promise" && !t.DueAt.IsZero():
		return t.DueAt.UnixMilli()
	case v.Order != nil && !v.Order.Thing.ArrivesBy.IsZero():
		return v.Order.Thing.ArrivesBy.UnixMilli()
	case !t.DueAt.IsZero():
		return t.DueAt.UnixMilli()
	}
	province, _ := v.destination()
	usual, known := s.Shop.OnTheWay(t.Carrier, carrierName(p), province)
	if !known || p.ShippedAt() == 0 {
		return 0
	}
	return p.ShippedAt() + usual.Milliseconds()
}

// destination is where the parcel goes, as it says or as its order does.
func (v *View) destination() (province, city string) {
	t := &v.Parcel.Thing
	if t.Province != "" || t.City != "" || v.Order == nil {
		return t.Province, t.City
	}
	return v.Order.Thing.Province, v.Order.Thing.City
}

func (parcel) ended(v *View, c ask.Stem) string {
	if left := v.Parcel.Left(); left != "" {
		return string(left)
	}
	_, event := v.Parcel.EndedAt()
	return string(event)
}

func (parcel) value(v *Values, n template.Name) (string, bool) {
	switch n {
	case template.Carrier, template.TrackingNumber, template.DueAt, template.ArrivedAt, template.OutAt, template.SignedAt:
		return v.parcel(n)
	case template.ShippedAt:
		return v.time(timeIn(v.Views[0].Parcel.ShippedAt(), v.Scene.Shop.Zone))
	case template.Province:
		province, _ := v.Views[0].destination()
		return text(province)
	case template.City:
		_, city := v.Views[0].destination()
		return text(city)
	case template.District:
		if district := v.Views[0].Parcel.Thing.District; district != "" || v.Views[0].Order == nil {
			return text(district)
		}
		return text(v.Views[0].Order.Thing.District)
	}
	return "", false
}

// OnlyParcel is the parcel that the subject is, or the one its order has; nil: there is
// none, or there are several.
func (v *View) OnlyParcel() *tiexin.Parcel {
	switch {
	case v.Kind == ask.Parcel:
		return &v.Parcel.Thing
	case v.Kind == ask.Order && len(v.Parcels) == 1:
		return &v.Parcels[0].Thing
	}
	return nil
}

// parcels are those spoken about, in the order of their numbers: the subjects
// themselves, or all of the orders spoken about.
func (v *Values) parcels() []*remember.Parcel {
	var all []*remember.Parcel
	for _, view := range v.Views {
		if view.Kind == ask.Parcel {
			all = append(all, view.Parcel)
		} else {
			all = append(all, view.Parcels...)
		}
	}
	slices.SortStableFunc(all, func(a, b *remember.Parcel) int { return strings.Compare(a.Thing.Number, b.Thing.Number) })
	return all
}

// parcel fills a placeholder about the parcels spoken about: all of them named, the
// latest of their times.
func (v *Values) parcel(n template.Name) (string, bool) {
	all := v.parcels()
	if len(all) == 0 {
		return "", false
	}
	switch n {
	case template.Carrier:
		return joined(all, carrierName)
	case template.TrackingNumber:
		return joined(all, func(p *remember.Parcel) string { return p.Thing.Number })
	}
	last := int64(0)
	for _, p := range all {
		at := int64(0)
		switch n {
		case template.DueAt:
			at = v.Scene.dueAt(v.viewOf(p), p)
		case template.ArrivedAt:
			at = p.ArrivedAt()
		case template.OutAt:
			at = p.OutAt()
		default:
			at = p.SignedAt()
		}
		last = max(last, at)
	}
	at := timeIn(last, v.Scene.Shop.Zone)
	if n == template.DueAt {
		return v.arrival(at)
	}
	return v.time(at)
}

// viewOf is a view of a parcel that is spoken about, as far as its destination and
// its promise go.
func (v *Values) viewOf(p *remember.Parcel) *View {
	return &View{Kind: ask.Parcel, Parcel: p, Order: v.Scene.Memory.Order(p.Order)}
}

// joined are the words of some parcels, each once; nothing when one has none.
func joined(all []*remember.Parcel, word func(*remember.Parcel) string) (string, bool) {
	var words []string
	for _, p := range all {
		w := word(p)
		if w == "" {
			return "", false
		}
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, "、"), true
}

// carrierName is what people call the carrier; empty: nobody told, and the code is
// not known.
func carrierName(p *remember.Parcel) string {
	if p.Thing.CarrierName != "" {
		return p.Thing.CarrierName
	}
	return carriers[p.Thing.Carrier]
}

// carriers are the usual codes with the names that people know.
var carriers = map[string]string{
	"shunfeng": "顺丰速运", "zhongtong": "中通快递", "yuantong": "圆通速递", "shentong": "申通快递", "yunda": "韵达快递", "ems": "EMS",
	"jd": "京东快递", "debangkuaidi": "德邦快递", "jtexpress": "极兔速递", "huitongkuaidi": "百世快递", "youzhengguonei": "邮政快递",
}
