package kdniao

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A push is what is read of the field RequestData.
type push struct {
	ID      field.Text `json:"EBusinessID"`
	Parcels []entry    `json:"Data"`
}

// An entry is one parcel with its whole track.
type entry struct {
	Carrier string     `json:"ShipperCode"`
	Number  field.Text `json:"LogisticCode"`
	Success field.Text `json:"Success"` // false: nothing is known of it
	State   field.Text `json:"State"`
	StateEx field.Text `json:"StateEx"` // finer
	Due     string     `json:"EstimatedDeliveryTime"`
	Nodes   []node     `json:"Traces"`
}

type node struct {
	Time  string     `json:"AcceptTime"`
	Text  string     `json:"AcceptStation"`
	Place string     `json:"Location"`
	Code  field.Text `json:"Action"`
}

// mostNodes bounds a track. Those of parcels have some dozen nodes.
const mostNodes = 1000

// silentDays is how long nothing is known of a parcel before Kdniao says so, in days.
const silentDays = 3

// Read returns the events of the field RequestData.
func (s Source) Read(ctx context.Context, body []byte) (r feed.Reading, err error) {
	var p push
	var fields field.Reader
	if err := fields.Decode(body, &p); err != nil || len(fields.Problems) > 0 && fields.Problems[0].Field == "" {
		return parked(r, body, "it is not a list of tracks in Kdniao's format"), nil
	}
	if s.ID != "" && p.ID.String() != s.ID {
		return parked(r, body, "the field EBusinessID names another account"), nil
	}
	if s.Find == nil {
		return r, errors.New("kdniao: Source.Find is nil; give it a lookup of the parcel's customer")
	}
	odd := ""
	if len(fields.Problems) > 0 {
		odd = "the field " + fields.Problems[0].Field + " does not have Kdniao's format"
	}
	if len(p.Parcels) == 0 {
		return parked(r, body, cmp.Or(odd, "it names no parcel: the list Data is missing or empty")), nil
	}
	for i := range p.Parcels {
		one, wrong, err := s.entry(ctx, &p.Parcels[i], odd)
		if err != nil {
			return r, err
		}
		r.Add(one)
		if wrong != "" { // the others were read
			alone, _ := json.Marshal(push{ID: p.ID, Parcels: p.Parcels[i : i+1]})
			r = parked(r, alone, wrong)
		}
	}
	for i := range r.Events {
		r.Events[i].Warnings = fields.Problems
	}
	return r, nil
}

func parked(r feed.Reading, body []byte, reason string) feed.Reading {
	r.Parked = append(r.Parked, feed.Parked{Source: provider, Reason: reason, Body: body})
	return r
}

// entry reads one parcel; wrong says why it is parked. Odd is what is wrong with a field of the
// push: nobody knows whether it is the one that is missing here.
func (s Source) entry(ctx context.Context, e *entry, odd string) (r feed.Reading, wrong string, err error) {
	switch {
	case e.Number == "":
		return r, "the field LogisticCode is empty: it names no parcel", nil
	case len(e.Nodes) > mostNodes:
		return r, "the track has more than " + strconv.Itoa(mostNodes) + " nodes", nil
	}
	steps, wrong := e.steps(&r)
	silent := len(steps) == 0 && (e.StateEx == "401" || e.Success == "false")
	if len(steps) == 0 && !silent {
		return r, cmp.Or(wrong, odd), nil // it is followed, and nothing was seen yet
	}
	owners, err := s.Find(ctx, carrierOf(e.Carrier), e.Number.String())
	switch {
	case err != nil:
		return r, "", fmt.Errorf("kdniao: the customer of the parcel cannot be looked up now: %w", err)
	case len(owners) == 0:
		return r, "the customer of the parcel is unknown: Source.Find", nil
	}
	p := tiexin.Parcel{Carrier: carrierOf(e.Carrier), Number: e.Number.String()}
	if day, err := time.ParseInLocation(time.DateOnly, e.Due, tiexin.Shanghai()); err == nil {
		p.DueAt, p.DueFrom = day.Add(24*time.Hour-time.Second), "prediction"
	} else if at, err := time.ParseInLocation(time.DateTime, e.Due, tiexin.Shanghai()); err == nil {
		p.DueAt, p.DueFrom = at, "prediction"
	}
	for _, o := range owners {
		r.Events = append(r.Events, track.Events(provider, o, p, steps)...)
		if silent {
			stalled, ok := track.Stalled(provider, o, p, steps, silentDays)
			if !ok {
				return r, "the carrier does not know the parcel: check its number, and subscribe again", nil
			}
			r.Events = append(r.Events, stalled)
		}
	}
	return r, wrong, nil
}

// steps are the nodes with what they mean, settled.
func (e *entry) steps(r *feed.Reading) (settled []track.Step, wrong string) {
	steps := make([]track.Step, 0, len(e.Nodes))
	coded := false
	for i := range e.Nodes {
		n := &e.Nodes[i]
		at, err := time.ParseInLocation(time.DateTime, n.Time, tiexin.Shanghai())
		if err != nil {
			wrong = "the time of a node is not a time such as 2026-11-12 03:12:00"
			continue
		}
		step := track.Step{Node: tiexin.Node{At: at, Provider: provider, Code: n.Code.String(), Text: n.Text, Region: tiexin.NormalRegion("", n.Place, "")}}
		if n.Code == "" {
			step.Meaning, _ = track.Guess(n.Text, tiexin.Region{}, tiexin.Region{})
			step.Node.Guessed = true
		} else {
			step.Meaning = means(r, "Action", n.Code)
			coded = true
		}
		steps = append(steps, step)
	}
	settled = track.Settle(steps)
	if n := len(settled); n > 0 && !coded { // the state is what the newest node says
		last := &settled[n-1]
		if m := means(r, "StateEx", cmp.Or(e.StateEx, e.State)); m.Event != "" && m.Event != last.Event {
			last.Meaning, last.Node.Guessed = m, false
		}
	}
	return settled, wrong
}

func means(r *feed.Reading, name string, code field.Text) track.Meaning {
	m, known := codes[code.String()]
	if !known && code != "" {
		r.Unknown = append(r.Unknown, feed.Word{Field: name, Word: code.String()})
	}
	return m
}
