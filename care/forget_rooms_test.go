package care

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// A searcher looks for texts in everything that a value reaches, the unused ends of its
// lists included.
type searcher struct {
	texts []string
	been  map[any]bool
	found []string
}

func (s *searcher) look(at string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		s.read(at, v.String())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return
		}
		if v.Kind() == reflect.Pointer {
			one := [2]any{v.UnsafePointer(), v.Type()}
			if s.been[one] {
				return
			}
			s.been[one] = true
		}
		s.look(at, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			switch f := v.Type().Field(i); f.Name {
			case "engine", "lease", "rules", "zone", "loc": // not a customer's
			default:
				s.look(at+"."+f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		v = v.Slice(0, v.Cap())
		if v.Type().Elem().Kind() == reflect.Uint8 {
			s.read(at, string(v.Bytes()))
			return
		}
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			s.look(fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			s.look(at, k)
			s.look(at, v.MapIndex(k))
		}
	}
}

func (s *searcher) read(at, text string) {
	for _, sought := range s.texts {
		if strings.Contains(text, sought) {
			s.found = append(s.found, at+": "+sought)
		}
	}
}

// leftIn lists where a value still has something of what marked told of a customer.
func leftIn(values ...any) []string {
	s := &searcher{texts: append([]string{"小王", "羽绒服", "tb.cn", "13800000000"}, secrets...), been: map[any]bool{}}
	for _, v := range values {
		s.look(fmt.Sprintf("%T", v), reflect.ValueOf(v))
	}
	return s.found
}

// What the engine works in is used again; nobody who was forgotten is in it when others
// were served since.
func TestE15_忘掉的人_不留在用过的地方(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection empties the pools
	s := opens(t, everyChannel)
	for i := range 40 {
		s.hears(created(fmt.Sprintf("T%d", i), marked))
	}
	s.wakes("+15m")
	s.delivers()
	shards, err := s.engine.open(t.Context())
	require.NoError(t, err)
	rooms := func() (all []any) {
		for _, part := range s.store.parts {
			all = append(all, part)
		}
		desk, event := lendDesk(), takens.Get().(*taken)
		all = append(all, shards, desk, event)
		t.Cleanup(desk.giveBack)
		return all
	}
	used := lendDesk()
	records, err := shards[PartitionOf(xiaowangs, 4)].lease.Load(t.Context(), []Key{xiaowangs})
	require.NoError(t, err)
	e := at("+16m", paid("T1", marked))
	_ = shards[0].decide(&turn{key: xiaowangs, inputs: []*input{{key: xiaowangs, event: &e}}, record: &records[0]}, used)
	require.NotEmpty(t, leftIn(used), "the search finds what is there")
	used.giveBack()

	s.at("+20m").forgets()
	inUse := lendDesk()
	clearDesks()
	inUse.giveBack()
	assert.NotSame(t, inUse, desks.Get(), "a desk at which somebody is forgotten is not used again")
	for i := range 8 {
		e := happening(tiexin.EventCustomerSignedIn, nil)
		e.Customer = tiexin.Customer{ID: fmt.Sprintf("c%d", i)}
		s.hears(e)
	}
	s.wakes("+3h")
	s.delivers()
	assert.Empty(t, leftIn(rooms()...))
}

// The room that a store in memory looks for wake-ups in holds on to nobody.
func Test内存里_删掉的人_叫醒的地方也不留(t *testing.T) {
	store := NewMemoryOf(1)
	part, err := store.Acquire(t.Context(), 0, "t", 0)
	require.NoError(t, err)
	write := func(c Commit) Version {
		results, err := part.Apply(t.Context(), Tx{Commits: []Commit{c}})
		require.NoError(t, err)
		require.NoError(t, results[0].Err)
		return results[0].Version
	}
	var versions []Version
	for i := range 9 {
		versions = append(versions, write(Commit{Key: Key{Customer: fmt.Sprint(i)}, State: []byte("王小明"), WakeAt: int64(1 + i)}))
	}
	_, _, err = part.Due(t.Context(), 5, 100)
	require.NoError(t, err)
	for i, v := range versions {
		write(Commit{Key: Key{Customer: fmt.Sprint(i)}, If: v})
	}
	assert.Empty(t, leftIn(store.parts[0]))
}

// The engine's copy of an event goes back empty, whatever the event told of.
func TestE15_事件的副本_还回去是空的(t *testing.T) {
	order, parcel := at("+0m", created("T1", marked)), tiexin.Event{Parcel: &tiexin.Parcel{ID: "P", Number: "75311112222"}}
	both := order
	both.Parcel = parcel.Parcel
	mine := new(taken)
	for _, e := range []tiexin.Event{both, parcel, order} {
		mine.copy(&e)
		assert.NotEqual(t, taken{}, *mine)
		mine.clear()
		assert.Equal(t, taken{}, *mine)
	}
}
