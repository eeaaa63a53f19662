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
// probing. It holds pointers and a byte of each hash, a third of the bytes of a map that
// holds the keys, too. The zero value is empty.
type memoryRecords struct {
	slots []*memoryRecord // as many as a power of two; at most three of four are taken
	// tags are 0 for a free slot, else of the hash of its key: a search looks into no record
	// but the one it is for, mostly.
	tags []uint8
	len  int
}

var memorySeed = maphash.MakeSeed()

// at is the slot of a key, where its record is or the free one where it belongs, and its
// tag.
func (m *memoryRecords) at(k Key) (int, uint8) {
	last := len(m.slots) - 1
	i, tag := m.home(k)
	for m.tags[i] != 0 && (m.tags[i] != tag || m.slots[i].key != k) {
		i = (i + 1) & last
	}
	return i, tag
}

// home is the slot at which the search for a key begins, and its tag.
func (m *memoryRecords) home(k Key) (int, uint8) {
	hash := maphash.Comparable(memorySeed, k)
	return int(hash & uint64(len(m.slots)-1)), uint8(hash>>57) | 1<<7
}

// get returns the record of a key; nil: there is none.
func (m *memoryRecords) get(k Key) *memoryRecord {
	if m.len == 0 {
		return nil
	}
	i, _ := m.at(k)
	return m.slots[i]
}

// add adds a record of a key that has none. The key is copied: it may be a part of a long
// text that came with the event.
func (m *memoryRecords) add(r *memoryRecord) {
	r.key = Key{strings.Clone(r.key.Shop), strings.Clone(r.key.Customer)}
	if 4*(m.len+1) > 3*len(m.slots) {
		old := m.slots
		m.slots = make([]*memoryRecord, max(8, 2*len(old)))
		m.tags = make([]uint8, len(m.slots))
		for _, o := range old {
			if o != nil {
				m.put(o)
			}
		}
	}
	m.put(r)
	m.len++
}

// put puts a record where it belongs.
func (m *memoryRecords) put(r *memoryRecord) {
	i, tag := m.at(r.key)
	m.slots[i], m.tags[i] = r, tag
}

// remove removes the record of a key. Later records that were pushed on by it move up, so
// that a search finds them.
func (m *memoryRecords) remove(k Key) {
	if m.get(k) == nil {
		return
	}
	last := len(m.slots) - 1
	free, _ := m.at(k)
	for i := (free + 1) & last; m.slots[i] != nil; i = (i + 1) & last {
		if home, tag := m.home(m.slots[i].key); (i-home)&last >= (i-free)&last {
			m.slots[free], m.tags[free], free = m.slots[i], tag, i
		}
	}
	m.slots[free], m.tags[free] = nil, 0
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
