package care

import (
	"hash/maphash"
	"iter"
	"slices"
	"strings"
)

// A memoryRecord is the record of one customer. There may be ten million, so it has no
// room to spare: Test内存_一条记录不超过八十字节.
type memoryRecord struct {
	key     Key
	version Version
	state   []byte
	wakeAt  int64
	timer   int32 // position among the timers, from 1; 0: no wake-up
	lists   Lists
}

func (r *memoryRecord) record() Record { return Record{r.key, r.version, r.state, r.wakeAt} }

func (r *memoryRecord) compare(k Key) int { return r.key.compare(k) }

// memoryRecords are the records of a partition by their keys: a hash table with linear
// probing. It holds nothing but pointers, a third of the bytes of a map that holds the
// keys, too. The zero value is empty.
type memoryRecords struct {
	slots []*memoryRecord // as many as a power of two; at most three of four are taken
	len   int
}

var memorySeed = maphash.MakeSeed()

// at is the slot of a key: where its record is, or the free one where it belongs.
func (m *memoryRecords) at(k Key) int {
	last := len(m.slots) - 1
	i := m.home(k)
	for m.slots[i] != nil && m.slots[i].key != k {
		i = (i + 1) & last
	}
	return i
}

// home is the slot at which the search for a key begins.
func (m *memoryRecords) home(k Key) int {
	return int(maphash.Comparable(memorySeed, k) & uint64(len(m.slots)-1))
}

// get returns the record of a key; nil: there is none.
func (m *memoryRecords) get(k Key) *memoryRecord {
	if m.len == 0 {
		return nil
	}
	return m.slots[m.at(k)]
}

// add adds a record of a key that has none. The key is copied: it may be a part of a long
// text that came with the event.
func (m *memoryRecords) add(r *memoryRecord) {
	r.key = Key{strings.Clone(r.key.Shop), strings.Clone(r.key.Customer)}
	if 4*(m.len+1) > 3*len(m.slots) {
		old := m.slots
		m.slots = make([]*memoryRecord, max(8, 2*len(old)))
		for _, o := range old {
			if o != nil {
				m.slots[m.at(o.key)] = o
			}
		}
	}
	m.slots[m.at(r.key)] = r
	m.len++
}

// remove removes the record of a key. Later records that were pushed on by it move up, so
// that a search finds them.
func (m *memoryRecords) remove(k Key) {
	if m.get(k) == nil {
		return
	}
	last := len(m.slots) - 1
	free := m.at(k)
	for i := (free + 1) & last; m.slots[i] != nil; i = (i + 1) & last {
		if (i-m.home(m.slots[i].key))&last >= (i-free)&last {
			m.slots[free], free = m.slots[i], i
		}
	}
	m.slots[free] = nil
	m.len--
}

// all are the records, in no order.
func (m *memoryRecords) all() iter.Seq[*memoryRecord] {
	return func(yield func(*memoryRecord) bool) {
		for _, r := range m.slots {
			if r != nil && !yield(r) {
				return
			}
		}
	}
}

// keys are the keys of all records, in their order.
func (m *memoryRecords) keys() []Key {
	keys := make([]Key, 0, m.len)
	for r := range m.all() {
		keys = append(keys, r.key)
	}
	slices.SortFunc(keys, Key.compare)
	return keys
}
