package ask

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/eventwords"
)

// EventNames are what customers and parcels did, as they stand before 后: 下单后.
var EventNames = func() map[tiexin.EventType]string {
	names := map[tiexin.EventType]string{}
	for event, name := range eventwords.Names {
		names[tiexin.EventType(event)] = name
	}
	return names
}()
