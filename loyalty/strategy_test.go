package loyalty

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDefaultPlaybookHasAnAnswerForEveryTypeAndItsCauses(t *testing.T) {
	book := DefaultPlaybook()
	require.NoError(t, book.Validate())
	for lt := Unclassified; lt <= Disloyal; lt++ {
		require.Len(t, book.For(lt), 1, lt)
	}
	for _, c := range causesOfType(LatentLoyal) {
		assert.Len(t, book.For(LatentLoyal, c), 2, c)
	}
	for _, c := range []Cause{NoChoice, SwitchingCost, Incentive, Habit} {
		assert.Len(t, book.For(SpuriousLoyal, c), 2, c)
	}
	two := book.For(SpuriousLoyal, Incentive, Habit)
	assert.Equal(t, []Cause{"", Incentive, Habit}, []Cause{two[0].Cause, two[1].Cause, two[2].Cause})
	assert.Empty(t, book.For(Absent))

	avoided := ""
	for _, a := range book.For(TrueLoyal)[0].Avoid {
		avoided += a.What.Chinese
	}
	assert.Contains(t, avoided, "打折", "true loyalty is not kept with discounts")
}

func TestAPlaybookCanBeWrittenOutChangedAndReadBack(t *testing.T) {
	book := DefaultPlaybook()
	book[0].Aim.Chinese = "本店的目标"
	data, err := json.Marshal(book)
	require.NoError(t, err)
	back, err := ReadPlaybook(strings.NewReader(string(data)))
	require.NoError(t, err)
	assert.Equal(t, book, back)
}

func TestPlaybooksThatNobodyCanFollow(t *testing.T) {
	text := Text{"a", "b"}
	advice := []Advice{{text, text}}
	book := Playbook{
		{For: TrueLoyal, Aim: text, Do: advice, Avoid: advice},
		{For: TrueLoyal, Aim: text, Do: advice, Avoid: advice},
		{For: LatentLoyal, Cause: Habit, Aim: text, Do: advice, Avoid: advice},
		{For: SpuriousLoyal, Aim: Text{English: "a"}, Do: advice},
		{For: Disloyal, Aim: text, Do: []Advice{{text, Text{}}}, Avoid: advice},
		{For: Absent, Aim: text, Do: advice, Avoid: advice},
	}
	err := book.Validate()
	for _, want := range []string{
		"row 1 (true): is given twice, first in row 0",
		"row 2 (latent, habit): has a cause that does not fit the type",
		"row 3 (spurious): has no aim in both languages",
		"row 3 (spurious): has nothing to avoid",
		"row 4 (disloyal): lacks what or why in one of the languages at do 1",
		"row 5 (absent): names no type of customer",
		"row 6 (latent): has no strategy; add one without a cause",
	} {
		assert.ErrorContains(t, err, want)
	}

	for input, want := range map[string]string{
		"":                                 "unexpected end of JSON input",
		"[\n{},\n{,}]":                     "line 3",
		`{"for": "true"}`:                  "is not a list of strategies",
		`[{"for": "loyal"}]`:               `row 0: is not a strategy: loyalty: unknown type of customer "loyal"`,
		`[{"for": "true", "aims": {}}]`:    `unknown field "aims"`,
		`[]`:                               "(true): has no strategy",
		`[] []`:                            "line 1",
		strings.Repeat(" ", maxPlaybook+1): "longer than",
	} {
		_, err := ReadPlaybook(strings.NewReader(input))
		assert.ErrorContains(t, err, want)
	}
	_, err = ReadPlaybook(iotest.ErrReader(errors.New("the disk is gone")))
	require.ErrorContains(t, err, "the disk is gone")
}

func FuzzReadPlaybook(f *testing.F) {
	f.Add(string(strategyBook))
	f.Add(`[{"for":"true","aim":{"en":"a","zh":"b"},"do":[],"avoid":null}]`)
	f.Fuzz(func(t *testing.T, input string) {
		book, err := ReadPlaybook(strings.NewReader(input))
		if err == nil {
			require.NoError(t, book.Validate())
			require.NotEmpty(t, book.For(TrueLoyal))
		}
	})
}
