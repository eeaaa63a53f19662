package eventwords_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/eventwords"
)

func TestAnEventIsMeantByItsNameAndByOtherWords(t *testing.T) {
	for text, want := range map[string]string{"下单": "order.created", "订单创建": "order.created", "付款后": "order.paid", "小王": ""} {
		assert.Equal(t, want, eventwords.Meant(text), text)
	}
}

func TestNoTwoEventsHaveOneName(t *testing.T) {
	events := map[string]string{}
	for event, name := range eventwords.Names {
		assert.Empty(t, events[name], name)
		events[name] = event
	}
}
