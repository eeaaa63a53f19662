package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/tiexin-go/tiexin"
)

// A Source reads the pushes of one platform or provider. Several goroutines may call its methods at once.
type Source interface {
	// Name is the platform's word: "taobao".
	Name() string
	// Open verifies that a push is the platform's, by its signature over the raw body, compared in constant
	// time. It returns the signed content, unwrapped and decrypted. A push that is not the platform's, is
	// for another app, or is too broken to verify is an ErrForged.
	Open(r *http.Request, body []byte) ([]byte, error)
	// Read returns the events of an opened push. It stores nothing: the same body gives the same events,
	// with the same ids. An error means that it cannot be read at the moment, for example if the platform
	// does not return the order: it should come again. Content that can never become an event is parked, and
	// the rest of the body is read all the same.
	Read(ctx context.Context, body []byte) (Reading, error)
	// Answer writes the answer that the platform expects; err is nil for a processed push.
	Answer(w http.ResponseWriter, err error)
}

// A Greeter is a Source whose platform verifies the address by a GET before it pushes anything.
type Greeter interface {
	Greet(w http.ResponseWriter, r *http.Request)
}

// A Reading is the content of a push.
type Reading struct {
	Events []tiexin.Event
	Parked []Parked // messages that cannot become events
	// Unknown are words of the platform that are in no table. Their fields are left out, so that no rule
	// acts on a guess.
	Unknown []Word
	// Sellers are the shops of the events, by the platform's own id of each: user_id, kdt_id, shop_id,
	// mall_id, venderId or the domain. One for each message with events that has the id.
	Sellers []string
}

// Add appends another reading.
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

// A Parked message cannot become an event: a required field cannot be read, or its customer is unknown. A
// person may check it; after a fix, Source.Read accepts its Body again. Printed or logged it hides the body.
type Parked struct {
	Source string `json:"source"`
	ID     string `json:"id,omitempty"` // of the platform's message or order, if it has one
	// Reason is the fault. It names fields and never personal values.
	Reason string `json:"reason"`
	Body   []byte `json:"body"` // as Source.Read accepts it
}

// OtherShop is the reason for a parked message about a shop that is not in Source.Shops.
const OtherShop = "it is about a shop that Source.Shops does not have"

// Format writes the source and the length of the body under every verb: a platform's ids and words may be
// personal data.
func (p Parked) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "a message of %d bytes, parked", len(p.Body))
}

// LogValue returns a group of the values that may be logged.
func (p Parked) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("bytes", len(p.Body)))
}

// A Word is a word of a platform that is in no table, with its field.
type Word struct {
	Field string // "status"
	Word  string
}

var (
	// ErrForged is wrapped by every error about a push that is not the platform's, or not for this app.
	ErrForged = errors.New("the push is not the platform's")
	// ErrTooLarge means that a push has more bytes than Options.MaxBody.
	ErrTooLarge = errors.New("the push is too large")
	// ErrNotParked means that a push has content that cannot become an event, and no Options.Park stores it.
	ErrNotParked = errors.New("a message can become no event, and nobody keeps it")
)

// Forged is an ErrForged with a reason that contains nothing of the push.
func Forged(why string) error { return fmt.Errorf("%w: %s", ErrForged, why) }

// Status is the HTTP status of an error, unless the platform needs another: 200, 401 for ErrForged, 413 for
// ErrTooLarge, else 503, so that the push comes again.
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
