package remember

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// fewEvents are things that befall one person, at instants of their own.
func fewEvents() (all []tiexin.Event) {
	add := func(kind tiexin.EventType, fill func(*tiexin.Event)) {
		e := tiexin.Event{ID: fmt.Sprint("e", len(all)), Type: kind, At: time.UnixMilli(noon + int64(len(all))*1000)}
		if kind.Thing() == "order" {
			e.Order = &tiexin.Order{ID: "T1"}
		}
		if fill != nil {
			fill(&e)
		}
		all = append(all, e)
	}
	add(tiexin.EventOrderCreated, nil)
	add(tiexin.EventOrderSucceeded, nil)
	add(tiexin.EventOrderRefundOpened, nil)
	add(tiexin.EventOrderUpdated, func(e *tiexin.Event) { e.Order.Amount = 50_00 })
	add(tiexin.EventCustomerSignedIn, nil)
	add(tiexin.EventCustomerTagged, func(e *tiexin.Event) { e.Customer.Tags = []string{"vip"} })
	add(tiexin.EventChatOpened, func(e *tiexin.Event) { e.Chat = &tiexin.Chat{ID: "C1"} })
	add(tiexin.EventChatClosed, func(e *tiexin.Event) { e.Chat = &tiexin.Chat{ID: "C1"} })
	add(tiexin.EventParcelShipped, func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{ID: "P1", OrderID: "T1"} })
	add(tiexin.EventParcelSigned, func(e *tiexin.Event) { e.Parcel = &tiexin.Parcel{ID: "P1", OrderID: "T1"} })
	return all
}

// In whichever order events come, under whichever of a person's two ids, and whenever the
// ids are put together: what is known is written in the same bytes.
func TestE12_听到的先后_合并的早晚_不影响字节(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	var first []byte
	for range 300 {
		own, guest := new(Customer), new(Customer)
		merged := rng.IntN(11)
		events := fewEvents()
		for i, n := range rng.Perm(len(events)) {
			if i == merged {
				own.Absorb("own", "guest", guest)
			}
			into := own
			if i < merged && rng.IntN(2) == 0 {
				into = guest
			}
			into.Repeated(events[n].ID, noon)
			into.Hear(&events[n], "")
		}
		if !own.HasAbsorbed("guest") {
			own.Absorb("own", "guest", guest)
		}
		own.Now = noon + 60_000
		switch written := own.Encode(); {
		case first == nil:
			first = slices.Clone(written)
		default:
			require.Equal(t, first, written)
		}
	}
}
