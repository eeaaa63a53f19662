package decide

import (
	"math/bits"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/kinds"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A Room is what one step after the other works in: a step leaves nothing in it
// that is needed later.
type Room struct {
	scene   kinds.Scene
	asked   []asked // of the flow that is asked
	askings []asking
	choices []choice
	views   []*view
	promise ask.View // of a subject with the message that may break a promise
	known   knowledge
	comings []coming
	arounds []around            // by timing.same
	about   []*remember.Subject // that an event concerns
	named   []*remember.Subject // and that are asked
	opening ask.Opening
	chosen  flowSet      // that are asked about a subject
	flows   []*rule.Flow // likewise, in order
	openIn  []opened     // of one of them
	attempt *attempt
	values  kinds.Values // of a text that is tried
	text    []byte       // likewise
	counted []int64      // when the messages were decided that a cap counts
	begun   []opened     // that an event begins
}

// newAsking is an empty asking. They are taken from one piece of memory, which
// grows by pieces: an asking that is due is held on to.
func (r *Room) newAsking() *asking {
	n := len(r.askings)
	if n == cap(r.askings) {
		r.askings, n = make([]asking, 0, max(64, 2*n)), 0
	}
	r.askings = r.askings[:n+1]
	a := &r.askings[n]
	*a = asking{}
	return a
}

// A view is a subject as it stands, with what asking it has found.
type view struct {
	kinds.View
	lived  lived
	sight  int32   // what its findings share; -1: there is none yet
	open   []int32 // the rules that its facts leave open; see Step.open
	opened int     // after how many beginnings, and 1; 0: nobody has looked
	// certain: none of them is there because something is unknown.
	certain bool
}

// knowledge is which rules have a firing about one subject, by their numbers, so that
// asking hundreds of rules looks nothing up.
type knowledge struct {
	about   *remember.Subject
	firings []*remember.Firing
	inFlow  []int32 // how many of a flow's rules have one, by the number of its first rule
	touched []*rule.Rule
}

// know looks up what is known about a subject.
func (s *Step) know(about *remember.Subject) *knowledge {
	k := &s.room.known
	if k.about == about {
		return k
	}
	k.forget(s.rules.Size())
	k.about = about
	for _, f := range about.Firings {
		if r, ok := s.rules.of(f); ok {
			k.add(r, f)
		}
	}
	return k
}

func (k *knowledge) add(r *rule.Rule, f *remember.Firing) {
	k.firings[r.Number] = f
	k.inFlow[firstOf(r.Flow)]++
	k.touched = append(k.touched, r)
}

// firstOf is the number of a flow's first rule.
func firstOf(f *rule.Flow) int { return f.Rules[0].Number }

// forget makes room for another subject, and for so many rules.
func (k *knowledge) forget(rules int) {
	for _, r := range k.touched {
		k.firings[r.Number], k.inFlow[firstOf(r.Flow)] = nil, 0
	}
	clear(k.touched)
	k.about, k.touched = nil, k.touched[:0]
	if len(k.firings) < rules {
		k.firings, k.inFlow = make([]*remember.Firing, rules), make([]int32, rules)
	}
}

// A flowSet is a set of flows: a bit for each, at the number of its first rule.
type flowSet struct {
	bits     []uint64
	from, to int // the words outside hold none
}

func (s *flowSet) add(f *rule.Flow) {
	n := firstOf(f)
	word := n >> 6
	if missing := word + 1 - len(s.bits); missing > 0 {
		s.bits = append(s.bits, make([]uint64, missing)...)
	}
	if s.from == s.to {
		s.from, s.to = word, word+1
	}
	s.bits[word] |= 1 << (n & 63)
	s.from, s.to = min(s.from, word), max(s.to, word+1)
}

// take empties the set, and adds its flows to a list in the order of the files.
func (s *flowSet) take(rules []*rule.Rule, to []*rule.Flow) []*rule.Flow {
	for i := s.from; i < s.to; i++ {
		for w := s.bits[i]; w != 0; w &= w - 1 {
			to = append(to, rules[i<<6+bits.TrailingZeros64(w)].Flow)
		}
		s.bits[i] = 0
	}
	s.from, s.to = 0, 0
	return to
}
