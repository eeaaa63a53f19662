package survey_test

import (
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// What do customers think of the shop? From a ready questionnaire and a table of answers to
// numbers of the shop and an attitude of each customer.
func Example() {
	q, err := survey.ReadyQuestionnaire("attitude")
	if err != nil {
		fmt.Println(err)
	}
	responses, err := q.ReadCSV(strings.NewReader(`respondent,forgive,one-chance,better,tempted,again,recommend
小王,5,完全不同意,5,2,5,5
小李,2,4,2,5,1,2
小张,4,2,4,,4,3
小赵,3,3,4,3,4,4
`), survey.CSVOptions{})
	if err != nil {
		fmt.Println(err)
	}
	result, err := q.Score(responses, survey.Options{})
	if err != nil {
		fmt.Println(err)
	}
	for _, b := range result.Blocks {
		fmt.Printf("%s %.1f, top-2-box %.2f\n", b.Title, b.Headline.Value, b.TopBox.Value)
	}
	attitudes, _ := result.Attitudes(survey.AttitudeOptions{})
	for _, a := range attitudes {
		fmt.Printf("%s %.0f [%.0f, %.0f] of %d answers\n", a.Respondent, a.Value, a.Lo, a.Hi, a.Base)
	}
	// Output:
	// 对质量事故的容忍 62.5, top-2-box 0.50
	// 对竞品的态度 59.4, top-2-box 0.50
	// 复购意愿 62.5, top-2-box 0.75
	// 推荐意愿 62.5, top-2-box 0.50
	// 小张 70 [63, 77] of 5 answers
	// 小李 17 [10, 23] of 6 answers
	// 小王 96 [89, 100] of 6 answers
	// 小赵 62 [56, 69] of 6 answers
}

func ExampleLoadQuestionnaire() {
	_, err := survey.LoadQuestionnaire("after-sale.yaml", []byte(`version: 1
name: after-sale
scales:
  five: {min: 1, max: 5, labels: {1: 很不满意, 5: 很满意}}
blocks:
  delivery: {measure: topbox}
items:
  speed: {zh: 发货快吗, scale: fiv, block: delivery}
  box: {zh: 包装好吗, scale: five, blok: delivery}
`))
	fmt.Println(err)
	// Output:
	// after-sale.yaml:6:23: "topbox" is not possible here; did you mean "top-box"?
	//   delivery: {measure: topbox}
	//                       ^~~~~~
	// after-sale.yaml:8:28: unknown scale "fiv"; did you mean "five"?
	//   speed: {zh: 发货快吗, scale: fiv, block: delivery}
	//                                ^~~
	// after-sale.yaml:9:32: an item has no key "blok"; did you mean "block"?
	//   box: {zh: 包装好吗, scale: five, blok: delivery}
	//                                    ^~~~
}

func ExampleQuestionnaire_ReadJSONL() {
	q, _ := survey.ReadyQuestionnaire("nps")
	_, err := q.ReadJSONL(strings.NewReader(`{"respondent": "c1", "answers": {"recommend": 9}}
{"respondent": "c2", "answers": {"recommend": 12}}
{"respondent": "c1", "answers": {"recommend": 3}}`))
	fmt.Println(err)
	// Output:
	// row 1 (c2): line 2: item recommend: the answer 12 is outside 0–10 (11 points)
	// row 2 (c1): line 3: line 1 is from the same respondent; keep one of them
}
