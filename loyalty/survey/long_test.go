package survey_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// endless repeats a text until somebody has had more than enough of it.
type endless struct {
	text string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 64<<20 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.text)
	}
	e.read += n
	return n, nil
}

func TestALineWithoutEndIsNotReadToItsEnd(t *testing.T) {
	q, err := survey.ReadyQuestionnaire("nps")
	require.NoError(t, err)
	item := q.Items[0].Name
	for name, text := range map[string]string{
		"一个没有关上的引号": "respondent," + item + "\nc1,\"",
		"没有换行":      "respondent," + item + "\nc1,",
		"第一行没有换行":   "respondent,",
	} {
		rest := &endless{text: "谢谢"}
		if strings.HasSuffix(text, "\"") {
			rest.text = "谢谢\n"
		}
		_, err = q.ReadCSV(io.MultiReader(strings.NewReader(text), rest), survey.CSVOptions{})
		require.Error(t, err, name)
		assert.ErrorContains(t, err, "longer than 1 MiB", name)
		assert.Less(t, rest.read, 2<<20, name)
	}
	rest := &endless{text: "谢谢"}
	_, err = q.ReadJSONL(rest)
	assert.ErrorContains(t, err, "longer than 1 MiB")
	assert.Less(t, rest.read, 4<<20)
}

// However many respondents there are, each has a line of its own length.
func TestManyLinesAreRead(t *testing.T) {
	q, err := survey.ReadyQuestionnaire("nps")
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("respondent," + q.Items[0].Name + ",note\n")
	for i := range 300 {
		b.WriteString("c" + strings.Repeat("1", i+1) + ",9,\"" + strings.Repeat("谢谢\n", 1000) + "\"\n")
	}
	responses, err := q.ReadCSV(strings.NewReader(b.String()), survey.CSVOptions{Skip: []string{"note"}})
	require.NoError(t, err)
	assert.Len(t, responses, 300)
}
