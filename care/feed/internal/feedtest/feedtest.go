package feedtest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tiexin-go/tiexin/care/feed"
)

var update = flag.Bool("update", false, "write the golden files")

// A Reader reads the body of a push.
type Reader func(ctx context.Context, body []byte) (feed.Reading, error)

// Golden reads each testdata/*.json of the package and compares what comes of it with the
// .golden file beside it. With -update it writes the golden files.
func Golden(t *testing.T, read Reader) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no recorded pushes in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := read(t.Context(), body)
			got := told(t, r, err)
			golden := strings.TrimSuffix(file, ".json") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s reads as\n%s\nwant\n%s", file, got, want)
			}
		})
	}
}

// told is a reading as a person compares it.
func told(t *testing.T, r feed.Reading, err error) []byte {
	var b bytes.Buffer
	if err != nil {
		b.WriteString("error: " + err.Error() + "\n")
	}
	for i := range r.Events {
		e := &r.Events[i]
		text, err := json.MarshalIndent(e, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(text, '\n'))
		for _, w := range e.Warnings {
			b.WriteString("warning: " + w.String() + "\n")
		}
		e.Normalise()
		if err := e.Validate(); err != nil {
			b.WriteString("no engine takes it: " + err.Error() + "\n")
		}
	}
	for _, p := range r.Parked {
		b.WriteString("parked: " + p.ID + ": " + p.Reason + "\n")
	}
	for _, w := range r.Unknown {
		b.WriteString("unknown: " + w.Field + ": " + w.Word + "\n")
	}
	return b.Bytes()
}

// longest is how long a recorded push is that Fuzz begins with: a long one is slow to change.
const longest = 2 << 10

// Fuzz reads whatever comes, starting from the shorter recorded pushes. Nothing may panic; what is
// parked keeps its body; an event has an id and a customer; and the same body reads the same.
func Fuzz(f *testing.F, read Reader) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		if len(body) <= longest {
			f.Add(body)
		}
	}
	f.Add([]byte("{}"))
	f.Add([]byte("["))
	f.Add([]byte(" "))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := read(t.Context(), body)
		again, errAgain := read(t.Context(), body)
		for i := range r.Events {
			if e := &r.Events[i]; e.ID == "" || e.Customer.ID == "" {
				t.Errorf("event %d has no id or no customer", i)
			}
		}
		for _, p := range r.Parked {
			if len(p.Body) == 0 && len(body) > 0 || p.Reason == "" {
				t.Error("something is parked without its body or without a reason")
			}
		}
		if (err == nil) != (errAgain == nil) || !bytes.Equal(told(t, r, err), told(t, again, errAgain)) {
			t.Error("the same body reads differently")
		}
	})
}

// Bench reads one recorded push again and again.
func Bench(b *testing.B, read Reader, file string) {
	body, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(b.Context(), body); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
