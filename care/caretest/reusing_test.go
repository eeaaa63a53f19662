package caretest_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/caretest"
)

// A reusing store reads everything into one buffer, as drivers do whose rows are good
// until the next one is read. Which calls do so is by their names.
type reusing struct {
	care.Store
	calls string
}

type reusingPart struct {
	care.Partition
	calls  string
	buffer []byte
}

func (r reusing) Acquire(ctx context.Context, n int, owner string, ttl time.Duration) (care.Partition, error) {
	p, err := r.Store.Acquire(ctx, n, owner, ttl)
	return &reusingPart{Partition: p, calls: r.calls, buffer: make([]byte, 0, 1<<20)}, err
}

// begin is what is read into the buffer from its beginning.
func (p *reusingPart) begin() {
	for i := range p.buffer {
		p.buffer[i] = 'X'
	}
	p.buffer = p.buffer[:0]
}

func (p *reusingPart) read(data []byte) []byte {
	if data == nil {
		return nil
	}
	p.buffer = append(p.buffer, data...)
	return p.buffer[len(p.buffer)-len(data) : len(p.buffer) : len(p.buffer)]
}

func (p *reusingPart) Load(ctx context.Context, keys []care.Key) ([]care.Record, error) {
	found, err := p.Partition.Load(ctx, keys)
	if p.calls == "load" {
		p.begin()
		for i := range found {
			found[i].State = p.read(found[i].State)
		}
	}
	return found, err
}

func (p *reusingPart) Due(ctx context.Context, now int64, limit int) ([]care.Record, int64, error) {
	due, next, err := p.Partition.Due(ctx, now, limit)
	if p.calls == "due" {
		p.begin()
		for i := range due {
			due[i].State = p.read(due[i].State)
		}
	}
	return due, next, err
}

func (p *reusingPart) Pending(ctx context.Context, now int64, limit int, lanes ...string) ([]care.Posting, int64, error) {
	pending, next, err := p.Partition.Pending(ctx, now, limit, lanes...)
	if p.calls == "pending" {
		p.begin()
		for i := range pending {
			pending[i].Body = p.read(pending[i].Body)
		}
	}
	return pending, next, err
}

const reusingCalls = "CARETEST_REUSING"

// TestTheReusingStore is run by the next test, in a process of its own, since it fails.
func TestTheReusingStore(t *testing.T) {
	calls, set := os.LookupEnv(reusingCalls)
	if !set {
		t.Skip("it is run by the test of stores that use a buffer again")
	}
	caretest.TestStore(t, func() care.Store { return reusing{care.NewMemoryOf(4), calls} })
}

func TestAStoreThatUsesItsBufferAgainFails(t *testing.T) {
	for calls, says := range map[string]string{
		"":        "",
		"load":    "the bytes that Load and Due return are given away",
		"due":     "the bytes that Load and Due return are given away",
		"pending": "the bytes that Pending returns are given away",
	} {
		run := exec.Command(os.Args[0], "-test.run", "^TestTheReusingStore$")
		run.Env = append(os.Environ(), reusingCalls+"="+calls)
		out, err := run.CombinedOutput()
		if says == "" {
			assert.NoError(t, err, "a store that copies passes: %s", out)
			continue
		}
		assert.Error(t, err, calls)
		assert.Contains(t, string(out), says, calls)
	}
}
