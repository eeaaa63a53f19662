package survey

import (
	"cmp"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/internal/discreet"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/loyalty"
)

// Responses (答卷) are people's answers: respondent → item → answer. An unanswered
// item is absent. [ReadCSV] and [ReadJSONL] read them.
type Responses map[string]map[string]float64

// Respondents are all respondents, in alphabetical order.
func (r Responses) Respondents() []string { return sortedKeys(r) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// ValidateResponses finds all answers to unknown items and all answers off the scale of
// their item. The error is [loyalty.Problems]; the row is the place of the respondent in
// alphabetical order, the subject the respondent.
func (q *Questionnaire) ValidateResponses(r Responses) error { return q.checked(r, q.scales()).Err() }

func (q *Questionnaire) checked(r Responses, scales map[string]Scale) loyalty.Problems {
	var faults loyalty.Problems
	for row, id := range r.Respondents() {
		if allGood(r[id], scales) {
			continue
		}
		for _, item := range sortedKeys(r[id]) {
			var problem say.Text
			if scale, ok := scales[item]; ok {
				problem = scale.refuses(r[id][item])
			} else {
				problem = q.noItem(item)
			}
			if !problem.Empty() {
				faults = append(faults, fault(row, id, zh.Text("%s: %s", item, problem)))
			}
		}
	}
	return faults
}

func allGood(answers map[string]float64, scales map[string]Scale) bool {
	for item, a := range answers {
		if scale, ok := scales[item]; !ok || !scale.refuses(a).Empty() {
			return false
		}
	}
	return true
}

// scales are the scales of the items, by item.
func (q *Questionnaire) scales() map[string]Scale {
	all := make(map[string]Scale, len(q.Items))
	for _, i := range q.Items {
		all[i.Name], _ = q.Scale(i.Scale)
	}
	return all
}

func (q *Questionnaire) noItem(name string) say.Text {
	var names []string
	for _, i := range q.Items {
		names = append(names, i.Name)
	}
	hint := source.Suggest(name, names)
	written := say.Plain(discreet.Wrong("name", name))
	if !hint.Empty() { // it is a slip of the pen
		written = zh.Text("%q", name)
	}
	return joined(zh.Text("the questionnaire has no item %s", written), hint)
}

// table is what the persons answered to some items, turned so that more is
// better: on 0 to 100 of each item's scale.
func (q *Questionnaire) table(items []Item, persons []string, r Responses, scales map[string]Scale) Table {
	t := Table{Rows: make([][]Answer, len(persons))}
	cells := make([]Answer, len(persons)*len(items))
	for _, i := range items {
		t.Items = append(t.Items, i.Name)
	}
	for row, id := range persons {
		t.Rows[row], cells = cells[:len(items):len(items)], cells[len(items):]
		own := r[id]
		for j, i := range items {
			if a, ok := own[i.Name]; ok {
				t.Rows[row][j] = Answer{scales[i.Name].percent(a, i.Reverse), true}
			}
		}
	}
	return t
}
