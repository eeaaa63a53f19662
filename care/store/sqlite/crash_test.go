package sqlite

import (
	"strings"
	"testing"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// lossy before a place has the store wait for no disk.
const lossy = "lossy:"

func crashOpen(place string) (care.Store, error) {
	folder, isLossy := strings.CutPrefix(place, lossy)
	s, err := Open(folder, Options{Partitions: 8, Files: 2})
	if err != nil || !isLossy {
		return s, err
	}
	for _, f := range s.files {
		if err := f.conn.Exec(`PRAGMA synchronous = off`); err != nil {
			return nil, err
		}
	}
	return checkless{s}, nil
}

// checkless does not say what is wrong with it.
type checkless struct{ care.Store }

func TestCrashChild(t *testing.T) { crash.Child(t, crashOpen) }

// Killing a process takes nothing from the kernel, so this would hold with synchronous=off
// as well: the power cut is the test for that.
func Test任何一刻被杀_应承过的一件不少_一件不多(t *testing.T) {
	crash.Kill(t, t.TempDir(), crashOpen)
}

func Test百件忘一件的存储_查得出来(t *testing.T) {
	crash.Control(t, t.TempDir(), crashOpen)
}

// The shop of the benchmarks.
var (
	crashEngine = crash.Engine
	crashDay    = crash.Day
	crashEvent  = crash.Event
)
