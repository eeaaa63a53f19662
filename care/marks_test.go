package care

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// Marks do what a plain list of names and instants does.
func TestMarks_与逐条记下的一样(t *testing.T) {
	type noted struct {
		name string
		at   int64
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		var m marks
		var plain []noted
		now, most := rng.Int64N(2_000)-1_000, 1+rng.IntN(5)
		for i := range 40 {
			now += rng.Int64N(50)
			switch name := fmt.Sprint("n", i); rng.IntN(4) {
			case 0:
				before := now - rng.Int64N(100)
				m.forget(before)
				plain = slices.DeleteFunc(plain, func(n noted) bool { return n.at < before })
			default:
				m.note(name, now, most)
				plain = append(plain, noted{name, now})
				plain = plain[max(0, len(plain)-most):]
			}
			for k := range i + 1 {
				name := fmt.Sprint("n", k)
				at, found := m.find(name)
				i := slices.IndexFunc(plain, func(n noted) bool { return n.name == name })
				require.Equal(t, i >= 0, found)
				if found {
					require.Equal(t, plain[i].at, at)
				}
			}
		}
	}
}

// An event that comes again within three days changes nothing; after that its id
// is new, and facts put together regardless of order keep it harmless.
func TestE2_三天之内同一个事件只听一次(t *testing.T) {
	m := new(memory)
	const now = 1_000_000_000_000
	assert.False(t, m.repeated("e1", now))
	assert.True(t, m.repeated("e1", now+seenFor.Milliseconds()))
	assert.False(t, m.repeated("e2", now+seenFor.Milliseconds()), "e1 is just as old as allowed")
	assert.True(t, m.repeated("e1", now+seenFor.Milliseconds()))
	assert.False(t, m.repeated("e3", now+seenFor.Milliseconds()+1))
	assert.False(t, m.repeated("e1", now+seenFor.Milliseconds()+1))

	s := opens(t, unpaid)
	for i := range 100 {
		e := happening(tiexin.EventCustomerSignedIn, nil)
		e.ID, e.At = fmt.Sprint("e", i), morning.Add(time.Duration(i)*time.Second)
		s.hears(e)
	}
	assert.Len(t, s.remembers("xiaowang").seen, seenMost*markSize)
}
