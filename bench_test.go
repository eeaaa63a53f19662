package tiexin_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/tiexin-go/tiexin"
)

func taobaoLine(b *testing.B) []byte {
	data, err := os.ReadFile("internal/testdata/taobao-juhuasuan.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return line
}

func BenchmarkDecodeEvent(b *testing.B) {
	line := taobaoLine(b)
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tiexin.DecodeEvent(line, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeEvent(b *testing.B) {
	e, err := tiexin.DecodeEvent(taobaoLine(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tiexin.EncodeEvent(&e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNormaliseAndValidate(b *testing.B) {
	e, err := tiexin.DecodeEvent(taobaoLine(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.Normalise()
		if err := e.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEventTypeKnown(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if !tiexin.EventParcelOutForDelivery.Known() {
			b.Fatal("unknown")
		}
	}
}
