package btyd

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAModelIsStoredByTheNamesOfItsParameters(t *testing.T) {
	for text, m := range map[string]Model{
		`{"family":"mbg","r":0.5,"alpha":6,"a":0.9,"b":1.6}`:             modelMBG(.5, 6, .9, 1.6),
		`{"family":"cnbd","k":3,"r":0.5,"alpha":6,"a":0.9,"b":1.6}`:      modelCNBD(3, .5, 6, .9, 1.6),
		`{"family":"pareto","r":1,"alpha":2,"a":0,"b":0,"s":3,"beta":4}`: modelPareto(1, 2, 3, 4),
	} {
		data, err := json.Marshal(m)
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
		var read Model
		require.NoError(t, json.Unmarshal(data, &read))
		assert.Equal(t, m, read)
	}
}

// JSON may hold the parameters alone, with or without capitals. Who reads it knows the family.
func TestParametersAloneAreReadIntoTheirFamily(t *testing.T) {
	for text, want := range map[string]Model{
		`{"r":0.5,"alpha":6,"a":0.9,"b":1.6}`:       modelMBG(.5, 6, .9, 1.6),
		`{"R":0.5,"Alpha":6,"A":0.9,"B":1.6}`:       modelBG(.5, 6, .9, 1.6),
		`{"R":0.5,"Alpha":6}`:                       modelNBD(.5, 6),
		`{"K":2,"R":0.5,"Alpha":6,"A":0.9,"B":1.6}`: modelCNBD(2, .5, 6, .9, 1.6),
		`{"R":0.5,"Alpha":6,"S":0.9,"Beta":1.6}`:    modelPareto(.5, 6, .9, 1.6),
	} {
		m := Model{Family: want.Family}
		require.NoError(t, json.Unmarshal([]byte(text), &m))
		assert.Equal(t, want, m)
	}
	var m Model
	require.NoError(t, json.Unmarshal([]byte(`{"r":0.5,"alpha":6,"a":0.9,"b":1.6}`), &m))
	require.NoError(t, m.Validate(), "without a family it is MBG")
	c := Customer{X: 2, Tx: 30, T: 38}
	assert.Equal(t, modelMBG(.5, 6, .9, 1.6).PBuy(c, 13), m.PBuy(c, 13))
	assert.NotEqual(t, modelBG(.5, 6, .9, 1.6).PBuy(c, 13), m.PBuy(c, 13))
}
