package tencent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A Sender sends SMS through an application (应用) of Tencent's SMS service. Printed or logged
// it hides its secrets. It may be copied.
type Sender struct {
	SecretID  string // Required
	SecretKey string // Required
	// AppID is the application's SdkAppId: "1400006666". Use a separate application for the
	// host; see the package's documentation. Required.
	AppID string
	// Shelf stores which messages were sent, and to whom; see the package's documentation.
	// Replicas share one. Required.
	Shelf channel.Shelf
	// Key is the secret that hashes and encrypts numbers on the Shelf. With a new Key, replies
	// to earlier messages find no customer. Default: derived from the SecretKey, and changes
	// with it
	Key string

	Endpoint string       // Default: https://sms.tencentcloudapi.com
	Region   string       // Default: ap-guangzhou
	Client   *http.Client // Default: one with usual settings
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

// ready says what the Sender lacks.
func (s Sender) ready() error {
	switch {
	case s.SecretID == "" || s.SecretKey == "":
		return errors.New("Sender has no key; set SecretID and SecretKey")
	case s.AppID == "":
		return errors.New("Sender has no application; set AppID to its SdkAppId")
	case s.Shelf == nil:
		return errors.New("Sender has no Shelf, and cannot remember what was sent; give it channel.NewShelf, or one that replicas share")
	}
	return nil
}

// Send sends a message once: see the package's documentation. The receipt has the SerialNo and
// the number of billed segments.
func (s Sender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	receipt, err := s.send(ctx, m)
	if err != nil {
		return channel.Receipt{}, fmt.Errorf("tencent: message %s: %w", m.ID, err)
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
	done, err := sms.Alone(ctx, "tencent/"+m.ID)
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
		s.noted(m, s.wonder(ctx, m, o.number(), entry.At))
		return channel.Receipt{}, fmt.Errorf("%w: an earlier attempt got no answer", channel.ErrUnknownOutcome)
	case !m.NotAfter.IsZero() && s.now().After(m.NotAfter):
		return channel.Receipt{}, channel.ErrTooLate
	}
	return s.once(ctx, m, o)
}

// once makes the call, and notes before it that the message is about to go, after it what
// became of it.
func (s Sender) once(ctx context.Context, m channel.Message, o order) (channel.Receipt, error) {
	if err := s.begin(ctx, m, o); err != nil {
		return channel.Receipt{}, err
	}
	at := s.now()
	receipt, err := s.hand(ctx, m, o)
	b, after := s.book(), context.WithoutCancel(ctx)
	switch {
	case err == nil:
		s.noted(m, errors.Join(b.Alias(after, receipt.ProviderID, m.ID), b.Take(after, m.ID, receipt.ProviderID)))
	case errors.Is(err, channel.ErrUnknownOutcome):
		s.noted(m, s.wonder(after, m, o.number(), at))
	default:
		s.noted(m, b.Leave(after, m.ID))
	}
	return receipt, err
}

// begin notes what has to be known if nothing else is ever heard of the message. That it is
// open comes last: from then on it does not go again unless more is known.
func (s Sender) begin(ctx context.Context, m channel.Message, o order) error {
	b := s.book()
	if o.Context != m.ID {
		if err := b.Alias(ctx, o.Context, m.ID); err != nil {
			return err
		}
	}
	if err := b.Wrote(ctx, o.number(), m); err != nil {
		return err
	}
	if err := b.Depart(ctx, o.number(), m.ID); err != nil {
		return err
	}
	return b.Begin(ctx, m.ID)
}

// firstAsk is from when a message may have gone until it is asked for.
const firstAsk = 2 * time.Minute

func (s Sender) wonder(ctx context.Context, m channel.Message, number string, at time.Time) error {
	return s.book().Wonder(ctx, sms.Unsettled{ID: m.ID, Number: number, At: at, Next: s.now().Add(firstAsk)})
}

// noted says that the shelf did not take what became of a message.
func (s Sender) noted(m channel.Message, err error) {
	if err != nil && s.Logger != nil {
		s.Logger.Warn("tencent: the shelf cannot store the outcome of a message; it is not sent again", "message", m.ID, "error", err)
	}
}

// An order is a message as SendSms takes it.
type order struct {
	Numbers   []string `json:"PhoneNumberSet"` // one
	AppID     string   `json:"SmsSdkAppId"`
	Template  string   `json:"TemplateId"`
	Signature string   `json:"SignName,omitempty"`
	Values    []string `json:"TemplateParamSet,omitempty"`
	Context   string   `json:"SessionContext"`
}

func (o order) number() string { return o.Numbers[0] }

// order makes an order of a message, or says why none can be made.
func (s Sender) order(m channel.Message) (o order, err error) {
	o = order{AppID: s.AppID, Template: m.Template, Context: contextOf(m.ID)}
	switch a := m.Address; {
	case m.ID == "":
		return o, &channel.Final{Reason: "a message without ID cannot be repeated safely; give it one that stays the same"}
	case m.Kind != channel.SMS:
		return o, &channel.Final{Reason: "this sender is for SMS only"}
	case m.Template == "":
		return o, &channel.Final{Reason: "the text is bound to no template of tencent's; bind it: care bind says what to register"}
	case a.To == "" && a.Parcel != channel.Parcel{}:
		return o, &channel.Final{Reason: "a parcel is not a number; Tencent sends to numbers only"}
	case a.Phone.OAID != "" && a.To == a.Phone.OAID:
		return o, &channel.Final{Reason: "an OAID is not a number; only Taobao's own sending takes it"}
	}
	phone, err := tiexin.ParsePhone(m.Address.To)
	if err != nil || phone.Number == "" {
		return o, &channel.Final{Reason: "not a mobile number", Cause: channel.CauseAddress}
	}
	o.Numbers = []string{international(phone.Number)}
	if m.Signature != "" || strings.HasPrefix(o.number(), "+86") {
		signature, err := channel.Signature(m.Signature)
		if err != nil {
			return o, fmt.Errorf("%w: %w", channel.ErrStopped, err)
		}
		o.Signature = bare(signature)
	}
	for _, p := range m.Params {
		o.Values = append(o.Values, p.Value)
	}
	return o, nil
}

// international is a number by E.164.
func international(number string) string {
	if strings.HasPrefix(number, "+") {
		return number
	}
	return "+86" + number
}

// bare is a signature without its brackets.
func bare(signature string) string {
	return strings.TrimSuffix(strings.TrimPrefix(signature, "【"), "】")
}

// leastContext is the shortest SessionContext that is too long, in bytes.
const leastContext = 512

// contextOf is the SessionContext of a message: its ID, or what stands for it.
func contextOf(id string) string {
	if len(id) < leastContext {
		return id
	}
	return channel.ShortID(id)
}

// hand makes the call. A message was taken when the code of its number says so: that the
// request went well says nothing.
func (s Sender) hand(ctx context.Context, m channel.Message, o order) (channel.Receipt, error) {
	var answer struct {
		SendStatusSet []struct {
			SerialNo, Code string
			Fee            sms.Loose
		}
	}
	err := s.call(ctx, "SendSms", o, &answer, false)
	if code, ok := refused(err); ok {
		return channel.Receipt{}, s.failure(ctx, m, code)
	}
	if err != nil {
		return channel.Receipt{}, err
	}
	if len(answer.SendStatusSet) != 1 || answer.SendStatusSet[0].Code == "" {
		return channel.Receipt{}, fmt.Errorf("%w: the answer does not say what became of it", channel.ErrUnknownOutcome)
	}
	status := answer.SendStatusSet[0]
	if !strings.EqualFold(status.Code, "Ok") {
		return channel.Receipt{}, s.failure(ctx, m, status.Code)
	}
	return channel.Receipt{ProviderID: status.SerialNo, Parts: status.Fee.Number()}, nil
}
