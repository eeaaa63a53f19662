package remember

import (
	"slices"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

var consentShape = model.Of[tiexin.Consent]()

// A proof is a consent with the fields of it that are unknown.
type proof struct {
	said    tiexin.Consent
	unknown string
}

func (c *Customer) putConsent(w *Writer, said *tiexin.Consent) {
	at := w.Field(consentKey)
	for i := range consentShape.Known(unsafe.Pointer(said)).All() {
		k := &consentShape.Kept[i]
		w.Uint(k.Key())
		w.Buf = k.Append(w.Buf, unsafe.Pointer(said))
	}
	unknown := ""
	if i := slices.IndexFunc(c.proofs, func(p proof) bool { return p.said == *said }); i >= 0 {
		unknown = c.proofs[i].unknown
	}
	w.End(at, unknown)
}

func (c *Customer) getConsent(r *Reader) {
	around := r.Enter()
	var p proof
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		k := consentShape.Number(int(min(key>>1, 1<<20)))
		if k == nil || k.Key() != key {
			r.Unknown(key, &p.unknown)
			continue
		}
		rest, err := k.Read(r.Data[r.At:], unsafe.Pointer(&p.said))
		if err != nil {
			r.Fail("a field that cannot be read")
			break
		}
		r.At = len(r.Data) - len(rest)
	}
	if c.Consents == nil {
		c.Consents = make([]tiexin.Consent, 0, 4) // mostly one for each of a few channels
	}
	if c.Consents = append(c.Consents, p.said); p.unknown != "" {
		c.proofs = append(c.proofs, p)
	}
	r.Leave(around)
}
