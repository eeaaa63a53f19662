package caretest

import (
	"fmt"
	"math"
	"slices"

	"github.com/tiexin-go/tiexin/care"
)

// journal is the store as one that keeps journals. Other stores skip the part.
func (t *storeTest) journal() care.Journal {
	t.Helper()
	j, ok := t.store.(care.Journal)
	if !ok {
		t.Skip("the store keeps no journals")
	}
	return j
}

// written makes entries of instants; the body names the place in the list.
func written(at ...int64) (entries []care.Entry) {
	for i, a := range at {
		entries = append(entries, care.Entry{At: a, Body: fmt.Appendf(nil, "%d at %d", i, a)})
	}
	return entries
}

// expectJournal looks at a journal, or a part of it: "0 at 100".
func (t *storeTest) expectJournal(k care.Key, from, to int64, limit int, bodies ...string) {
	t.Helper()
	entries, err := t.journal().Journal(t.ctx, k, from, to, limit)
	if err != nil {
		t.Fatalf("Journal: %v", err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, string(e.Body))
		if e.At < from || e.At >= to {
			t.Errorf("Journal from %d to before %d gives an entry of %d", from, to, e.At)
		}
	}
	if !slices.Equal(got, bodies) {
		t.Fatalf("the journal of %s from %d to %d, at most %d, is %q; want %q", k, from, to, limit, got, bodies)
	}
}

func (t *storeTest) wholeJournal(k care.Key, bodies ...string) {
	t.Helper()
	t.expectJournal(k, math.MinInt64, math.MaxInt64, 1_000, bodies...)
}

func (t *storeTest) prune(before int64, limit, want int) {
	t.Helper()
	n, err := t.journal().Prune(t.ctx, before, limit)
	if err != nil {
		t.Fatalf("Prune: %v", err)
	}
	if n != want {
		t.Fatalf("Prune(%d, %d) returned %d; want %d", before, limit, n, want)
	}
}

// journalOrder looks at the order of a journal, at parts of it, and at who may read it.
func (t *storeTest) journalOrder() {
	t.journal()
	p, a, b := t.lease(), t.key(1), t.key(2)
	t.wholeJournal(a)
	v := t.commit(p, care.Commit{Key: a, State: []byte("s"), Journal: written(300, 100, 300)})
	t.wholeJournal(a, "1 at 100", "0 at 300", "2 at 300") // equal ones as they were written
	v = t.commit(p, care.Commit{Key: a, If: v, State: []byte("s"), Journal: []care.Entry{{At: 200, Body: []byte("late")}, {At: 300, Body: []byte("last")}}})
	t.wholeJournal(a, "1 at 100", "late", "0 at 300", "2 at 300", "last")
	t.expectJournal(a, 200, 300, 10, "late") // to before it
	t.expectJournal(a, 201, 301, 2, "0 at 300", "2 at 300")
	t.expectJournal(a, 301, math.MaxInt64, 10)
	t.expectJournal(a, 100, 100, 10)
	t.expectJournal(a, 100, 301, 1, "1 at 100")
	t.expectJournal(a, 100, 301, 0)
	t.wholeJournal(b)
	t.commit(p, care.Commit{Key: b, Journal: written(-5, math.MaxInt64-1)}) // without a record, and at any time
	t.wholeJournal(b, "0 at -5", fmt.Sprintf("1 at %d", int64(math.MaxInt64-1)))

	second := t.lease() // another owns the partition, and everybody reads
	t.wholeJournal(a, "1 at 100", "late", "0 at 300", "2 at 300", "last")
	t.commit(second, care.Commit{Key: a, If: v}) // a record that is removed leaves its journal
	t.wholeJournal(a, "1 at 100", "late", "0 at 300", "2 at 300", "last")
}

// journalKeys looks at the journals of keys that are easily taken for one another, and at
// bodies of any bytes.
func (t *storeTest) journalKeys() {
	t.journal()
	odd := []care.Key{{Customer: "a/b"}, {Shop: "a", Customer: "b"}, {Customer: "A"}, {Customer: "a"}, {Customer: "a "}, {Customer: "顾客 '\"%_;--"}}
	body := []byte{0, 1, 0xff, '\n', '\'', '"', '\\'}
	for i, k := range odd {
		p := t.acquire(care.PartitionOf(k, t.store.Partitions()))
		t.commit(p, care.Commit{Key: k, State: []byte("s"), Journal: []care.Entry{{At: 1, Body: append(slices.Clone(body), byte(i))}, {At: 2, Body: []byte{}}}})
	}
	for i, k := range odd {
		t.wholeJournal(k, string(append(slices.Clone(body), byte(i))), "")
	}
}

// journalConflict looks at what a refused commit leaves, and a fenced owner.
func (t *storeTest) journalConflict() {
	t.journal()
	first, k := t.lease(), t.key(1)
	v := t.commit(first, care.Commit{Key: k, State: []byte("s"), Journal: written(100)})
	if r := t.apply(first, care.Commit{Key: k, If: v + 1, State: []byte("lost"), Erase: true, Journal: written(200)})[0]; r.Err == nil {
		t.Fatal("a commit with a wrong version is applied")
	}
	t.wholeJournal(k, "0 at 100")
	t.lease()
	if _, err := first.Apply(t.ctx, care.Tx{Commits: []care.Commit{{Key: k, If: v, State: []byte("late"), Erase: true, Journal: written(300)}}}); err == nil {
		t.Error("the first owner writes after the second has the partition")
	}
	t.wholeJournal(k, "0 at 100")
}

// journalErase empties a journal, before what the same commit brings.
func (t *storeTest) journalErase() {
	t.journal()
	p, a, b := t.lease(), t.key(1), t.key(2)
	va := t.commit(p, care.Commit{Key: a, State: []byte("s"), Journal: written(100, 200)})
	t.commit(p, care.Commit{Key: b, State: []byte("s"), Journal: written(100)})
	va = t.commit(p, care.Commit{Key: a, If: va, State: []byte("s"), Erase: true, Journal: written(50)})
	t.wholeJournal(a, "0 at 50")
	va = t.commit(p, care.Commit{Key: a, If: va, State: []byte("s"), Erase: true})
	t.wholeJournal(a)
	t.commit(p, care.Commit{Key: a, If: va, Erase: true}) // what is empty already
	t.wholeJournal(a)
	t.wholeJournal(b, "0 at 100")
}

// journalPrune removes what is old, a page at a time, of everybody in every partition.
func (t *storeTest) journalPrune() {
	t.journal()
	t.prune(1_000, 10, 0)
	keys := []care.Key{t.key(1), t.key(2)}
	if t.store.Partitions() > 1 {
		keys[1] = t.keyOf(t.store.Partitions()-1, 2)
	}
	for _, k := range keys {
		p := t.acquire(care.PartitionOf(k, t.store.Partitions()))
		t.commit(p, care.Commit{Key: k, State: []byte("s"), Journal: written(100, 200, 300)})
	}
	t.prune(300, 0, 0)
	t.prune(100, 10, 0) // before it
	t.prune(300, 3, 3)
	t.prune(300, 3, 1)
	t.prune(300, 3, 0)
	for _, k := range keys {
		t.wholeJournal(k, "2 at 300")
	}
	t.prune(math.MaxInt64, 100, 2)
	for _, k := range keys {
		t.wholeJournal(k)
		t.expect(t.acquire(care.PartitionOf(k, t.store.Partitions())), k, "s", 0) // the customer stays
	}
}

// journalGivenAway looks at bytes again after the store was asked for others.
func (t *storeTest) journalGivenAway() {
	j := t.journal()
	p, k := t.lease(), t.key(1)
	lines := written(100, 200)
	v := t.commit(p, care.Commit{Key: k, State: []byte("s"), Journal: lines})
	read, err := j.Journal(t.ctx, k, 0, 1_000, 10)
	if err != nil || len(read) != 2 {
		t.Fatalf("Journal: %d entries, %v", len(read), err)
	}
	clear(lines) // the lists of a transaction are used again
	t.commit(p, care.Commit{Key: k, If: v, State: []byte("s"), Journal: []care.Entry{{At: 50, Body: []byte("before the others")}}})
	t.wholeJournal(k, "before the others", "0 at 100", "1 at 200")
	for i, e := range read {
		if want := fmt.Sprintf("%d at %d", i, (i+1)*100); string(e.Body) != want {
			t.Errorf("an entry was read as %q and is %q now: the bytes that Journal returns are given away, copy them", want, e.Body)
		}
	}
}
