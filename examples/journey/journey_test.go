package journey_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

var update = flag.Bool("update", false, "write journey.golden anew")

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }

// What was said, what people had to do and what was withheld for good, as anybody may
// read it.
func TestFourteenMonths(t *testing.T) {
	rules, err := care.Load(os.DirFS("."), "journey.yaml")
	require.NoError(t, err)
	file, err := os.Open("events.jsonl")
	require.NoError(t, err)
	defer file.Close()
	var events []tiexin.Event
	for event, err := range tiexin.ReadEvents(file, nil) {
		require.NoError(t, err)
		events = append(events, event)
	}
	var told strings.Builder
	month := ""
	for o := range care.Simulate(rules, events, care.SimOptions{Until: time.Date(2027, 11, 5, 20, 0, 0, 0, tiexin.Shanghai()), Fault: func(err error) { t.Error(err) }}) {
		switch o.Reason {
		case care.ConditionOff, care.EarlierRule, care.AlreadySaid, care.Ended, care.NotYet:
			continue
		}
		at := o.At.In(tiexin.Shanghai())
		if m := at.Format("2006年1月"); m != month {
			month = m
			fmt.Fprintf(&told, "\n%s\n", month)
		}
		what := strings.TrimSpace(fmt.Sprint(o.Reason, " ", o.By))
		switch {
		case o.Verdict == care.Moved:
			what = o.Move.String()
		case o.Goes():
			what = o.Said.Via.String() + "  " + o.Said.Text
		}
		fmt.Fprintf(&told, "%s  %-8s  %s\n", at.Format("02日 15:04"), o.Verdict, o.Path()+"  "+what)
	}
	if *update {
		require.NoError(t, os.WriteFile("journey.golden", []byte(told.String()), 0o644))
	}
	golden, err := os.ReadFile("journey.golden")
	require.NoError(t, err)
	assert.Equal(t, string(golden), told.String(), "go test ./examples/journey -update writes it anew")
}
