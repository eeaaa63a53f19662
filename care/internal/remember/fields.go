package remember

import (
	"slices"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

// The fields of the things that are remembered. What is left out is known in
// another way: a subject has its id, a parcel its order, and its way is what befell it. No rule
// asks where a parcel came from.
var (
	customerFields = fieldsOf[tiexin.Customer]()
	orderFields    = fieldsOf[tiexin.Order]()
	parcelFields   = fieldsOf[tiexin.Parcel]("id", "order_id", "status", "scanned_at", "origin", "abnormal")
	chatFields     = fieldsOf[tiexin.Chat]("id")
)

// fields are those of one kind of thing.
type fields[T any] struct {
	*model.Shape
	taken  model.Set // those of Kept that a picture takes over
	places []int8    // by offset within the thing: the place within Kept; -1: none begins there
}

// fieldsOf describes a kind of thing. It panics when a name is not that of a field.
func fieldsOf[T any](without ...string) *fields[T] {
	f := &fields[T]{Shape: model.Of[T]()}
	f.places = slices.Repeat([]int8{-1}, int(f.Type.Size()))
	for i := range f.Kept {
		f.places[f.Kept[i].Offset] = int8(i)
		f.taken |= 1 << i
	}
	for _, name := range without {
		f.taken &^= 1 << f.places[f.Field(name).Offset]
	}
	return f
}
