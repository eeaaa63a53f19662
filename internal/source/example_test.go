package source_test

import (
	"fmt"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A reader of files collects everything that is wrong, and lets the author mend
// it in one go.
func Example() {
	var sources source.Sources
	sources.Add("payment.yaml", "flows:\n  payment:\n    title: 催付\n    exempt: [nihgt]\n    via: [旺旺,短信]\n")

	var problems source.Problems
	problems = append(problems, source.Problem{
		Place:   source.Place{File: "payment.yaml", Line: 5, Column: 14},
		Message: say.Plain(`unknown channel "短信"`), Hint: say.Plain(`write "sms"`), Width: 2,
	})
	problems = append(problems, source.Problem{
		Place:   source.Place{File: "payment.yaml", Line: 4, Column: 14},
		Message: say.Plain(`unknown limit "nihgt"`), Hint: source.Suggest("nihgt", []string{"daily", "night"}), Width: 5,
	})
	sources.Fill(problems)
	fmt.Println(problems.Err())
	// Output:
	// payment.yaml:4:14: unknown limit "nihgt"; did you mean "night"?
	//     exempt: [nihgt]
	//              ^~~~~
	// payment.yaml:5:14: unknown channel "短信"; write "sms"
	//     via: [旺旺,短信]
	//                ^~~~
}

func ExampleNearest() {
	fmt.Println(source.Nearest("买家妮称", []string{"买家姓名", "买家昵称", "卖家昵称"}))
	fmt.Println(source.Nearest("weekend", []string{"night"}))
	// Output:
	// 买家昵称 true
	//  false
}

func ExampleLocate() {
	line, column := source.Locate("满减:\n满#100元", len("满减:\n满"))
	fmt.Println(line, column)
	// Output: 2 2
}
