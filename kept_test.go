package tiexin_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

// remembered are the things of which pictures are kept, each with all its fields.
func remembered() map[string]remembering {
	full := fullEvent()
	return map[string]remembering{
		"customer": {model.Of[tiexin.Customer](), unsafe.Pointer(&full.Customer), reflect.TypeFor[tiexin.Customer]()},
		"order":    {model.Of[tiexin.Order](), unsafe.Pointer(full.Order), reflect.TypeFor[tiexin.Order]()},
		"parcel":   {model.Of[tiexin.Parcel](), unsafe.Pointer(full.Parcel), reflect.TypeFor[tiexin.Parcel]()},
		"chat":     {model.Of[tiexin.Chat](), unsafe.Pointer(full.Chat), reflect.TypeFor[tiexin.Chat]()},
		"consent":  {model.Of[tiexin.Consent](), unsafe.Pointer(full.Consent), reflect.TypeFor[tiexin.Consent]()},
		"refund":   {model.Of[tiexin.Refund](), unsafe.Pointer(full.Refund), reflect.TypeFor[tiexin.Refund]()},
	}
}

type remembering struct {
	shape *model.Shape
	full  unsafe.Pointer
	typ   reflect.Type
}

// The numbers are in stores: another number makes stored pictures into nonsense.
func Test记住的字段编号永远不变(t *testing.T) {
	var b strings.Builder
	seen := map[reflect.Type]bool{}
	var list func(s *model.Shape)
	list = func(s *model.Shape) {
		if seen[s.Type] {
			return
		}
		seen[s.Type] = true
		for i := range s.Kept {
			k := &s.Kept[i]
			fmt.Fprintf(&b, "%s %d %s key=%d %s\n", s.Type.Name(), k.Number, k.Name(), k.Key(), s.Field(k.Name()).Type)
		}
		for i := range s.Fields {
			for f := &s.Fields[i]; f != nil; f = f.Elem {
				if f.Shape != nil {
					list(f.Shape)
				}
			}
		}
	}
	list(model.Of[tiexin.Event]())
	const golden = "internal/testdata/field-numbers.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	frozen, err := os.ReadFile(golden)
	require.NoError(t, err)
	now := strings.Split(b.String(), "\n")
	for line := range strings.Lines(string(frozen)) {
		assert.Contains(t, now, strings.TrimSuffix(line, "\n"), "a remembered field has another number, name or type, or is gone")
	}
	assert.Equal(t, string(frozen), b.String(), "a new field: run the test with -update")
}

func Test记住的字段存下再读回来一个也不少(t *testing.T) {
	for name, r := range remembered() {
		read, assigned := reflect.New(r.typ), reflect.New(r.typ)
		require.Equal(t, len(r.shape.Kept), len(setOf(r.shape.Known(r.full))), name)
		for i := range r.shape.Kept {
			k := &r.shape.Kept[i]
			require.False(t, k.Known(read.UnsafePointer()), "%s.%s", name, k.Name())
			stored := k.Append([]byte("x"), r.full)
			rest, err := k.Read(string(stored[1:])+"rest", read.UnsafePointer())
			require.NoError(t, err, "%s.%s", name, k.Name())
			require.Equal(t, "rest", rest)
			rest, err = model.Skip(k.Key(), string(stored[1:])+"rest")
			require.NoError(t, err)
			require.Equal(t, "rest", rest)
			require.True(t, k.Known(read.UnsafePointer()), "%s.%s", name, k.Name())
			require.Positive(t, k.Compare(r.full, assigned.UnsafePointer()), "%s.%s", name, k.Name())
			k.Assign(assigned.UnsafePointer(), r.full)
			require.Zero(t, k.Compare(r.full, assigned.UnsafePointer()))
			again := k.Append([]byte("x"), read.UnsafePointer())
			require.Equal(t, string(stored), string(again), "%s.%s", name, k.Name())
		}
	}
}

// What stands in a remembered struct is remembered with it, but for the code of a
// region, by which no rule goes.
func Test记住的东西里面也不漏(t *testing.T) {
	for name, r := range remembered() {
		for i := range r.shape.Kept {
			f := r.shape.Field(r.shape.Kept[i].Name())
			if f.Elem != nil {
				f = f.Elem
			}
			for in := 0; f.Shape != nil && in < len(f.Shape.Fields); in++ {
				if inner := &f.Shape.Fields[in]; inner.Name != "code" {
					assert.Positive(t, inner.Number, "%s.%s.%s", name, f.Type, inner.Name)
				}
			}
		}
	}
}

func setOf(s model.Set) (all []int) {
	for i := range s.All() {
		all = append(all, i)
	}
	return all
}

func Test哪些字段一幅图知道(t *testing.T) {
	customer := model.Of[tiexin.Customer]()
	known := func(c tiexin.Customer) (names []string) {
		for i := range customer.Known(unsafe.Pointer(&c)).All() {
			names = append(names, customer.Kept[i].Name())
		}
		for i := range customer.Kept { // one by one says the same
			k := &customer.Kept[i]
			assert.Equal(t, k.Known(unsafe.Pointer(&c)), strings.Contains(" "+strings.Join(names, " ")+" ", " "+k.Name()+" "), k.Name())
		}
		return names
	}
	assert.Empty(t, known(tiexin.Customer{}))
	assert.Equal(t, []string{"nick"}, known(tiexin.Customer{Nick: "小王"}))
	assert.Empty(t, known(tiexin.Customer{NickMasked: true}), "没有昵称,打没打码什么也没说")
	assert.Equal(t, []string{"blocked_by"}, known(tiexin.Customer{Blocked: true}), "拉黑本身就是一句话")
	assert.Equal(t, []string{"blocked_by"}, known(tiexin.Customer{BlockedBy: "店长"}))
	assert.Equal(t, []string{"tags", "children", "dates"}, known(tiexin.Customer{Tags: []string{}, Children: []tiexin.Child{}, Dates: []tiexin.Dated{}}), "没有,不是不知道")
	assert.Empty(t, known(tiexin.Customer{IDs: []tiexin.Identifier{}}))
	assert.Equal(t, []string{"mobile"}, known(tiexin.Customer{Mobile: tiexin.Phone{Expires: doubleEleven}}))
	assert.Equal(t, []string{"birthday"}, known(tiexin.Customer{Birthday: tiexin.Date{Day: 1}}))
}

func FuzzRead(f *testing.F) {
	for _, r := range remembered() {
		for i := range r.shape.Kept {
			f.Add(string(r.shape.Kept[i].Append(nil, r.full)), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, src string, n uint8) {
		for name, r := range remembered() {
			k := &r.shape.Kept[int(n)%len(r.shape.Kept)]
			read := reflect.New(r.typ).UnsafePointer()
			rest, err := k.Read(src, read)
			if err != nil {
				require.ErrorIs(t, err, model.ErrCorrupt)
				continue
			}
			require.True(t, strings.HasSuffix(src, rest))
			again := reflect.New(r.typ).UnsafePointer()
			stored := k.Append(nil, read)
			_, err = k.Read(string(stored), again)
			require.NoError(t, err)
			require.Zero(t, k.Compare(read, again), "%s.%s", name, k.Name())
		}
	})
}
