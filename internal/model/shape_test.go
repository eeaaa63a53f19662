package model_test

import (
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/model"
)

type place struct {
	Town string `json:"town" is:"side" keep:"1"`
	Zip  string `json:"zip" is:"digits,side" keep:"2"`
}

type coat struct {
	ID     string    `json:"id" is:"id,required"`
	Made   time.Time `json:"made" keep:"3"`
	Sold   time.Time `json:"sold" is:"after=made" keep:"4"`
	maker  string
	Hidden []string `json:"-"`
	Sizes  []string `json:"sizes,omitzero" keep:"7"`
	Home   place    `json:"home" keep:"1"`
	Owner  string   `json:"owner" keep:"2,with=lent,alone"`
	Lent   bool     `json:"lent"`
	Stars  *int     `json:"stars" is:"most=5"`
}

type Place = place

type embedding struct {
	Place `keep:"5"`
	Since time.Time `json:"since" keep:"4"`
}

func TestTagsSayWhatAFieldIs(t *testing.T) {
	s := model.Of[coat]()
	assert.Equal(t, []string{"id", "made", "sold", "sizes", "home", "owner", "lent", "stars"}, s.Names)
	id, sold, stars := s.Field("id"), s.Field("sold"), s.Field("stars")
	assert.Equal(t, []any{model.Text, model.ID, true, 0}, []any{id.Kind, id.Role, id.Required, id.Number})
	assert.Equal(t, s.Field("made"), sold.After)
	assert.Equal(t, []any{model.Pointer, model.Int, model.Count, 5}, []any{stars.Kind, stars.Elem.Kind, stars.Elem.Role, stars.Elem.Most})
	assert.True(t, s.Field("sizes").Empty)
	assert.True(t, s.Field("home").Shape.Field("zip").Digits)
	assert.Nil(t, s.Field("hidden"))
	assert.Nil(t, s.Field(coat{maker: "maker"}.maker))
	var numbers []int
	for i := range s.Kept {
		numbers = append(numbers, s.Kept[i].Number)
	}
	assert.Equal(t, []int{1, 2, 3, 4, 7}, numbers)
	assert.Equal(t, "sizes", s.Number(7).Name())
	for _, none := range []int{-1, 0, 5, 8} {
		assert.Nil(t, s.Number(none))
	}
}

func TestFieldsOfAnEmbeddedStructAreCountedOn(t *testing.T) {
	s := model.Of[embedding]()
	assert.Equal(t, []string{"town", "zip", "since"}, s.Names)
	assert.Equal(t, "town", s.Number(5).Name())
	assert.Equal(t, "zip", s.Number(6).Name())
}

func TestWrongTagsPanic(t *testing.T) {
	for want, of := range map[string]func(){
		`unknown word "sid"`: func() {
			model.Of[struct {
				A string `json:"a" is:"sid"`
			}]()
		},
		`unknown word "wth=b"`: func() {
			model.Of[struct {
				A string `json:"a" keep:"1,wth=b"`
			}]()
		},
		`"0" is not a number from 1`: func() {
			model.Of[struct {
				A string `json:"a" keep:"0"`
			}]()
		},
		"two fields have the number 1": func() {
			model.Of[struct {
				A string `json:"a" keep:"1"`
				B string `json:"b" keep:"1"`
			}]()
		},
		`names "c", which is not a field`: func() {
			model.Of[struct {
				A time.Time `json:"a" is:"after=c"`
			}]()
		},
		"cannot describe the type float64": func() {
			model.Of[struct {
				A float64 `json:"a"`
			}]()
		},
		"the compact form has no map[string]string": func() {
			model.Of[struct {
				A map[string]string `json:"a" keep:"1"`
			}]()
		},
	} {
		func() {
			defer func() { assert.Contains(t, recover(), want) }()
			of()
			t.Errorf("no panic: %s", want)
		}()
	}
}

// A newer version has more fields in a struct: an older one passes over them.
func TestUnknownFieldsArePassedOver(t *testing.T) {
	type newer struct {
		More []string `json:"more" keep:"9"`
		Town string   `json:"town" keep:"1"`
		Even int      `json:"even" keep:"12"`
	}
	type newCoat struct {
		Home newer `json:"home" keep:"1"`
	}
	from, to := newCoat{newer{[]string{"a", "b"}, "杭州", 7}}, coat{Home: place{Zip: "310000"}}
	stored := model.Of[newCoat]().Number(1).Append(nil, unsafe.Pointer(&from))
	rest, err := model.Of[coat]().Number(1).Read(string(stored), unsafe.Pointer(&to))
	require.NoError(t, err)
	assert.Empty(t, rest)
	assert.Equal(t, place{Town: "杭州"}, to.Home)
	for i := range stored {
		_, err := model.Of[coat]().Number(1).Read(string(stored[:i]), unsafe.Pointer(&to))
		require.ErrorIs(t, err, model.ErrCorrupt, "cut at %d", i)
	}
}

func TestCompareIsTotal(t *testing.T) {
	s := model.Of[coat]()
	day := time.Date(2026, 11, 11, 0, 0, 0, 0, time.UTC)
	inOrder := map[int][]coat{ // by the field's number
		1: {{}, {Home: place{Zip: "1"}}, {Home: place{Town: "a"}}, {Home: place{Town: "a", Zip: "1"}}},
		2: {{}, {Owner: "z"}, {Lent: true}, {Owner: "a", Lent: true}},
		3: {{}, {Made: day}, {Made: day.Add(1)}},
		7: {{}, {Sizes: []string{}}, {Sizes: []string{"L"}}, {Sizes: []string{"L", "M"}}, {Sizes: []string{"M"}}},
	}
	for number, coats := range inOrder {
		k := s.Number(number)
		for i := range coats {
			for j := range coats {
				c := k.Compare(unsafe.Pointer(&coats[i]), unsafe.Pointer(&coats[j]))
				assert.Equal(t, [2]bool{i < j, i > j}, [2]bool{c < 0, c > 0}, "%s: %d and %d", k.Name(), i, j)
			}
			assert.Equal(t, i > 0, k.Known(unsafe.Pointer(&coats[i])) || number == 2 && coats[i].Lent)
		}
	}
}
