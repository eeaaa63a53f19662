package survey_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

var satisfied = survey.Responses{
	"c1": {"overall": 5, "product": 4, "delivery": 2},
	"c2": {"overall": 3, "product": 3, "delivery": 3, "service": 3},
}

func TestAnswersFromATableOfThePlatform(t *testing.T) {
	q := load(t, "satisfaction")
	// A byte order mark, columns of another name and order, labels for numbers,
	// full-width digits, an empty cell, Windows line ends, a comma in quotes.
	file := "\ufeff提交时间,会员号,Q1,Q2,Q3,service\r\n2026-11-11,c1,很满意,比较满意,２,\r\n\"2026-11-12, 9:00\", c2 ,一般,Neither, 3 ,3.0\r\n"
	got, err := q.ReadCSV(strings.NewReader(file), survey.CSVOptions{
		Respondent: "会员号", Skip: []string{"提交时间"},
		Columns: map[string]string{"Q1": "overall", "Q2": "product", "Q3": "delivery"},
	})
	require.NoError(t, err)
	assert.Equal(t, satisfied, got)
}

func TestAnswersFromLinesOfJSON(t *testing.T) {
	q := load(t, "satisfaction")
	file := `
{"respondent": "c1", "answers": {"overall": "很满意", "product": 4, "delivery": "2", "service": null}}

{"respondent": "c2", "answers": {"overall": 3, "product": 3.0, "delivery": 3, "service": "一般"}}
`
	got, err := q.ReadJSONL(strings.NewReader("\ufeff" + file))
	require.NoError(t, err)
	assert.Equal(t, satisfied, got)
}

func TestEveryWrongCellIsToldByLineAndColumn(t *testing.T) {
	q := load(t, "satisfaction")
	_, err := q.ReadCSV(strings.NewReader("respondent,overall,product,delivery,service\nc1,6,4,x,\n,5,5,5,5\nc1,1,1,1,1\nc3,1,1\nc4,1e0,NaN,0x1,Inf\nc5,1.5,1,1,1\n"), survey.CSVOptions{})
	assert.EqualError(t, err, `row 0 (c1): line 2, column overall: the answer 6 is outside 1–5 (5 points)
row 0 (c1): line 2, column delivery: "x" is neither a number nor a label of 1–5 (5 points)
row 1: line 3, column respondent: the respondent is missing
row 2 (c1): line 4: line 2 is from the same respondent; keep one of them
row 3: line 5: there are 3 cells in 5 columns; a comma inside a cell needs quotes around it
row 4 (c4): line 6, column overall: "1e0" is neither a number nor a label of 1–5 (5 points)
row 4 (c4): line 6, column product: "NaN" is neither a number nor a label of 1–5 (5 points)
row 4 (c4): line 6, column delivery: "0x1" is neither a number nor a label of 1–5 (5 points)
row 4 (c4): line 6, column service: "Inf" is neither a number nor a label of 1–5 (5 points)
row 5 (c5): line 7, column overall: the answer 1.5 lies between two points of 1–5 (5 points)`)
	var faults loyalty.Problems
	require.ErrorAs(t, err, &faults)

	_, err = q.ReadJSONL(strings.NewReader(`{"respondent": "c1", "answers": {"overall": 6, "prodct": 4, "delivery": true, "service": [1]}}
{"answers": {"overall": 5}}
{"respondent": "c1", "answers": {}}
{"respondent": "c3", "answer": {}}
{"respondent": "c4"} {"respondent": "c5"}
[1]
{"respondent": 7, "answers": {}}
{"respondent": "c8", "answers": {"overall": 1e999}}`))
	require.ErrorAs(t, err, &faults)
	var all []string
	for _, f := range faults {
		all = append(all, f.Error())
	}
	assert.Equal(t, []string{
		`row 0 (c1): line 1: item delivery: true is neither a number nor a label of 1–5 (5 points)`,
		`row 0 (c1): line 1: item overall: the answer 6 is outside 1–5 (5 points)`,
		`row 0 (c1): line 1: the questionnaire has no item "prodct"; did you mean "product"?`,
		`row 0 (c1): line 1: item service: [1] is neither a number nor a label of 1–5 (5 points)`,
		`row 1: line 2: the respondent is missing; add "respondent"`,
		`row 2 (c1): line 3: line 1 is from the same respondent; keep one of them`,
	}, all[:6])
	assert.Contains(t, all[6], "row 3: line 4: ")
	assert.Contains(t, all[7], "row 4 (c4): line 5: there is more after the object")
	assert.Contains(t, all[8], `row 5: line 6: `)
	assert.Contains(t, all[9], `row 6: line 7: `)
	assert.Contains(t, all[10], `1e999 is neither a number`)
	assert.Len(t, all, 11)
}

func TestColumnsThatCannotBe(t *testing.T) {
	q := load(t, "satisfaction")
	for head, want := range map[string]string{
		"who,overall,overal,product,product,delivery": `survey: column 1: the questionnaire has no item "who"; name it in Skip if it holds no answers
survey: column 3: the questionnaire has no item "overal"; did you mean "overall"?; name it in Skip if it holds no answers
survey: column 5 is for the item product, which has one already
survey: no column is named "respondent", so the respondents are unknown
survey: the item service has no column; add one, and leave it empty if the item was not asked`,
		"respondent,respondent,overall,product,delivery,service": `survey: column 2 has the name "respondent", like column 1; keep one of them`,
	} {
		_, err := q.ReadCSV(strings.NewReader(head+"\n"), survey.CSVOptions{})
		assert.EqualError(t, err, want)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	q := load(t, "nps")
	_, err := q.ReadCSV(strings.NewReader(""), survey.CSVOptions{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = q.ReadCSV(strings.NewReader("respondent,recommend\n"), survey.CSVOptions{})
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = q.ReadJSONL(strings.NewReader("\n \n"))
	assert.ErrorIs(t, err, loyalty.ErrNothing)
	_, err = q.ReadCSV(strings.NewReader("respondent,recommend\nc1,\"9\nc2,8\n"), survey.CSVOptions{})
	assert.ErrorContains(t, err, "row 0: line ")
	_, err = q.ReadJSONL(strings.NewReader(`{"respondent": "` + strings.Repeat("x", 2<<20) + `"}`))
	assert.ErrorContains(t, err, "longer than 1 MiB")
	_, err = q.ReadCSV(strings.NewReader("\xbb\xe1\xd4\xb1,recommend\nc1,9\n"), survey.CSVOptions{}) // GBK, as a spreadsheet saves it
	assert.ErrorContains(t, err, "save the table as CSV in UTF-8")
	_, err = q.ReadCSV(strings.NewReader("respondent,recommend\n\xb5\xa5,9\n"), survey.CSVOptions{})
	assert.ErrorContains(t, err, "row 0: line 2, column respondent: ")
	for _, broken := range []string{"", "respondent,recommend\nc1,9\n"} {
		_, err = q.ReadCSV(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(broken+"c2,8\n"))), survey.CSVOptions{})
		assert.Error(t, err)
	}
	_, err = q.ReadJSONL(iotest.ErrReader(iotest.ErrTimeout))
	assert.ErrorIs(t, err, iotest.ErrTimeout)
	_, err = new(survey.Questionnaire).ReadCSV(strings.NewReader("a"), survey.CSVOptions{})
	assert.Error(t, err)
	_, err = new(survey.Questionnaire).ReadJSONL(strings.NewReader("a"))
	assert.Error(t, err)
}
