package tencent_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

// pull asks once, and takes in what there is, unless the host fails.
func (h *host) pull(t *testing.T, p feed.Puller) (more bool) {
	t.Helper()
	r, done, more, err := p.Pull(t.Context())
	require.NoError(t, err)
	if h.fails != nil {
		return more
	}
	h.events = append(h.events, r.Events...)
	h.parked = append(h.parked, r.Parked...)
	require.NoError(t, done(t.Context()))
	return more
}

func (h *host) send(t *testing.T, n int) {
	t.Helper()
	_, err := h.Send(t.Context(), message(n))
	require.NoError(t, err)
}

func TestReceiptPuller(t *testing.T) {
	h := newHost(t)
	p := h.ReceiptPuller()
	assert.Equal(t, "tencent.receipts", p.Name())
	h.pull(t, p)
	assert.Empty(t, h.events)
	h.send(t, 1)
	h.provider.Foreign("+8613900000000")
	h.pull(t, p)
	assert.Equal(t, []string{"message.delivered deer/xiaowang " + message(1).ID}, h.told())
	assert.True(t, h.events[0].At.Equal(h.at()))
	assert.Len(t, h.parked, 1)
	h.pull(t, p)
	assert.Len(t, h.events, 1)
	last := h.provider.Calls()[len(h.provider.Calls())-1]
	assert.Equal(t, `PullSmsSendStatus {"Limit":100,"SmsSdkAppId":"1400006666"}`, last.Header.Get("X-TC-Action")+" "+string(last.Body))
}

// Tencent gives each row once: what the host cannot keep now is handed over again.
func TestReceiptPuller_LosesNothingThatIsNotTakenIn(t *testing.T) {
	h := newHost(t)
	p := h.ReceiptPuller()
	h.send(t, 1)
	h.fails = errors.New("disk full")
	h.pull(t, p)
	calls := len(h.provider.Calls())
	h.pull(t, p)
	assert.Len(t, h.provider.Calls(), calls, "no more is asked for before that is taken in")
	h.send(t, 2)
	h.fails = nil
	h.pull(t, p)
	h.pull(t, p)
	assert.Len(t, h.told(), 2, "%v", h.told())
	h.pull(t, p)
	assert.Len(t, h.told(), 2)
}

// The shelf breaks down while rows are read: they are read again.
func TestReceiptPuller_LosesNothingWhenTheShelfBreaksDown(t *testing.T) {
	h := newHost(t)
	h.send(t, 1)
	shelf := &blind{Shelf: h.Shelf, blind: true}
	h.Shelf = shelf
	p := h.ReceiptPuller()
	for range 2 {
		_, _, _, err := p.Pull(t.Context())
		require.ErrorContains(t, err, "shelf")
	}
	shelf.blind = false
	h.pull(t, p)
	assert.Len(t, h.told(), 1)
}

// A row that came before the answer about its message waits for the next time.
func TestReceiptPuller_KeepsWhatComesTooEarly(t *testing.T) {
	h := newHost(t)
	p := h.ReceiptPuller()
	h.Client = &http.Client{Transport: between(func() { h.pull(t, p) })}
	h.send(t, 1)
	assert.Empty(t, h.events)
	assert.Empty(t, h.parked)
	h.pull(t, p)
	assert.Len(t, h.told(), 1)
}

// There is more than one answer holds.
func TestReceiptPuller_SaysThatThereIsMore(t *testing.T) {
	h := newHost(t)
	p := h.ReceiptPuller()
	for n := range 150 {
		h.send(t, n)
	}
	assert.True(t, h.pull(t, p))
	assert.False(t, h.pull(t, p))
	assert.Len(t, h.events, 150)
}

func TestReplyPuller(t *testing.T) {
	h := newHost(t)
	h.send(t, 1)
	h.provider.Reply("+8613900000000", "什么时候到")
	h.provider.Reply("+8613911111111", "你是谁")
	p := h.ReplyPuller()
	h.pull(t, p)
	assert.Equal(t, []string{"message.replied deer/xiaowang " + message(1).ID + " 什么时候到"}, h.told())
	assert.Len(t, h.parked, 1)
	assert.Equal(t, "tencent.replies", p.Name())

	pushed, err := h.Replies(pushSecret)
	require.NoError(t, err)
	r, err := pushed.Read(t.Context(), fmt.Appendf(nil, `{"mobile":"13900000000","nationcode":"86","sign":"小鹿家","text":"什么时候到","time":%d}`, h.at().Unix()))
	require.NoError(t, err)
	assert.Equal(t, h.events[0].ID, r.Events[0].ID, "pushed and pulled, it is one")
}

// Whoever may not ask, or asks somebody else, hears why, and no secret.
func TestPullers_SayWhatIsWrong(t *testing.T) {
	d := newDesk(t)
	for want, spoil := range map[string]func(*desk){
		"no Shelf":                     func(d *desk) { d.Shelf = nil },
		"AuthFailure.SignatureFailure": func(d *desk) { d.SecretKey = "another" },
		"UnauthorizedOperation.SmsSdkAppIdVerifyFail": func(d *desk) { d.AppID = "1" },
		"no answer that can be read": func(d *desk) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) }))
			t.Cleanup(server.Close)
			d.Endpoint = server.URL
		},
	} {
		d := &desk{Sender: d.Sender}
		spoil(d)
		for _, p := range []feed.Puller{d.ReceiptPuller(), d.ReplyPuller()} {
			_, _, _, err := p.Pull(t.Context())
			require.ErrorContains(t, err, want)
			assert.NotErrorIs(t, err, channel.ErrUnknownOutcome)
			discreet(t, err.Error())
		}
	}
}

// open sends a message whose answer is lost.
func (h *host) open(t *testing.T, n int, b channeltest.Behaviour) {
	t.Helper()
	h.provider.Then(b)
	_, err := h.Send(t.Context(), message(n))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
}

// The answer was lost. The message is asked for by its number, and settled as its receipt
// would have settled it.
func TestResolver_SettlesWhatWentWithoutAnAnswer(t *testing.T) {
	for _, echoes := range []bool{true, false} {
		h := newHost(t)
		h.provider.Echoes = echoes
		h.open(t, 1, channeltest.TakesAndHangsUp)
		r := h.Resolver()
		h.pull(t, r)
		assert.Len(t, h.provider.Calls(), 1, "it is not asked for at once")
		h.pass(2 * time.Minute)
		h.fails = errors.New("disk full")
		h.pull(t, r)
		h.fails = nil
		h.pull(t, r)
		assert.Equal(t, []string{"message.delivered deer/xiaowang " + message(1).ID}, h.told())
		last := h.provider.Calls()[len(h.provider.Calls())-1]
		assert.Equal(t, `PullSmsSendStatusByPhoneNumber {"BeginTime":1794364155,"EndTime":1794364335,"Offset":0,"Limit":100,"PhoneNumber":"+8613900000000","SmsSdkAppId":"1400006666"}`,
			last.Header.Get("X-TC-Action")+" "+string(last.Body))
		require.NoError(t, h.provider.Push(t.Context()))
		require.Len(t, h.events, 2)
		assert.Equal(t, h.events[0].ID, h.events[1].ID, "the receipt is the same event")
		calls := len(h.provider.Calls())
		h.pass(time.Hour)
		h.pull(t, r)
		assert.Len(t, h.provider.Calls(), calls, "what is settled is not asked for")
		_, err := h.Send(t.Context(), message(1))
		require.NoError(t, err)
		assert.Equal(t, 1, h.provider.Reached(message(1).ID))
	}
}

// Tencent never heard of it, so nothing will ever be said. It is asked for more and more
// rarely, for three days, and stays unknown.
func TestResolver_AsksMoreAndMoreRarely(t *testing.T) {
	h := newHost(t)
	h.open(t, 1, channeltest.HangsUp)
	r, start := h.Resolver(), h.at()
	for h.at().Sub(start) < 100*time.Hour {
		h.pass(10 * time.Minute)
		h.pull(t, r)
	}
	assert.Empty(t, h.events)
	asked := len(h.provider.Calls()) - 1
	assert.True(t, asked >= 8 && asked <= 14, "it was asked for %d times", asked)
	_, err := h.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome, "and does not go again")
}

// Another program of the application wrote to the same number. Without a context nobody can
// say which of the two rows is the message's; with one it is plain.
func TestResolver_GuessesNothing(t *testing.T) {
	for echoes, told := range map[bool]int{true: 1, false: 0} {
		h := newHost(t)
		h.provider.Echoes = echoes
		h.open(t, 1, channeltest.TakesAndHangsUp)
		h.provider.Foreign("+8613900000000")
		h.pass(2 * time.Minute)
		h.pull(t, h.Resolver())
		assert.Len(t, h.told(), told)
	}
}

// Rows of messages that are known are not taken for the one that is asked for.
func TestResolver_LeavesKnownMessagesAlone(t *testing.T) {
	h := newHost(t)
	h.open(t, 1, channeltest.HangsUp)
	h.send(t, 2)
	h.pass(2 * time.Minute)
	h.pull(t, h.Resolver())
	assert.Empty(t, h.told())
}

// One number that cannot be asked for does not hold up the others.
func TestResolver_AFailureLeavesTheOthersTheirTurn(t *testing.T) {
	h := newHost(t)
	h.open(t, 1, channeltest.TakesAndHangsUp)
	h.pass(time.Second)
	m := message(2)
	m.Address.To = "13900000002"
	h.provider.Then(channeltest.TakesAndHangsUp)
	_, err := h.Send(t.Context(), m)
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.pass(2 * time.Minute)
	h.Client = &http.Client{Transport: refusing("+8613900000000")}
	r := h.Resolver()
	_, _, _, err = r.Pull(t.Context())
	require.Error(t, err)
	discreet(t, err.Error())
	h.pull(t, r)
	assert.Equal(t, []string{"message.delivered deer/xiaowang " + m.ID}, h.told())
	assert.Equal(t, "tencent", r.Name())
}

// A host sends a message of its own, with an ID that names no customer: there is nobody to
// tell, and the others are told.
func TestResolver_AnIDThatIsNotTheEngines(t *testing.T) {
	h := newHost(t)
	h.provider.Echoes = true
	h.provider.Then(channeltest.TakesAndHangsUp, channeltest.TakesAndHangsUp)
	m := message(1)
	m.ID = "order 17"
	for _, m := range []channel.Message{m, message(2)} {
		_, err := h.Send(t.Context(), m)
		require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	}
	h.pass(2 * time.Minute)
	h.pull(t, h.Resolver())
	assert.Equal(t, []string{"message.delivered deer/xiaowang " + message(2).ID}, h.told())
	calls := len(h.provider.Calls())
	h.pass(time.Hour)
	h.pull(t, h.Resolver())
	assert.Len(t, h.provider.Calls(), calls)
}

// refusing breaks off what asks for a number.
type refusing string

func (n refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil || strings.Contains(string(body), string(n)) {
		return nil, errors.New("broken")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return http.DefaultTransport.RoundTrip(r)
}

// A crash between the note and the answer: the next attempt has it asked for.
func TestResolver_AfterACrash(t *testing.T) {
	h := newHost(t)
	h.provider.Then(channeltest.TakesAndHangsUp)
	shelf := &breaking{Shelf: h.Shelf, puts: 3} // no word of what became of it
	s := h.Sender
	s.Shelf = shelf
	_, err := s.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.pass(time.Minute)
	_, err = h.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrUnknownOutcome)
	h.pass(2 * time.Minute)
	h.pull(t, h.Resolver())
	assert.Len(t, h.told(), 1)
}

// A blind shelf finds nothing, and says so.
type blind struct {
	channel.Shelf
	blind bool
}

func (b *blind) Get(ctx context.Context, key string) ([]channel.Memo, error) {
	if b.blind {
		return nil, errors.New("the shelf is away")
	}
	return b.Shelf.Get(ctx, key)
}
