package care

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// numbers sets every number of a thing to one that stands nowhere else in its print.
func numbers(v reflect.Value, next *int64) (set []string) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case !f.CanSet():
		case f.Type() == reflect.TypeFor[time.Duration](), f.Type() == reflect.TypeFor[time.Time]():
		case f.CanInt():
			*next++
			f.SetInt(*next)
			set = append(set, fmt.Sprint(f.Interface()))
		case f.Kind() == reflect.Struct:
			set = append(set, numbers(f, next)...)
		}
	}
	return set
}

func Test数都打得出来(t *testing.T) {
	for _, thing := range []any{new(Delivery), new(Health), new(Failures), new(Summary), new(Bill), new(Sweep), new(Sweeps), new(Replica), new(Stopped)} {
		next := int64(76543)
		for _, n := range numbers(reflect.ValueOf(thing).Elem(), &next) {
			assert.Contains(t, fmt.Sprint(reflect.ValueOf(thing).Elem().Interface()), n, "%T", thing)
			assert.Contains(t, fmt.Sprintf("%+v", thing), n, "%T", thing)
		}
	}
}
