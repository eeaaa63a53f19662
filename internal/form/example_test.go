package form_test

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// A shop as its owner describes it, with three slips.
func Example() {
	type Shop struct {
		Name  form.Word
		Ships form.Located[int]
		Via   []form.Word
	}
	shop := &form.Form[Shop]{
		Name: say.Plain("shop"),
		Fields: []form.Field[Shop]{
			form.Key("name", say.Plain("what customers call it"), form.Text(), func(s *Shop) *form.Word { return &s.Name }).Require(),
			form.Key("ships_within", say.Plain("hours until a parcel leaves"), form.Whole(1, 240), func(s *Shop) *form.Located[int] { return &s.Ships }),
			form.Key("via", say.Plain("channels, best first"), form.ListOf(form.Choice(form.Options("sms", "wangwang", "phone")...)), func(s *Shop) *[]form.Word { return &s.Via }),
		},
	}

	r := form.NewReader()
	file, ok := r.Parse("shop.yaml", []byte("name: 小鹿家 #羽绒服\nship_within: 24\nvia: [wangwang, smss]\n"))
	if ok {
		s, _ := shop.Kind().Read(r, file)
		fmt.Println("first choice:", s.Via[0].Value)
	}
	fmt.Println(r.Problems().Err())
	// Output:
	// first choice: wangwang
	// shop.yaml:1:11: from here on YAML reads a comment, so the value is only "小鹿家"; put the whole text in quotes, or a remark on a line of its own
	// name: 小鹿家 #羽绒服
	//              ^~~~~~~
	// shop.yaml:2:1: a shop has no key "ship_within"; did you mean "ships_within"?
	// ship_within: 24
	// ^~~~~~~~~~~
	// shop.yaml:3:17: "smss" is not possible here; did you mean "sms"?
	// via: [wangwang, smss]
	//                 ^~~~
}

// A parser of its own points into the text.
func ExampleParsed() {
	condition := form.Parsed(say.Plain("a condition"), "", "order.amount > 100", func(s string) (string, error) {
		if i := strings.Index(s, "ordr"); i >= 0 {
			return "", &form.TextError{From: len([]rune(s[:i])), Width: 4, Message: say.Plain(`no word "ordr"`), Hint: say.Plain(`did you mean "order"?`)}
		}
		return s, nil
	})
	r := form.NewReader()
	file, _ := r.Parse("rules.yaml", []byte("if: >-\n  has_tag('贵宾') &&\n  ordr.amount > 100\n"))
	value, _ := file.Get("if")
	condition.Read(r, value)
	fmt.Println(r.Problems().Err())
	// Output:
	// rules.yaml:3:3: no word "ordr"; did you mean "order"?
	//   ordr.amount > 100
	//   ^~~~
}

func ExampleSchema() {
	type Cap struct{ Per form.Word }
	limit := &form.Form[Cap]{Fields: []form.Field[Cap]{
		form.Key("per", say.Plain("calendar day or week"), form.Choice(form.Options("day", "week")...), func(c *Cap) *form.Word { return &c.Per }).Require(),
	}}
	schema, _ := form.Schema(limit.Kind(), "https://example.com/cap.json", "A cap")
	fmt.Print(string(schema))
	// Output:
	// {
	//   "$schema": "https://json-schema.org/draft/2020-12/schema",
	//   "$id": "https://example.com/cap.json",
	//   "title": "A cap",
	//   "additionalProperties": false,
	//   "properties": {
	//     "per": {
	//       "description": "calendar day or week",
	//       "enum": [
	//         "day",
	//         "week"
	//       ]
	//     }
	//   },
	//   "required": [
	//     "per"
	//   ],
	//   "type": "object"
	// }
}
