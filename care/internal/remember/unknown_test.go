package remember

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

// A layout is what a record always has (t a text, u a number, o an order) and which of
// its fields are records.
type layout struct {
	head   string
	inside map[uint64]*layout
}

var (
	bare       = func(head string) *layout { return &layout{head: head} }
	firingHas  = &layout{"tuu", map[uint64]*layout{failureKey: bare("ut")}}
	subjectHas = map[uint64]*layout{
		heardKey: bare("uu"), flowKey: bare("tu"), firingKey: firingHas, begunKey: bare("uut"), toldKey: bare("u"), guessedKey: bare(""), attrKey: bare("ttu"),
	}
	customerHas = &layout{"uu", with(map[uint64]*layout{
		orderKey: {"t", with(map[uint64]*layout{refundKey: bare("t")})}, parcelKey: {"ot", with(map[uint64]*layout{momentKey: bare("uu")})},
		chatKey: {"t", with(nil)}, consentKey: bare(""), labelKey: bare("tu"), looseKey: bare("uu"), packKey: bare("uut"), slotKey: bare("tuuttuu"),
		mergeKey: bare("tuutt"), paidKey: bare("ouu"), backKey: bare("ouu"), boughtKey: bare("tou"), answerKey: bare("ut"),
	})}
)

func with(own map[uint64]*layout) map[uint64]*layout {
	all := map[uint64]*layout{}
	for _, some := range []map[uint64]*layout{subjectHas, own} {
		for key, l := range some {
			all[key] = l
		}
	}
	return all
}

// A future is a version of the library that writes fields that this one does not know.
type future struct {
	*rand.Rand
	written []string // keys and values, by the path of the record
	met     map[*layout]bool
}

const firstUnknown = 1000 // the number of a field that no version has yet

// adds rewrites the fields of a record with some more in between.
func (f *future) adds(src string, l *layout, path string) string {
	out := src[:headSize(src, l.head)]
	rest := src[len(out):]
	end := strings.HasPrefix(path, "/") && path == "/"
	for rest != "" && (!end || rest != "\x00") {
		key, n := binary.Uvarint([]byte(rest))
		after, err := model.Skip(key, rest[n:])
		if err != nil {
			panic(err)
		}
		field := rest[:len(rest)-len(after)]
		if in := l.inside[key]; in != nil {
			_, m := binary.Uvarint([]byte(field[n:]))
			inner := f.adds(field[n+m:], in, path+string(rune('A'+key>>1))+"/")
			field = string(binary.AppendUvarint(binary.AppendUvarint(nil, key), uint64(len(inner)))) + inner
		}
		head := key == wakeKey || key == restsKey || key == settledKey || key == asOfKey
		out, rest = out+field, after
		if !head && f.IntN(4) == 0 {
			out += f.field(l, path)
		}
	}
	if f.IntN(2) == 0 && rest == "" || end {
		out += f.field(l, path)
	}
	return out + rest
}

func (f *future) field(l *layout, path string) string {
	var w Writer
	key := uint64(firstUnknown+f.IntN(5))<<1 | uint64(f.IntN(2))
	if w.Uint(key); key&1 == 1 {
		w.Text(strings.Repeat("未", f.IntN(60)))
	} else {
		w.Uint(f.Uint64() >> f.IntN(64))
	}
	f.written = append(f.written, path+string(w.Buf))
	f.met[l] = true
	return string(w.Buf)
}

func headSize(src, head string) int {
	r := Reader{Data: src}
	for _, kind := range head {
		if kind == 't' || kind == 'o' && r.Uint() == 0 {
			_ = r.Text()
		} else if kind == 'u' {
			r.Uint()
		}
	}
	return r.At
}

// unknown lists the fields of a blob that no version has yet, by the path of the record.
func unknownOf(src string, l *layout, path string) (all []string) {
	rest := src[headSize(src, l.head):]
	for rest != "" && rest != "\x00" {
		key, n := binary.Uvarint([]byte(rest))
		after, err := model.Skip(key, rest[n:])
		if err != nil {
			panic(err)
		}
		field := rest[:len(rest)-len(after)]
		if in := l.inside[key]; in != nil {
			_, m := binary.Uvarint([]byte(field[n:]))
			all = append(all, unknownOf(field[n+m:], in, path+string(rune('A'+key>>1))+"/")...)
		} else if key>>1 >= firstUnknown {
			all = append(all, path+field)
		}
		rest = after
	}
	return all
}

// TestUnknown_以后的版本多记的_每一层都原样写回: whatever a later version adds to any record, this one reads the
// memory, changes it, and writes back what it does not know; the rest means the same.
func TestUnknown_以后的版本多记的_每一层都原样写回(t *testing.T) {
	met := map[*layout]bool{}
	for seed := range uint64(20) {
		for name, blob := range corpus(t, Version) {
			if len(blob) > 1<<13 && seed > 1 {
				continue
			}
			f := &future{Rand: rand.New(rand.NewPCG(seed, uint64(len(blob)))), met: met}
			later := f.adds(string(blob), customerHas, "/")
			sorted := func(all []string) []string { slices.Sort(all); return all }
			require.Equal(t, sorted(f.written), sorted(unknownOf(later, customerHas, "/")), name)

			m, err := Decode([]byte(later))
			require.NoError(t, err, name)
			again := string(m.Encode())
			require.Equal(t, f.written, sorted(unknownOf(again, customerHas, "/")), "%s left alone", name)

			m, err = Decode([]byte(again))
			require.NoError(t, err, name)
			m.Subjects(Everything, func(*Subject) {})
			require.NoError(t, m.Err(), name)
			m.Now += 1234
			m.Hear(&tiexin.Event{Type: tiexin.EventOrderCreated, At: time.UnixMilli(m.Now), Customer: tiexin.Customer{Nick: "小杭"}, Order: &tiexin.Order{ID: "new", Amount: 5}}, "")
			m.Subjects(Everything, func(s *Subject) { s.Heard = Hear(s.Heard, tiexin.EventOrderSucceeded, m.Now) })
			changed := string(m.Encode())
			require.Equal(t, f.written, sorted(unknownOf(changed, customerHas, "/")), "%s changed", name)

			plain, err := Decode(blob)
			require.NoError(t, err)
			m, err = Decode([]byte(again))
			require.NoError(t, err)
			assert.Equal(t, meaning(t, plain), meaning(t, m), name)
			require.NoError(t, m.Decode(blob))
			assert.Equal(t, blob, m.Encode(), "%s: nothing stays for the next one", name)
		}
	}
	for key, l := range customerHas.inside {
		assert.True(t, met[l], "the record with the number %d", key>>1)
		for key, l := range l.inside {
			assert.True(t, met[l], "the record with the number %d in it", key>>1)
		}
	}
	assert.True(t, met[firingHas.inside[failureKey]])
}

// TestUnknown_以后的版本才有的事件和状态_也不丢: an event, a state of a parcel and a reason that only a later version
// has are kept, and mean nothing here.
func TestUnknown_以后的版本才有的事件和状态_也不丢(t *testing.T) {
	c := &Customer{Now: noon}
	p := c.parcelOf(&tiexin.Parcel{ID: "P1", OrderID: "T1"})
	p.be(signed, noon-9000)
	p.Heard = []Heard{{number: 250, First: noon - 9000, Last: noon - 8000}}
	p.Begun = Begun{{number: 251, At: noon - 7000, rules: make([]byte, 8)}}
	p.beyond = []moment{{state: 90, first: noon - 6000, last: noon - 5000}}
	c.AddFiring(&p.Subject, "f/r", 1).Reason = 99
	blob := c.Encode()
	again, err := Decode(blob)
	require.NoError(t, err)
	q := again.Parcel("P1")
	require.NoError(t, again.Err())
	assert.Equal(t, []any{p.Heard, p.Begun, p.beyond, tiexin.ParcelSigned}, []any{q.Heard, q.Begun, q.beyond, q.Status()})
	assert.Equal(t, "?99", q.Firings[0].Reason.String())
	assert.True(t, q.Firings[0].Reason.Final())
	assert.Equal(t, blob, again.Encode())
}
