package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tiexin-go/tiexin"
)

// Options configure the use of readings.
type Options struct {
	// Sink processes events, as engine.HandleAll does, and returns when they are stored. Required. After an error the
	// platform pushes them again.
	Sink func(ctx context.Context, events []tiexin.Event) error
	// Park stores messages that cannot become events, for a person to check. Default: none. The platform then gets an
	// error, and pushes the message again until it gives up.
	Park   func(ctx context.Context, p Parked) error
	Logger *slog.Logger // Default: silent
	// MaxBody is the longest push, in bytes. Default: 1 MiB
	MaxBody int64
}

func (o *Options) defaults() {
	if o.Sink == nil {
		panic("feed: Options.Sink is nil; give it what takes events in")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
}

// Handler returns an http.Handler for the pushes of a source.
func Handler(s Source, o Options) http.Handler {
	o.defaults()
	return &handler{s, newIntake(s.Name(), o)}
}

type handler struct {
	source Source
	*Intake
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g, ok := h.source.(Greeter); ok && r.Method == http.MethodGet {
		g.Greet(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST a push here", http.StatusMethodNotAllowed)
		return
	}
	err := h.push(r)
	if err != nil {
		h.Logger.Warn("feed: a push was not processed", "source", h.name, "error", err)
	}
	h.source.Answer(w, err)
}

func (h *handler) push(r *http.Request) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, h.MaxBody+1))
	if err != nil {
		return fmt.Errorf("the push broke off: %w", err)
	}
	if int64(len(body)) > h.MaxBody {
		return fmt.Errorf("%w: it has more than %d bytes", ErrTooLarge, h.MaxBody)
	}
	opened, err := h.source.Open(r, body)
	if err != nil {
		return err
	}
	reading, err := h.source.Read(r.Context(), opened)
	if err != nil {
		return err
	}
	return h.Take(r.Context(), reading)
}

// An Intake passes readings to a host. [Handler] and [Poll] have one; a host with its own way of receiving messages,
// such as a websocket, makes one by NewIntake.
type Intake struct {
	name string
	Options

	mu   sync.Mutex
	told map[Word]bool // words that were told; bounded
}

// NewIntake makes an Intake for a source of this name.
func NewIntake(source string, o Options) *Intake {
	o.defaults()
	return newIntake(source, o)
}

func newIntake(source string, o Options) *Intake { return &Intake{name: source, Options: o} }

// mostWords bounds how many unknown words are told.
const mostWords = 1000

// Take passes events and parked messages to the host, and returns when they are stored. An event that every engine
// would refuse is parked, so that it does not block the others for ever. Without Options.Park the
// error is an ErrNotParked.
func (i *Intake) Take(ctx context.Context, r Reading) error {
	i.tell(r.Unknown)
	events := make([]tiexin.Event, 0, len(r.Events))
	for _, e := range r.Events {
		e.Normalise()
		if err := e.Validate(); err != nil {
			body, _ := json.Marshal(e)
			r.Parked = append(r.Parked, Parked{Source: i.name, ID: e.ID, Reason: err.Error(), Body: body})
			continue
		}
		events = append(events, e)
	}
	if len(events) > 0 {
		if err := i.Sink(ctx, events); err != nil {
			return err
		}
	}
	for _, p := range r.Parked {
		i.Logger.Warn("feed: a message cannot become an event", "source", i.name, "reason", p.Reason)
		if i.Park == nil {
			return fmt.Errorf("%w: %s", ErrNotParked, p.Reason)
		}
		if err := i.Park(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// tell says each unknown word once.
func (i *Intake) tell(words []Word) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, w := range words {
		if i.told[w] || len(i.told) >= mostWords {
			continue
		}
		if i.told == nil {
			i.told = map[Word]bool{}
		}
		i.told[w] = true
		i.Logger.Warn("feed: an unknown word of the platform; no rule acts on it", "source", i.name, "field", w.Field, "word", shown(w.Word))
	}
}

// shown is a word as it may be logged: one that is long, or holds what may be a number of
// somebody's, as its length.
func shown(word string) string {
	digits := 0
	for _, r := range word {
		if digits++; !unicode.IsDigit(r) {
			digits = 0
		}
		if digits > 6 {
			break
		}
	}
	if digits > 6 || len(word) > 64 {
		return fmt.Sprintf("(text, %d characters)", utf8.RuneCountInString(word))
	}
	return word
}

// A Puller is a platform without pushes, which a host has to poll.
type Puller interface {
	Name() string
	// Pull returns the available messages. done confirms them to the platform, and may be nil; more is true if there
	// are more than one answer can hold.
	Pull(ctx context.Context) (r Reading, done func(context.Context) error, more bool, err error)
}

// Poll pulls from a platform repeatedly, with the given pause if there is nothing more, until the context ends, and
// returns its error. Failures are logged and tried again.
func Poll(ctx context.Context, p Puller, every time.Duration, o Options) error {
	o.defaults()
	in := newIntake(p.Name(), o)
	for {
		more, err := in.pull(ctx, p)
		if err != nil && !errors.Is(err, context.Canceled) {
			in.Logger.Warn("feed: a platform could not be queried, or its answer not processed", "source", in.name, "error", err)
		}
		if err == nil && more && ctx.Err() == nil {
			continue
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (i *Intake) pull(ctx context.Context, p Puller) (more bool, err error) {
	r, done, more, err := p.Pull(ctx)
	if err != nil {
		return false, err
	}
	if err := i.Take(ctx, r); err != nil {
		return false, err
	}
	if done != nil {
		return more, done(ctx)
	}
	return more, nil
}
