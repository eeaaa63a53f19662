package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
)

// A place is where in the conversation the relay said something: the same code means
// something else at each.
type place int

const (
	atDoor     place = iota // greeting, TLS and login
	ofSender                // who writes
	ofReceiver              // who is written to
	ofWords                 // the mail itself, up to the answer to its end
)

// A kind is what becomes of a message.
type kind int

const (
	passing kind = iota
	final
	nobody // final, and nobody is at that address
	wording
	whole // the channel is stopped
)

// A reply is a row of the table: what a code of the relay means. Empty columns fit anything.
type reply struct {
	place  place
	code   int    // of SMTP
	status string // of RFC 3463, with or without its last parts: "5.1.1", "5.1."
	says   string // a word in small letters
	kind   kind
	means  string
}

// replies are looked through from above; the first that fits counts. What begins with 4
// passes, wherever it is said.
var replies = []reply{
	{place: atDoor, code: 530, kind: whole, means: "the relay wants a login; set Sender.Login"},
	{place: atDoor, code: 535, kind: whole, means: "the relay refuses the login; check Sender.Login"},
	{place: atDoor, code: 554, kind: whole, means: "the relay refuses this machine"},
	{place: atDoor, kind: whole, means: "the relay refuses the conversation"},
	{place: ofSender, code: 530, kind: whole, means: "the relay wants a login; set Sender.Login"},
	{place: ofSender, kind: whole, means: "the relay refuses the shop's own address; check Sender.From and ReturnPath"},

	{place: ofReceiver, status: "5.1.1", kind: nobody, means: "the mailbox does not exist"},
	{place: ofReceiver, status: "5.1.2", kind: nobody, means: "the domain does not exist"},
	{place: ofReceiver, status: "5.1.3", kind: nobody, means: "it is not an email address"},
	{place: ofReceiver, status: "5.1.6", kind: nobody, means: "the mailbox has moved"},
	{place: ofReceiver, status: "5.1.10", kind: nobody, means: "the domain takes no mail"},
	{place: ofReceiver, status: "5.2.1", kind: nobody, means: "the mailbox is closed"},
	{place: ofReceiver, code: 556, kind: nobody, means: "the domain takes no mail"},
	{place: ofReceiver, code: 559, kind: nobody, means: "the address is on DirectMail's list of invalid ones"},
	{place: ofReceiver, code: 563, kind: nobody, means: "the address is on DirectMail's list of invalid ones"},
	{place: ofReceiver, status: "5.2.2", kind: final, means: "the mailbox is full"},
	{place: ofReceiver, status: "5.7.8", kind: whole, means: "the relay refuses the login; check Sender.Login"},
	{place: ofReceiver, code: 530, kind: whole, means: "the relay wants a login; set Sender.Login"},
	{place: ofReceiver, says: "relay", kind: whole, means: "the relay does not pass mail on for this shop"},
	{place: ofReceiver, status: "5.7.", kind: final, means: "the receiver's server blocks all mail"},
	{place: ofReceiver, kind: final, means: "the relay refuses the receiver"},

	{place: ofWords, status: "5.1.1", kind: nobody, means: "the mailbox does not exist"},
	{place: ofWords, status: "5.1.2", kind: nobody, means: "the domain does not exist"},
	{place: ofWords, status: "5.2.1", kind: nobody, means: "the mailbox is closed"},
	{place: ofWords, status: "5.2.2", kind: final, means: "the mailbox is full"},
	{place: ofWords, code: 530, kind: whole, means: "the relay wants a login; set Sender.Login"},
	{place: ofWords, status: "5.3.4", kind: wording, means: "the mail is too large"},
	{place: ofWords, status: "5.6.", kind: wording, means: "the relay cannot read the mail"},
	{place: ofWords, status: "5.7.", kind: wording, means: "the relay refuses the text"},
	{place: ofWords, code: 552, kind: wording, means: "the mail is too large"},
	{place: ofWords, code: 554, kind: wording, means: "the relay refuses the text"},
	{place: ofWords, kind: final, means: "the relay refuses the mail"},
}

// kindOf is an error of the conversation as one of the five kinds. What the relay said is
// told by its codes: its words may hold the receiver's address.
func (c *conversation) kindOf(at place, err error) error {
	said, ok := errors.AsType[*textproto.Error](err)
	if !ok || said.Code < 400 || said.Code > 599 {
		return unanswered(err, c.ending.Load())
	}
	status := statusOf(said.Msg, said.Code/100)
	told := fmt.Errorf("SMTP %d", said.Code)
	if status != "" {
		told = fmt.Errorf("SMTP %d (%s)", said.Code, status)
	}
	if said.Code < 500 {
		return &channel.RetryAfter{After: patience(c.attempt), Err: told}
	}
	r := replies[slices.IndexFunc(replies, func(r reply) bool { return r.fits(at, said.Code, status, strings.ToLower(said.Msg)) })]
	switch r.kind {
	case nobody:
		return &channel.Final{Reason: r.means, Cause: channel.CauseAddress, Err: told}
	case wording:
		return fmt.Errorf("%w: %s: %w", channel.ErrWording, r.means, told)
	case whole:
		return fmt.Errorf("%w: %s: %w", channel.ErrStopped, r.means, told)
	}
	return &channel.Final{Reason: r.means, Err: told}
}

func (r reply) fits(at place, code int, status, words string) bool {
	return r.place == at && (r.code == 0 || r.code == code) && strings.Contains(words, r.says) &&
		(r.status == "" || r.status == status || strings.HasSuffix(r.status, ".") && strings.HasPrefix(status, r.status))
}

var enhanced = regexp.MustCompile(`^([45])\.\d{1,3}\.\d{1,3}\b`)

// statusOf is the status of RFC 3463 with which the words of a reply begin, if it says the
// same as the reply's code; empty: none.
func statusOf(words string, class int) string {
	status := enhanced.FindString(strings.TrimSpace(words))
	if !strings.HasPrefix(status, strconv.Itoa(class)) {
		return ""
	}
	return status
}

// unanswered is an error without an answer of the relay's. Once the end of the words has
// gone, nobody knows.
func unanswered(err error, ending bool) error {
	if _, untrusted := errors.AsType[*tls.CertificateVerificationError](err); untrusted {
		return stopped("the relay's certificate is not trusted; check Sender.Host and TLS")
	}
	switch {
	case errors.Is(err, errNoTLS):
		return stopped(errNoTLS.Error() + "; use the port that does, or SecurityNone for a relay on the same machine")
	case errors.Is(err, errNoAuth):
		return stopped(errNoAuth.Error())
	case ending:
		return fmt.Errorf("%w: %w", channel.ErrUnknownOutcome, withoutWords(err))
	}
	return withoutWords(err)
}

// withoutWords is an error of the network, or that something else was said than SMTP has.
func withoutWords(err error) error {
	if network, ok := errors.AsType[net.Error](err); ok {
		if network.Timeout() {
			return errors.New("the relay did not answer in time")
		}
		return network
	}
	return errors.New("the connection to the relay was lost, or it does not speak SMTP")
}

// patience is how long the mail waits after a refusal that passes: a minute, then twice as
// long each time, up to an hour. Servers that let strangers wait do so for some minutes.
func patience(attempt int) time.Duration {
	return min(time.Minute<<min(max(attempt-1, 0), 10), time.Hour)
}
