package stage

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A History (客户轨迹) is the data of one customer that stages need: the purchases as
// a [loyalty.Summary], and a few other facts. It is updated fact by fact and
// allocates nothing. Its summary is the same for any order of the facts. All days are
// days in the shop's zone. The zero History is an unknown customer.
type History struct {
	// Add counts orders, Reduce and Remove refunds: see [loyalty.Summary].
	loyalty.Summary

	Contact   Interest    // the customer's last sign of interest without a purchase
	Contacted loyalty.Day // its day; 0: never
	Answered  loyalty.Day // last day on which the customer answered or followed a message of the shop; 0: never
	Closed    loyalty.Day // day on which the account was closed (注销); 0: it is open
	Blocked   loyalty.Day // day on which the shop blocked the customer (拉黑); 0: not blocked

	// Own of Category purchases in the shop's category were made here, the others
	// elsewhere. Category 0: purchases elsewhere are unknown.
	Own, Category int32

	written [patience]loyalty.Day // latest days of win-back messages, latest first
}

// patience is after how many unanswered win-back messages a lost customer is dead.
const patience = 3

// An Interest is an active contact (主动接触), from the weakest to the strongest.
type Interest uint8

// The contacts.
const (
	NoInterest Interest = iota
	Looked              // 浏览: looked at products, signed in
	Asked               // 咨询: asked the shop
	Collected           // 收藏: marked products as favourites
	Carted              // 加购: put products in the cart
)

var interestWords = [...]string{"none", "looked", "asked", "collected", "carted"}

// String is "none", "looked", "asked", "collected" or "carted".
func (i Interest) String() string {
	if int(i) < len(interestWords) {
		return interestWords[i]
	}
	return fmt.Sprintf("interest %d", uint8(i))
}

// Show records interest on a day. It keeps the latest day, and the strongest contact
// of that day.
func (h *History) Show(i Interest, d loyalty.Day) {
	if d > h.Contacted || d == h.Contacted && i > h.Contact {
		h.Contact, h.Contacted = i, d
	}
}

// Answer records that the customer answered or followed a message of the shop on a
// day.
func (h *History) Answer(d loyalty.Day) { h.Answered = max(h.Answered, d) }

// Write records a win-back message on a day. Several on one day count once.
func (h *History) Write(d loyalty.Day) {
	for i, w := range h.written {
		switch {
		case d == w:
			return
		case d > w:
			copy(h.written[i+1:], h.written[i:])
			h.written[i] = d
			return
		}
	}
}

// alive is the last day on which the customer was heard of.
func (h *History) alive() loyalty.Day { return max(h.Last(), h.Contacted, h.Answered) }

// unanswered is the day of the last of as many win-back messages as the shop has
// patience for, if all of them went after the customer was last heard of.
func (h *History) unanswered() (loyalty.Day, bool) {
	return h.written[0], h.written[patience-1] > h.alive()
}

// known is the day of the latest thing that the history knows. A clock that stands
// before it is behind.
func (h *History) known() loyalty.Day { return max(h.alive(), h.written[0]) }

// HistoryOf is the history of a customer as of a day, from the purchases of a log;
// later ones are left out. Days that are not in order, or out of the range of a
// summary, are [loyalty.Problems].
func HistoryOf(purchases loyalty.History, until loyalty.Day) (History, error) {
	var h History
	if fault, ok := orderFault(0, purchases); !ok {
		return h, loyalty.Problems{fault}
	}
	for _, d := range purchases.Days {
		if d > until {
			break
		}
		if err := h.Add(d, 0); err != nil {
			return h, loyalty.Problems{{Subject: purchases.Customer, Message: err.Error()}}
		}
	}
	return h, nil
}

// orderFault says what is wrong with the days of one customer.
func orderFault(row int, h loyalty.History) (loyalty.Problem, bool) {
	for i, d := range h.Days {
		problem := ""
		switch {
		case d < 1 || d > base.LastPurchaseDay:
			problem = fmt.Sprintf("a purchase on day %d (%s); days run from 1970-01-02 to 2149-06-06: check the unit of the time", int32(d), d)
		case i > 0 && d == h.Days[i-1]:
			problem = fmt.Sprintf("%s is there twice; purchases of one day count once: use loyalty.Histories", d)
		case i > 0 && d < h.Days[i-1]:
			problem = fmt.Sprintf("%s stands after %s; sort the days: use loyalty.Histories", d, h.Days[i-1])
		default:
			continue
		}
		return loyalty.Problem{Row: row, Subject: h.Customer, Message: problem}, false
	}
	return loyalty.Problem{}, true
}

// sortedDays are days in order, each once.
func sortedDays(days []loyalty.Day) []loyalty.Day {
	sorted := slices.Clone(days)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
