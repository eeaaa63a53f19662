package remember

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Marks do what a plain list of names and instants does.
func TestMarks_与逐条记下的一样(t *testing.T) {
	type noted struct {
		name string
		at   int64
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 200 {
		var m Marks
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
				m.Note(name, now, most)
				plain = append(plain[max(0, len(plain)-most+1):], noted{name, now})
				slices.SortFunc(plain, func(a, b noted) int {
					return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(Hash(a.name), Hash(b.name)))
				})
			}
			for k := range i + 1 {
				name := fmt.Sprint("n", k)
				at, found := m.Find(name)
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
	c := new(Customer)
	const now = 1_000_000_000_000
	assert.False(t, c.Repeated("e1", now))
	assert.True(t, c.Repeated("e1", now+seenFor.Milliseconds()))
	assert.False(t, c.Repeated("e2", now+seenFor.Milliseconds()), "e1 is just as old as allowed")
	assert.True(t, c.Repeated("e1", now+seenFor.Milliseconds()))
	assert.False(t, c.Repeated("e3", now+seenFor.Milliseconds()+1))
	assert.False(t, c.Repeated("e1", now+seenFor.Milliseconds()+1))

	for i := range 100 {
		c.Repeated(fmt.Sprint("m", i), now+int64(i)*1000)
	}
	assert.Len(t, c.seen, seenMost*markSize)
}

func Test忘掉的订单_记得的也有限(t *testing.T) {
	c := new(Customer)
	for i := range 100 {
		c.gone.Note(fmt.Sprint("T", i), int64(i), goneMost)
	}
	at, gone := c.Gone("T99")
	assert.True(t, gone)
	assert.Equal(t, int64(99), at)
	at, gone = c.Gone("T36")
	assert.True(t, gone)
	assert.Equal(t, int64(36), at)
	_, gone = c.Gone("T35")
	assert.False(t, gone)
	read, err := Decode(c.Encode())
	require.NoError(t, err)
	assert.Equal(t, c.gone, read.gone)
}

// Whatever is noted in whichever order, the marks are the same bytes.
func TestE2_记号的先后不影响字节(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for range 100 {
		var marks, others Marks
		at := map[int]int64{}
		for _, i := range rng.Perm(20) {
			at[i] = rng.Int64N(4)
		}
		for _, i := range rng.Perm(20) {
			marks.Note(fmt.Sprint("n", i), at[i], 20)
		}
		for _, i := range rng.Perm(20) {
			others.Note(fmt.Sprint("n", i), at[i], 20)
		}
		require.Equal(t, marks, others)
	}
}
