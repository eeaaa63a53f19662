package remember

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// pictured is a picture with children, so many minutes after noon.
func pictured(minute int, children ...tiexin.Child) tiexin.Event {
	when := time.UnixMilli(noon).Add(time.Duration(minute) * time.Minute)
	return tiexin.Event{ID: fmt.Sprint("e", minute), Type: tiexin.EventCustomerUpdated, At: when, Customer: tiexin.Customer{ID: "mum", Children: append([]tiexin.Child{}, children...)}}
}

// says is a consent event about the consent with an id.
func says(kind tiexin.EventType, minute int, id string) tiexin.Event {
	e := pictured(minute)
	e.Type, e.Customer.Children, e.Consent = kind, nil, &tiexin.Consent{ID: id, Channel: "mms"}
	return e
}

func kid(id, consent string) tiexin.Child { return tiexin.Child{ID: id, Nick: id, ConsentID: consent} }

// present draws the children that rules may look at, and since when.
func present(c *Customer) string {
	var all []string
	for _, k := range c.Children {
		if k.There {
			all = append(all, fmt.Sprintf("%s since %d", k.ID, (k.Since()-noon)/60_000))
		}
	}
	return strings.Join(all, ", ")
}

// E2: whatever the order of news, the same children are there.
func TestChild_消息怎么乱序_在的孩子都一样(t *testing.T) {
	news := []tiexin.Event{
		pictured(0, kid("a", "c1"), kid("b", "c2"), kid("d", "")),
		pictured(5, kid("a", "c1"), kid("b", "c2"), kid("d", "c4")),
		says(tiexin.EventConsentRevoked, 6, "c2"),
		says(tiexin.EventConsentRevoked, 7, "c4"),
		says(tiexin.EventConsentGranted, 8, "c4"),
		pictured(9, kid("a", "c1"), kid("b", "c2"), kid("d", "c4"), kid("e", "c5"), kid("e", "c6")),
	}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		c := new(Customer)
		for _, i := range r.Perm(len(news)) {
			c.Now = max(c.Now, news[i].At.UnixMilli())
			c.Hear(&news[i], "")
			again, err := Decode(c.Encode())
			require.NoError(t, err)
			require.Equal(t, present(c), present(again), "written and read")
			c = again
		}
		assert.Equal(t, "a since 0, d since 5", present(c), "seed %d", seed)
	}
}

// What a version without children wrote has them from its picture, and is no longer
// for it.
func TestChild_从前写下的记忆_孩子从样子里来(t *testing.T) {
	c := new(Customer)
	e := pictured(0, kid("a", "c1"), kid("b", ""))
	c.Now = noon
	c.Hear(&e, "")
	blob := c.Encode()
	old := new(Customer)
	require.NoError(t, old.Decode(blob))
	assert.Equal(t, "a since 0", present(old))
	assert.Equal(t, blob, old.Encode())
	assert.NotNil(t, old.Find(ask.Child, "a"))
	assert.Nil(t, old.Find(ask.Child, "b"), "nobody consented")

	f := old.AddFiring(&old.Child("a").Subject, "food/six", 0)
	f.Due = noon
	assert.Greater(t, len(old.Encode()), len(blob))
	read, err := Decode(old.Encode())
	require.NoError(t, err)
	assert.Equal(t, int64(noon), read.Child("a").Firing("food/six").Due)
}

// A child that is away is forgotten in the end, and not before.
func TestChild_走了半年_就忘了(t *testing.T) {
	c := new(Customer)
	for _, e := range []tiexin.Event{pictured(0, kid("a", "c1")), pictured(1)} {
		c.Now = e.At.UnixMilli()
		c.Hear(&e, "")
	}
	f := c.AddFiring(&c.Child("a").Subject, "food/six", 0)
	f.Move(Done, noon, true)
	for _, day := range []int64{0, 179, 181} {
		c.Now = noon + day*dayMillis
		c.Forget(c.Now, 0)
		assert.Equal(t, day < 180, c.Child("a") != nil, "%d days", day)
	}
	e := pictured(2, kid("a", "c1"))
	c.Hear(&e, "")
	c.Now = noon + 999*dayMillis
	c.Forget(c.Now, 0)
	assert.NotNil(t, c.Child("a"), "one that is there never is")
}

// As many withdrawals as anybody may make cost little, and the newest are known.
func TestChild_撤回的记录有个数(t *testing.T) {
	c := new(Customer)
	for i := range 2 * withdrawnMost {
		e := says(tiexin.EventConsentRevoked, i, fmt.Sprint("c", i))
		c.Hear(&e, "")
	}
	assert.Len(t, c.withdrawn, withdrawnMost)
	assert.False(t, c.stands(fmt.Sprint("c", 2*withdrawnMost-1)))
}
