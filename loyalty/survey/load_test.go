package survey_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// headlines are the first lines of each problem.
func headlines(err error) []string {
	var all []string
	if err == nil {
		return nil
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		if strings.HasPrefix(line, "q.yaml:") {
			all = append(all, strings.TrimPrefix(line, "q.yaml:"))
		}
	}
	return all
}

const good = `version: 1
name: q
scales:
  five: {min: 1, max: 5}
  yuan: {kind: amount, min: 0, max: 1000}
blocks:
  b: {}
items:
  a: {zh: 好吗, scale: five, block: b}
  c: {zh: 好呢, scale: five, block: b, reverse: true}
`

func TestEverythingThatIsWrongInAQuestionnaireIsToldAtOnce(t *testing.T) {
	_, err := survey.LoadQuestionnaire("q.yaml", []byte(`version: 1
name: q
scales:
  five: {min: 5, max: 1}
  half: {min: 0, max: 2.5}
  words: {min: 1, max: 2, labels: {1: 是, 2: 是, 7: 不}}
  sum: {kind: amount, min: 0, max: 9, points: 3}
  ten: {min: 0, max: 10}
blocks:
  b: {measure: means}
  empty: {top: 2}
  nps: {measure: nps, promoters_from: 9}
  wallet: {measure: wallet-spend}
items:
  a: {zh: 好吗, scale: tenn, block: nps}
  c: {zh: 好呢, scale: ten, blok: b}
  d: {scale: ten, block: bb, weight: 0}
  e: {zh: 多少, scale: ten, block: wallet, role: rank}
  f: {scale: ten, block: wallet, role: own}
`))
	assert.Equal(t, []string{
		`4:3: a scale from 5 to 1 has no answers; min is the lower end`,
		`5:3: 0 to 2.5 is not divided into whole points; say how many points it has (2 to 1001), or that it is an amount`,
		`6:27: the label "是" stands at two points; two points need two words`,
		`6:27: there is a label at 7, which is not an answer on 1–2 (2 points)`,
		`7:3: an amount has no points; leave them out, or make the scale one of points`,
		`10:16: "means" is not possible here; did you mean "mean"?`,
		`12:8: promoters_from and detractors_to go together; write both, or neither on 0–10`,
		`15:22: unknown scale "tenn"; did you mean "ten"?`,
		`16:27: an item has no key "blok"; did you mean "block"?`,
		`17:38: an item with the weight 0 does not count as one; a weight is from 0.000001 to 1000`,
		`18:3: the item e has no part in block wallet; the measure wallet-spend takes the roles own, category`,
		`19:3: the item f asks nothing; write zh, en or both`,
	}, headlines(err))
}

func TestWhatOnlyTheWholeFileShows(t *testing.T) {
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(good) }
	for name, c := range map[string]struct{ file, want string }{
		"good":                   {good, ""},
		"a block without items":  {replace("b: {}", "b: {}\n  lone: {}"), "8:3: block lone has no items; name it as the block of an item, or leave it out"},
		"no such block":          {replace("reverse: true", "reverse: true", "block: b}", "block: bb}"), `9:35: unknown block "bb"; did you mean "b"?`},
		"an NPS of two":          {replace("b: {}", "b: {measure: nps, promoters_from: 5, detractors_to: 3}"), "7:3: an NPS has one item, and block b has 2; put the others into a block of their own"},
		"an NPS on 1 to 5":       {replace("b: {}", "b: {measure: nps}", "  c: {zh: 好呢, scale: five, block: b, reverse: true}\n", ""), "7:3: the NPS is asked on 0 to 10, and this scale goes from 1 to 5; ask again, or say with promoters_from and detractors_to which answers count"},
		"a mean of amounts":      {replace("scale: five, block: b}", "scale: yuan, block: b}"), "9:22: block b cannot be computed from an amount; take a scale of points"},
		"a role for nothing":     {replace("block: b}", "block: b, role: own}"), "9:44: block b does not ask for roles; leave it out"},
		"a box of everything":    {replace("b: {}", "b: {top: 5}"), "7:12: 1–5 (5 points) has no top-5-box"},
		"a wallet without parts": {replace("b: {}", "b: {}\n  w: {measure: wallet-spend}", "block: b, reverse: true", "block: w, role: own"), "8:3: block w has no item with the role category; give an item the role category"},
		"a reversed amount":      {replace("b: {}", "b: {}\n  w: {measure: wallet-spend}", "block: b, reverse: true", "block: w, role: own, reverse: true"), "11:3: amounts and ranks are not reversed; leave reverse out"},
		"a rank among amounts":   {replace("b: {}", "b: {}\n  w: {measure: wallet-rank}", "scale: five, block: b, reverse: true", "scale: yuan, block: w, role: rank"), "11:22: 0–1000 begins below 1, which the role rank cannot"},
		"no items":               {replace("  a: {zh: 好吗, scale: five, block: b}\n  c: {zh: 好呢, scale: five, block: b, reverse: true}\n", "  {}\n"), "8:1: a questionnaire needs an item"},
		"names with dots":        {replace("  a: {zh: 好吗", "  a.b: {zh: 好吗", "  c: {zh: 好呢, scale: five", "  a: {zh: 好呢, scale: fife"), `10:22: unknown scale "fife"; did you mean "five"?`},
		"a number too long":      {replace("max: 5", "max: 99999999999999999999"), "4:23: 99999999999999999999 is beyond every scale; numbers go from -1000000000 to 1000000000"},
		"too many points":        {replace("max: 5", "max: 5000"), "4:3: 1 to 5000 is not divided into whole points; say how many points it has (2 to 1001), or that it is an amount"},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := survey.LoadQuestionnaire("q.yaml", []byte(c.file))
			if c.want == "" {
				require.NoError(t, err)
				require.NotNil(t, q)
				assert.NoError(t, q.Validate())
				return
			}
			assert.Nil(t, q)
			require.NotEmpty(t, headlines(err), "%v", err)
			assert.Contains(t, headlines(err), c.want)
		})
	}
}

func TestWhatFollowsFromAFaultIsNotToldAgain(t *testing.T) {
	// The item is not read whole, so its block seems empty and its scale unnamed.
	_, err := survey.LoadQuestionnaire("q.yaml", []byte("version: 1\nname: q\nscales: {s: {min: 1, max: 5}}\nblocks: {b: {}}\nitems:\n  a: {zh: 好吗, scal: s, block: b}\n"))
	assert.Equal(t, []string{`6:15: an item has no key "scal"; did you mean "scale"?`}, headlines(err))
	// The section of scales is misspelt, so no scale is known.
	_, err = survey.LoadQuestionnaire("q.yaml", []byte("version: 1\nname: q\nscale: {s: {min: 1, max: 5}}\nblocks: {b: {}}\nitems:\n  a: {zh: 好吗, scale: s, block: b}\n"))
	assert.Equal(t, []string{`3:1: a questionnaire has no key "scale"; did you mean "scales"?`}, headlines(err))
}

func TestACaretStandsUnderTheFault(t *testing.T) {
	_, err := survey.LoadQuestionnaire("q.yaml", []byte(strings.Replace(good, "scale: five, block: b}", "scale: fife, block: b}", 1)))
	assert.EqualError(t, err, `q.yaml:9:22: unknown scale "fife"; did you mean "five"?
  a: {zh: 好吗, scale: fife, block: b}
                       ^~~~`)
}

func TestEverythingThatIsWrongInAnIndexIsToldAtOnce(t *testing.T) {
	_, err := survey.LoadIndex("q.yaml", []byte(`version: 1
name: x
mode: as given
scale: {min: -3, max: 3}
blocks:
  a:
    weight: 0.5
    indicators:
      one: {weight: 1}
      two: {weight: 1, scale: {min: 3, max: 3}}
      three: {weight: 2000, scale: {min: 0, max: 10}}
  b: {weight: -1, indicators: {one: {weight: 1, scale: {min: 1, max: 5}}}}
  c: {weight: 1, indicators: {}}
  d: {weight: 1, indicators: {four: {weight: 0, scale: {min: 1, max: 5}}}}
`))
	assert.Equal(t, []string{
		`3:7: "as given" is not possible here; did you mean "as-given"?`,
		`9:7: on -3–3 (7 points) an answer is not a share of the highest; set zero_is_min: true`,
		`10:24: a scale from 3 to 3 has no answers; min is the lower end`,
		`11:23: the weight of indicator three is 2000; a weight is 0, or from 0.000001 to 1000`,
		`12:15: the weight of block b is -1; a weight is 0, or from 0.000001 to 1000`,
		`12:32: the indicator one stands in block a and in block b; call one of them otherwise`,
	}, headlines(err))
	_, err = survey.LoadIndex("q.yaml", []byte("version: 1\nname: x\nblocks:\n  a: {weight: 0, indicators: {one: {weight: 0}}}\n  c: {weight: 0, indicators: {}}\n"))
	assert.Equal(t, []string{
		"3:1: no block has any weight",
		"4:3: no indicator of block a has any weight",
		"4:31: the indicator one has no scale; give it one, or give the index one for all",
		"5:3: block c has no indicators",
	}, headlines(err))
}

func TestAQuestionnaireMadeInGoIsCheckedToo(t *testing.T) {
	q := &survey.Questionnaire{
		Scales: []survey.Scale{survey.Likert(1, 5), {Name: "s", Min: 1, Max: 5}, {Name: "s", Kind: "stars", Min: 1, Max: 5}},
		Blocks: []survey.Block{{Name: "b"}},
		Items:  []survey.Item{{Name: "a", Scale: "s", Block: "b", Weight: -1}},
	}
	assert.EqualError(t, q.Validate(), `survey: scales: one scale has no name; give it one
survey: scales.s: two scales have the name "s"; call one of them otherwise
survey: scales.s: a scale is of points or an amount, not "stars"
survey: items.a: the item a asks nothing; write zh, en or both
survey: items.a.weight: the weight of item a is -1; a weight is from 0.000001 to 1000`)
	_, err := q.Score(nil, survey.Options{})
	assert.Error(t, err)
	assert.Error(t, new(survey.Questionnaire).Validate())
	assert.Error(t, new(survey.Index).Validate())
	_, err = new(survey.Index).Score(nil)
	assert.Error(t, err)
}

func TestNoYAMLAtAll(t *testing.T) {
	for _, file := range []string{"", "\xff", "[1]", "a: &x b", "text", "- 1\n---\n- 2"} {
		q, err := survey.LoadQuestionnaire("q.yaml", []byte(file))
		assert.Nil(t, q)
		assert.Error(t, err)
		x, err := survey.LoadIndex("q.yaml", []byte(file))
		assert.Nil(t, x)
		assert.False(t, errors.Is(err, nil))
	}
}
