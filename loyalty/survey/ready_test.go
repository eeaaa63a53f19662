package survey_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/loyalty/survey"
)

func TestEveryReadyQuestionnaireLoadsAndScores(t *testing.T) {
	require.Equal(t, []string{
		"acsi", "acsi-model", "attitude", "drivers", "intentions", "nps", "prices", "satisfaction", "wallet-rank", "wallet-spend",
	}, survey.Ready())
	for _, name := range survey.Ready() {
		t.Run(name, func(t *testing.T) {
			q, err := survey.ReadyQuestionnaire(name)
			require.NoError(t, err)
			assert.Equal(t, name, q.Name)
			assert.NotEmpty(t, q.Source)
			for _, i := range q.Items {
				assert.NotEmpty(t, i.Text.ZH, i.Name)
				assert.NotEmpty(t, i.Text.EN, i.Name)
				assert.NotEqual(t, i.Text.ZH, i.Text.EN, i.Name)
			}
			// Thirty people who answer the best, each in their own order of content.
			r := survey.Responses{}
			for p := range 30 {
				own := map[string]float64{}
				for _, i := range q.Items {
					scale, _ := q.Scale(i.Scale)
					own[i.Name] = answer(i, scale, p)
				}
				r[string(rune('a'+p%26))+strings.Repeat("x", p/26)] = own
			}
			result, err := q.Score(r, survey.Options{})
			require.NoError(t, err)
			assert.Equal(t, 30, result.Respondents)
			for _, b := range result.Blocks {
				assert.True(t, b.Headline.OK, "%s: %s", b.Block, b.Headline)
				assert.Equal(t, 30, b.Headline.Base, b.Block)
				assert.Empty(t, b.Dropped)
				assert.Empty(t, b.Reliability.Suspects(), b.Block)
				if len(b.Items) > 1 {
					assert.True(t, b.Reliability.Alpha.OK, b.Block)
					assert.Greater(t, b.Reliability.Alpha.Value, 0.9, b.Block)
				}
			}
			back, err := q.Score(survey.Responses{}, survey.Options{})
			require.NoError(t, err)
			for _, b := range back.Blocks {
				assert.False(t, b.Headline.OK)
			}
		})
	}
}

// answer is what the p-th person says, who is the more content the higher p is.
func answer(i survey.Item, scale survey.Scale, p int) float64 {
	switch i.Role {
	case survey.Own, survey.TooCheap:
		return float64(10 + p)
	case survey.Category, survey.Cheap:
		return float64(25 + p)
	case survey.Expensive:
		return float64(40 + p)
	case survey.TooExpensive:
		return float64(60 + p)
	case survey.Rank:
		return float64(1 + p%2)
	case survey.Brands:
		return float64(2 + p%3)
	}
	part := float64(p) / 29
	if i.Reverse {
		part = 1 - part
	}
	return float64(int(scale.Min + part*(scale.Max-scale.Min) + 0.5))
}

func TestEveryReadyIndexLoadsAndScores(t *testing.T) {
	require.Equal(t, []string{"acsi", "attitude", "loyalty"}, survey.ReadyIndices())
	for _, name := range survey.ReadyIndices() {
		x, err := survey.ReadyIndex(name)
		require.NoError(t, err)
		assert.Equal(t, name, x.Name)
		best := map[string]float64{}
		for _, b := range x.Blocks {
			for _, i := range b.Indicators {
				scale := x.Scale
				if i.Scale != nil {
					scale = *i.Scale
				}
				if best[i.Name] = scale.Max; i.Reverse {
					best[i.Name] = scale.Min
				}
			}
		}
		s, err := x.Score(best)
		require.NoError(t, err)
		want := map[string]float64{"acsi": 100, "loyalty": 100, "attitude": 49}[name]
		assert.InDelta(t, want, s.Value.Value, close9, name)
	}
}

func TestWhoAsksForAnotherReadyFileIsToldWhatThereIs(t *testing.T) {
	_, err := survey.ReadyQuestionnaire("satisfction")
	assert.EqualError(t, err, `survey: unknown ready questionnaire "satisfction"; did you mean "satisfaction"?`)
	_, err = survey.ReadyIndex("../questionnaires/nps")
	assert.EqualError(t, err, `survey: unknown ready index "../questionnaires/nps"; there are acsi, attitude, loyalty`)
}

// Editors check and complete the files by a schema; the committed ones are those
// that the loader reads by.
func TestTheSchemasAreCurrent(t *testing.T) {
	for name, make := range map[string]func() ([]byte, error){
		"questionnaire.schema.json": survey.QuestionnaireSchema,
		"index.schema.json":         survey.IndexSchema,
	} {
		want, err := make()
		require.NoError(t, err)
		require.True(t, json.Valid(want))
		if *update {
			require.NoError(t, os.WriteFile(filepath.Join("ready", name), want, 0o644))
			continue
		}
		got, err := fs.ReadFile(survey.Files(), name)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "%s is old; run go test ./loyalty/survey -update", name)
		var schema struct {
			Defs map[string]struct {
				Description string
				Properties  map[string]struct{ Description string }
			} `json:"$defs"`
		}
		require.NoError(t, json.Unmarshal(want, &schema))
		for name, def := range schema.Defs {
			assert.NotEmpty(t, def.Description, name)
			for key, p := range def.Properties {
				assert.NotEmpty(t, p.Description, "%s.%s", name, key)
			}
		}
	}
}

func TestEveryReadyFileNamesItsSchema(t *testing.T) {
	for folder, schema := range map[string]string{"questionnaires": "questionnaire", "indices": "index"} {
		files, err := fs.Glob(survey.Files(), folder+"/*.yaml")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, name := range files {
			data, err := fs.ReadFile(survey.Files(), name)
			require.NoError(t, err)
			assert.True(t, bytes.HasPrefix(data, []byte("# yaml-language-server: $schema=../"+schema+".schema.json\n")), name)
		}
	}
}
