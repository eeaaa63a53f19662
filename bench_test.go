package tiexin_test

import (
	"bytes"
	"os"
	"testing"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
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

// BenchmarkKnown asks an order of ten known fields which it knows.
func BenchmarkKnown(b *testing.B) {
	shape := model.Of[tiexin.Order]()
	order := tiexin.Order{
		Platform: tiexin.Taobao, Source: "juhuasuan", Kind: tiexin.Juhuasuan, Status: tiexin.Unpaid, CreatedAt: doubleEleven,
		ClosesAt: doubleEleven, Amount: 19900, Title: "羽绒服", Mobile: tiexin.Phone{Masked: "*******0000"}, Region: tiexin.Region{Province: "浙江"},
	}
	b.ReportAllocs()
	for b.Loop() {
		known := 0
		for range shape.Known(unsafe.Pointer(&order)).All() {
			known++
		}
		if known != 10 {
			b.Fatal(known)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	e, err := tiexin.DecodeEvent(taobaoLine(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	e.Normalise()
	b.ReportAllocs()
	for b.Loop() {
		if err := e.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}
