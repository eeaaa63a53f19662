package field_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A doc has every kind of field that the feeds have.
type doc struct {
	inner
	ID     field.Text      `json:"id"`
	Name   string          `json:"name"`
	Amount json.Number     `json:"amount"`
	Count  int             `json:"count"`
	More   *int            `json:"more"`
	Tags   *string         `json:"tags"`
	Test   bool            `json:"test"`
	At     time.Time       `json:"at"`
	Raw    json.RawMessage `json:"raw"`
	IDs    []field.Text    `json:"ids"`
	Lines  []inner         `json:"lines"`
	To     *inner          `json:"to"`
	Within struct {
		inner
		Lines [][]inner `json:"lines"`
	} `json:"within"`
}

type inner struct {
	ID   field.Text `json:"id"`
	Word string     `json:"word"`
}

func TestFill_ReadsWhatStandsThere(t *testing.T) {
	var d doc
	var r field.Reader
	require.NoError(t, r.Decode([]byte(` {"id": 3900000000000000017, "word": "a\\b\u4f60\/", "name" : "小\"王\"", "amount": "19.90", "count": -3, "more": 7,
		"tags": "", "test": true, "at": "2026-11-11T10:00:00+08:00", "raw": {"x": [1, {"y": "}"}]}, "ids": [1, "2", null, true, {"z": 1}],
		"unknown": {"id": "no"}, "lines": [ {"id": "1", "word": "x"}, null, {} ], "to": {"word": "w"}, "within": {"id": "7", "lines": [[{"id": 8}], []]}, "id2": "no"} `), &d))
	assert.Empty(t, r.Problems)
	assert.Equal(t, field.Text("3900000000000000017"), d.ID)
	assert.Empty(t, d.inner.ID, "the outer field has the name")
	assert.Equal(t, []any{"a\\b你/", "小\"王\"", json.Number("19.90"), -3, 7, "", true}, []any{d.Word, d.Name, d.Amount, d.Count, *d.More, *d.Tags, d.Test})
	assert.Equal(t, "2026-11-11T10:00:00+08:00", d.At.Format(time.RFC3339))
	assert.Equal(t, `{"x": [1, {"y": "}"}]}`, string(d.Raw))
	assert.Equal(t, []field.Text{"1", "2", "", "true", ""}, d.IDs)
	assert.Equal(t, []inner{{"1", "x"}, {}, {}}, d.Lines)
	assert.Equal(t, &inner{Word: "w"}, d.To)
	assert.Equal(t, field.Text("7"), d.Within.ID)
	assert.Equal(t, field.Text("8"), d.Within.Lines[0][0].ID)
}

func TestFill_TellsWhatIsOfAnotherKind(t *testing.T) {
	for document, want := range map[string]string{
		`{"name": 7}`:                        "name: here it cannot be of kind number; it is left out",
		`{"amount": "1,5"}`:                  "amount: here it cannot be of kind string; it is left out",
		`{"count": 1.5}`:                     "count: here it cannot be of kind number; it is left out",
		`{"test": "yes"}`:                    "test: here it cannot be of kind string; it is left out",
		`{"at": "today"}`:                    "at: here it cannot be of kind string; it is left out",
		`{"lines": {"id": 1}}`:               "lines: here it cannot be of kind object; it is left out",
		`{"within": {"lines": [[7]]}}`:       "within.lines: here it cannot be of kind number; it is left out",
		`{"to": {"word": false}, "name": 7}`: "to.word: here it cannot be of kind bool; it is left out",
		`[]`:                                 ": here it cannot be of kind array; it is left out",
	} {
		var d doc
		var r field.Reader
		require.NoError(t, r.Decode([]byte(document), &d), document)
		if assert.Len(t, r.Problems, 1, document) {
			assert.Equal(t, want, r.Problems[0].Field+": "+r.Problems[0].Message, document)
		}
	}
	for _, broken := range []string{``, `{`, `{"id": 1`, `{"id": 1} {}`, `{id: 1}`, `{"id": "\x"}`} {
		var d doc
		var r field.Reader
		require.Error(t, r.Decode([]byte(broken), &d), broken)
	}
}

// FuzzDecode: a document is what encoding/json takes for one, and what it reads of standard
// kinds is the same.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"name": "小王", "count": 3, "to": {"word": "\u4f60"}, "lines": [{"word": "x"}], "at": "2026-11-11T10:00:00+08:00", "test": true, "amount": "1.5"}`))
	f.Add([]byte(`{"name": null, "more": 1e2, "lines": [null], "tags": "\ud800"}`))
	type plain struct {
		Name   string      `json:"name"`
		Amount json.Number `json:"amount"`
		Count  int         `json:"count"`
		More   *int        `json:"more"`
		Tags   *string     `json:"tags"`
		Test   bool        `json:"test"`
		Lines  []struct {
			Word string `json:"word"`
		} `json:"lines"`
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d doc
		var r field.Reader
		err := r.Decode(data, &d)
		require.Equal(t, json.Valid(data), err == nil)
		var ours, theirs plain
		var reader field.Reader
		if err := reader.Decode(data, &ours); err != nil || len(reader.Problems) > 0 {
			return
		}
		var keys map[string]json.RawMessage
		if json.Unmarshal(data, &keys) != nil || json.Unmarshal(data, &theirs) != nil {
			return
		}
		for key := range keys { // encoding/json takes a key in any case
			switch key {
			case "name", "amount", "count", "more", "tags", "test", "lines":
			default:
				return
			}
		}
		if len(theirs.Lines) == 0 {
			theirs.Lines, ours.Lines = nil, nil
		}
		for i := range theirs.Lines {
			theirs.Lines[i].Word, ours.Lines[i].Word = "", ""
		}
		require.Equal(t, theirs, ours)
	})
}
