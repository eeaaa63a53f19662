package survey_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// Whoever fills a wrong cell with a name or a number finds it by its place: the error
// does not say it again.
func TestAnswersOfPeopleAreNotSaidAgain(t *testing.T) {
	q := load(t, "satisfaction")
	for _, secret := range []string{"王小明", "13912345678", "xm.wang@example.com", "请打 139 1234 5678"} {
		_, csv := q.ReadCSV(strings.NewReader("respondent,overall,product,delivery,service\nc1,"+secret+",4,5,5\n"), survey.CSVOptions{})
		_, lines := q.ReadJSONL(strings.NewReader(`{"respondent": "c1", "answers": {"overall": "` + secret + `", "product": ["` + secret + `"], "` + secret + `": 1}}` + "\n"))
		for _, err := range []error{csv, lines} {
			if assert.Error(t, err) {
				assert.NotContains(t, err.Error(), secret)
			}
		}
		assert.ErrorContains(t, csv, "line 2, column overall: ")
	}
	_, err := q.ReadJSONL(strings.NewReader(`{"respondent": "c1", "answers": {"overall": 13912345678}}` + "\n"))
	assert.ErrorContains(t, err, "the answer (number, 11 digits) is outside 1–5")
}
