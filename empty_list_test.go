package tiexin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

func Test没有标签和不知道标签是两回事(t *testing.T) {
	for text, known := range map[string]bool{
		`{"id": "c1"}`:                 false,
		`{"id": "c1", "tags": null}`:   false,
		`{"id": "c1", "tags": []}`:     true,
		`{"id": "c1", "tags": [ ]}`:    true,
		`{"id": "c1", "tags": ["老客"]}`: true,
	} {
		e, err := tiexin.DecodeEvent([]byte(`{"customer": `+text+`}`), nil)
		require.NoError(t, err)
		assert.Equal(t, known, e.Customer.Tags != nil, text)
		data, err := tiexin.EncodeEvent(&e)
		require.NoError(t, err)
		again, err := tiexin.DecodeEvent(data, nil)
		require.NoError(t, err)
		assert.Equal(t, e, again, text)
	}
	e, err := tiexin.DecodeEvent([]byte(`{"customer": {"children": [], "dates": [], "ids": []}, "order": {"id": "T1", "items": []}}`), nil)
	require.NoError(t, err)
	assert.NotNil(t, e.Customer.Children)
	assert.NotNil(t, e.Customer.Dates)
	assert.Nil(t, e.Customer.IDs)
	assert.Nil(t, e.Order.Items)
}
