package care

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/channel"
)

// A guest who lies in one process's partition is a member in another's.

// remembers is what the store has of a customer.
func (f *fleet) remembers(id string) *remember.Customer {
	f.t.Helper()
	v, err := f.store.Visit(context.Background(), PartitionOf(Key{Customer: id}, f.store.Partitions()))
	require.NoError(f.t, err)
	records, err := v.Load(context.Background(), []Key{{Customer: id}})
	require.NoError(f.t, err)
	mem, err := remember.Decode(records[0].State)
	require.NoError(f.t, err)
	return opened(f.t, mem)
}

// longLease has fewer meetings in an hour.
func longLease(_ *ship, o *Options) { o.Lease = time.Minute }

func TestReplica_一个人两个号_在两个进程手里_断在哪一步都接得上(t *testing.T) {
	for _, at := range []string{"guest's", "member's", "other"} {
		for _, lost := range []bool{false, true} {
			for n := range 24 {
				synctest.Test(t, func(t *testing.T) {
					f := sails(t, guestAndMember, 6)
					ships := map[string]*ship{"guest's": f.joins("a", longLease), "member's": f.joins("b", longLease), "other": f.joins("c", longLease)}
					sleeps(time.Minute)
					guest, member := ships["guest's"].idOf(true, "guest"), ships["member's"].idOf(true, "member")
					for _, e := range []tiexin.Event{as(guest, created("T1")), as(guest, created("T2")), as(member, paid("T1")), as(guest, revokes("sms"))} {
						ships["other"].hears(e)
					}
					sleeps(time.Second)
					s := ships[at]
					s.line.lost = lost
					s.line.left.Store(int64(n + 1))
					e := f.happens(mergedInto(member, guest))
					_, err := s.engine.Handle(context.Background(), e)
					synctest.Wait()
					s.dies()
					for name, other := range ships {
						if name != at && err != nil {
							_, err := other.engine.Handle(context.Background(), e)
							require.NoError(t, err)
							break
						}
					}
					sleeps(20 * time.Minute)
					what := fmt.Sprintf("%s %v %d", at, lost, n)
					assert.Equal(t, member, f.remembers(guest).Into, what)
					assert.False(t, f.remembers(guest).HandingOver, what)
					assert.Empty(t, f.remembers(guest).Orders, what)
					assert.Len(t, f.remembers(member).Consents, 1, what)
					sleeps(20 * time.Minute)
					assert.Zero(t, f.letters(), what)
					require.Len(t, f.sent, 1, what)
					assert.Equal(t, []string{member, "T2"}, []string{f.sent[0].CustomerID, f.sent[0].Subject}, what)
					for name, s := range ships {
						if name != at {
							s.leaves()
						}
					}
				})
			}
		}
	}
}

// What waits in the guest's outbox is asked once more of the member, and told to the member.
func TestReplica_一个人两个号_还在游客发件箱里的(t *testing.T) {
	for _, pays := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f := sails(t, guestAndMember, 6)
			f.fails = func(channel.Message) error {
				if time.Since(f.begin) < 40*time.Minute {
					return &channel.RetryAfter{After: time.Minute}
				}
				return nil
			}
			a, b := f.joins("a"), f.joins("b")
			sleeps(10 * time.Second)
			guest, member := a.idOf(true, "guest"), b.idOf(true, "member")
			b.hears(as(guest, created("T1")))
			sleeps(32 * time.Minute)
			require.Len(t, f.decided(), 1)
			a.hears(mergedInto(member, guest))
			sleeps(time.Second)
			require.Equal(t, member, f.remembers(guest).Into)
			if pays {
				a.hears(as(guest, paid("T1")))
			}
			sleeps(10 * time.Minute)
			id := "v1:/" + guest + "/pay/r/T1/0/1"
			if pays {
				assert.Empty(t, f.times())
			} else {
				assert.Equal(t, map[string]int{id: 1}, f.times())
				assert.Equal(t, remember.Sent, f.remembers(member).Slots[0].Came)
			}
			for _, p := range f.store.parts {
				assert.Empty(t, p.postings)
			}
			a.leaves()
			b.leaves()
		})
	}
}

// A half that is done, and an event of the guest after it: the guest's refusal comes first.
func TestReplica_一个人两个号_交接断在半路_拒绝先到(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := sails(t, guestAndMember, 6)
		a, b := f.joins("a"), f.joins("b")
		sleeps(10 * time.Second)
		guest, member := a.idOf(true, "guest"), b.idOf(true, "member")
		a.hears(as(guest, revokes("")))
		b.hears(as(member, created("T1")))
		sleeps(time.Second)
		v, err := a.engine.replica.visit(context.Background(), Key{Customer: guest})
		require.NoError(t, err)
		require.NoError(t, v.do(context.Background(), []*input{{key: Key{Customer: guest}, into: member}}))
		require.True(t, f.remembers(guest).HandingOver)
		a.hears(as(guest, created("T2")))
		sleeps(time.Second)
		assert.Len(t, f.remembers(member).Orders, 2)
		assert.Len(t, f.remembers(member).Consents, 1)
		assert.False(t, f.remembers(guest).HandingOver)
		sleeps(time.Hour)
		assert.Empty(t, f.times())
		a.leaves()
		b.leaves()
	})
}

// Everybody says at once who is who, each process the other way round.
func TestReplica_一个人几个号_几个进程同时说_不绕圈(t *testing.T) {
	for seed := range uint64(10) {
		synctest.Test(t, func(t *testing.T) {
			roll := dice(seed)
			f := sails(t, guestAndMember, 6)
			ships := []*ship{f.joins("a"), f.joins("b"), f.joins("c")}
			sleeps(10 * time.Second)
			ids := []string{ships[0].idOf(true, "x"), ships[1].idOf(true, "y"), ships[2].idOf(true, "z")}
			for i, id := range ids {
				ships[i].hears(as(id, created(fmt.Sprint("T", i))))
			}
			var wg sync.WaitGroup
			for range 8 {
				into := roll(3)
				other := (into + 1 + roll(2)) % 3
				s, e := ships[roll(3)], f.happens(mergedInto(ids[into], ids[other]))
				wg.Go(func() {
					_, err := s.engine.Handle(context.Background(), e)
					assert.NoError(t, err)
				})
			}
			ships[0].hears(mergedInto(ids[0], ids[1], ids[2]))
			wg.Wait()
			sleeps(30 * time.Second)
			assert.Zero(t, f.letters())
			who := map[Key]int{}
			for _, id := range ids {
				x, err := ships[1].engine.Explain(context.Background(), Key{Customer: id})
				require.NoError(t, err)
				who[x.Key]++
			}
			require.Len(t, who, 1)
			ships[1].hears(as(ids[2], paid("T0")))
			sleeps(time.Hour)
			assert.Len(t, f.times(), 2)
			for _, s := range ships {
				s.leaves()
			}
		})
	}
}
