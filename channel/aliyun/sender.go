package aliyun

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A Sender sends SMS to mobile numbers of mainland China, and to parcels. Printed or logged
// it hides its secrets. It may be copied.
type Sender struct {
	AccessKeyID     string // Required
	AccessKeySecret string // Required
	// Shelf stores which messages were sent, and to whom; see the package's documentation.
	// Replicas share one. Required.
	Shelf channel.Shelf
	// Key is the secret that hashes and encrypts numbers on the Shelf. With a new Key,
	// replies to earlier messages find no customer, so set it if access keys are changed
	// from time to time. Default: the AccessKeySecret
	Key string

	Endpoint string // Default: https://dysmsapi.aliyuncs.com
	// Client makes the calls. A shop that sends more than a few messages at once needs a
	// transport with as many idle connections. Default: http.DefaultClient, which keeps two
	Client       *http.Client
	ExtendCode   string // SmsUpExtendCode: the last digits of the number for replies. Default: none
	PlatformCode string // PlatformCompanyCode of SendLogisticsSms. Default: none
	// Carriers are Aliyun's codes of carriers, by the library's codes, in addition to the
	// package's own table: {"zhongtong": "ZTO"}. Default: none
	Carriers map[string]string
	// OptOut recognises the replies that refuse. Default: as channel.DefaultOptOut asks for
	OptOut channel.OptOut

	Logger *slog.Logger     // Default: silent
	Now    func() time.Time // Default: time.Now

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

func (s Sender) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

func (s Sender) book() sms.Book {
	key := s.Key
	if key == "" {
		key = s.AccessKeySecret
	}
	return sms.Book{Provider: "aliyun", Shelf: s.Shelf, Secret: key, Now: s.now}
}

// ready says what the Sender lacks.
func (s Sender) ready() error {
	switch {
	case s.AccessKeyID == "" || s.AccessKeySecret == "":
		return errors.New("Sender has no access key; set AccessKeyID and AccessKeySecret")
	case s.Shelf == nil:
		return errors.New("Sender has no Shelf, and cannot remember what was sent; give it channel.NewShelf, or one that replicas share")
	}
	return nil
}

// Send sends a message once: see the package's documentation. The receipt has the BizId,
// unless the message had been sent before.
func (s Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	receipt, err := s.send(ctx, m)
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("aliyun: message %s: %w", m.ID, err)
	}
	return receipt, nil
}

func (s Sender) send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	if err := s.ready(); err != nil {
		return channel.Receipt{}, fmt.Errorf("%w: %w", channel.ErrStopped, err)
	}
	o, err := s.order(m)
	if err != nil {
		return channel.Receipt{}, err
	}
	done, err := sms.Alone(ctx, "aliyun/"+m.ID)
	if err != nil {
		return channel.Receipt{}, err
	}
	defer done()
	entry, err := s.book().Entry(ctx, m.ID)
	switch {
	case err != nil:
		return channel.Receipt{}, err
	case entry.State == sms.Taken:
		return channel.Receipt{ProviderID: entry.ProviderID}, nil
	case entry.State == sms.Open:
		return s.recall(ctx, o, entry.At)
	case !m.NotAfter.IsZero() && s.now().After(m.NotAfter):
		return channel.Receipt{}, channel.ErrTooLate
	}
	return s.once(ctx, o)
}

// once makes the call, and notes before it that the message is about to go, after it what
// became of it.
func (s Sender) once(ctx context.Context, o order) (channel.Receipt, error) {
	b, m := s.book(), o.message
	if err := s.note(ctx, o); err != nil {
		return channel.Receipt{}, err
	}
	at := s.now()
	answer, err := s.call(ctx, o.action, o.query, false)
	after := context.WithoutCancel(ctx)
	if err == nil {
		err = s.verdict(after, m, answer)
	}
	var noted error
	switch {
	case err == nil:
		noted = b.Take(after, m.ID, answer.biz())
	case errors.Is(err, channel.ErrUnknownOutcome):
		noted = s.wonder(after, o, at)
	default:
		noted = b.Leave(after, m.ID)
	}
	if noted != nil {
		s.log("the shelf cannot store the outcome of a message; a repetition looks it up", m, noted)
	}
	return channel.Receipt{ProviderID: answer.biz()}, err
}

// note writes down what has to be known if nothing else is ever heard of the message.
func (s Sender) note(ctx context.Context, o order) error {
	b, m := s.book(), o.message
	if o.outID != m.ID {
		if err := b.Alias(ctx, o.outID, m.ID); err != nil {
			return err
		}
	}
	if o.number != "" {
		if err := b.Wrote(ctx, o.number, m); err != nil {
			return err
		}
	}
	return b.Begin(ctx, m.ID)
}

// An answer is what Aliyun says to any call.
type answer struct {
	Code, Message, BizID string
	Data                 struct{ BizID string }
	TotalCount           loose
	SmsSendDetailDTOs    struct{ SmsSendDetailDTO []detail }

	status int
	after  time.Duration
}

func (a answer) biz() string {
	if a.BizID != "" {
		return a.BizID
	}
	return a.Data.BizID
}

// call signs and makes a call. Asking may be done again, sending may not.
func (s Sender) call(ctx context.Context, action string, query []field, again bool) (answer, error) {
	endpoint := s.Endpoint
	if endpoint == "" {
		endpoint = "https://dysmsapi.aliyuncs.com"
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return answer{}, fmt.Errorf("%w: the Endpoint is not an address; write it as https://dysmsapi.aliyuncs.com", channel.ErrStopped)
	}
	r := request{host: u.Host, action: action, version: "2017-05-25", query: queryString(query), at: s.now(), nonce: sms.Nonce()}
	header := http.Header{"Authorization": {r.authorization(s.AccessKeyID, s.AccessKeySecret)}, "Accept": {"application/json"}}
	for _, h := range r.headers() {
		header.Set(h.name, h.value)
	}
	got, err := call.Do(ctx, s.Client, call.Request{
		URL: u.Scheme + "://" + u.Host + "/?" + r.query, Header: header, Again: again,
	})
	if err != nil {
		return answer{}, err
	}
	a := answer{status: got.Status, after: got.RetryAfter(s.now())}
	if err := json.Unmarshal(got.Body, &a); err != nil {
		a.Code = "" // what is said in anything but JSON says nothing
	}
	return a, nil
}

// verdict is what an answer means for a message; nil: the provider has it.
func (s Sender) verdict(ctx context.Context, m channel.Message, a answer) error {
	switch {
	case a.Code == "OK" && a.status == http.StatusOK:
		return nil
	case a.Code != "" && a.Code != "OK":
		return s.failure(ctx, m, a)
	case a.status >= 400 && a.status < 500:
		return fmt.Errorf("%w; status %d", errNoCode, a.status)
	}
	return fmt.Errorf("%w: %w; status %d", channel.ErrUnknownOutcome, errNoCode, a.status)
}

// bare is a signature without its brackets.
func bare(signature string) string {
	return strings.TrimSuffix(strings.TrimPrefix(signature, "【"), "】")
}
