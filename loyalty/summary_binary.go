package loyalty

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// summaryVersion is the first byte of the form below:
//
//	version, remembered days;
//	of each: its number, the fen spent and the orders, both of which may be negative;
//	forgotten days, and if there are any their orders and the fen spent.
//
// Numbers are varints. There is one form of each summary.
const summaryVersion = 1

// AppendBinary appends the stored form of the summary, 3 to about 60 bytes. Later
// versions of the library can read it. There is no error.
func (s Summary) AppendBinary(b []byte) ([]byte, error) {
	n := s.used()
	b = append(b, summaryVersion, byte(n))
	for i := range n {
		b = binary.AppendUvarint(b, uint64(s.day(i)))
		b = binary.AppendVarint(b, s.fen(i))
		b = binary.AppendVarint(b, int64(s.counts[i]))
	}
	b = binary.AppendUvarint(b, uint64(s.folded))
	if s.folded > 0 {
		b = binary.AppendUvarint(b, uint64(s.orders))
		b = binary.AppendVarint(b, s.spend)
	}
	return b, nil
}

// MarshalBinary returns the form of AppendBinary.
func (s Summary) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads the form of AppendBinary, without further bytes. Other bytes
// are an ErrSummaryBytes, and the summary is unchanged.
func (s *Summary) UnmarshalBinary(data []byte) error {
	read, err := readSummary(data)
	if err != nil {
		return fmt.Errorf("loyalty: %w: %w", ErrSummaryBytes, err)
	}
	*s = read
	return nil
}

func readSummary(data []byte) (Summary, error) {
	var s Summary
	if len(data) < 2 || data[0] != summaryVersion {
		return s, fmt.Errorf("%d bytes without the version %d", len(data), summaryVersion)
	}
	if data[1] > remembered {
		return s, fmt.Errorf("%d days", data[1])
	}
	r := bytes.NewReader(data[2:])
	whole := func(most uint64) uint64 {
		n, err := binary.ReadUvarint(r)
		if err != nil || n > most {
			r.Reset(nil) // what follows fails too
			return 0
		}
		return n
	}
	signed := func(most int64) int64 {
		n, err := binary.ReadVarint(r)
		if err != nil || n > most || n < -most {
			r.Reset(nil)
			return 0
		}
		return n
	}
	for i := range int(data[1]) {
		day := Day(whole(uint64(lastDay)))
		s.days[i] = word(day, signed(maxDaily-1))
		s.counts[i] = int16(signed(maxOrders))
	}
	if s.folded = uint16(whole(uint64(lastDay))); s.folded > 0 {
		s.orders = uint32(whole(1<<32 - 1))
		s.spend = signed(1<<62 - 1)
	}
	if err := s.fault(); err != nil {
		return Summary{}, err
	}
	if again, _ := s.AppendBinary(make([]byte, 0, len(data))); !bytes.Equal(again, data) {
		return Summary{}, fmt.Errorf("%d bytes that no summary has", len(data))
	}
	return s, nil
}

// fault is why no orders lead to this summary.
func (s *Summary) fault() error {
	n := s.used()
	before := Day(0)
	for i := range n {
		if s.day(i) <= before || s.counts[i] == 0 && s.fen(i) == 0 {
			return fmt.Errorf("a day %s after %s with %d orders", s.day(i), before, s.counts[i])
		}
		before = s.day(i)
	}
	switch {
	case s.folded == 0:
	case n < 2 || s.counts[0] < 1 || !s.boughtBetween(1, n):
		return errors.New("forgotten days between no purchases")
	case int(s.folded) >= int(s.day(1)-s.day(0)) || s.orders < uint32(s.folded):
		return fmt.Errorf("%d orders on %d forgotten days from %s to %s", s.orders, s.folded, s.day(0), s.day(1))
	}
	return nil
}
