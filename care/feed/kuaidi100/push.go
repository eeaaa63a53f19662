package kuaidi100

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A push is what is read of the field param.
type push struct {
	Status    string     `json:"status"` // polling, shutdown, abort, updateall
	Message   string     `json:"message"`
	Corrected field.Text `json:"autoCheck"` // "1": the carrier was corrected
	Was       string     `json:"comOld"`
	Is        string     `json:"comNew"`
	Last      result     `json:"lastResult"`
}

type result struct {
	Number  field.Text `json:"nu"`
	Carrier string     `json:"com"`
	State   field.Text `json:"state"`
	Signed  field.Text `json:"ischeck"` // "1"
	Nodes   []node     `json:"data"`
	Arrival string     `json:"arrivalTime"`
	Route   struct {
		From, To place
	} `json:"routeInfo"`
}

type place struct {
	Name string `json:"name"` // "浙江,杭州市,西湖区"
}

type node struct {
	Time     string     `json:"time"`
	Formal   string     `json:"ftime"`
	Text     string     `json:"context"`
	Code     field.Text `json:"statusCode"`
	Word     string     `json:"status"`
	AreaCode string     `json:"areaCode"` // "CN330100000000"
	Area     string     `json:"areaName"`
}

// mostNodes bounds a track. Those of parcels have some dozen nodes.
const mostNodes = 1000

// statuses are what Kuaidi100 says of the following of a parcel.
var statuses = map[string]bool{"polling": true, "shutdown": true, "abort": true, "updateall": true}

// A reader reads one push.
type reader struct {
	push
	raw    []byte
	fields field.Reader
	feed.Reading
}

// Read returns the events of the field param.
func (s Source) Read(ctx context.Context, body []byte) (feed.Reading, error) {
	r := reader{raw: body}
	if err := r.fields.Decode(body, &r.push); err != nil {
		return r.park("it is not a track in Kuaidi100's format")
	}
	switch {
	case r.Last.Number == "":
		return r.park("the field lastResult.nu is empty: it names no parcel")
	case len(r.Last.Nodes) > mostNodes:
		return r.park("the track has more than " + strconv.Itoa(mostNodes) + " nodes")
	case !statuses[r.Status]:
		r.Unknown = append(r.Unknown, feed.Word{Field: "status", Word: r.Status})
	}
	steps, wrong := r.steps()
	if wrong != "" {
		_, _ = r.park(wrong)
		wrong = ""
	}
	switch {
	case len(steps) > 0 || r.Status == "abort":
	case len(r.fields.Problems) > 0:
		return r.park("the field " + r.fields.Problems[0].Field + " does not have Kuaidi100's format")
	default:
		return r.Reading, nil // it is followed, and nothing was seen yet
	}
	owners, err := s.owners(ctx, &r.push)
	switch {
	case err != nil:
		return r.Reading, err
	case len(owners) == 0:
		return r.park("the customer of the parcel is unknown: Source.Find")
	}
	p := r.parcel()
	for _, o := range owners {
		if wrong = r.tell(o, p, steps); wrong != "" {
			break
		}
	}
	for i := range r.Events {
		r.Events[i].Warnings = r.fields.Problems
	}
	if wrong != "" {
		return r.park(wrong)
	}
	return r.Reading, nil
}

// owners are those of the parcel, under the carrier that it was subscribed with or under the
// one that Kuaidi100 knows better.
func (s Source) owners(ctx context.Context, p *push) ([]track.Owner, error) {
	if s.Find == nil {
		return nil, errors.New("kuaidi100: Source.Find is nil; give it a lookup of the parcel's customer")
	}
	carriers := slices.Compact([]string{p.subscribed(), p.carrier()})
	for _, carrier := range carriers {
		owners, err := s.Find(ctx, carrier, p.Last.Number.String())
		if err != nil {
			return nil, fmt.Errorf("kuaidi100: the customer of the parcel cannot be looked up now: %w", err)
		}
		if len(owners) > 0 {
			return owners, nil
		}
	}
	return nil, nil
}

// subscribed is the carrier that the parcel was subscribed with.
func (p *push) subscribed() string {
	if p.Corrected == "1" {
		return cmp.Or(p.Was, p.Last.Carrier)
	}
	return p.Last.Carrier
}

// carrier is who carries the parcel.
func (p *push) carrier() string {
	if p.Corrected == "1" {
		return cmp.Or(p.Is, p.Last.Carrier)
	}
	return p.Last.Carrier
}

// parcel is what is known of the parcel besides its track.
func (r *reader) parcel() tiexin.Parcel {
	p := tiexin.Parcel{Carrier: r.carrier(), Number: r.Last.Number.String(), Origin: r.Last.Route.From.region(), Region: r.Last.Route.To.region()}
	if r.subscribed() != p.Carrier { // it stays the same parcel
		p.ID = (&tiexin.Parcel{Carrier: r.subscribed(), Number: p.Number}).Key()
	}
	if due, ok := arrival(r.Last.Arrival); ok {
		p.DueAt, p.DueFrom = due, "prediction"
	}
	return p
}

// tell makes events for one owner.
func (r *reader) tell(o track.Owner, p tiexin.Parcel, steps []track.Step) (wrong string) {
	r.Events = append(r.Events, track.Events(provider, o, p, steps)...)
	if r.Status != "abort" {
		return ""
	}
	days, _, ok := strings.Cut(r.Message, "天")
	n, err := strconv.Atoi(days)
	if !ok || err != nil || n < 1 || n > 366 {
		return "the track has ended, and the field message does not say after how many days"
	}
	stalled, ok := track.Stalled(provider, o, p, steps, n)
	if !ok {
		return "the carrier does not know the parcel: check its number, and subscribe again"
	}
	r.Events = append(r.Events, stalled)
	return ""
}

// steps are the nodes with what they mean, settled.
func (r *reader) steps() (settled []track.Step, wrong string) {
	steps := make([]track.Step, 0, len(r.Last.Nodes))
	for i := range r.Last.Nodes {
		n := &r.Last.Nodes[i]
		at, err := time.ParseInLocation(time.DateTime, cmp.Or(n.Formal, n.Time), tiexin.Shanghai())
		if err != nil {
			wrong = "the time of a node is not a time such as 2026-11-12 03:12:00"
			continue
		}
		step := track.Step{Node: tiexin.Node{At: at, Provider: provider, Code: n.Code.String(), Text: n.Text, Region: n.region()}}
		step.Meaning, step.Node.Guessed = r.means(n)
		steps = append(steps, step)
	}
	settled = track.Settle(steps)
	r.finish(settled)
	return settled, wrong
}

// finish lets the newest node tell what the track says as a whole: that the parcel was signed
// for, and its state where no node has a code.
func (r *reader) finish(settled []track.Step) {
	if len(settled) == 0 {
		return
	}
	last := &settled[len(settled)-1]
	whole, _ := meaning(r.Last.State.String())
	signed := r.Last.Signed == "1"
	if signed && whole.Event != tiexin.EventParcelSigned {
		whole = track.Meaning{Event: tiexin.EventParcelSigned}
	}
	told := slices.ContainsFunc(settled, func(s track.Step) bool { return s.Event == whole.Event })
	if told || whole.Event == "" || whole.Event == tiexin.EventParcelMoved {
		return
	}
	if signed || last.Node.Guessed || last.Event == tiexin.EventParcelMoved && last.Node.Code == "" {
		last.Meaning, last.Node.Guessed = whole, false
	}
}

// means is what a node means: by its code, by the word for it, by its text.
func (r *reader) means(n *node) (m track.Meaning, guessed bool) {
	if n.Code != "" {
		m, known := meaning(n.Code.String())
		if !known {
			r.Unknown = append(r.Unknown, feed.Word{Field: "statusCode", Word: n.Code.String()})
		}
		return m, false
	}
	if m, known := byWord[n.Word]; known {
		return m, false
	}
	return track.Guess(n.Text, r.Last.Route.To.region(), r.Last.Route.From.region())
}

func (r *reader) park(reason string) (feed.Reading, error) {
	r.Parked = append(r.Parked, feed.Parked{Source: provider, Reason: reason, Body: r.raw})
	return r.Reading, nil
}

// region is where a node was scanned.
func (n *node) region() tiexin.Region {
	region := place{n.Area}.region()
	if code, ok := strings.CutPrefix(n.AreaCode, "CN"); ok && len(code) >= 6 {
		region.Code = code[:6]
	}
	return region
}

func (p place) region() tiexin.Region {
	if p.Name == "" {
		return tiexin.Region{}
	}
	province, rest, _ := strings.Cut(p.Name, ",")
	city, district, _ := strings.Cut(rest, ",")
	return tiexin.NormalRegion(province, city, district)
}

// arrival reads when a parcel is thought to arrive: an hour, or a day to its end.
func arrival(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	for _, layout := range []string{"2006-01-02 15", time.DateTime, "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, text, tiexin.Shanghai()); err == nil {
			return at, true
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, tiexin.Shanghai()); err == nil {
		return day.Add(24*time.Hour - time.Second), true
	}
	return time.Time{}, false
}
