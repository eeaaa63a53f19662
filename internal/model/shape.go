package model

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"sync"
)

// A Shape is a struct type: its exported fields, those of embedded structs
// included, in their order.
type Shape struct {
	Type   reflect.Type
	Fields []Field
	Names  []string // the fields' keys in JSON, in the same order

	// Kept are the fields that are remembered, in the order of their numbers.
	Kept []Kept

	byName   map[string]*Field
	byNumber []*Kept // nil where no field has the number
	// What Known, Unusual and Untidy look at, and the Fields that the latter name
	// always.
	known, unusual, untidy spots
	required, regions      Set
}

// A Field is one field of a struct, or an element of a list or a pointer.
type Field struct {
	Name   string       // its key in JSON; an element has that of its list or pointer
	Index  int          // within Shape.Fields
	Offset uintptr      // within the struct
	Type   reflect.Type // its Go type
	Kind   Kind
	Role   Role
	Elem   *Field // of a list or a pointer: what it holds
	Shape  *Shape // of a struct

	Required bool   // it must be there
	Side     bool   // it only decorates: it is left out when it cannot be read or meant
	Lines    bool   // a text that may have line breaks
	Digits   bool   // a text that may be a whole number in JSON
	Empty    bool   // a list that is empty and not nil says that there are none
	Most     int    // of a count: the largest number
	Zero     *Field // of an amount: the flag that says that it is told, and is 0; nil: none
	After    *Field // a time that it cannot lie before; nil: none

	Number int // under which it is remembered; 0: it is not

	flag  *Field // a flag that is remembered together with this text or amount; nil: none
	alone bool   // the flag says something without the text

	after, zero, with string // the names of After, Zero and flag
}

var shapes sync.Map // reflect.Type → *Shape

// Of is the shape of a struct type. It panics when it cannot describe the type
// or a tag of it: the first test that uses the type finds that.
func Of[T any]() *Shape { return of(reflect.TypeFor[T]()) }

func of(t reflect.Type) *Shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*Shape)
	}
	s := &Shape{Type: t, byName: map[string]*Field{}}
	s.add(t, 0, 0)
	for i := range s.Fields {
		s.byName[s.Fields[i].Name] = &s.Fields[i]
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		f.After, f.Zero, f.flag = s.named(f, f.after), s.named(f, f.zero), s.named(f, f.with)
	}
	s.keep()
	s.look()
	known, _ := shapes.LoadOrStore(t, s)
	return known.(*Shape)
}

// add appends the fields of a struct that begins at an offset. The numbers of an
// embedded struct's fields are counted on from before.
func (s *Shape) add(t reflect.Type, offset uintptr, before int) {
	for i := range t.NumField() {
		sf := t.Field(i)
		f := Field{Index: len(s.Fields), Offset: offset + sf.Offset}
		f.readTags(sf)
		switch {
		case !sf.IsExported() || f.Name == "-":
		case sf.Anonymous:
			s.add(sf.Type, f.Offset, max(f.Number-1, 0))
		default:
			f.readType(sf.Type)
			if f.Number > 0 {
				f.Number += before
			}
			s.Names = append(s.Names, f.Name)
			s.Fields = append(s.Fields, f)
		}
	}
}

// named is the field that a tag of another names; nil when it names none.
func (s *Shape) named(by *Field, name string) *Field {
	f := s.byName[name]
	if f == nil && name != "" {
		panic(fmt.Sprintf("model: %s: a tag of %s names %q, which is not a field", s.Type, by.Name, name))
	}
	return f
}

// keep lists the fields that are remembered.
func (s *Shape) keep() {
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Number > 0 {
			s.Kept = append(s.Kept, newKept(f))
		}
	}
	slices.SortFunc(s.Kept, func(a, b Kept) int { return cmp.Compare(a.Number, b.Number) })
	for i := range s.Kept {
		k := &s.Kept[i]
		if k.Number < len(s.byNumber) {
			panic(fmt.Sprintf("model: %s: two fields have the number %d", s.Type, k.Number))
		}
		s.byNumber = append(s.byNumber, make([]*Kept, k.Number+1-len(s.byNumber))...)
		s.byNumber[k.Number] = k
	}
}

// Field is the field with a key in JSON; nil when there is none.
func (s *Shape) Field(name string) *Field { return s.byName[name] }

// FieldOf is Field without a copy of the key.
func (s *Shape) FieldOf(name []byte) *Field { return s.byName[string(name)] }

// Number is the remembered field with a number; nil when there is none.
func (s *Shape) Number(n int) *Kept {
	if n < 1 || n >= len(s.byNumber) {
		return nil
	}
	return s.byNumber[n]
}
