package care

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A fleet are several processes over one store, in imagined time.
type fleet struct {
	t     *testing.T
	file  string
	store *SharedMemory
	begin time.Time
	slow  func(channel.Message) // what a sender does first. Nil: nothing
	fails func(channel.Message) error

	mu     sync.Mutex
	sent   []channel.Message
	lines  []string // "15m0s a c1 T1"
	saw    []Outcome
	ids    int
	failed int // for good, as fails has it
}

// A ship is one of them.
type ship struct {
	*fleet
	name   string
	engine *Engine
	line   *wire
	ahead  atomic.Int64 // of its clock, in nanoseconds
	stop   context.CancelFunc
	ended  chan error
	log    bytes.Buffer
}

func sails(t *testing.T, file string, partitions int) *fleet {
	t.Helper()
	return &fleet{t: t, file: file, store: NewSharedMemory(partitions, time.Now), begin: time.Now()}
}

// builds makes an engine, and runs it not.
func (f *fleet) builds(name string, change ...func(*ship, *Options)) *ship {
	f.t.Helper()
	s := &ship{fleet: f, name: name, line: &wire{SharedMemory: f.store}, ended: make(chan error, 1)}
	send := channel.SenderFunc(s.send)
	o := Options{
		Store: s.line, Owner: name, Now: func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) },
		Senders: map[channel.Kind]channel.Sender{channel.Wangwang: send, channel.SMS: send},
		Logger:  slog.New(slog.NewTextHandler(s, nil)),
		Observe: func(o Outcome) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.saw = append(f.saw, o)
		},
	}
	for _, c := range change {
		c(s, &o)
	}
	var err error
	s.engine, err = New(rulesFrom(f.t, f.file), o)
	require.NoError(f.t, err)
	return s
}

// joins is builds, and runs it.
func (f *fleet) joins(name string, change ...func(*ship, *Options)) *ship {
	f.t.Helper()
	s := f.builds(name, change...)
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.Background())
	go func() { s.ended <- s.engine.Run(ctx) }()
	synctest.Wait()
	return s
}

func (s *ship) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(p)
}

func (s *ship) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

func (s *ship) send(_ context.Context, m channel.Message) (channel.Receipt, error) {
	if s.slow != nil {
		s.slow(m)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails != nil {
		if err := s.fails(m); err != nil {
			return channel.Receipt{}, err
		}
	}
	s.sent = append(s.sent, m)
	s.lines = append(s.lines, fmt.Sprintf("%s %s %s %s", time.Since(s.begin).Round(time.Second), s.name, m.CustomerID, m.Subject))
	return channel.Receipt{}, nil
}

// leaves ends a process as a deploy does: Run first, then Close.
func (s *ship) leaves() {
	s.t.Helper()
	s.stop()
	require.ErrorIs(s.t, <-s.ended, context.Canceled)
	require.NoError(s.t, s.engine.Close(context.Background()))
}

// dies ends a process as a power cut does: nothing of it reaches the store any more.
func (s *ship) dies() {
	s.t.Helper()
	s.line.cut.Store(true)
	s.stop()
	<-s.ended
}

// share is how many partitions are a process's.
func (s *ship) share() int {
	r, _ := s.engine.Replica()
	return r.Owned
}

// hears takes an event in that happens at this moment.
func (s *ship) hears(e tiexin.Event) []Outcome {
	s.t.Helper()
	out, err := s.engine.Handle(context.Background(), s.happens(e))
	require.NoError(s.t, err)
	return out
}

func (f *fleet) happens(e tiexin.Event) tiexin.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e.At.IsZero() {
		f.ids++
		e.At, e.ID = time.Now(), fmt.Sprintf("%d", f.ids)
	}
	return e
}

// times counts how often each message was handed over.
func (f *fleet) times() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := map[string]int{}
	for _, m := range f.sent {
		all[m.ID]++
	}
	return all
}

// decided counts how often each message was decided.
func (f *fleet) decided() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := map[string]int{}
	for i := range f.saw {
		if f.saw[i].Goes() {
			all[f.saw[i].Said.ID]++
		}
	}
	return all
}

// eachOnce expects so many messages, each decided and handed over once.
func (f *fleet) eachOnce(n int) {
	f.t.Helper()
	decided := f.decided()
	assert.Len(f.t, decided, n)
	for id, times := range decided {
		assert.Equal(f.t, 1, times, "%s was decided", id)
	}
	assert.Equal(f.t, decided, f.times())
}

// letters counts what lies in the inboxes.
func (f *fleet) letters() (n int) {
	for _, p := range f.store.parts {
		p.mu.Lock()
		n += len(p.letters)
		p.mu.Unlock()
	}
	return n
}

// sleeps lets time pass.
func sleeps(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// idOf is a customer whose partition is one of a process's, or is not.
func (s *ship) idOf(mine bool, prefix string) string {
	s.t.Helper()
	all := *s.engine.opened.Load()
	for i := range 1000 {
		if id := fmt.Sprintf("%s%d", prefix, i); (all.of(Key{Customer: id}) != nil) == mine {
			return id
		}
	}
	s.t.Fatal("there is nobody")
	return ""
}

var errCut = errors.New("the line is cut")

// A wire is one process's line to the store. When it is cut, or when so many operations
// have gone by, nothing gets through any more: the answer to the last one is lost, too,
// where it is told so.
type wire struct {
	*SharedMemory
	cut  atomic.Bool
	left atomic.Int64 // operations until it is cut; 0: it is not counted
	lost bool         // the last one has been done, and nobody hears of it
	ops  atomic.Int64
}

// over does an operation over the line.
func over[T any](w *wire, op func() (T, error)) (none T, err error) {
	if w.cut.Load() {
		return none, errCut
	}
	w.ops.Add(1)
	last := w.left.Load() > 0 && w.left.Add(-1) == 0
	if last {
		w.cut.Store(true)
		if !w.lost {
			return none, errCut
		}
	}
	got, err := op()
	if last {
		return none, errCut
	}
	return got, err
}

func does(w *wire, op func() error) error {
	_, err := over(w, func() (struct{}, error) { return struct{}{}, op() })
	return err
}

func (w *wire) Acquire(ctx context.Context, partition int, owner string, ttl time.Duration) (Partition, error) {
	return over(w, func() (Partition, error) {
		p, err := w.SharedMemory.Acquire(ctx, partition, owner, ttl)
		return wired{p, w}, err
	})
}

func (w *wire) Visit(ctx context.Context, partition int) (Partition, error) {
	return over(w, func() (Partition, error) {
		p, err := w.SharedMemory.Visit(ctx, partition)
		return wired{p, w}, err
	})
}

func (w *wire) Meet(ctx context.Context, m Member, ttl time.Duration) (Meeting, error) {
	return over(w, func() (Meeting, error) { return w.SharedMemory.Meet(ctx, m, ttl) })
}

func (w *wire) Leave(ctx context.Context, owner string) error {
	return does(w, func() error { return w.SharedMemory.Leave(ctx, owner) })
}

func (w *wire) Post(ctx context.Context, letters ...Letter) error {
	return does(w, func() error { return w.SharedMemory.Post(ctx, letters...) })
}

func (w *wire) Await(ctx context.Context, partitions []int) ([]int, error) {
	if w.cut.Load() {
		return nil, errCut
	}
	return w.SharedMemory.Await(ctx, partitions)
}

func (w *wire) Lock(ctx context.Context, name, owner string, ttl time.Duration) error {
	return does(w, func() error { return w.SharedMemory.Lock(ctx, name, owner, ttl) })
}

func (w *wire) Unlock(ctx context.Context, name, owner string) error {
	return does(w, func() error { return w.SharedMemory.Unlock(ctx, name, owner) })
}

func (w *wire) Serial(ctx context.Context, name string) (uint64, error) {
	return over(w, func() (uint64, error) { return w.SharedMemory.Serial(ctx, name) })
}

func (w *wire) Notes(ctx context.Context, name string) ([][]byte, error) {
	return over(w, func() ([][]byte, error) { return w.SharedMemory.Notes(ctx, name) })
}

// A wired is a partition at the end of the line.
type wired struct {
	Partition
	w *wire
}

func (p wired) Load(ctx context.Context, keys []Key) ([]Record, error) {
	return over(p.w, func() ([]Record, error) { return p.Partition.Load(ctx, keys) })
}

func (p wired) Apply(ctx context.Context, tx Tx) ([]Result, error) {
	return over(p.w, func() ([]Result, error) { return p.Partition.Apply(ctx, tx) })
}

func (p wired) Note(ctx context.Context, name string) ([]byte, error) {
	return over(p.w, func() ([]byte, error) { return p.Partition.Note(ctx, name) })
}

func (p wired) Letters(ctx context.Context, limit int) ([]Letter, error) {
	return over(p.w, func() ([]Letter, error) { return p.Partition.Letters(ctx, limit) })
}

func (p wired) Resolve(ctx context.Context, done []Resolution) error {
	return does(p.w, func() error { return p.Partition.Resolve(ctx, done) })
}

func (p wired) Renew(ctx context.Context, ttl time.Duration) error {
	return does(p.w, func() error { return p.Partition.Renew(ctx, ttl) })
}

func (p wired) Release(ctx context.Context) error {
	return does(p.w, func() error { return p.Partition.Release(ctx) })
}

func (p wired) Due(ctx context.Context, now int64, limit int) ([]Record, int64, error) {
	if p.w.cut.Load() {
		return nil, 0, errCut
	}
	return p.Partition.Due(ctx, now, limit)
}

func (p wired) Pending(ctx context.Context, now int64, limit int, lanes ...string) ([]Posting, int64, error) {
	if p.w.cut.Load() {
		return nil, 0, errCut
	}
	return p.Partition.Pending(ctx, now, limit, lanes...)
}

// reminder is a flow that reminds after a minute, at any hour.
const reminder = `
limits: {quiet: {open: {hours: "04:00-04:01"}}}
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: [wangwang], rules: [{name: r, if: minutes_unpaid >= 1, send: pay}]}
texts: {pay: 请付款}
`

func (f *fleet) hasLine(parts ...string) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	assert.Contains(f.t, f.lines, strings.Join(parts, " "))
}
