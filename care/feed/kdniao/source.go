package kdniao

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A Source reads Kdniao's pushes. Printed or logged it hides the key.
type Source struct {
	ID  string // of the account (EBusinessID); required
	Key string // of the account (AppKey); required
	// Find finds the owners of a parcel. Required: a parcel that it does not find is parked.
	Find track.Find
	// Now is the time in answers. Default: time.Now
	Now func() time.Time

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

var _ feed.Source = Source{}

// Name is "kdniao".
func (Source) Name() string { return provider }

const provider = "kdniao"

// requests are Kdniao's words for pushes of tracks: of one that was followed, and of one with
// the finer codes.
var requests = map[string]bool{"101": true, "102": true}

// Open verifies the signature over the form's field RequestData, and returns the field.
func (s Source) Open(_ *http.Request, body []byte) ([]byte, error) {
	if s.Key == "" || s.ID == "" {
		return nil, errors.New("kdniao: Source.ID or Source.Key is empty; give it those of the account")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, feed.Forged("it is not a form")
	}
	data := form.Get("RequestData")
	switch {
	case data == "":
		return nil, feed.Forged("the field RequestData is empty")
	case !sign.Same(Sign(data, s.Key), form.Get("DataSign")):
		return nil, feed.Forged("the signature does not match")
	case !requests[form.Get("RequestType")]:
		return nil, feed.Forged("the field RequestType is neither 101 nor 102: it is not a track")
	}
	return []byte(data), nil
}

// Sign is the signature of a push and of a request: MD5 of the field RequestData and the key,
// in hexadecimal, in Base64. A host needs it for its own tests.
func Sign(data, key string) string {
	return base64.StdEncoding.EncodeToString([]byte(sign.MD5(data, key)))
}

// Answer writes the answer that Kdniao expects. After an error it pushes again.
func (s Source) Answer(w http.ResponseWriter, err error) {
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	reason := ""
	if err != nil {
		reason = http.StatusText(feed.Status(err))
	}
	answer, _ := json.Marshal(struct {
		ID      string `json:"EBusinessID"`
		At      string `json:"UpdateTime"`
		Success bool   `json:"Success"`
		Reason  string `json:"Reason"`
	}{s.ID, now().In(tiexin.Shanghai()).Format(time.DateTime), err == nil, reason})
	feed.Reply(w, err, "application/json; charset=utf-8", string(answer))
}
