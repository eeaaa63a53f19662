package tiexin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode"
)

// A Phone is a phone number as platforms give it: a number, a privacy number that forwards for some days, or only an
// OAID. With an OAID Taobao itself sends the SMS. Printed or logged it is Mask; the package documentation lists what
// still shows the number. In JSON it is the text "18877771111" if only the number is known, and an object otherwise.
type Phone struct {
	Number    string    `json:"number,omitempty" is:"number,digits" keep:"1"`       // 11 digits, or E.164 outside China
	Extension string    `json:"extension,omitempty" is:"extension,digits" keep:"2"` // "123" of the privacy number 18877771111-123
	Masked    string    `json:"masked,omitempty" keep:"3"`                          // "188****1111": for display only
	OAID      string    `json:"oaid,omitempty" is:"id,side" keep:"4"`               // TOP oaid: valid only with its order
	OAIDOrder string    `json:"oaid_order,omitempty" is:"id,side" keep:"5"`         // the order of the OAID
	Private   bool      `json:"private,omitempty" keep:"6"`                         // a forwarding number
	Expires   time.Time `json:"expires,omitzero" keep:"7"`                          // the privacy number stops working then
}

// ErrPhone is wrapped by every error about a phone number. Its texts never contain the number.
var ErrPhone = errors.New("not a phone number")

// ParsePhone reads a mobile number as people and platforms write it. It accepts +86, 0086 or 86 in front, spaces,
// dashes, brackets and full-width digits. "18877771111-123" is a privacy number with its extension, which may also
// follow "_", ",", "#", "转" or "分机". "188****1111" is for display only. A number of another country starts with +
// (or 00) and the country's code. Empty text is the zero Phone. Every error wraps ErrPhone.
func ParsePhone(s string) (Phone, error) {
	text, err := foldPhone(s)
	switch {
	case err != nil || text == "":
		return Phone{}, err
	case strings.Contains(text, "*"):
		text = strings.ReplaceAll(text, string(beforeExtension), "-")
		return Phone{Masked: maskDigits(text)}, nil // stars do not always hide enough
	}
	if rest, ok := strings.CutPrefix(text, "00"); ok {
		text = "+" + rest
	}
	if strings.HasPrefix(text, "+") && !strings.HasPrefix(text, "+86") {
		number := "+" + strings.ReplaceAll(text[1:], "-", "")
		if !isAbroad(number) {
			return Phone{}, fmt.Errorf("%w: a number of another country is + and 7 to 15 digits", ErrPhone)
		}
		return Phone{Number: number}, nil
	}
	text = strings.TrimPrefix(strings.TrimPrefix(text, "+"), "86") // no mobile number begins with 8
	if strings.HasPrefix(text, "0") {
		return Phone{}, fmt.Errorf("%w: it begins with an area code, and a landline takes no messages", ErrPhone)
	}
	number, extension := splitExtension(text)
	if !isChineseMobile(number) {
		return Phone{}, fmt.Errorf("%w: a Chinese mobile number has 11 digits and begins with 13 to 19; "+
			"one of another country begins with + and its code", ErrPhone)
	}
	if extension == "" {
		return Phone{Number: number}, nil
	}
	extension = strings.TrimPrefix(extension, "-")
	if extension = strings.TrimPrefix(extension, string(beforeExtension)); !allDigits(extension) || len(extension) > 6 {
		return Phone{}, fmt.Errorf("%w: after the 11 digits there may be an extension of 1 to 6 digits, as in 18800000000-123, and nothing else", ErrPhone)
	}
	return Phone{Number: number, Extension: extension, Private: true}, nil
}

// beforeExtension stands for every sign that only comes before an extension.
const beforeExtension = 'x'

// foldPhone writes digits, stars, plus and dashes in ASCII, beforeExtension for
// the signs that it stands for, and drops what only separates.
func foldPhone(s string) (string, error) {
	if len(s) > 100 {
		return "", fmt.Errorf("%w: the text has more than 100 bytes", ErrPhone)
	}
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "分机", "转") {
		if r >= '！' && r <= '～' { // full-width forms mirror ASCII
			r = r - '！' + '!'
		}
		switch {
		case r >= '0' && r <= '9', r == '*', r == '-', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case r >= '‐' && r <= '―', r == '−':
			b.WriteByte('-')
		case r == '转', r == '_', r == ',', r == '#':
			b.WriteByte(beforeExtension)
		case unicode.IsSpace(r), r == '(', r == ')':
		default:
			return "", fmt.Errorf("%w: it may hold digits, spaces, dashes, brackets, stars, a leading + and a sign before an extension, and nothing else", ErrPhone)
		}
	}
	return b.String(), nil
}

// splitExtension takes the first eleven digits for the number; what is left
// begins with the dash or sign before an extension.
func splitExtension(text string) (number, extension string) {
	digits := 0
	for i := range len(text) {
		switch text[i] {
		case '-':
			continue
		case beforeExtension:
			return "", ""
		}
		if digits++; digits == 11 {
			rest := text[i+1:]
			if rest != "" && rest[0] != '-' && rest[0] != beforeExtension {
				return "", ""
			}
			return strings.ReplaceAll(text[:i+1], "-", ""), rest
		}
	}
	return "", ""
}

func isChineseMobile(s string) bool {
	return len(s) == 11 && s[0] == '1' && s[1] >= '3' && allDigits(s)
}

func isAbroad(s string) bool {
	return len(s) >= 8 && len(s) <= 16 && s[0] == '+' && s[1] != '0' && !strings.HasPrefix(s, "+86") && allDigits(s[1:])
}

// Reachable reports whether an SMS can be sent at this time: by OAID with its order, or by a number that has not
// expired.
func (p Phone) Reachable(now time.Time) bool {
	if p.OAID != "" && p.OAIDOrder != "" {
		return true
	}
	return p.Number != "" && (!p.Private || p.Expires.IsZero() || now.Before(p.Expires))
}

// IsZero reports whether nothing is known about the phone.
func (p Phone) IsZero() bool {
	expires := p.Expires
	p.Expires = time.Time{}
	return expires.IsZero() && p == Phone{}
}

// Mask is the number for display: "188****1111", "+44********56". It never contains the whole number, for any content
// of the fields. It is "OAID" if there is nothing to show.
func (p Phone) Mask() string {
	switch {
	case p.Number != "":
		return maskDigits(p.Number)
	case p.Masked != "":
		return maskDigits(p.Masked)
	case p.OAID != "":
		return "OAID"
	}
	return ""
}

// maskDigits hides four to seven of eleven digits, and of any other number all
// but the first three and last two characters. A number that hides as much by
// itself stays; of what is no number nothing is shown.
func maskDigits(s string) string {
	visible, hidden := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			visible++
		case r == '*':
			hidden++
		case r != '+' && r != '-' && r != ' ':
			return "****"
		}
	}
	runes := []rune(s)
	switch {
	case hidden >= 4 && visible <= 7:
		return s
	case isChineseMobile(s):
		return s[:3] + "****" + s[7:]
	case len(runes) < 10:
		return "****"
	}
	for i := 3; i < len(runes)-2; i++ {
		runes[i] = '*'
	}
	return string(runes)
}

// String is Mask: a Phone in a log or an error shows no number.
func (p Phone) String() string { return p.Mask() }

// GoString is Mask too, as Format writes it for %#v.
func (p Phone) GoString() string { return fmt.Sprintf("tiexin.Phone(%q)", p.Mask()) }

// LogValue is Mask, for log/slog.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.Mask()) }

// Format writes Mask under every verb, including verbs that a Stringer does not cover.
func (p Phone) Format(f fmt.State, verb rune) {
	switch {
	case verb == 'v' && f.Flag('#'):
		_, _ = io.WriteString(f, p.GoString())
	case verb == 'q':
		_, _ = fmt.Fprintf(f, "%q", p.Mask())
	default:
		_, _ = io.WriteString(f, p.Mask())
	}
}

// plainPhone is a Phone whose JSON is always an object.
type plainPhone Phone

// MarshalJSON writes the text "18877771111" if only the number is known, else an object.
func (p Phone) MarshalJSON() ([]byte, error) {
	rest := p
	rest.Number = ""
	if rest.IsZero() {
		return json.Marshal(p.Number)
	}
	return json.Marshal(plainPhone(p))
}

// UnmarshalJSON reads a text as ParsePhone does, or an object, whose number is
// read in the same way.
func (p *Phone) UnmarshalJSON(data []byte) error {
	var read plainPhone
	var err error
	if strings.HasPrefix(string(data), `"`) {
		err = json.Unmarshal(data, &read.Number)
	} else {
		err = json.Unmarshal(data, &read)
	}
	if err == nil {
		err = (*Phone)(&read).parseNumber()
	}
	if err == nil {
		*p = Phone(read)
	}
	return err
}

// parseNumber replaces what stands in Number by what it means. What is given
// besides it stays. A number that cannot be read is left out, and with it the
// extension, which is of no use alone.
func (p *Phone) parseNumber() error {
	number, err := ParsePhone(p.Number)
	if err != nil {
		p.Number, p.Extension = "", ""
		return err
	}
	p.Number = number.Number
	p.Private = p.Private || number.Private
	if p.Extension == "" {
		p.Extension = number.Extension
	}
	if p.Masked == "" {
		p.Masked = number.Masked
	}
	return nil
}
