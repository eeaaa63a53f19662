package remember

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Marks are names that were noted and when, in milliseconds, oldest first, and those of one
// instant by their hashes: in which order they were noted makes no difference. Of a name
// only a hash is kept. They are kept as they stand in the blob, so that many
// cost hardly more than few.
type Marks []byte

const (
	sumSize  = 8 // bytes of a hash
	timeSize = 6 // of an instant: enough for four thousand years
	markSize = sumSize + timeSize
)

// Note notes a name that is not among them. Of more than most the oldest go.
func (m *Marks) Note(name string, at int64, most int) { m.note(Hash(name), at, most) }

func (m *Marks) note(sum uint64, at int64, most int) {
	if n := len(*m)/markSize - most + 1; n > 0 {
		*m = append((*m)[:0], (*m)[n*markSize:]...)
	}
	place := len(*m)
	for place > 0 && (*m)[place-markSize:].compare(at, sum) > 0 {
		place -= markSize
	}
	var mark [markSize]byte
	binary.LittleEndian.PutUint64(mark[:], sum)
	for i := range timeSize {
		mark[sumSize+i] = byte(at >> (8 * i))
	}
	*m = slices.Insert(*m, place, mark[:]...)
}

// compare compares the first of them with another mark.
func (m Marks) compare(at int64, sum uint64) int {
	return cmp.Or(cmp.Compare(m.oldest(), at), cmp.Compare(m.sum(), sum))
}

// Find says whether a name was noted, and when.
func (m Marks) Find(name string) (at int64, found bool) {
	if len(m) == 0 {
		return 0, false
	}
	return m.find(Hash(name))
}

func (m Marks) find(sum uint64) (at int64, found bool) {
	for ; len(m) > 0; m = m[markSize:] {
		if m.sum() == sum {
			return m.oldest(), true
		}
	}
	return 0, false
}

func (m Marks) has(sum uint64) bool {
	_, found := m.find(sum)
	return found
}

// sum is the hash of the first of them.
func (m Marks) sum() uint64 { return binary.LittleEndian.Uint64(m) }

// oldest is when the first of them was noted.
func (m Marks) oldest() int64 {
	at := m[sumSize:markSize]
	return int64(binary.LittleEndian.Uint32(at)) | int64(int16(binary.LittleEndian.Uint16(at[4:])))<<32
}

// forget drops those noted before an instant.
func (m *Marks) forget(before int64) {
	old := *m
	for len(old) > 0 && old.oldest() < before {
		old = old[markSize:]
	}
	if len(old) < len(*m) {
		*m = append((*m)[:0], old...)
	}
}

func (m Marks) put(w *Writer, key uint64) {
	if len(m) > 0 {
		w.Uint(key)
		w.Uint(uint64(len(m)))
		w.Buf = append(w.Buf, m...)
	}
}

func getMarks(r *Reader, into Marks) Marks {
	all := r.Text()
	if len(all)%markSize != 0 {
		r.Fail("half a mark")
		return into
	}
	return append(into, all...)
}

// Hash is 64-bit FNV-1a of texts one after the other: of a name only that is kept.
func Hash(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
	}
	return h
}
