package postgres

import (
	"encoding/binary"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

var binaryFormat = []int16{pgtype.BinaryFormatCode}

// params are the arguments of a statement as they go over the wire.
type params struct {
	values [][]byte
	oids   []uint32
}

func encoded(args []any) (params, error) {
	p := params{make([][]byte, 0, len(args)), make([]uint32, 0, len(args))}
	for _, a := range args {
		switch a := a.(type) {
		case int:
			p.add(pgtype.Int8OID, binary.BigEndian.AppendUint64(nil, uint64(a)))
		case int64:
			p.add(pgtype.Int8OID, binary.BigEndian.AppendUint64(nil, uint64(a)))
		case bool:
			b := []byte{0}
			if a {
				b[0] = 1
			}
			p.add(pgtype.BoolOID, b)
		case string:
			p.add(pgtype.TextOID, append(make([]byte, 0, len(a)+1), a...))
		case []byte:
			p.add(pgtype.ByteaOID, append(a[:len(a):len(a)], noBytes...))
		case []int64:
			p.add(pgtype.Int8ArrayOID, array(pgtype.Int8OID, a, 8, func(b []byte, n int64) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }))
		case []string:
			p.add(pgtype.TextArrayOID, array(pgtype.TextOID, a, total(a), func(b []byte, s string) []byte { return append(b, s...) }))
		case [][]byte:
			p.add(pgtype.ByteaArrayOID, array(pgtype.ByteaOID, a, total(a), func(b, s []byte) []byte { return append(b, s...) }))
		default:
			return p, fmt.Errorf("%T cannot be put into a statement", a)
		}
	}
	return p, nil
}

// noBytes is empty and not nil: nil is NULL.
var noBytes = []byte{}

func (p *params) add(oid uint32, value []byte) {
	if value == nil {
		value = noBytes
	}
	p.values = append(p.values, value)
	p.oids = append(p.oids, oid)
}

// total is the length of an average element, rounded up.
func total[T string | []byte](all []T) int {
	n := 0
	for _, one := range all {
		n += len(one)
	}
	return n/max(1, len(all)) + 1
}

// array is an array of one dimension: its header, and each element behind its length.
func array[T any](oid uint32, all []T, size int, add func([]byte, T) []byte) []byte {
	b := make([]byte, 0, 20+len(all)*(4+size))
	if len(all) == 0 {
		b = binary.BigEndian.AppendUint32(b, 0)
		b = binary.BigEndian.AppendUint32(b, 0)
		return binary.BigEndian.AppendUint32(b, oid)
	}
	for _, n := range []uint32{1, 0, oid, uint32(len(all)), 1} { // dimensions, no NULLs, type, length, first index
		b = binary.BigEndian.AppendUint32(b, n)
	}
	for _, one := range all {
		at := len(b)
		b = add(binary.BigEndian.AppendUint32(b, 0), one)
		binary.BigEndian.PutUint32(b[at:], uint32(len(b)-at-4))
	}
	return b
}

// A row is one row of an answer. What it gives out is copied.
type row struct{ reader *pgconn.ResultReader }

// Scan implements sqlstore.Row. NULL is zero.
func (r row) Scan(into ...any) error {
	values := r.reader.Values()
	if len(values) != len(into) {
		return fmt.Errorf("the answer has %d columns, and not %d", len(values), len(into))
	}
	for i, v := range values {
		var err error
		switch into := into[i].(type) {
		case *int64:
			*into, err = integer(v)
		case *string:
			*into = string(v)
		case *bool:
			*into = len(v) == 1 && v[0] == 1
		case *[]byte:
			if *into = nil; v != nil {
				*into = append(make([]byte, 0, len(v)), v...)
			}
		case *[]int64:
			*into, err = integers(v)
		default:
			err = fmt.Errorf("nothing is scanned into %T", into)
		}
		if err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func integer(v []byte) (int64, error) {
	switch len(v) {
	case 0:
		return 0, nil
	case 4:
		return int64(int32(binary.BigEndian.Uint32(v))), nil
	case 8:
		return int64(binary.BigEndian.Uint64(v)), nil
	}
	return 0, fmt.Errorf("a number of %d bytes", len(v))
}

// integers reads an array of bigint.
func integers(v []byte) ([]int64, error) {
	if len(v) < 20 { // its header; without elements it is shorter
		return nil, nil
	}
	n := int(binary.BigEndian.Uint32(v[12:]))
	if len(v) != 20+12*n {
		return nil, fmt.Errorf("%d bytes are no %d numbers", len(v), n)
	}
	all := make([]int64, n)
	for i := range all {
		all[i] = int64(binary.BigEndian.Uint64(v[20+12*i+4:]))
	}
	return all, nil
}
