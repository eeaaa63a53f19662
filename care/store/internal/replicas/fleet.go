//go:build unix

package replicas

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// A fleet is the processes of one shop, and what they said.
type fleet struct {
	*testing.T
	place string
	quiet string
	open  Open
	store care.Shared // the test's own eyes

	mu       sync.Mutex
	orders   map[string]*order
	sent     map[string][]time.Time // when the test heard of it, by message
	took     map[string]int         // events confirmed, by process
	faults   []string
	children []*child
}

// An order is what the processes said about it.
type order struct {
	placed    time.Time // as its event says
	paid      bool
	knownPaid time.Time // when the test heard that the payment was confirmed
}

type child struct {
	owner string
	cmd   *exec.Cmd
	ended chan struct{}
}

func newFleet(t *testing.T, place string, open Open) *fleet {
	store, err := open(place)
	if err != nil {
		t.Fatal(err)
	}
	far := time.Now().Add(12 * time.Hour).In(shanghai)
	f := &fleet{
		T: t, place: place, open: open, store: store, orders: map[string]*order{}, sent: map[string][]time.Time{}, took: map[string]int{},
		quiet: far.Format("15:04") + "-" + far.Add(time.Minute).Format("15:04"),
	}
	t.Cleanup(func() {
		for _, c := range f.children {
			_ = c.cmd.Process.Kill()
			<-c.ended
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// start starts a process whose clock is ahead by some time.
func (f *fleet) start(owner string, ahead time.Duration) *child {
	f.Helper()
	c := &child{owner: owner, ended: make(chan struct{})}
	c.cmd = exec.Command(os.Args[0], "-test.run", "^"+childTest+"$")
	c.cmd.Env = append(os.Environ(), placeName+"="+f.place, ownerName+"="+owner, quietName+"="+f.quiet, aheadName+"="+ahead.String())
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		f.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		f.Fatal(err)
	}
	f.children = append(f.children, c)
	go func() {
		defer close(c.ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			f.hear(c, lines.Text())
		}
		_, _ = io.Copy(io.Discard, out)
		_ = c.cmd.Wait()
	}()
	return c
}

func (f *fleet) hear(c *child, line string) {
	now := time.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	what, rest, _ := strings.Cut(line, " ")
	switch what {
	case "#took":
		var id, customer string
		var paid bool
		var at int64
		if _, err := fmt.Sscan(rest, &id, &customer, &paid, &at); err != nil {
			f.Errorf("%s says %s: %v", c.owner, line, err)
			return
		}
		o := f.orders[id]
		if o == nil {
			o = new(order)
			f.orders[id] = o
		}
		if f.took[c.owner]++; paid {
			o.paid, o.knownPaid = true, now
		} else {
			o.placed = time.UnixMilli(at)
		}
	case "#sent":
		f.sent[rest] = append(f.sent[rest], now)
	case "#fault":
		f.faults = append(f.faults, c.owner+": "+rest)
	case "#closed", "PASS", "ok":
	default:
		if !strings.HasPrefix(line, "---") && !strings.HasPrefix(line, "===") {
			f.Errorf("%s says %s", c.owner, line)
		}
	}
}

// stop ends a process as a deploy does, and waits for it.
func (f *fleet) stop(c *child) {
	f.Helper()
	f.signal(c, syscall.SIGTERM)
	select {
	case <-c.ended:
		if !c.cmd.ProcessState.Success() {
			f.Errorf("%s ended with %s", c.owner, c.cmd.ProcessState)
		}
	case <-time.After(30 * time.Second):
		f.Fatalf("%s does not end", c.owner)
	}
}

func (f *fleet) signal(c *child, s os.Signal) {
	f.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		f.Fatalf("%s: %v", c.owner, err)
	}
}

// owners says how many partitions each owner has; "" stands for those that nobody has.
func (f *fleet) owners() (map[string]int, []care.Member) {
	f.Helper()
	m, err := f.store.Meet(context.Background(), care.Member{Owner: "the test"}, time.Minute)
	if err != nil {
		f.Fatalf("Meet: %v", err)
	}
	n := map[string]int{}
	for _, owner := range m.Owners {
		n[owner]++
	}
	return n, m.Members
}

// divided waits until some processes, and no others, share the partitions evenly.
func (f *fleet) divided(within time.Duration, owners ...string) {
	f.Helper()
	var n map[string]int
	var members []care.Member
	for began := time.Now(); time.Since(began) < within; time.Sleep(50 * time.Millisecond) {
		n, members = f.owners()
		least := f.store.Partitions() / len(owners)
		most := (f.store.Partitions() + len(owners) - 1) / len(owners)
		even := len(n) == len(owners)
		for _, owner := range owners {
			even = even && n[owner] >= least && n[owner] <= most
		}
		if even {
			return
		}
	}
	f.Fatalf("after %s the partitions are divided %v; they should be %v's; there are %v", within, n, owners, members)
}

// working waits until each of some processes has confirmed so many more events.
func (f *fleet) working(more int, owners ...string) {
	f.Helper()
	counts := func() map[string]int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return maps.Clone(f.took)
	}
	before := counts()
	missing := func() []string {
		now := counts()
		return slices.DeleteFunc(slices.Clone(owners), func(owner string) bool { return now[owner] >= before[owner]+more })
	}
	for began := time.Now(); len(missing()) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			f.Fatalf("%v confirm nothing: %v", missing(), f.faults)
		}
	}
}
