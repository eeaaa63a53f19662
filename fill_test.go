package tiexin_test

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// fullEvent is a valid event with a value in every field, so that whatever
// forgets a field is found out.
func fullEvent() tiexin.Event {
	var e tiexin.Event
	for leaf := range leaves(reflect.ValueOf(&e).Elem(), true) {
		leaf.fill()
	}
	e.Order.CustomerID = e.Customer.ID
	e.Parcel.OrderID = e.Order.ID
	return e
}

// A leaf is a field that holds a value and no further fields.
type leaf struct {
	path string // as Problem.Field names it
	reflect.Value
	n int // which one, from 1
}

// fill gives the leaf a value that no other leaf has, as far as that is
// possible.
func (l leaf) fill() {
	at := time.Date(2026, 1, 1, 0, l.n, 0, l.n*1000, tiexin.Shanghai())
	switch p := l.Addr().Interface().(type) {
	case *tiexin.EventType:
		*p = tiexin.EventOrderPaid
	case *tiexin.Purpose:
		*p = tiexin.Care
	case *tiexin.Money:
		*p = tiexin.Money(l.n)
	case *time.Time:
		*p = at
	case *tiexin.Date:
		*p = tiexin.Date{Year: 1990 + l.n%30, Month: 1 + l.n%12, Day: 1 + l.n%30, Lunar: true, Leap: true}
	case *bool:
		*p = true
	case *int, *int64:
		l.SetInt(int64(1 + l.n%5))
	default:
		switch {
		case strings.HasSuffix(l.path, "mobile.number"):
			l.SetString(fmt.Sprintf("138%08d", l.n))
		case strings.HasSuffix(l.path, "mobile.extension"):
			l.SetString(fmt.Sprint(l.n))
		case strings.HasSuffix(l.path, "loyalty"):
			l.SetString("latent")
		case strings.HasSuffix(l.path, "cause"):
			l.SetString("habit")
		case strings.HasSuffix(l.path, "channel"):
			l.SetString("sms")
		case l.Kind() == reflect.Map:
			l.Set(reflect.ValueOf(map[string]string{l.path: "值", "<&>": "\"\\\n"}))
		default:
			l.SetString(fmt.Sprintf("%s 第%d个", l.path, l.n))
		}
	}
}

// leaves visits every leaf below v. With grow it makes one element for each
// list and each pointer on the way.
func leaves(v reflect.Value, grow bool) func(yield func(leaf) bool) {
	return func(yield func(leaf) bool) {
		n := 0
		walk(v, "", grow, &n, yield)
	}
}

func walk(v reflect.Value, path string, grow bool, n *int, yield func(leaf) bool) bool {
	_, isDate := v.Interface().(tiexin.Date)
	_, isTime := v.Interface().(time.Time)
	switch {
	case v.Kind() == reflect.Pointer:
		if grow {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return walk(v.Elem(), path, grow, n, yield)
	case v.Kind() == reflect.Slice:
		if grow {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			if !walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), grow, n, yield) {
				return false
			}
		}
	case v.Kind() == reflect.Struct && !isDate && !isTime:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			in := path
			if !field.Anonymous {
				key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
				if key == "-" {
					continue
				}
				in = strings.TrimPrefix(path+"."+key, ".")
			}
			if !walk(v.Field(i), in, grow, n, yield) {
				return false
			}
		}
	default:
		*n++
		return yield(leaf{path, v, *n})
	}
	return true
}
