package form_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
)

const givenOrder = `at: +0m
order:
  id: 1234567890123456789
  amount: 199.00
  phone: 0571
  created_at: 2026-11-11 10:00:00
  day: 2026-11-11
  paid: true
  gift: no
  note: "5"
  none:
  items:
    - {title: 羽绒服 & <裤子>, price: 1e3}
    - {title: "a\nb", price: abc}
`

func readJSON(t *testing.T, data string) (form.JSON, string) {
	t.Helper()
	r := form.NewReader()
	v, ok := r.Parse("a.yaml", []byte(data))
	require.True(t, ok)
	j, _ := form.RawJSON().Read(r, v)
	return j, r.Problems().Error()
}

func Test数字和日期照原样变成JSON(t *testing.T) {
	j, problems := readJSON(t, givenOrder)
	require.Empty(t, problems)
	assert.Equal(t, `{"at":"+0m","order":{"id":1234567890123456789,"amount":199.00,"phone":"0571",`+
		`"created_at":"2026-11-11 10:00:00","day":"2026-11-11","paid":true,"gift":"no","note":"5","none":null,`+
		`"items":[{"title":"羽绒服 & <裤子>","price":1e3},{"title":"a\nb","price":"abc"}]}}`, string(j.Bytes))
	assert.True(t, json.Valid(j.Bytes))
}

func Test从JSON找回原处(t *testing.T) {
	j, _ := readJSON(t, givenOrder)
	for path, want := range map[string]string{
		"order.amount":         "a.yaml:4:11",
		"order.items[1].title": "a.yaml:14:15",
		"order.items.1.price":  "a.yaml:14:30",
		"order.items[7].price": "a.yaml:12:3",
		"order.buyer.name":     "a.yaml:2:1",
		"order":                "a.yaml:2:1",
		"":                     "a.yaml:1:1",
	} {
		assert.Equal(t, want, j.At(path).Place().String(), path)
	}
	assert.Equal(t, "a.yaml:4:3", j.Key("order.amount").Place().String())
	assert.Equal(t, "a.yaml:14:23", j.Key("order.items[1].price").Place().String())
	assert.Equal(t, "a.yaml:1:1", j.Key("").Place().String())

	var into struct {
		Order struct {
			Items []struct{ Price float64 }
		}
	}
	var wrong *json.UnmarshalTypeError
	require.True(t, errors.As(json.Unmarshal(j.Bytes, &into), &wrong))
	assert.Equal(t, "a.yaml:14:30", j.AtOffset(wrong.Offset).Place().String())
	order := int64(bytes.Index(j.Bytes, []byte(`"order"`)))
	assert.Equal(t, "a.yaml:1:5", j.AtOffset(order).Place().String(), "what ends here")
	assert.Equal(t, "a.yaml:2:1", j.AtOffset(order+1).Place().String())
	assert.Equal(t, "a.yaml:1:1", j.AtOffset(-1).Place().String())
	assert.Equal(t, "a.yaml:14:30", j.AtOffset(1<<40).Place().String())
}

func Test不是映射就不变JSON(t *testing.T) {
	_, problems := readJSON(t, "id:T1")
	assert.Equal(t, "a.yaml:1:1: this should be a mapping, not a text; write a plain \":\" and a space: id: T1\nid:T1\n^~~~~", problems)
}
