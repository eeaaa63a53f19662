package plan

import (
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A Journey is what one customer lived through (顾客时间线): what happened, what was said,
// what people were asked to do, and what was withheld and why.
type Journey struct {
	Shop, Customer string
	Nick           string // empty, unless personal data may be seen
	Moments        []*Moment
	Beyond         int // moments that were left out, the latest
	Said, Tasks    int
	Withheld       int
	Cost           channel.Cost
}

// A MomentKind is what a moment is of.
type MomentKind uint8

// The kinds of moments.
const (
	Happened MomentKind = iota // an event
	Told                       // a message to the customer
	Asked                      // a task for a person
	Waits                      // what is due has to wait
	Withheld                   // it was a rule's turn, and nothing goes
	Needless                   // what a rule had in mind became needless
	Late                       // it was learnt that a message should not have gone
	Looked                     // rules that were looked at and had nothing to say
	Moved                      // the customer's stage changed
)

// A Moment is one entry of a journey. What repeats itself is one moment.
type Moment struct {
	At    time.Time
	Kind  MomentKind
	Via   channel.Kind // of a message or task
	Way   string       // by which it goes: 短信, 任务：打电话
	Title string       // what happened, or the titles of the rules
	About string       // of the order, parcel or chat: its id, and what is known of it
	Text  string       // what is said, asked, or why not
	Notes []string     // what else there is to know of it
	Cost  channel.Cost
	Parts int // of an SMS
	Times int // how often it was so; 0: once
	Major bool
}

// JourneyOptions say which journeys are told, and how.
type JourneyOptions struct {
	// Customers are told of, by their ids or as shop/id. Default: the first 200 in the
	// order of their first events.
	Customers []string
	// Personal shows nicks, names, numbers and the customer's own words.
	Personal bool
}

// Bounds of what is told.
const (
	MostJourneys = 200
	mostMoments  = 1000 // of one customer
)
