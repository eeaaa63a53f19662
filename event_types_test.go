package tiexin_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestEventTypes就是规则语言里的那些而且按那个顺序(t *testing.T) {
	var want []string
	for _, group := range []string{
		"order created price_changed deposit_paid paid partly_shipped shipped address_changed succeeded closed refund_opened refund_closed refunded updated",
		"parcel shipped picked_up moved arrived_city out_for_delivery ready_for_pickup signed failed rejected returning returned out_of_area stalled lost damaged",
		"chat opened asked replied told_offer too_dear payment_trouble out_of_stock doubted hesitated complained closed rated",
		"review created", "survey answered",
		"customer updated joined tagged grade_changed browsed collected carted signed_in",
		"consent granted revoked", "message delivered failed replied approved declined",
		"task done failed refused", "incident declared", "catalog arrived", "customer merged", "task claimed",
	} {
		words := strings.Fields(group)
		for _, word := range words[1:] {
			want = append(want, words[0]+"."+word)
		}
	}
	var got []string
	for _, typ := range tiexin.EventTypes() {
		got = append(got, string(typ))
		assert.True(t, typ.Known())
	}
	assert.Equal(t, want, got)

	tiexin.EventTypes()[0] = "spoilt"
	assert.Equal(t, tiexin.EventOrderCreated, tiexin.EventTypes()[0])
	for _, unknown := range []tiexin.EventType{"", "order", "order.", "order.Paid", "parcel.paid"} {
		assert.False(t, unknown.Known(), unknown)
	}
}

// The numbers are in stores: a change of one makes stored events into others.
func TestEventType的编号永远不变(t *testing.T) {
	var b strings.Builder
	for _, typ := range tiexin.EventTypes() {
		number, ok := typ.Number()
		require.True(t, ok)
		back, ok := tiexin.EventTypeOf(number)
		require.True(t, ok)
		require.Equal(t, typ, back)
		fmt.Fprintf(&b, "%d %s needs=%s\n", number, typ, typ.Needs())
	}
	const golden = "internal/testdata/event-numbers.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	frozen, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(b.String(), string(frozen)), "an old type has a new number or need; new types come last")
	assert.Equal(t, string(frozen), b.String(), "a new type: run the test with -update")

	for _, number := range []uint8{0, uint8(len(tiexin.EventTypes()) + 1), 255} {
		_, ok := tiexin.EventTypeOf(number)
		assert.False(t, ok, number)
	}
	_, ok := tiexin.EventType("order.lost").Number()
	assert.False(t, ok)
}

func TestEventType说的是什么需要什么(t *testing.T) {
	for typ, want := range map[tiexin.EventType][2]string{
		tiexin.EventOrderPaid:        {"order", "order"},
		tiexin.EventChatTooDear:      {"chat", "chat"},
		tiexin.EventCustomerSignedIn: {"customer", ""},
		tiexin.EventCatalogArrived:   {"catalog", "product"},
		tiexin.EventIncidentDeclared: {"incident", "incident"},
		"moon.landed":                {"moon", ""},
		"":                           {"", ""},
	} {
		assert.Equal(t, want, [2]string{typ.Thing(), typ.Needs()}, typ)
	}
}
