package model

import (
	"encoding/binary"
	"time"
	"unsafe"
)

// Bounds of usual values.
const (
	MostMoney = 1e13 // fen: 100 billion yuan, so that sums of a million such amounts still fit
	mostText  = 200  // bytes: as many as an id may have
)

// Times of events and of all that they carry lie in these years.
const FirstYear, LastYear = 2000, 2200

var (
	firstSecond = time.Date(FirstYear, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	seconds     = uint64(time.Date(LastYear+1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - firstSecond)
)

// InYears says whether a time lies in the years from FirstYear to LastYear.
func InYears(t time.Time) bool { return uint64(t.Unix()-firstSecond) < seconds }

func usualTime(t time.Time) bool { return InYears(t) && t.Nanosecond()%1e6 == 0 }

func usualText(text string) bool {
	if len(text) > mostText {
		return false
	}
	rest := unsafe.Slice(unsafe.StringData(text), len(text))
	for len(rest) >= 8 && printableASCII(binary.LittleEndian.Uint64(rest)) {
		rest = rest[8:]
	}
	for len(rest) > 0 {
		switch b := rest[0]; {
		case b >= ' ' && b <= '~':
			rest = rest[1:]
		case b >= 0xe3 && b <= 0xe9 && len(rest) > 2 && rest[1]&0xc0 == 0x80 && rest[2]&0xc0 == 0x80: // U+3000 to U+9FFF
			rest = rest[3:]
		default:
			return false
		}
	}
	return true
}

// printableASCII says whether each of eight bytes is a character from ' ' to '~':
// the high bit is clear, and stays so when ' ' is taken off or 1 added.
func printableASCII(bytes uint64) bool {
	const each = 0x0101010101010101
	return (bytes|(bytes-' '*each)|(bytes+each))&(0x80*each) == 0
}
