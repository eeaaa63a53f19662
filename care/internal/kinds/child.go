package kinds

import (
	"strconv"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
	"github.com/tiexin-go/tiexin/template"
)

// child is a customer's child as a subject. It never ends; while it is away, or without
// the guardian's consent, there is nothing to be seen of it.
type child struct{}

func (child) see(v *View, s *Scene) {
	k := s.Memory.Child(v.ID)
	v.Child = k
	v.Born = k.Since()
	if v.Over = !k.There; v.Over {
		v.Ends = s.Now
		return
	}
	v.Has = v.Has.With(ask.ThingChild)
	v.filled = v.filled.With(ask.ThingChild)
	t := &k.Thing
	v.Facts.Child = ask.ChildFacts{ID: t.ID, Nick: t.Nick, Gender: string(t.Gender)}
	born, known := birthOf(t)
	if !known {
		return
	}
	v.Facts.Child.Born = born.String()
	v.MonthBegins = func(months int) ask.Instant { return ask.InstantOf(born.AddMonths(months).Start(s.Shop.Zone)) }
}

// birthOf is the day of a child's birth. It says false when the child is only expected,
// or the day or its year is not known.
func birthOf(t *tiexin.Child) (calendar.Date, bool) {
	if t.Expected {
		return calendar.Date{}, false
	}
	day, known, err := calendar.Anniversary(t.Born).Origin()
	return day, known && err == nil
}

func (child) ended(v *View, _ ask.Stem) string {
	if v.Child.Refused {
		return ""
	}
	return string(tiexin.EventCustomerUpdated)
}

func (child) value(v *Values, n template.Name) (string, bool) {
	var children []*remember.Child
	for _, view := range v.Views {
		children = append(children, view.Child)
	}
	return v.ofChildren(n, children)
}

// ofChildren fills the placeholders about children: the nicks of all of them, and the age
// that they share.
func (v *Values) ofChildren(n template.Name, children []*remember.Child) (value string, ok bool) {
	for i, k := range children {
		one, known := v.ofChild(n, k)
		switch {
		case !known, i > 0 && n == template.ChildMonths && one != value:
			return "", false
		case i > 0 && n == template.ChildNick:
			value += "、" + one
		default:
			value = one
		}
	}
	return value, len(children) > 0
}

func (v *Values) ofChild(n template.Name, k *remember.Child) (string, bool) {
	switch {
	case !k.There:
	case n == template.ChildNick:
		return unmasked(k.Thing.Nick)
	case n == template.ChildMonths:
		if born, known := birthOf(&k.Thing); known {
			months, err := calendar.MonthAge.On(born, calendar.DateOf(v.now, v.Scene.Shop.Zone), calendar.Customs{})
			return strconv.Itoa(months), err == nil
		}
	}
	return "", false
}

// LacksChild says that a placeholder is about a child whom nobody may name.
func (v *Values) LacksChild(n template.Name) bool {
	_, known := v.value(n)
	return aboutChild(n) && !known
}

// aboutChild says that a placeholder is about a child.
func aboutChild(n template.Name) bool { return n == template.ChildNick || n == template.ChildMonths }
