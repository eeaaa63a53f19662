package remember

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

const noon = 1_780_000_000_000

// written is a picture as a blob has it.
func written[T any](p *Picture[T], f *fields[T]) string {
	w := Writer{now: noon}
	at := w.Field(orderKey) // whatever record it stands in
	p.put(&w, f)
	w.End(at, "")
	return string(w.Buf)
}

func read[T any](t *testing.T, blob string, f *fields[T]) *Picture[T] {
	t.Helper()
	p, err := tryRead(blob, f)
	require.NoError(t, err)
	return p
}

func tryRead[T any](blob string, f *fields[T]) (*Picture[T], error) {
	r := Reader{Data: blob, now: noon}
	p := new(Picture[T])
	p.begin(f)
	if key, _ := r.Next(); key != orderKey {
		r.Fail("no record")
	}
	around := r.Enter()
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if !p.take(key, &r, f) {
			r.Fail("a field that is none of a picture")
		}
	}
	r.Leave(around)
	if r.Err == nil && r.At != len(r.Data) {
		r.Fail("something follows its end")
	}
	return p, r.Err
}

// guessedOf is a picture of which some fields were guessed.
func guessedOf(fields string) string {
	return string([]byte{byte(orderKey), byte(len(fields) + 2), guessedKey, byte(len(fields))}) + fields
}

// A newer version of the library remembers more of a chat. Where both versions run
// side by side, the older one loses nothing of it.
func TestPicture_新版本记下的_旧版本原样写回(t *testing.T) {
	type newerChat struct {
		tiexin.Chat `keep:"1"`
		Mood        string    `json:"mood" keep:"30"`
		LeftAt      time.Time `json:"left_at" keep:"31"`
		Words       []string  `json:"words" keep:"4000"`
		Calls       int       `json:"calls" keep:"33"`
	}
	newer := fieldsOf[newerChat]()
	left := time.UnixMilli(noon - 5000).UTC()
	var p Picture[newerChat]
	p.add(newer, &newerChat{Chat: tiexin.Chat{Agent: "小鹿"}, Mood: "急", Words: []string{"尺码", ""}}, noon-2000)
	p.add(newer, &newerChat{Chat: tiexin.Chat{Score: 4}, Mood: "好", Calls: 2}, noon-1000)
	p.guess(newer, &p.Thing.LeftAt, left)

	older := read(t, written(&p, newer), chatFields)
	assert.Equal(t, tiexin.Chat{Agent: "小鹿", Score: 4}, older.Thing)
	older = read(t, written(older, chatFields), chatFields)
	assert.True(t, older.add(chatFields, &tiexin.Chat{Agent: "小马", Topic: "price"}, noon-1500))

	back := read(t, written(older, chatFields), newer)
	want := newerChat{Chat: tiexin.Chat{Agent: "小马", Topic: "price", Score: 4}, Mood: "好", LeftAt: left, Words: []string{"尺码", ""}, Calls: 2}
	assert.Equal(t, want, back.Thing)
	assert.False(t, back.add(newer, &newerChat{Mood: "早", Words: []string{"早"}}, noon-2001), "each field has kept its stamp")
	assert.True(t, back.add(newer, &newerChat{LeftAt: left.Add(time.Second)}, 1), "a guess is older than every picture")
	assert.Empty(t, back.later)
}

// A part of a field is not lost either, until a newer picture has the field.
func TestPicture_商品里新版本多记的_也原样写回(t *testing.T) {
	type newerItem struct {
		tiexin.Item `keep:"1"`
		Warranty    string `json:"warranty" keep:"400"`
	}
	items := orderFields.Kept[orderFields.places[orderFields.Field("items").Offset]]
	newer := model.Of[struct {
		Items []newerItem `json:"items" keep:"1"`
	}]()
	from := struct{ Items []newerItem }{[]newerItem{{Item: tiexin.Item{Title: "羽绒服"}, Warranty: "三年"}}}
	value := newer.Number(1).Append(nil, unsafe.Pointer(&from))

	told := Writer{now: noon}
	record := told.Field(orderKey)
	picture := told.Field(toldKey)
	told.Int(-1000)
	told.Uint(items.Key())
	told.Buf = append(told.Buf, value...)
	told.End(picture, "")
	told.End(record, "")

	older := read(t, string(told.Buf), orderFields)
	assert.Equal(t, "羽绒服", older.Thing.Items[0].Title)
	older.add(orderFields, &tiexin.Order{Title: "换季"}, noon)
	assert.Contains(t, written(older, orderFields), string(value))
	older.add(orderFields, &tiexin.Order{Items: []tiexin.Item{{Title: "围巾"}}}, noon)
	again := read(t, written(older, orderFields), orderFields)
	assert.Equal(t, []tiexin.Item{{Title: "围巾"}}, again.Thing.Items)
	assert.NotContains(t, written(older, orderFields), "三年")
	assert.Empty(t, again.later)
}

// The same holds for a whole customer, and nothing of it stays for the next one.
func TestPicture_新版本记下的_不串到别人头上(t *testing.T) {
	unknowns := []unknown{{200, "\x07", guessed}, {203, "\x02ab", noon}}
	c := new(Customer)
	c.orderOf("T1").later = unknowns
	c.parcelOf(&tiexin.Parcel{ID: "P1", OrderID: "T1"}).later = unknowns
	c.chat("C1").later = unknowns
	c.later = unknowns
	blob, other := c.Encode(), new(Customer).Encode()
	require.NoError(t, c.Decode(blob))
	later := func() [][]unknown {
		return [][]unknown{c.later, c.Order("T1").later, c.Parcel("P1").later, c.Chat("C1").later}
	}
	assert.Equal(t, [][]unknown{unknowns, unknowns, unknowns, unknowns}, later())
	assert.Equal(t, blob, c.Encode())

	require.NoError(t, c.Decode(other))
	assert.Equal(t, other, c.Encode())
	c.orderOf("T1")
	c.parcelOf(&tiexin.Parcel{ID: "P1", OrderID: "T1"})
	c.chat("C1")
	for _, left := range later() {
		assert.Empty(t, left)
	}
}

func TestPicture_编号对不上的_就是错误(t *testing.T) {
	for name, fields := range map[string]string{
		"a number where the field is a text":  "\x04\x01a",
		"a text where the field is a number":  "\x11\x08",
		"a span that is longer than the rest": "\x05\x09abc",
		"an unknown span that ends early":     "\xf1\x01\x05ab",
		"a key without a value":               "\x10",
	} {
		_, err := tryRead(guessedOf(fields), chatFields)
		require.ErrorIs(t, err, ErrCorrupt, name)
	}
	p := read(t, guessedOf("\x05\x01a\x10\x08"), chatFields)
	assert.Equal(t, tiexin.Chat{Agent: "a", Score: 4}, p.Thing, "the same written well")
}

func TestPicture_猜的时间_最早的留下_说过的不动(t *testing.T) {
	at := func(seconds int) time.Time { return time.UnixMilli(noon).Add(time.Duration(seconds) * time.Second) }
	var p Picture[tiexin.Order]
	p.add(orderFields, &tiexin.Order{CreatedAt: at(0)}, noon)
	for _, seconds := range []int{30, 10, 20} {
		p.guess(orderFields, &p.Thing.PaidAt, at(seconds))
		p.guess(orderFields, &p.Thing.CreatedAt, at(-seconds))
	}
	assert.Equal(t, tiexin.Order{CreatedAt: at(0), PaidAt: at(10)}, p.Thing)
	assert.True(t, p.add(orderFields, &tiexin.Order{PaidAt: at(40)}, noon))
	p.guess(orderFields, &p.Thing.PaidAt, at(5))
	assert.Equal(t, at(40), p.Thing.PaidAt)
}

// A subject has the id, and what befell a parcel says how far it is.
func TestPicture_别处记着的_样子里不再记一遍(t *testing.T) {
	var parcel Picture[tiexin.Parcel]
	known := tiexin.Parcel{
		ID: "P1", Status: tiexin.ParcelSigned, ScannedAt: time.UnixMilli(noon), Origin: tiexin.Region{City: "杭州"}, Abnormal: "lost",
	}
	assert.False(t, parcel.add(parcelFields, &known, noon))
	assert.Zero(t, parcel.Thing)
	known.City = "北京"
	assert.True(t, parcel.add(parcelFields, &known, noon))
	assert.Equal(t, tiexin.Parcel{Region: tiexin.Region{City: "北京"}}, parcel.Thing)

	var chat Picture[tiexin.Chat]
	assert.False(t, chat.add(chatFields, &tiexin.Chat{ID: "C1"}, noon))
}

// Random pictures in a random order, some of them twice: each field is that of the
// newest picture that knew it, and what is written is read back.
func TestPicture_每一项都取自最新的知道它的样子(t *testing.T) {
	t.Run("customer", func(t *testing.T) { anyOrder(t, customerFields) })
	t.Run("order", func(t *testing.T) { anyOrder(t, orderFields) })
	t.Run("parcel", func(t *testing.T) { anyOrder(t, parcelFields) })
	t.Run("chat", func(t *testing.T) { anyOrder(t, chatFields) })
}

func anyOrder[T any](t *testing.T, f *fields[T]) {
	rng := rand.New(rand.NewPCG(11, 11))
	type stamped struct {
		thing T
		at    int64
	}
	for range 300 {
		pictures := make([]stamped, 1+rng.IntN(6))
		for i := range pictures {
			fill(rng, reflect.ValueOf(&pictures[i].thing).Elem(), 0.3)
			pictures[i].at = noon + rng.Int64N(3)
		}
		var want T
		to := unsafe.Pointer(&want)
		for i := range f.Kept {
			k := &f.Kept[i]
			best := -1
			for j := range pictures {
				thing := unsafe.Pointer(&pictures[j].thing)
				if !k.Known(thing) || f.taken&(1<<i) == 0 {
					continue
				}
				if best < 0 || pictures[j].at > pictures[best].at ||
					pictures[j].at == pictures[best].at && k.Compare(thing, unsafe.Pointer(&pictures[best].thing)) > 0 {
					best = j
				}
			}
			if best >= 0 {
				k.Assign(to, unsafe.Pointer(&pictures[best].thing))
			}
		}
		var p Picture[T]
		for _, i := range append(rng.Perm(len(pictures)), rng.IntN(len(pictures))) {
			p.add(f, &pictures[i].thing, pictures[i].at)
			p.add(f, &pictures[i].thing, pictures[i].at)
		}
		require.Equal(t, want, p.Thing)
		for _, picture := range pictures {
			require.False(t, p.add(f, &picture.thing, picture.at), "nothing is news twice")
		}
		blob := written(&p, f)
		again := read(t, blob, f)
		require.Equal(t, want, again.Thing)
		require.Equal(t, p.stamps, again.stamps)
		for n := range blob {
			_, err := tryRead(blob[:n], f)
			require.ErrorIs(t, err, ErrCorrupt, "cut at %d of %d", n, len(blob))
		}
	}
}

// fill gives a value something small, or with some likelihood nothing.
func fill(rng *rand.Rand, v reflect.Value, likely float64) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if rng.Float64() < likely {
			v.Set(reflect.ValueOf(time.UnixMilli(noon + rng.Int64N(3)).UTC()))
		}
		return
	}
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			fill(rng, v.Field(i), likely)
		}
		return
	}
	if rng.Float64() >= likely {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strconv.Itoa(rng.IntN(3)))
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + rng.Int64N(3))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+rng.IntN(2), 2))
		for i := range v.Len() {
			fill(rng, v.Index(i), 0.7)
		}
	}
}

// FuzzReadPicture: whatever the bytes, no panic, and what can be read is written
// as it will be written again.
func FuzzReadPicture(f *testing.F) {
	var p Picture[tiexin.Order]
	p.add(orderFields, &tiexin.Order{Title: "羽绒服", Amount: 19900, Items: []tiexin.Item{{ID: "i1", Quantity: 2}}, Gift: true}, noon)
	p.guess(orderFields, &p.Thing.PaidAt, time.UnixMilli(noon))
	p.addAttrs(&p.Thing.Attr, map[string]string{"size": "L"}, noon)
	p.later = []unknown{{999, "\x02ab", noon}, {1 << 40, "\x01", guessed}}
	f.Add([]byte(written(&p, orderFields)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, blob []byte) {
		p, err := tryRead(string(blob), orderFields)
		if err != nil {
			return
		}
		once := written(p, orderFields)
		again, err := tryRead(once, orderFields)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if twice := written(again, orderFields); once != twice {
			t.Fatalf("written twice, and not the same: %q, %q", once, twice)
		}
	})
}
