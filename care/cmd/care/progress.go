package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A progress says on the standard error how far a long run is. On a terminal that
// is one line, written over and over, and gone before anything else is written;
// elsewhere it is a line now and then, and one at the end.
type progress struct {
	lang     say.Language
	out      io.Writer // nil: nobody listens
	onScreen bool
	now      func() time.Time

	mu    sync.Mutex // the engine's workers tell it
	next  time.Time  // not before
	drawn bool       // something stands on the screen
	over  bool       // other output came: not a word more
}

// How often progress is said.
const (
	screenEvery = 100 * time.Millisecond
	lineEvery   = 5 * time.Second
)

// patience is that of somebody in front of a screen: a run that is over before
// says nothing.
var patience = 500 * time.Millisecond

// watch begins to say how far a run is: on a terminal always, elsewhere when it is
// asked for. From then on, whatever else the tool writes to that terminal erases
// what was said and ends it.
func (t *tool) watch(asked bool) *progress {
	p := &progress{lang: t.lang, now: time.Now}
	switch onScreen := isTerminal(t.stderr); {
	case onScreen:
		p.out, p.onScreen, p.next = bare(t.stderr), true, p.now().Add(patience)
		t.stderr = erasing{p, t.stderr}
		if isTerminal(t.stdout) {
			t.stdout = erasing{p, t.stdout}
		}
	case asked:
		p.out, p.next = t.stderr, p.now().Add(lineEvery)
	}
	return p
}

// read says how many events were read so far.
func (p *progress) read(n int) {
	if n%1000 == 0 {
		p.say(false, zh.Text("%d events read", n))
	}
}

// taken says how many of all events were taken in.
func (p *progress) taken(n, all int) {
	p.say(n == all && !p.onScreen, zh.Text("%d of %d events", n, all))
}

func (p *progress) say(atOnce bool, text say.Text) {
	if p.out == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	switch {
	case p.over || now.Before(p.next) && !atOnce:
	case p.onScreen:
		p.drawn, p.next = true, now.Add(screenEvery)
		fmt.Fprint(p.out, "\r\x1b[K"+text.In(p.lang))
	default:
		p.next = now.Add(lineEvery)
		fmt.Fprintln(p.out, text.In(p.lang))
	}
}

// erase takes what was said off the screen, for good.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.drawn, p.over = false, true
}

// erasing is a terminal on which progress ends before the first word.
type erasing struct {
	progress *progress
	io.Writer
}

func (e erasing) Write(data []byte) (int, error) {
	e.progress.erase()
	return e.Writer.Write(data)
}
