package remember

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

const dayMillis = 24 * 3600 * 1000

// Messages come over two years, the memory is written and read after each, and
// somebody asks now and then; what is found is what a plain list holds.
func TestSlots_装起来的和摊开的一样(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	blob, plain := new(Customer).Encode(), []Slot(nil)
	most := 0
	for day := range 730 {
		c := new(Customer)
		require.NoError(t, c.Decode(blob))
		most = max(most, len(c.Slots))
		c.Now = int64(day)*dayMillis + noon
		since := c.Now - random.Int64N(500)*dayMillis
		wanted := func(all []Slot) []Slot {
			return slices.DeleteFunc(slices.Clone(all), func(s Slot) bool { return s.At < since })
		}
		switch random.IntN(6) {
		case 0:
			assert.Equal(t, wanted(plain), wanted(c.SlotsSince(since)), "day %d", day)
		case 1:
			if len(plain) > 0 {
				one := plain[random.IntN(len(plain))]
				found := c.Slot(one.ID)
				require.NotNil(t, found)
				assert.Equal(t, one, *found)
				found.Came = Delivered
				plain[slices.Index(plain, one)].Came = Delivered
			}
		}
		one := Slot{ID: fmt.Sprint("m", day), At: c.Now, Kind: channel.SMS, Purpose: tiexin.Service, Flow: "f", Cost: channel.Cost(day), Came: Sent}
		c.Slots, plain = append(c.Slots, one), append(plain, one)
		if before := c.Now - 400*dayMillis; day%30 == 0 {
			c.forgetSlots(before)
			oldest := c.Now
			if all := c.SlotsSince(0); len(all) > 0 {
				oldest = all[0].At
			}
			assert.Less(t, before-oldest, int64(packed*dayMillis), "a pack goes once all of it is old")
			plain = slices.DeleteFunc(plain, func(s Slot) bool { return s.At < oldest })
		}
		blob = c.Encode()
		again, err := Decode(blob)
		require.NoError(t, err)
		require.Equal(t, blob, again.Encode())
	}
	assert.Less(t, most, 100, "of a year's messages few are read for every event")
	c, err := Decode(blob)
	require.NoError(t, err)
	assert.Equal(t, plain, c.SlotsSince(0))
	assert.Nil(t, c.Slot("nobody's"))
}

func TestSlots_一包读不出来_就说出来(t *testing.T) {
	c := new(Customer)
	c.packs = []pack{{last: noon, at: noon, frame: "\x02\x01a"}}
	require.NoError(t, c.Err())
	c.SlotsSince(0)
	require.ErrorIs(t, c.Err(), ErrCorrupt)
}
