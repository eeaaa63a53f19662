package kuaidi100

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A Source reads Kuaidi100's pushes. Printed or logged it hides the salts.
type Source struct {
	// Salts are the salts of the subscriptions: a parcel is pushed with the salt of its day
	// for months. Required: without a salt anybody can sign a push.
	Salts []string
	// Find finds the owners of a parcel. Required: a parcel that it does not find is parked.
	Find track.Find

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

var _ feed.Source = Source{}

// Name is "kuaidi100".
func (Source) Name() string { return provider }

const provider = "kuaidi100"

// Open verifies the signature over the form's field param, and returns the field.
func (s Source) Open(_ *http.Request, body []byte) ([]byte, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, feed.Forged("it is not a form")
	}
	param, given := form.Get("param"), strings.ToUpper(form.Get("sign"))
	if param == "" {
		return nil, feed.Forged("the field param is empty")
	}
	ok := false
	for _, salt := range s.Salts {
		ok = salt != "" && sign.Same(Sign(param, salt), given) || ok
	}
	switch {
	case ok:
		return []byte(param), nil
	case len(s.Salts) == 0:
		return nil, errors.New("kuaidi100: Source.Salts is empty; give it the salt that parcels are subscribed with")
	}
	return nil, feed.Forged("the signature does not match")
}

// Sign is the signature of a push: MD5 of the field param and the salt, in capitals. A host
// needs it for its own tests.
func Sign(param, salt string) string {
	return strings.ToUpper(sign.MD5(param, salt))
}

// Answer writes the answer that Kuaidi100 expects. After an error it pushes again.
func (Source) Answer(w http.ResponseWriter, err error) {
	answer := `{"result":true,"returnCode":"200","message":"成功"}`
	if err != nil {
		answer = fmt.Sprintf(`{"result":false,"returnCode":"%d","message":"失败"}`, feed.Status(err))
	}
	feed.Reply(w, err, "application/json; charset=utf-8", answer)
}
