package learn

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/orderlog"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A History is what a shop knows of its past.
type History struct {
	Orders *orderlog.Log
	File   string // of the orders, as errors name it
	// Parcels and ParcelFile are the table of parcels; without a file, the orders say
	// what they can of theirs.
	Parcels    []orderlog.Parcel
	ParcelFile string
	AsOf       loyalty.Day // what is later is not seen; 0: the last day of the history
}

// A Part is what was learned: a part of a rule file.
type Part struct {
	From      []string  `json:"from"`  // the files
	AsOf      string    `json:"as_of"` // a day
	Orders    int       `json:"orders"`
	Customers int       `json:"customers"`
	Shop      []Section `json:"shop"`      // keys of the section shop
	Lifecycle []Section `json:"lifecycle"` // keys of the section lifecycle
}

// A Section is what was learned for one key.
type Section struct {
	Key   string    `json:"key"`
	About []string  `json:"about,omitempty"` // how it was found, in sentences
	Found []Finding `json:"found,omitempty"`
}

// A Finding is one number with its evidence, or why there is none.
type Finding struct {
	Under    string `json:"under,omitempty"`    // the carrier
	Name     string `json:"name,omitempty"`     // source, province, category; empty: the key has one number
	Value    string `json:"value,omitempty"`    // as the rule file has it; empty: nothing is written
	Evidence string `json:"evidence,omitempty"` // or why there is no number
}

func (s *Section) say(format string, args ...any) {
	s.About = append(s.About, fmt.Sprintf(format, args...))
}

// found says whether there is anything to write.
func (s *Section) found() bool {
	return slices.ContainsFunc(s.Found, written)
}

// past is a history as it was known on a day.
type past struct {
	*History
	day    loyalty.Day
	now    time.Time // the last second of the day
	orders []*orderlog.Order
	net    []loyalty.Purchase // that stand
	buyers []loyalty.History
}

// Learn finds a shop's numbers. The error names the rows of the files that cannot be
// meant, or says that there is no order by the day.
func Learn(h History) (*Part, error) {
	p := &past{History: &h, day: h.AsOf}
	if p.day == 0 {
		p.day = h.last()
	}
	p.now = calendar.DateOf(p.day.Time(), time.UTC).AddDays(1).Start(calendar.China).Add(-time.Second)
	customers := map[string]bool{}
	for _, o := range h.Orders.Orders {
		if !o.Placed.After(p.now) {
			p.orders = append(p.orders, o)
			customers[o.Customer] = true
		}
	}
	if len(p.orders) == 0 {
		return nil, zh.Error("%s: no orders by %s; name a later day", h.File, p.day)
	}
	part := &Part{From: []string{h.Orders.Name}, AsOf: p.day.String(), Orders: len(p.orders), Customers: len(customers)}
	if h.ParcelFile != "" {
		part.From = append(part.From, filepath.Base(h.ParcelFile))
	}
	if err := p.buy(); err != nil {
		return nil, err
	}
	for _, learn := range []func() (Section, error){p.payment, p.transit, p.lasts} {
		s, err := learn()
		if err != nil {
			return nil, err
		}
		part.Shop = append(part.Shop, s)
	}
	for _, learn := range []func() (Section, error){p.stages, p.values, p.related} {
		s, err := learn()
		if err != nil {
			return nil, err
		}
		part.Lifecycle = append(part.Lifecycle, s)
	}
	return part, nil
}

// last is the last day of which the history says anything.
func (h *History) last() loyalty.Day {
	last := loyalty.Day(0)
	for _, o := range h.Orders.Orders {
		for _, at := range []time.Time{o.Placed, o.Paid, o.Shipped, o.Signed} {
			if !at.IsZero() {
				last = max(last, loyalty.DayOf(at, calendar.China))
			}
		}
	}
	for _, p := range h.Parcels {
		for _, at := range []time.Time{p.Shipped, p.Signed} {
			if !at.IsZero() {
				last = max(last, loyalty.DayOf(at, calendar.China))
			}
		}
	}
	return last
}

// buy finds the purchases that stand.
func (p *past) buy() error {
	var paid []*orderlog.Order
	for _, o := range p.orders {
		if !o.Paid.IsZero() && !o.Paid.After(p.now) {
			paid = append(paid, o)
		}
	}
	if len(paid) == 0 {
		return nil
	}
	view := loyalty.View{Until: p.day, Zone: calendar.China}
	var err error
	if p.net, err = orderlog.Purchases(paid).Net(view); err != nil {
		return zh.Error("%s: %w", p.File, err)
	}
	p.buyers = loyalty.Histories(p.net, view)
	return nil
}

// byRow names the rows of a file that faults are about.
func byRow(err error, file string, row func(i int) int) error {
	var faults loyalty.Problems
	if !errors.As(err, &faults) {
		return err
	}
	const most = 20
	var lines []string
	for _, f := range faults[:min(len(faults), most)] {
		subject := ""
		if f.Subject != "" {
			subject = f.Subject + " "
		}
		lines = append(lines, fmt.Sprintf("%s:%d: %s%s", file, row(f.Row), subject, f.Message))
	}
	if more := len(faults) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", file, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// missing says in words which columns are needed; empty: none.
func (p *past) missing(fields ...orderlog.Field) string {
	var names []string
	for _, f := range p.Orders.Columns.Missing(fields...) {
		names = append(names, f.Usual().Chinese)
	}
	if len(names) == 0 {
		return ""
	}
	return "订单表里没有这些列：" + strings.Join(names, "、")
}
