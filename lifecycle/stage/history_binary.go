package stage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
)

// historyVersion is the first byte of the form below:
//
//	version, contact, then varints: days of contact, answer, closing, blocking and of
//	the win-back messages, own and category purchases;
//	the form of the summary.
//
// There is one form of each history.
const historyVersion = 1

// AppendBinary appends the stored form of the history, 14 to about 90 bytes; JSON
// would lose the purchases. Later versions of the library can read it. There is no
// error.
func (h History) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, historyVersion, byte(h.Contact))
	for _, n := range h.numbers() {
		b = binary.AppendVarint(b, int64(n))
	}
	return h.Summary.AppendBinary(b)
}

func (h *History) numbers() [6 + patience]int32 {
	n := [6 + patience]int32{int32(h.Contacted), int32(h.Answered), int32(h.Closed), int32(h.Blocked), h.Own, h.Category}
	for i, d := range h.written {
		n[6+i] = int32(d)
	}
	return n
}

// MarshalBinary returns the form of AppendBinary.
func (h History) MarshalBinary() ([]byte, error) { return h.AppendBinary(nil) }

// UnmarshalBinary reads the form of AppendBinary, without further bytes. Other bytes
// are an ErrHistoryBytes, and the history is unchanged.
func (h *History) UnmarshalBinary(data []byte) error {
	read, err := readHistory(data)
	if err != nil {
		return fmt.Errorf("lifecycle: %w: %w", ErrHistoryBytes, err)
	}
	*h = read
	return nil
}

func readHistory(data []byte) (History, error) {
	if len(data) < 2 || data[0] != historyVersion {
		return History{}, fmt.Errorf("%d bytes without the version %d", len(data), historyVersion)
	}
	h := History{Contact: Interest(data[1])}
	if int(h.Contact) >= len(interestWords) {
		return History{}, fmt.Errorf("%s", h.Contact)
	}
	rest := data[2:]
	var numbers [6 + patience]int32
	for i := range numbers {
		n, used := binary.Varint(rest)
		if used <= 0 || n != int64(int32(n)) {
			return History{}, fmt.Errorf("%d bytes that end too early", len(data))
		}
		numbers[i], rest = int32(n), rest[used:]
	}
	h.Contacted, h.Answered, h.Closed, h.Blocked = loyalty.Day(numbers[0]), loyalty.Day(numbers[1]), loyalty.Day(numbers[2]), loyalty.Day(numbers[3])
	h.Own, h.Category = numbers[4], numbers[5]
	for i := range h.written {
		h.written[i] = loyalty.Day(numbers[6+i])
	}
	latestFirst := func(a, b loyalty.Day) int { return int(b) - int(a) }
	if !slices.IsSortedFunc(h.written[:], latestFirst) {
		return History{}, fmt.Errorf("win-back messages of %v", h.written)
	}
	if err := h.Summary.UnmarshalBinary(rest); err != nil {
		return History{}, err
	}
	if again, _ := h.AppendBinary(make([]byte, 0, len(data))); !bytes.Equal(again, data) {
		return History{}, fmt.Errorf("%d bytes that no history has", len(data))
	}
	return h, nil
}
