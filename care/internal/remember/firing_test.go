package remember

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

var update = flag.Bool("update", false, "write the golden files anew")

var stateNames = [stateCount]string{"waiting", "speaking", "handing", "tasking", "spoken", "used-up"}

var eventNames = [eventCount]string{
	"decided", "opened", "done", "time-passed", "all-said", "silenced", "ended-by-event", "ended-by-time", "rule-gone", "rule-back", "revived", "failed", "taken-back", "withdrawn", "expired",
	"released", "went-anyway",
}

var effectNames = []string{"cancel", "withdraw", "give-back", "release", "unsay"}

// firingIn is a firing in a state, before its first step or after it.
func firingIn(s State, step int) *Firing {
	f := &Firing{
		Subject: new(Subject), Rule: "f/r", state: s, Step: step, Via: channel.SMS, Closed: channel.SetOf(channel.Wangwang), ClosedBefore: channel.SetOf(channel.WeChat),
	}
	if s == UsedUp {
		f.Reason, f.By = Ended, "something"
	}
	return f
}

// stepsIn are the steps at which a firing may stand in a state.
func stepsIn(s State) []int {
	switch s {
	case Waiting:
		return []int{0}
	case Speaking, Spoken:
		return []int{1, 2}
	}
	return []int{0, 1}
}

// drawn writes what an event makes of a firing: "handing 1, sms closed: give-back".
func drawn(f *Firing, e Effects) string {
	line := fmt.Sprintf("%s %d", stateNames[f.state], f.Step)
	if f.Closed != 0 {
		line += fmt.Sprintf(", %s closed", f.Closed)
	}
	var owed []string
	for i, name := range effectNames {
		if e.Has(1 << i) {
			owed = append(owed, name)
		}
	}
	if len(owed) > 0 {
		line += ": " + strings.Join(owed, " ")
	}
	return line
}

// The whole machine stands in a file, for reading: every state, every event, before
// the first step and after it, with and without a step to follow.
func TestMachine_每个状态_每件事(t *testing.T) {
	var b strings.Builder
	for s := range stateCount {
		fmt.Fprintf(&b, "%s\n", stateNames[s])
		for e := range eventCount {
			var all []string
			for _, step := range stepsIn(s) {
				for _, last := range []bool{false, true} {
					f := firingIn(s, step)
					untouched := *f
					effects := f.Move(e, 1000, last)
					if machine[s][e] == nil {
						assert.Zero(t, effects, "%s %s: nothing changed", stateNames[s], eventNames[e])
						require.Equal(t, untouched, *f)
						continue
					}
					line := drawn(f, effects)
					if last && len(all) > 0 && strings.HasSuffix(all[len(all)-1], "→ "+line) {
						continue // whether a step follows makes no difference
					}
					if last {
						line = "the last step → " + line
					} else {
						line = fmt.Sprintf("%d → %s", step, line)
					}
					all = append(all, line)
				}
			}
			for _, line := range all {
				fmt.Fprintf(&b, "  %-14s %s\n", eventNames[e], line)
			}
		}
	}
	const golden = "testdata/machine.golden"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// What is true of every change, whatever the table says.
func TestMachine_怎么走都成立(t *testing.T) {
	for s := range stateCount {
		for e := range eventCount {
			for _, step := range stepsIn(s) {
				for _, last := range []bool{false, true} {
					f := firingIn(s, step)
					effects := f.Move(e, 1000, last)
					about := fmt.Sprintf("%s, %s at step %d: %s", stateNames[s], eventNames[e], step, drawn(f, effects))
					if machine[s][e] == nil {
						continue
					}
					assert.GreaterOrEqual(t, f.Step, 0, about)
					if s == Handing && f.state != Handing {
						// What is decided leaves its state delivered or taken back, never both.
						delivered := e == Done || e == WentAnyway
						assert.Equal(t, !delivered, effects.Has(GiveBack) && effects.Has(Unsay), about)
					}
					if s == Tasking && f.state == UsedUp && e != Expired && e != Silenced {
						assert.True(t, effects.Has(Withdraw), about)
					}
					if f.state == Waiting {
						assert.Zero(t, f.Step, about)
					}
					if f.state == Speaking {
						assert.True(t, f.Step > 0 || e == TimePassed, about)
					}
					if f.state != UsedUp {
						assert.Zero(t, f.Reason, about)
					}
					if e == Failed {
						assert.True(t, f.Closed.Has(channel.SMS), about)
					}
					decided := s == Handing || s == Tasking
					assert.Equal(t, decided && !f.Decided(), effects.Has(Cancel), "%s: what is no longer under way leaves the outbox", about)
				}
			}
		}
	}
}

func TestMachine_每个状态都到得了_也都走得开(t *testing.T) {
	reached := map[State]bool{Waiting: true}
	for range stateCount {
		for s := range reached {
			for e := range eventCount {
				for _, last := range []bool{false, true} {
					f := firingIn(s, stepsIn(s)[0])
					f.Move(e, 1000, last)
					reached[f.state] = true
				}
			}
		}
	}
	assert.Len(t, reached, int(stateCount))
	for s := range stateCount {
		leaves := false
		for e := range eventCount {
			f := firingIn(s, stepsIn(s)[0])
			f.Move(e, 1000, true)
			leaves = leaves || f.state != s
		}
		assert.True(t, leaves, "%s is left by nothing", stateNames[s])
	}
}
