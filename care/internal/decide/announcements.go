package decide

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

// Announcements are what concerns everybody: incidents and arrivals in the catalog, as
// far as they still matter. They never change; the next ones replace them.
type Announcements struct {
	Number uint64          // of the last change
	All    []*Announcement // in the order in which they were declared first
}

// An Announcement is an incident or an arrival.
type Announcement struct {
	Shop     string             `json:"shop,omitempty"`
	Event    tiexin.EventType   `json:"event"`
	ID       string             `json:"id"` // of the incident; of the event that told of an arrival
	At       int64              `json:"at"` // when it happened, in milliseconds
	Incident *tiexin.Incident   `json:"incident,omitempty"`
	Product  *tiexin.Item       `json:"product,omitempty"`
	Rulings  map[string]*Ruling `json:"rulings,omitempty"` // of an incident, by the paths of the rules
	Declared uint64             `json:"declared"`          // the number of the change that said so last
	Ruled    uint64             `json:"ruled,omitempty"`   // of the last ruling, or of the withdrawal

	what    uint64
	brought string // as firings keep it
}

// A Ruling is what a person said of a rule about an incident.
type Ruling struct {
	Declined bool   `json:"declined,omitempty"`
	By       string `json:"by,omitempty"`
	Words    uint64 `json:"words,omitempty"` // of an approval: the wording that was approved
}

// Announce makes an announcement of an event.
func Announce(e *tiexin.Event) *Announcement {
	a := &Announcement{Shop: e.Shop, Event: e.Type, ID: e.ID, At: e.At.UnixMilli(), Incident: e.Incident, Product: e.Product}
	if e.Type == tiexin.EventIncidentDeclared {
		a.ID, a.Product = e.Incident.ID, nil
	} else {
		a.Incident = nil
	}
	a.keep()
	return a
}

// keep works out what memories keep of it.
func (a *Announcement) keep() {
	a.what = whatOf(a.Shop, a.Event, a.ID)
	a.brought = kinds.Keep(&tiexin.Event{Incident: a.Incident, Product: a.Product}, ask.Brought, "")
}

// Size is how many bytes of it the memory of each customer keeps whom it concerns.
func (a *Announcement) Size() int { return len(a.brought) }

// UnmarshalJSON implements json.Unmarshaler.
func (a *Announcement) UnmarshalJSON(data []byte) error {
	type plain Announcement
	err := json.Unmarshal(data, (*plain)(a))
	a.keep()
	return err
}

// What stands for the announcement in a memory, and is the same in every partition.
func (a *Announcement) What() uint64 { return a.what }

func whatOf(shop string, event tiexin.EventType, id string) uint64 {
	return remember.Hash(shop + "\x00" + string(event) + "\x00" + id)
}

func (a *Announcement) withdrawn() bool { return a.Incident != nil && a.Incident.Withdrawn }

// of finds an announcement; nil: it is over.
func (all *Announcements) of(what uint64) *Announcement {
	if all == nil {
		return nil
	}
	i := slices.IndexFunc(all.All, func(a *Announcement) bool { return a.What() == what })
	if i < 0 {
		return nil
	}
	return all.All[i]
}

// Find finds an incident of a shop; nil: nothing is known of it.
func (all *Announcements) Find(shop, incident string) *Announcement {
	return all.of(whatOf(shop, tiexin.EventIncidentDeclared, incident))
}

// sharedStep stands in a shared identity where that of a message has its occurrence.
const sharedStep = "all"

// SharedID is the identity of what a rule says about an incident, whomever it says it to:
// a person approves or declines it once. It changes with the wording.
func SharedID(shop string, r *rule.Rule, incident string) string {
	return prefix(shop, "", r.Path(), incident) + sharedStep + "/" + strconv.FormatUint(Wording(r), 36)
}

// A Shared is a shared identity taken apart.
type Shared struct {
	Shop, Rule, Incident string
	Words                uint64
}

// ParseShared takes a shared identity apart. It says false for any other.
func ParseShared(id string) (s Shared, ok bool) {
	rest, ok := strings.CutPrefix(id, "v1:")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) != 7 || parts[1] != "" || parts[5] != sharedStep {
		return Shared{}, false
	}
	words, err := strconv.ParseUint(parts[6], 36, 64)
	return Shared{withSlash.Replace(parts[0]), parts[2] + "/" + parts[3], withSlash.Replace(parts[4]), words}, err == nil
}

// Wording stands for all that a rule says, step by step and by channel.
func Wording(r *rule.Rule) uint64 {
	var b strings.Builder
	for _, st := range r.Steps {
		via := st.Via
		if len(via) == 0 {
			via = []channel.Kind{channel.None}
		}
		for _, k := range via {
			b.WriteString(k.String() + "\x00" + string(st.Form) + "\x00")
			if words := st.Text.For(k); words != nil {
				b.WriteString(words.String())
			}
			b.WriteByte(0)
		}
	}
	return remember.Hash(b.String())
}
