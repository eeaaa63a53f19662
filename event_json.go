package tiexin

import (
	"bytes"
	"encoding/json"
	"sync"
	"time"
	"unsafe"
)

// DecodeEvent reads one event from JSON:
//
//	{"id": "m1", "event": "order.created", "at": "2026-11-10 20:01:05",
//	 "customer": {"id": "c1", "nick": "小王"},
//	 "order": {"id": "3900000000000000017", "source": "juhuasuan", "amount": "199.00"}}
//
// The keys are those of the structs' tags, in exactly this spelling. An unknown or
// repeated key is an error. null and a key left out mean the same. Besides what
// encoding/json reads:
//
//   - A time is RFC 3339, or "2006-01-02 15:04:05" or "2006-01-02 15:04" in the shop's
//     zone. zone nil is Asia/Shanghai. Times come out in zone.
//   - An amount is yuan, as text or number, read by its digits.
//   - A customer may be a text or number: the ID.
//   - An id may be a whole number, read by its digits. A program that writes a 19-digit
//     id as a floating point number corrupts it beforehand.
//   - A phone may be a text, or the digits of a number: see ParsePhone.
//   - A consent may be a text, "marketing", "sms" or "sms/marketing": allowed.
//
// A descriptive field (see Normalise) is left out when it cannot be read. Examples are a
// landline for a mobile number, the 30th of February for a birthday, a number for a
// title. Event.Warnings names it. A list of texts is left out when one of them cannot be
// read. A phone's number is left out when its end cannot be read.
//
// Every error is an *EventError that lists all faults, each with its field. DecodeEvent
// neither completes nor checks the values: see Normalise and Validate.
func DecodeEvent(data []byte, zone *time.Location) (Event, error) {
	if zone == nil {
		zone = Shanghai()
	}
	if message := checkJSON(data); message != "" {
		return Event{}, &EventError{Problems: []Problem{{Message: message}}}
	}
	var e Event
	r := jsonReader{data: data, zone: zone}
	if r.peek() != '{' {
		r.wrong("must be an object, is " + kindOf(r.token()))
	} else {
		r.readObject(eventShape, unsafe.Pointer(&e))
	}
	if err := r.err(e.ID); err != nil {
		return Event{}, err
	}
	e.Warnings = r.warnings
	return e, nil
}

// UnmarshalJSON reads what DecodeEvent reads. Times without a zone are in Asia/Shanghai.
// It replaces the whole event.
func (e *Event) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	read, err := DecodeEvent(data, nil)
	if err == nil {
		*e = read
	}
	return err
}

// EncodeEvent writes one event as one line of JSON, without a line break at its end. It
// writes what encoding/json writes, but does not escape <, > and &. An impossible date
// or a time after the year 9999 is an error; neither passes Validate.
func EncodeEvent(e *Event) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Shanghai is Asia/Shanghai, the zone of China and the default zone of a shop. On a
// machine without zone data it is the fixed +08:00, which has been the same since 1991.
func Shanghai() *time.Location { return shanghai() }

var shanghai = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		zone = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	return zone
})

// parseTime reads RFC 3339, or a time in zone, and returns it in zone.
func parseTime(s string, zone *time.Location) (time.Time, bool) {
	var t time.Time
	var err error
	if len(s) > 10 && s[10] == ' ' {
		layout := "2006-01-02 15:04:05"
		if len(s) == len("2006-01-02 15:04") {
			layout = "2006-01-02 15:04"
		}
		t, err = time.ParseInLocation(layout, s, zone)
	} else {
		err = t.UnmarshalText([]byte(s))
	}
	if err != nil {
		return time.Time{}, false
	}
	if t.IsZero() {
		return time.Time{}, true
	}
	t = t.In(zone)
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC() // local mean time of the 19th century: RFC 3339 has no seconds of offset
	}
	return t, t.Year() >= 1 && t.Year() <= 9999
}
