package winback

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A Play is the advice for customers of a tier who left for a cause.
type Play struct {
	Tier  Tier             `json:"tier,omitempty"`  // empty: any
	Cause Cause            `json:"cause,omitempty"` // empty: any
	Stop  bool             `json:"stop,omitempty"`  // nothing more is sent to them
	Aim   loyalty.Text     `json:"aim"`
	Do    []loyalty.Advice `json:"do"`
	Avoid []loyalty.Advice `json:"avoid"`
}

// A Book is a shop's advice for customers who left. It is data: people can read
// it, and a shop can replace it with its own.
type Book []Play

//go:embed book.json
var winBackBook []byte

// DefaultBook is the library's own. Write it as JSON to start a shop's own from
// it.
func DefaultBook() Book {
	book, err := ReadBook(bytes.NewReader(winBackBook))
	if err != nil {
		panic("lifecycle: the library's own win-back book: " + err.Error())
	}
	return book
}

// ownWinBackBook is read once; nobody changes it.
var ownWinBackBook = sync.OnceValue(DefaultBook)

// ReadBook reads a list of plays from JSON and validates it. Unknown fields are
// errors. The error has all faults, by the place of the play in the list.
func ReadBook(r io.Reader) (Book, error) {
	return base.ReadTable[Play, Book](r, "win-back book")
}

// Validate returns an error that names every faulty play. A play is faulty with an
// unknown tier or cause, given twice, or in one language only. It needs an aim,
// actions to take and to avoid, and a reason. It also names every pair of tier and
// cause without a play.
func (b Book) Validate() error {
	var faults loyalty.Problems
	type key struct {
		tier  Tier
		cause Cause
	}
	first := map[key]int{}
	for i, play := range b {
		report := func(format string, args ...any) {
			subject := cmp.Or(string(play.Tier), "any tier") + ", " + cmp.Or(string(play.Cause), "any cause")
			faults = append(faults, loyalty.Problem{Row: i, Subject: subject, Message: fmt.Sprintf(format, args...)})
		}
		if play.Tier != "" && !slices.Contains(Tiers(), play.Tier) {
			report("names no tier; possible: %q", Tiers())
		}
		if play.Cause != "" && !slices.Contains(Causes(), play.Cause) {
			report("names no cause; possible: %q", Causes())
		}
		if row, twice := first[key{play.Tier, play.Cause}]; twice {
			report("is given twice, first in row %d", row)
		} else {
			first[key{play.Tier, play.Cause}] = i
		}
		if play.Aim.English == "" || play.Aim.Chinese == "" {
			report("has no aim in both languages")
		}
		if len(play.Do) == 0 || len(play.Avoid) == 0 {
			report("has nothing to do, or nothing to avoid")
		}
		for j, a := range slices.Concat(play.Do, play.Avoid) {
			if a.What.English == "" || a.What.Chinese == "" || a.Why.English == "" || a.Why.Chinese == "" {
				report("lacks what or why in one of the languages at advice %d", j+1)
			}
		}
	}
	for _, tier := range Tiers() {
		for _, cause := range Causes() {
			if len(b.For(tier, cause)) == 0 {
				faults = append(faults, loyalty.Problem{Row: len(b), Subject: string(tier) + ", " + string(cause), Message: "has no play; add one, or one for any tier"})
			}
		}
	}
	return faults.Err()
}

// For returns the plays for a tier and its causes, in the order of the causes. For
// each it takes the most specific play: of tier and cause, then of the cause, of the
// tier, of everybody. No play comes twice.
func (b Book) For(tier Tier, causes ...Cause) []Play {
	var found []Play
	var taken []int
	for _, cause := range causes {
		i := b.nearest(tier, cause)
		if i >= 0 && !slices.Contains(taken, i) {
			taken = append(taken, i)
			found = append(found, b[i])
		}
	}
	return found
}

func (b Book) nearest(tier Tier, cause Cause) int {
	best, place := -1, -1
	for i, play := range b {
		if play.Tier != "" && play.Tier != tier || play.Cause != "" && play.Cause != cause {
			continue
		}
		near := 0
		if play.Cause != "" {
			near += 2
		}
		if play.Tier != "" {
			near++
		}
		if near > best {
			best, place = near, i
		}
	}
	return place
}
