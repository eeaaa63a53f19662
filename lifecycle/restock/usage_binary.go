package restock

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/tiexin-go/tiexin/lifecycle/internal/base"
	"github.com/tiexin-go/tiexin/loyalty"
)

// usageVersion is the first byte of the form below:
//
//	version, days, folded gaps, their sum in days, folded gaps per piece;
//	their sum per piece, eight bytes of a float64, if there are any;
//	of each day: its number, then pieces, blank and orders, which may be negative.
//
// Numbers are varints. There is one form of each usage.
const usageVersion = 1

// AppendBinary appends the stored form of the usage, 5 to about 40 bytes. Later
// versions of the library can read it. There is no error.
func (u Usage) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, usageVersion, u.n)
	b = binary.AppendUvarint(b, uint64(u.folded.N))
	b = binary.AppendUvarint(b, uint64(u.folded.Sum))
	b = binary.AppendUvarint(b, uint64(u.units.N))
	if u.units.N > 0 {
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(u.units.Sum))
	}
	for _, d := range u.days[:u.n] {
		b = binary.AppendUvarint(b, uint64(d.day))
		b = binary.AppendVarint(b, int64(d.pieces))
		b = binary.AppendVarint(b, int64(d.blank))
		b = binary.AppendVarint(b, int64(d.orders))
	}
	return b, nil
}

// MarshalBinary returns the form of AppendBinary.
func (u Usage) MarshalBinary() ([]byte, error) { return u.AppendBinary(nil) }

// UnmarshalBinary reads the form of AppendBinary, without further bytes. Other bytes
// are an ErrUsageBytes, and the usage is unchanged.
func (u *Usage) UnmarshalBinary(data []byte) error {
	read, err := readUsage(data)
	if err != nil {
		return fmt.Errorf("lifecycle: %w: %w", ErrUsageBytes, err)
	}
	*u = read
	return nil
}

func readUsage(data []byte) (Usage, error) {
	var u Usage
	if len(data) < 2 || data[0] != usageVersion {
		return u, fmt.Errorf("%d bytes without the version %d", len(data), usageVersion)
	}
	if u.n = data[1]; u.n > usageDays {
		return u, fmt.Errorf("%d days", u.n)
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
	u.folded.N = int(whole(base.LastPurchaseDay))
	u.folded.Sum = float64(whole(base.LastPurchaseDay))
	u.units.N = int(whole(base.LastPurchaseDay))
	if u.units.N > 0 {
		var bits [8]byte
		_, _ = r.Read(bits[:]) // a short read leaves a form that is none
		u.units.Sum = math.Float64frombits(binary.BigEndian.Uint64(bits[:]))
	}
	for i := range u.days[:u.n] {
		d := &u.days[i]
		d.day = loyalty.Day(whole(base.LastPurchaseDay))
		d.pieces = int32(signed(maxUnits))
		d.blank = int16(signed(maxUsageOrders))
		d.orders = int16(signed(maxUsageOrders))
	}
	if err := u.fault(); err != nil {
		return Usage{}, err
	}
	if again, _ := u.AppendBinary(make([]byte, 0, len(data))); !bytes.Equal(again, data) {
		return Usage{}, fmt.Errorf("%d bytes that no usage has", len(data))
	}
	return u, nil
}

// fault is why no purchases lead to this usage.
func (u *Usage) fault() error {
	switch f, p := u.folded, u.units; {
	case f.N > 0 && (u.n == 0 || !u.days[0].bought()):
		return errors.New("gaps before no purchase")
	case f.Sum < float64(f.N) || f.N == 0 && f.Sum > 0 || f.N > 0 && f.Sum >= float64(u.days[0].day):
		return fmt.Errorf("%d gaps of %v days", f.N, f.Sum)
	case p.N > f.N || p.N == 0 && p.Sum != 0 || p.N > 0 && !(p.Sum > 0 && p.Sum <= f.Sum):
		return fmt.Errorf("%d gaps of %v days per piece", p.N, p.Sum)
	}
	before := loyalty.Day(0)
	for _, d := range u.days[:u.n] {
		if d.day <= before || !d.countable() || d == (usageDay{day: d.day}) {
			return fmt.Errorf("a day %s after %s with %d orders", d.day, before, d.orders)
		}
		before = d.day
	}
	return nil
}
