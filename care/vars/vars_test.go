package vars_test

import (
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/vars"
)

func engine(t *testing.T, store care.Store) *care.Engine {
	t.Helper()
	rules, err := care.Load(fstest.MapFS{"r.yaml": {Data: []byte(`
version: 1
shop: {name: 小鹿家}
flows: {f: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: [wangwang], rules: [{name: r, send: thanks}]}}
texts: {thanks: 谢谢}
`)}}, "r.yaml")
	require.NoError(t, err)
	e, err := care.New(rules, care.Options{Store: store})
	require.NoError(t, err)
	return e
}

func hears(t *testing.T, e *care.Engine, id string) {
	t.Helper()
	_, err := e.Handle(context.Background(), tiexin.Event{ID: id, Type: tiexin.EventOrderPaid, At: time.Now(), Customer: tiexin.Customer{ID: "c"}, Order: &tiexin.Order{ID: "T"}})
	require.NoError(t, err)
}

func shows(t *testing.T, name string) map[string]any {
	t.Helper()
	var shown map[string]any
	require.NoError(t, json.Unmarshal([]byte(expvar.Get(name).String()), &shown))
	return shown
}

func TestPublishShowsHealthAndTheSameNameTheNewEngine(t *testing.T) {
	name := t.Name()
	first := engine(t, care.NewMemoryOf(2))
	require.NoError(t, vars.Publish(name, first))
	assert.EqualValues(t, 0, shows(t, name)["held"])
	hears(t, first, "1")
	hears(t, first, "2")
	assert.EqualValues(t, 2, shows(t, name)["events"])
	assert.EqualValues(t, 2, shows(t, name)["held"])

	require.NoError(t, vars.Publish(name, engine(t, care.NewMemoryOf(3))))
	assert.EqualValues(t, 0, shows(t, name)["events"])
	assert.EqualValues(t, 3, shows(t, name)["partitions"])
}

func TestPublishRefusesANameThatSomethingElseHas(t *testing.T) {
	assert.ErrorContains(t, vars.Publish("memstats", engine(t, nil)), `"memstats"`)
	assert.Error(t, vars.Publish("nobody", nil))
}

func TestWhatTheStoreRefusesIsShown(t *testing.T) {
	store, broken := care.NewMemoryOf(2), false
	store.Inject(func(f care.Fault) error {
		if broken && f.Op == "len" && f.Partition == 0 {
			return errors.New("the disk is full")
		}
		return nil
	})
	e := engine(t, store)
	hears(t, e, "1")
	broken = true
	name := fmt.Sprint(t.Name())
	require.NoError(t, vars.Publish(name, e))
	shown := shows(t, name)
	assert.Equal(t, "the disk is full", shown["error"])
	assert.EqualValues(t, 1, shown["events"])
}
