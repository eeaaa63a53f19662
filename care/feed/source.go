package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/ids"
)

// A Source reads what one platform or provider pushes. Its methods may be called from
// several goroutines at once.
type Source interface {
	// Name is the platform's word: "taobao".
	Name() string
	// Open tells whether a push is the platform's, by its signature over the raw body,
	// compared in constant time, and gives what was signed: unwrapped, and decrypted where
	// it has to be. What is not the platform's, or is for another app, is an ErrForged; what
	// is too broken to tell is one too.
	Open(r *http.Request, body []byte) ([]byte, error)
	// Read makes events of what was opened. It keeps nothing: the same body gives the same
	// events, with the same ids. An error means that it could not be read now, as when the
	// platform has to be asked for the order and does not answer: it is to come again. What
	// will never become an event is parked, and what else the body holds is read all the same.
	Read(ctx context.Context, body []byte) (Reading, error)
	// Answer writes what the platform wants to hear: nil for a push that was taken in.
	Answer(w http.ResponseWriter, err error)
}

// A Greeter is a Source whose platform asks with a GET whether the address is right before
// it pushes anything.
type Greeter interface {
	Greet(w http.ResponseWriter, r *http.Request)
}

// A Reading is what was found in a push.
type Reading struct {
	Events []tiexin.Event
	Parked []Parked // what can become no event
	// Unknown are words of the platform that no table knows. What they stand in was read
	// without them, so that no rule acts on a guess.
	Unknown []Word
	// Sellers are the shops that the events are of, by the platform's own id of each: user_id,
	// kdt_id, shop_id, mall_id, venderId or the domain. One for each message that became events and says it.
	Sellers []string
}

// Add puts another reading behind this one.
func (r *Reading) Add(other Reading) {
	r.Events = append(r.Events, other.Events...)
	r.Parked = append(r.Parked, other.Parked...)
	r.Unknown = append(r.Unknown, other.Unknown...)
	r.Sellers = append(r.Sellers, other.Sellers...)
}

// String is "3 events, 1 parked, 0 unknown words".
func (r Reading) String() string {
	return fmt.Sprintf("%d events, %d parked, %d unknown words", len(r.Events), len(r.Parked), len(r.Unknown))
}

// Format writes String under every verb.
func (r Reading) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// LogValue is String.
func (r Reading) LogValue() slog.Value { return slog.StringValue(r.String()) }

// A Parked message can become no event: a field that it cannot do without cannot be read, or
// nobody is known whom it is about. A person may look at it; once what was wrong is mended,
// Source.Read takes its Body again. Printed or logged it hides the body.
type Parked struct {
	hidden
	Source string `json:"source"`
	ID     string `json:"id,omitempty"` // of the platform's message or order, if it has one
	// Reason says what is wrong, and names fields and never values of people.
	Reason string `json:"reason"`
	Body   []byte `json:"body"` // as Source.Read takes it
}

// OtherShop is the reason why a message about a shop that Source.Shops does not have is parked.
const OtherShop = "it is about a shop that Source.Shops does not have"

// A Word is a word of a platform that no table knows, and the field it stood in.
type Word struct {
	Field string // "status"
	Word  string
}

var (
	// ErrForged is behind every error about a push that is not the platform's, or not for
	// this app.
	ErrForged = errors.New("the push is not the platform's")
	// ErrTooLarge means that a push has more bytes than Options.MaxBody.
	ErrTooLarge = errors.New("the push is too large")
	// ErrNotParked means that a push holds something that can become no event, and that
	// nobody keeps it: see Options.Park.
	ErrNotParked = errors.New("a message cannot become an event, and nothing keeps it")
)

// Forged is an ErrForged with what is wrong, in words that hold nothing of the push.
func Forged(why string) error { return fmt.Errorf("%w: %s", ErrForged, why) }

// Status is the HTTP status that says an error where the platform asks for no other: 200,
// 401 for ErrForged, 413 for ErrTooLarge, else 503, so that it comes again.
func Status(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, ErrForged):
		return http.StatusUnauthorized
	case errors.Is(err, ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusServiceUnavailable
}

// Reply writes an answer with the status of an error.
func Reply(w http.ResponseWriter, err error, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(Status(err))
	_, _ = io.WriteString(w, body)
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden
