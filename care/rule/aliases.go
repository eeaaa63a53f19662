package rule

import "github.com/tiexin-go/tiexin/care/internal/ask"

// The names under which compiled conditions can still be reached from here.
type (
	About         = ask.Kind
	Condition     = ask.Condition
	CustomerFacts = ask.CustomerFacts
	Facts         = ask.Facts
	Instant       = ask.Instant
	OrderFacts    = ask.OrderFacts
	Phase         = ask.Phase
	Reading       = ask.Reading
	Stem          = ask.Stem
	Stemset       = ask.Stemset
	Times         = ask.Times
	View          = ask.View
)

const (
	AboutNothing  = ask.AnyKind
	AboutOrder    = ask.Order
	AboutParcel   = ask.Parcel
	AboutChat     = ask.Chat
	AboutCustomer = ask.Customer
	AboutChild    = ask.Child

	Forever = ask.Forever

	NoClock         = ask.NoClock
	Unpaid          = ask.Unpaid
	ToClose         = ask.ToClose
	Unshipped       = ask.Unshipped
	ToShip          = ask.ToShip
	InTransit       = ask.InTransit
	Overdue         = ask.Overdue
	SinceScan       = ask.SinceScan
	SinceSigned     = ask.SinceSigned
	SinceConfirmed  = ask.SinceConfirmed
	Silent          = ask.Silent
	SinceOrder      = ask.SinceOrder
	SinceFirstOrder = ask.SinceFirstOrder
	StemCount       = ask.StemCount

	NotYet = ask.NotYet
	Runs   = ask.Runs
	Over   = ask.Over
)

var (
	At        = ask.At
	After     = ask.After
	InstantOf = ask.InstantOf
)
