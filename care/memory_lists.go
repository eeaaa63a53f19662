package care

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// Listed implements Partition.
func (l *memoryLease) Listed(_ context.Context, on Lists, after Key, limit int) ([]Record, error) {
	if err := l.enter("listed"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	var found []*memoryRecord
	for i, all := range l.part.listed {
		if on&(1<<i) == 0 {
			continue
		}
		from, here := slices.BinarySearchFunc(all, after, (*memoryRecord).compare)
		if here {
			from++
		}
		found = append(found, all[from:min(from+limit, len(all))]...)
	}
	slices.SortFunc(found, func(a, b *memoryRecord) int { return a.key.compare(b.key) })
	found = slices.Compact(found)
	var records []Record
	for _, r := range found[:min(limit, len(found))] {
		records = append(records, r.record())
	}
	return records, nil
}

// list has a record stand on some lists, and on no other.
func (p *memoryPart) list(r *memoryRecord, on Lists) {
	for i := range p.listed {
		stands, stood := on&(1<<i) != 0, r.lists&(1<<i) != 0
		if stands == stood {
			continue
		}
		at, _ := slices.BinarySearchFunc(p.listed[i], r.key, (*memoryRecord).compare)
		if stands {
			p.listed[i] = slices.Insert(p.listed[i], at, r)
		} else {
			p.listed[i] = slices.Delete(p.listed[i], at, at+1)
		}
	}
	r.lists = on
}

// Letters implements Partition.
func (l *memoryLease) Letters(_ context.Context, limit int) ([]Letter, error) {
	if err := l.enter("letters"); err != nil {
		return nil, err
	}
	defer l.part.mu.Unlock()
	return slices.Clone(l.part.letters[:min(limit, len(l.part.letters))]), nil
}

// take takes letters out of the inbox.
func (p *memoryPart) take(numbers []int64) {
	if len(numbers) > 0 {
		p.letters = slices.DeleteFunc(p.letters, func(l Letter) bool { return slices.Contains(numbers, l.Number) })
	}
}

// write writes what a commit brings into the customer's journal.
func (p *memoryPart) write(c *Commit) {
	if c.Erase {
		delete(p.journals, c.Key)
	}
	if len(c.Journal) == 0 {
		return
	}
	if p.journals == nil {
		p.journals = map[Key][]Entry{}
	}
	p.journals[c.Key] = append(p.journals[c.Key], c.Journal...)
}

// Journal implements Journal.
func (m *Memory) Journal(_ context.Context, key Key, from, to int64, limit int) ([]Entry, error) {
	p := m.parts[PartitionOf(key, len(m.parts))]
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := m.meet("journal", p.number); err != nil {
		return nil, err
	}
	var found []Entry
	for _, e := range p.journals[key] {
		if e.At >= from && e.At < to {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, byInstant)
	return found[:min(limit, len(found))], nil
}

func byInstant(a, b Entry) int { return cmp.Compare(a.At, b.At) }

// Prune implements Journal.
func (m *Memory) Prune(_ context.Context, before int64, limit int) (int, error) {
	pruned := 0
	for _, p := range m.parts {
		n, err := m.pruneOf(p, before, limit-pruned)
		if pruned += n; err != nil {
			return pruned, err
		}
	}
	return pruned, nil
}

func (m *Memory) pruneOf(p *memoryPart, before int64, limit int) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pruned := 0
	for _, k := range slices.SortedFunc(maps.Keys(p.journals), Key.compare) {
		p.journals[k] = slices.DeleteFunc(p.journals[k], func(e Entry) bool {
			old := e.At < before && pruned < limit
			if old {
				pruned++
			}
			return old
		})
		if len(p.journals[k]) == 0 {
			delete(p.journals, k)
		}
	}
	return pruned, m.meet("prune", p.number)
}
