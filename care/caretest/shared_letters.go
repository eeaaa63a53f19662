package caretest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

func (t *sharedTest) post(letters ...care.Letter) {
	t.Helper()
	if err := t.shared.Post(t.ctx, letters...); err != nil {
		t.Fatalf("Post: %v", err)
	}
}

// inbox are the bodies of the letters of a partition, in order, and the letters by body.
func (t *sharedTest) inbox(p care.Partition, want ...string) map[string]care.Letter {
	t.Helper()
	letters, err := p.Letters(t.ctx, 1_000)
	if err != nil {
		t.Fatalf("Letters: %v", err)
	}
	all := map[string]care.Letter{}
	var bodies []string
	for _, l := range letters {
		all[string(l.Body)] = l
		bodies = append(bodies, string(l.Body))
	}
	if slices.Sort(bodies); !slices.Equal(bodies, want) {
		t.Fatalf("the inbox holds %q; want %q", bodies, want)
	}
	return all
}

func (t *sharedTest) letters() {
	p := t.acquireBy("first", 0, time.Minute)
	t.inbox(p)
	t.post()
	t.post(care.Letter{Partition: 0, Body: []byte("a")}, care.Letter{Partition: 1, Body: []byte("other")}, care.Letter{Partition: 0, Body: []byte("b\x00\xff")})
	letters := t.inbox(p, "a", "b\x00\xff")
	if letters["a"].Number == letters["b\x00\xff"].Number {
		t.Errorf("two letters have the number %d", letters["a"].Number)
	}
	if some, err := p.Letters(t.ctx, 1); err != nil || len(some) != 1 || some[0].Partition != 0 {
		t.Errorf("one letter of partition 0 was asked for, there are %v, %v", some, err)
	}
	t.inbox(p, "a", "b\x00\xff") // reading takes nothing
	after := t.acquireBy("first", 0, time.Minute)
	if _, err := p.Letters(t.ctx, 1); !errors.Is(err, care.ErrFenced) {
		t.Errorf("Letters of an owner who has lost the partition: %v; want ErrFenced", err)
	}
	t.inbox(after, "a", "b\x00\xff")
	t.inbox(t.acquireBy("first", 1, time.Minute), "other")
}

func (t *sharedTest) taken() {
	p, k := t.acquireBy("first", 0, time.Minute), t.key(1)
	for _, body := range []string{"settled", "in conflict", "changed nothing", "waits"} {
		t.post(care.Letter{Partition: 0, Body: []byte(body)})
	}
	letters := t.inbox(p, "changed nothing", "in conflict", "settled", "waits")
	results, err := p.Apply(t.ctx, care.Tx{
		Commits: []care.Commit{
			{Key: k, State: []byte("s"), Taken: []int64{letters["settled"].Number}},
			{Key: t.key(2), If: 12345, State: []byte("s"), Taken: []int64{letters["in conflict"].Number}},
		},
		Taken: []int64{letters["changed nothing"].Number},
	})
	if err != nil || results[0].Err != nil || !errors.Is(results[1].Err, care.ErrConflict) {
		t.Fatalf("Apply: %v, %v", results, err)
	}
	t.inbox(p, "in conflict", "waits")
	_, err = p.Apply(t.ctx, care.Tx{Taken: []int64{letters["in conflict"].Number, letters["settled"].Number, 1 << 40}})
	if err != nil {
		t.Fatalf("a letter that is gone is taken once more: %v", err)
	}
	t.inbox(p, "waits")
	other := t.acquireBy("first", 1, time.Minute)
	t.post(care.Letter{Partition: 1, Body: []byte("other")})
	number := t.inbox(other, "other")["other"].Number
	if _, err := p.Apply(t.ctx, care.Tx{Taken: []int64{number}}); err != nil {
		t.Fatalf("Apply: %v", err)
	}
	t.inbox(other, "other") // a partition takes only letters of its own
	t.acquireBy("first", 0, time.Minute)
	if _, err := p.Apply(t.ctx, care.Tx{Taken: []int64{letters["waits"].Number}}); !errors.Is(err, care.ErrFenced) {
		t.Errorf("an owner who has lost the partition takes a letter: %v; want ErrFenced", err)
	}
}

func (t *sharedTest) allOrNone() {
	p := t.acquireBy("first", 0, time.Minute)
	for _, n := range []int{-1, t.store.Partitions()} {
		if err := t.shared.Post(t.ctx, care.Letter{Partition: 0, Body: []byte("a")}, care.Letter{Partition: n, Body: []byte("b")}); err == nil {
			t.Errorf("a letter for partition %d of %d is posted", n, t.store.Partitions())
		}
	}
	t.inbox(p)
}

// manyLetters posts from many sides while the owner takes letters.
func (t *sharedTest) manyLetters() {
	const writers, each = 8, 50
	p := t.acquireBy("first", 0, time.Minute)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := t.shared.Post(t.ctx, care.Letter{Partition: 0, Body: fmt.Appendf(nil, "%d/%d", w, i)}); err != nil {
					t.Errorf("Post: %v", err)
				}
			}
		})
	}
	came := map[string]int{}
	for began := time.Now(); len(came) < writers*each && time.Since(began) < 60*time.Second; {
		letters, err := p.Letters(t.ctx, 16)
		if err != nil {
			t.Fatalf("Letters: %v", err)
		}
		var numbers []int64
		for _, l := range letters {
			came[string(l.Body)]++
			numbers = append(numbers, l.Number)
		}
		if _, err := p.Apply(t.ctx, care.Tx{Taken: numbers}); err != nil {
			t.Fatalf("Apply: %v", err)
		}
	}
	wg.Wait()
	if len(came) != writers*each {
		t.Errorf("%d letters came of %d", len(came), writers*each)
	}
	for body, times := range came {
		if times != 1 {
			t.Errorf("the letter %s came %d times", body, times)
		}
	}
	t.inbox(p)
}

func (t *sharedTest) awaits() {
	t.post(care.Letter{Partition: 3, Body: []byte("of others")})
	ctx, cancel := context.WithTimeout(t.ctx, short)
	defer cancel()
	if have, err := t.shared.Await(ctx, []int{0, 1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("nothing came for the partitions 0 and 1, and Await says %v, %v", have, err)
	}
	go t.shared.Post(t.ctx, care.Letter{Partition: 1, Body: []byte("a")})
	ctx, cancel = context.WithTimeout(t.ctx, 20*time.Second)
	defer cancel()
	if have, err := t.shared.Await(ctx, []int{0, 1}); err != nil || !slices.Equal(have, []int{1}) {
		t.Errorf("a letter came for partition 1, and Await says %v, %v", have, err)
	}
	if have, err := t.shared.Await(ctx, []int{1, 3}); err != nil || !slices.Equal(slices.Sorted(slices.Values(have)), []int{1, 3}) {
		t.Errorf("letters wait in the partitions 1 and 3, and Await says %v, %v", have, err)
	}
}
