//go:build unix

package replicas

import (
	"syscall"
	"testing"
	"time"

	"github.com/tiexin-go/tiexin"
)

var shanghai = tiexin.Shanghai()

// patience is how long the partitions may take to be divided anew: a lease, and a few beats
// of a machine that is busy.
const patience = 10 * lease

// Test tells the stories, each in a place of its own.
func Test(t *testing.T, place func(t *testing.T) string, open Open) {
	for _, story := range []struct {
		name string
		tell func(*fleet)
	}{
		{"a rolling deploy loses nothing and says nothing twice", (*fleet).rollingDeploy},
		{"the others take over from one that is killed", (*fleet).killed},
		{"a zombie that wakes up has nothing to say", (*fleet).zombie},
		{"one whose clock is ahead decides nothing", (*fleet).clockAhead},
	} {
		t.Run(story.name, func(t *testing.T) {
			f := newFleet(t, place(t), open)
			story.tell(f)
		})
	}
}

func (f *fleet) three() (a, b, c *child) {
	f.Helper()
	a, b, c = f.start("a", 0), f.start("b", 0), f.start("c", 0)
	f.divided(patience, "a", "b", "c")
	f.working(50, "a", "b", "c")
	return a, b, c
}

func (f *fleet) rollingDeploy() {
	a, b, c := f.three()
	for i, old := range []*child{a, b, c} {
		next := []string{"d", "e", "f"}[i]
		f.start(next, 0)
		f.stop(old)
		f.working(20, next)
	}
	f.divided(patience, "d", "e", "f")
	f.working(50, "d", "e", "f")
	f.stopAll()
	if len(f.faults) > 0 {
		f.Errorf("a deploy is felt: %d events were refused at first, such as %s", len(f.faults), f.faults[0])
	}
	if again := f.verify(); again > 0 {
		f.Errorf("%d messages were handed over twice, and no process died", again)
	}
}

func (f *fleet) killed() {
	_, b, _ := f.three()
	f.signal(b, syscall.SIGKILL)
	<-b.ended
	f.divided(patience, "a", "c")
	f.working(50, "a", "c")
	f.start("b", 0) // its successor has its name
	f.divided(patience, "a", "b", "c")
	f.working(20, "b")
	f.stopAll()
	f.verify()
}

func (f *fleet) zombie() {
	_, b, _ := f.three()
	f.signal(b, syscall.SIGSTOP)
	time.Sleep(2 * lease)
	f.divided(patience, "a", "c")
	f.signal(b, syscall.SIGCONT)
	f.divided(patience, "a", "b", "c")
	f.working(50, "a", "b", "c")
	f.stopAll()
	f.verify()
}

func (f *fleet) clockAhead() {
	f.start("a", 0)
	f.start("b", 0)
	f.start("ahead", 5*time.Second)
	f.divided(patience, "a", "b")
	f.working(100, "a", "b", "ahead") // it takes events in all the same
	f.stopAll()
	if again := f.verify(); again > 0 {
		f.Errorf("%d messages were handed over twice, and no process died", again)
	}
}
