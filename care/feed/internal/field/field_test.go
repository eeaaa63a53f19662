package field_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

func TestText_TakesAFieldAsItComes(t *testing.T) {
	var doc struct{ A, B, C, D, E, F field.Text }
	var r field.Reader
	assert.NoError(t, r.Decode([]byte(`{"a":"3900000000000000017","b":3900000000000000017,"c":null,"d":{"x":1},"e":"\u5f20\n","f":true}`), &doc))
	assert.Equal(t, []field.Text{"3900000000000000017", "3900000000000000017", "", "", "张\n", "true"}, []field.Text{doc.A, doc.B, doc.C, doc.D, doc.E, doc.F})
	assert.Empty(t, r.Problems)
}

func TestDecode_LeavesOutAFieldOfAnotherKind(t *testing.T) {
	var doc struct {
		Orders []struct{ ID field.Text } `json:"orders"`
		Tid    field.Text                `json:"tid"`
	}
	var r field.Reader
	assert.NoError(t, r.Decode([]byte(`{"orders":"none","tid":"T1"}`), &doc))
	assert.Equal(t, field.Text("T1"), doc.Tid)
	assert.Equal(t, []tiexin.Problem{{Field: "orders", Message: "here it cannot be of kind string; it is left out"}}, r.Problems)
	assert.Error(t, r.Decode([]byte(`{"orders"`), &doc))
}

func TestReader(t *testing.T) {
	at := time.Date(2026, 11, 10, 20, 1, 5, 0, tiexin.Shanghai())
	for _, c := range []struct {
		name      string
		got, want func(*field.Reader) any
		bad       bool
	}{
		{"yuan", func(r *field.Reader) any { return r.Yuan("f", "199.5") }, is(tiexin.Money(19950)), false},
		{"yuan of a float", func(r *field.Reader) any { return r.Yuan("f", "199.5000") }, is(tiexin.Money(19950)), false},
		{"no yuan", func(r *field.Reader) any { return r.Yuan("f", "199.555") }, is(tiexin.Money(0)), true},
		{"fen", func(r *field.Reader) any { return r.Fen("f", "19950") }, is(tiexin.Money(19950)), false},
		{"no fen", func(r *field.Reader) any { return r.Fen("f", "199.50") }, is(tiexin.Money(0)), true},
		{"nothing", func(r *field.Reader) any { return r.Fen("f", "") }, is(tiexin.Money(0)), false},
		{"pieces", func(r *field.Reader) any { return r.Count("f", "3") }, is(3), false},
		{"clock", func(r *field.Reader) any { return r.Clock("f", "2026-11-10 20:01:05") }, is(at), false},
		{"no clock", func(r *field.Reader) any { return r.Clock("f", "2026/11/10") }, is(time.Time{}), true},
		{"a clock of zeros", func(r *field.Reader) any { return r.Clock("f", "0000-00-00 00:00:00") }, is(time.Time{}), false},
		{"seconds", func(r *field.Reader) any { return r.Unix("f", "1794312065") }, is(at), false},
		{"thousandths", func(r *field.Reader) any { return r.Unix("f", "1794312065000") }, is(at), false},
		{"the last second", func(r *field.Reader) any { return r.Unix("f", "253402271999000") }, is(time.Date(9999, 12, 31, 23, 59, 59, 0, tiexin.Shanghai())), false},
		{"a second later", func(r *field.Reader) any { return r.Unix("f", "253402272000000") }, is(time.Time{}), true},
		{"the largest number", func(r *field.Reader) any { return r.Unix("f", "9223372036854775807") }, is(time.Time{}), true},
		{"no seconds", func(r *field.Reader) any { return r.Unix("f", "yesterday") }, is(time.Time{}), true},
	} {
		var r field.Reader
		assert.Equal(t, c.want(nil), c.got(&r), c.name)
		assert.Equal(t, c.bad, len(r.Problems) > 0, c.name)
	}
}

func is(v any) func(*field.Reader) any { return func(*field.Reader) any { return v } }

func TestMobile(t *testing.T) {
	assert.Equal(t, tiexin.Phone{Number: "13900000000"}, field.Mobile("13900000000"))
	assert.Equal(t, "139****0000", field.Mobile("139****0000").Masked)
	assert.Zero(t, field.Mobile("$eTS8t8hAECdXKgNtV6DIfw==$1$"))
	assert.Zero(t, field.Mobile("~AgAAAAKQ5tECQwCWNQCtAlI=~0~"))
	assert.True(t, field.Masked("t**8"))
	assert.False(t, field.Masked("小王2008"))
}
