package crash

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
)

var cyclesFlag = flag.Int("crash-cycles", 0, "how often the process is killed, and a fifth as often the power cut; 0: ten times, or as often as fits into 45 s")

// Kill kills the shop at any instant, ten times or as -crash-cycles says: what was
// confirmed is there once, and nothing is said twice or forgotten.
func Kill(t *testing.T, place string, open Open) {
	t.Helper()
	l := &Loop{Place: place, Open: open}
	for range l.Cycles(t, 10, 1) {
		l.Child(t, func(p *os.Process) {
			time.Sleep(AnyInstant())
			l.Kill(p)
		})
		l.Verify(t)
	}
	l.Report(t)
}

// Control does the same once with a store that confirms commits and forgets them, and
// fails when that is not found out.
func Control(t *testing.T, place string, open Open) {
	t.Helper()
	l := &Loop{Place: place, Open: open, forget: true}
	err := l.child(func(p *os.Process) {
		time.Sleep(AnyInstant())
		l.Kill(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	l.Lost(t)
}

// Lost is Verify of a store that has to have lost something: it fails when nobody notices.
func (l *Loop) Lost(t *testing.T) {
	t.Helper()
	err := l.verify()
	if err == nil {
		t.Errorf("of %d confirmed events some must be lost, and no check noticed", len(l.took))
	}
	t.Logf("found out: %.300v", err)
}

// A Loop is what a test knows about the shop that it kills again and again.
type Loop struct {
	Place  string
	Open   Open
	Faulty bool // the child may say that the store fails

	forget bool
	cycle  int
	killed error

	took map[string]tiexin.Event // confirmed in this cycle, by id
	sent map[string]int          // to the provider in this cycle, by message
	last int64                   // what the shop's clock said
	// Paid orders of each customer in the cycles before, and with this one.
	paid, paidNow map[string]int

	confirmed, messages, repeated, waiting, cancelled int
}

// Cycles gives the numbers of the cycles: as many as usual, or the part of -crash-cycles
// that a divisor leaves. In a short run there are two at most.
func (l *Loop) Cycles(t *testing.T, usual, divisor int) iter.Seq[int] {
	named := *cyclesFlag / divisor
	if named == 0 && testing.Short() {
		usual = min(usual, 2)
	}
	return func(yield func(int) bool) {
		began := time.Now()
		for l.cycle = 0; l.cycle < max(named, usual) && yield(l.cycle); l.cycle++ {
			if named == 0 && time.Since(began) > 45*time.Second {
				t.Logf("the time is over after %d cycles", l.cycle+1)
				return
			}
		}
	}
}

// AnyInstant is how long a child works before something happens to it.
func AnyInstant() time.Duration { return 100*time.Millisecond + rand.N(600*time.Millisecond) }

// Kill kills the child; that it is gone already is no fault.
func (l *Loop) Kill(p *os.Process) {
	if err := p.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		l.killed = err
	}
}

// Child lets the shop work until stop has killed it, which begins with the first event
// that it confirms, and notes what it said.
func (l *Loop) Child(t *testing.T, stop func(*os.Process)) {
	t.Helper()
	if err := l.child(stop); err != nil {
		t.Fatalf("cycle %d: %v", l.cycle, err)
	}
}

func (l *Loop) child(stop func(*os.Process)) error {
	l.took, l.sent, l.last, l.killed = map[string]tiexin.Event{}, map[string]int{}, 0, nil
	cmd := exec.Command(os.Args[0], "-test.run", "^"+childTest+"$")
	cmd.Env = append(os.Environ(), placeName+"="+l.Place, fmt.Sprintf("%s=%d", cycleName, l.cycle))
	if l.forget {
		cmd.Env = append(cmd.Env, forgetName+"=1")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var working sync.Once
	stopped := make(chan struct{})
	var problems []error
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if err := l.hear(lines.Text()); err != nil && len(problems) < most {
			problems = append(problems, fmt.Errorf("the child says %s: %w", lines.Text(), err))
		}
		if len(l.took) > 0 {
			working.Do(func() { go func() { defer close(stopped); stop(cmd.Process) }() })
		}
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // it was killed
	if len(l.took) == 0 {
		return errors.Join(append(problems, errors.New("the child confirmed nothing"))...)
	}
	<-stopped
	return errors.Join(append(problems, l.killed)...)
}

// most is how many problems are told of one cycle.
const most = 20

var errUnexpected = errors.New("that is not expected")

func (l *Loop) hear(line string) error {
	what, rest, _ := strings.Cut(line, " ")
	switch what {
	case "#took":
		var order, customer int
		var paid bool
		var at int64
		if _, err := fmt.Sscan(rest, &order, &customer, &paid, &at); err != nil {
			return err
		}
		e := Event(l.cycle, order, customer, paid, time.UnixMilli(at))
		l.took[e.ID], l.last = e, max(l.last, at)
	case "#sent":
		l.sent[rest]++
	case "#fault":
		if !l.Faulty {
			return errUnexpected
		}
	case "#twice":
		if !l.forget {
			return errUnexpected
		}
	default:
		return errUnexpected
	}
	return nil
}

// Report says how much the cycles have verified.
func (l *Loop) Report(t *testing.T) {
	t.Helper()
	t.Logf("%d events confirmed, %d messages decided, %d of them sent again after a crash; at the last crash %d orders were paid in time, and %d waited", l.confirmed, l.messages, l.repeated, l.cancelled, l.waiting)
}
