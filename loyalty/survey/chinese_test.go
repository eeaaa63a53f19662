package survey

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

// A shop writes its questions wrongly, and then the table of answers.
func TestWhatIsWrongIsSaidInChineseToo(t *testing.T) {
	_, err := LoadQuestionnaire("q.yaml", []byte("version: 1\nname: q\nscales: {five: {min: 1, max: 5}}\nblocks: {b: {}}\nitems:\n  a: {zh: 好吗, scale: fife, block: b}\n"))
	require.EqualError(t, err, "q.yaml:6:22: unknown scale \"fife\"; did you mean \"five\"?\n  a: {zh: 好吗, scale: fife, block: b}\n                       ^~~~")
	assert.Equal(t, "q.yaml:6:22: 没有叫「fife」的量表；是不是想写「five」？\n  a: {zh: 好吗, scale: fife, block: b}\n                       ^~~~", say.Of(err).Chinese)

	q, err := ReadyQuestionnaire("nps")
	require.NoError(t, err)
	_, err = q.ReadCSV(strings.NewReader("respondent,recommend\nc1,9\nc2,11\nc2,好\n"), CSVOptions{})
	require.EqualError(t, err, "row 1 (c2): line 3, column recommend: the answer 11 is outside 0–10 (11 points)\nrow 2 (c2): line 4: line 3 is from the same respondent; keep one of them")
	assert.Equal(t, "行1（c2）：第3行，recommend列：答案11不在0–10（11级）之内\n行2（c2）：第4行：和第3行是同一个人答的；留一份就行", say.Of(err).Chinese)
	_, err = q.ReadJSONL(strings.NewReader(`{"respondent": "c1", "answers": {"recomend": 9}}`))
	assert.Equal(t, "行0（c1）：第1行：问卷里没有题项「recomend」；是不是想写「recommend」？", say.Of(err).Chinese)

	_, err = ReadyQuestionnaire("npss")
	assert.Equal(t, "没有叫「npss」的现成问卷；是不是想写「nps」？", say.Of(err).Chinese)
	assert.Equal(t, "items：问卷至少要有一个题项\nscales：有一个量表没有名字；起个名字", say.Of((&Questionnaire{Scales: []Scale{Likert(1, 5)}}).Validate()).Chinese)
}
