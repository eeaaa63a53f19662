package sqlite

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

var crashCycles = flag.Int("crash-cycles", 0, "how often the process is killed, and a fifth as often the power cut; 0: ten times, or as often as fits into 45 s")

// crashes gives the numbers of the cycles.
func crashes(t *testing.T, usual, named int) iter.Seq[int] {
	began := time.Now()
	if *crashCycles == 0 && testing.Short() {
		usual = min(usual, 2)
	}
	return func(yield func(int) bool) {
		for n := 0; n < max(named, usual) && yield(n); n++ {
			if named == 0 && n > 0 && time.Since(began) > 45*time.Second {
				t.Logf("the time is over after %d cycles", n+1)
				return
			}
		}
	}
}

const (
	crashCustomers = 4_000
	crashWriters   = 64
	crashSpeed     = 500 // the shop's clock runs so many times as fast as ours
)

// An order that waits for payment is reminded after two minutes. Nothing else keeps a
// message back.
const crashRules = `version: 1
shop: {name: 青禾家}
limits:
  caps:
    many: {at_most: 1000, within: 7d}
flows:
  payment:
    title: 催付
    about: order
    while: unpaid
    purpose: notice
    via: sms
    rules:
      - {name: gentle, if: minutes_unpaid > 2 && customer.paid_orders >= 0, send: gentle}
texts:
  gentle: "#买家昵称|亲#，「#商品名称#」在待付款里等您"
`

func crashEngine(store care.Store, now func() time.Time, send func(id string)) (*care.Engine, error) {
	rules, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(crashRules)}}, "*.yaml")
	if err != nil {
		return nil, err
	}
	return care.New(rules, care.Options{Store: store, Now: now, Parallel: 256, Senders: map[channel.Kind]channel.Sender{
		channel.SMS: channel.SenderFunc(func(_ context.Context, m channel.Message) (channel.Receipt, error) {
			send(m.ID)
			return channel.Receipt{}, nil
		}),
	}})
}

// crashDay is ten o'clock of the day on which a cycle happens. They lie far apart, so
// that the memory of old orders does not grow with the number of cycles.
func crashDay(cycle int) time.Time {
	return time.Date(2026, 11, 1+40*cycle, 10, 0, 0, 0, tiexin.Shanghai())
}

// crashEvent is one of the two events of an order: it was placed, or paid.
func crashEvent(cycle, order, customer int, paid bool, at time.Time) tiexin.Event {
	e := tiexin.Event{
		ID: fmt.Sprintf("e%d-%d", cycle, order), Type: tiexin.EventOrderCreated, At: at,
		Customer: tiexin.Customer{ID: fmt.Sprintf("c%d", customer), Nick: "小鱼", Mobile: tiexin.Phone{Number: "13800000000"}},
		Order:    &tiexin.Order{ID: fmt.Sprintf("o%d-%d", cycle, order), Amount: 8900, Title: "羊绒围巾"},
	}
	if paid {
		e.ID, e.Type, e.Customer = e.ID+"p", tiexin.EventOrderPaid, tiexin.Customer{ID: e.Customer.ID}
	} else {
		e.Order.CreatedAt = at
	}
	return e
}

// crashFolder tells the child where its store lies.
const crashFolder, crashCycle = "SQLITE_CRASH_FOLDER", "SQLITE_CRASH_CYCLE"

// TestCrashChild is the shop that the next tests kill: 64 webhooks take in events of
// 4,000 customers, every fiftieth twice. What was confirmed, and what went to the
// provider, it says on its standard output: each line is one write, so none is torn.
func TestCrashChild(t *testing.T) {
	folder, set := os.LookupEnv(crashFolder)
	if !set {
		t.Skip("it is run by the tests that kill it")
	}
	say := func(format string, a ...any) { fmt.Fprintf(os.Stdout, "#"+format+"\n", a...) }
	var cycle int
	_, err := fmt.Sscan(os.Getenv(crashCycle), &cycle)
	require.NoError(t, err)
	began, day := time.Now(), crashDay(cycle)
	now := func() time.Time { return day.Add(time.Since(began) * crashSpeed).Truncate(time.Millisecond) }
	store, err := Open(folder, Options{Partitions: 8, Files: 2})
	require.NoError(t, err)
	engine, err := crashEngine(store, now, func(id string) { say("sent %s", id) })
	require.NoError(t, err)

	var orders atomic.Int64
	take := func(order, customer int, paid bool, r *rand.Rand) {
		at := now()
		e := crashEvent(cycle, order, customer, paid, at)
		for again := range 2 {
			outcomes, err := engine.Handle(ctx, e)
			switch {
			case err != nil:
				say("fault %q", err.Error())
			case again > 0 && len(outcomes) > 0:
				say("twice %s", e.ID)
			default:
				say("took %d %d %v %d", order, customer, paid, at.UnixMilli())
			}
			if r.IntN(50) > 0 {
				return
			}
		}
	}
	for writer := range crashWriters {
		go func() {
			r := rand.New(rand.NewPCG(uint64(cycle), uint64(writer)))
			var mine [][2]int
			for {
				order, customer := int(orders.Add(1)), r.IntN(crashCustomers)
				take(order, customer, false, r)
				mine = append(mine, [2]int{order, customer})
				if len(mine) == 8 {
					i := r.IntN(8)
					if r.IntN(2) == 0 {
						take(mine[i][0], mine[i][1], true, r)
					}
					mine = slices.Delete(mine, i, i+1)
				}
			}
		}()
	}
	for range time.Tick(20 * time.Millisecond) {
		if _, err := engine.Advance(ctx, now()); err != nil {
			say("fault %q", err.Error())
		}
		if _, err := engine.Deliver(ctx); err != nil {
			say("fault %q", err.Error())
		}
	}
}

// A crash is what a test knows about the shop that it kills again and again.
type crash struct {
	*testing.T
	folder string
	cycle  int
	faulty bool // the child may say that the disk fails

	took map[string]tiexin.Event // confirmed in this cycle, by id
	sent map[string]int          // to the provider in this cycle, by message
	last int64                   // what the shop's clock said
	// Paid orders of each customer in the cycles before, and with this one.
	paid, paidNow map[string]int

	confirmed, messages, repeated, waiting, cancelled int
}

// child lets the shop work until it is stopped, which begins with its first event, and
// notes what it said.
func (c *crash) child(stop func(*os.Process)) {
	c.took, c.sent, c.last = map[string]tiexin.Event{}, map[string]int{}, 0
	cmd := exec.Command(os.Args[0], "-test.run", "^TestCrashChild$")
	cmd.Env = append(os.Environ(), crashFolder+"="+c.folder, fmt.Sprintf("%s=%d", crashCycle, c.cycle))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(c, err)
	require.NoError(c, cmd.Start())
	lines := bufio.NewScanner(out)
	var working sync.Once
	for lines.Scan() {
		line, ok := strings.CutPrefix(lines.Text(), "#")
		if !ok {
			c.Errorf("the child says %s", lines.Text())
			continue
		}
		if c.hear(line); len(c.took) > 0 {
			working.Do(func() { go stop(cmd.Process) })
		}
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // it was killed
	require.NotEmpty(c, c.took, "the child confirmed nothing")
}

func (c *crash) hear(line string) {
	what, rest, _ := strings.Cut(line, " ")
	switch what {
	case "took":
		var order, customer int
		var paid bool
		var at int64
		_, err := fmt.Sscan(rest, &order, &customer, &paid, &at)
		require.NoError(c, err)
		e := crashEvent(c.cycle, order, customer, paid, time.UnixMilli(at))
		c.took[e.ID], c.last = e, max(c.last, at)
	case "sent":
		c.sent[rest]++
	case "fault":
		assert.True(c, c.faulty, "the child says %s", line)
	default:
		c.Errorf("the child says %s", line)
	}
}

// verify opens the store that was left behind, lets the shop go on for a moment, and
// compares what is remembered with what the child said.
func (c *crash) verify() {
	store, err := Open(c.folder, Options{})
	require.NoError(c, err)
	require.NoError(c, store.Check(ctx))
	now := time.UnixMilli(c.last).Add(time.Second)
	var mu sync.Mutex
	engine, err := crashEngine(store, func() time.Time { return now }, func(id string) {
		mu.Lock()
		defer mu.Unlock()
		c.sent[id]++
	})
	require.NoError(c, err)
	goOn := func() map[string]crashOrder {
		_, err = engine.Advance(ctx, now)
		require.NoError(c, err)
		_, err = engine.Deliver(ctx)
		require.NoError(c, err)
		return c.orders(engine)
	}
	orders := goOn()
	c.tookAll(engine, orders)
	_, c.cancelled, c.waiting = c.count(orders)

	now = now.Add(3 * time.Minute) // nobody waits any more
	decided, cancelled, waiting := c.count(goOn())
	assert.Equal(c, c.cancelled, cancelled, "orders that were paid before they were reminded")
	assert.Zero(c, waiting, "orders that wait for ever")
	for id, times := range c.sent {
		assert.True(c, decided[id], "the provider got %s, and nobody decided it", id)
		delete(decided, id)
		c.repeated += times - 1
	}
	assert.Empty(c, decided, "these were decided and the provider never got them")
	c.paid = maps.Clone(c.paidNow)
	c.confirmed, c.messages = c.confirmed+len(c.took), c.messages+len(c.sent)
	require.NoError(c, engine.Close(ctx))
	require.NoError(c, store.Close())
}

// tookAll looks that everything that was confirmed is there, and that nothing changes
// when all of it comes once more.
func (c *crash) tookAll(engine *care.Engine, orders map[string]crashOrder) {
	for _, id := range slices.Sorted(maps.Keys(c.took)) {
		e := c.took[id]
		order, known := orders[e.Order.ID]
		assert.True(c, known, "the order %s was confirmed, and nobody knows it", e.Order.ID)
		if e.Type == tiexin.EventOrderPaid {
			assert.True(c, order.paid, "the payment %s was confirmed, and nobody knows it", e.ID)
		}
		outcomes, err := engine.Handle(ctx, e)
		assert.NoError(c, err)
		assert.Empty(c, outcomes, "%s was confirmed, and is news", e.ID)
	}
}

// count divides the orders: into those that were reminded, by message, those that were
// paid before, and those that wait. There are no others.
func (c *crash) count(orders map[string]crashOrder) (decided map[string]bool, cancelled, waiting int) {
	decided = map[string]bool{}
	for id, o := range orders {
		switch {
		case o.said != "":
			decided[o.said] = true
		case o.paid:
			cancelled++
		case o.waits:
			waiting++
		default:
			c.Errorf("the order %s is neither reminded nor paid, and waits for nothing", id)
		}
	}
	return decided, cancelled, waiting
}

// A crashOrder is what is remembered of an order.
type crashOrder struct {
	paid, waits bool
	said        string
}

// orders are those of this cycle, as the memory has them. On the way it compares how
// many paid orders the memory has counted with those that are there: none counts twice.
func (c *crash) orders(engine *care.Engine) map[string]crashOrder {
	prefix := fmt.Sprintf("o%d-", c.cycle)
	all := map[string]crashOrder{}
	for n := range crashCustomers {
		key := care.Key{Customer: fmt.Sprintf("c%d", n)}
		x, err := engine.Explain(ctx, key)
		require.NoError(c, err)
		paid, counted := c.paid[key.Customer], ""
		for _, s := range x.Subjects {
			if s.Kind != "order" || !strings.HasPrefix(s.ID, prefix) {
				continue
			}
			_, twice := all[s.ID]
			require.False(c, twice, "the order %s is there twice", s.ID)
			o := crashOrder{paid: s.Status == "paid"}
			if o.paid {
				paid++
			}
			for _, r := range s.Rules {
				o.waits = o.waits || r.Verdict == care.Wait
				counted = strings.Join(r.Seen[1].Values, " ")
			}
			for _, m := range x.Said {
				if strings.Contains(m.ID, "/"+s.ID+"/") {
					require.Empty(c, o.said, "the order %s is reminded twice", s.ID)
					o.said = m.ID
				}
			}
			all[s.ID] = o
		}
		if counted != "" {
			assert.Equal(c, fmt.Sprintf("customer.paid_orders = %d", paid), counted, "%s in the memory of %s", counted, key.Customer)
		}
		c.paidNow[key.Customer] = paid
	}
	return all
}

// The process dies at any instant, ten times or as -crash-cycles says: what was confirmed is
// there once, and nothing is said twice or forgotten. Killing a process takes nothing
// from the kernel, so this would hold with synchronous=off as well: the power cut below
// is the test for that.
func Test任何一刻被杀_应承过的一件不少_一件不多(t *testing.T) {
	c := &crash{T: t, folder: t.TempDir(), paidNow: map[string]int{}}
	for c.cycle = range crashes(t, 10, *crashCycles) {
		c.child(func(p *os.Process) {
			time.Sleep(anyInstant())
			c.kill(p)
		})
		if c.verify(); t.Failed() {
			return
		}
	}
	c.report()
}

// anyInstant is how long a child works before something happens to it.
func anyInstant() time.Duration { return 100*time.Millisecond + rand.N(600*time.Millisecond) }

func (c *crash) kill(p *os.Process) {
	if err := p.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		c.Error(err)
	}
}

func (c *crash) report() {
	c.Logf("%d events confirmed, %d messages decided, %d of them sent again after a crash; at the last crash %d orders were paid in time, and %d waited", c.confirmed, c.messages, c.repeated, c.cancelled, c.waiting)
}
