package report

import (
	"fmt"
	"slices"

	"github.com/tiexin-go/tiexin/loyalty"
	"github.com/tiexin-go/tiexin/loyalty/survey"
)

// Survey is the customers' answers.
type Survey struct {
	Questionnaire string       `json:"questionnaire"`
	Title         loyalty.Text `json:"title"`
	Respondents   int          `json:"respondents"` // people with any answer
	Strangers     int          `json:"strangers"`   // respondents who are not customers of the log
	// Asked is the share of customers who answered. They are not the whole base.
	Asked    loyalty.Measure `json:"asked"`
	Blocks   []SurveyBlock   `json:"blocks"`
	Attitude loyalty.Measure `json:"attitude"` // median attitude of the customers who answered
	Why      loyalty.Flag    `json:"why,omitempty"`
}

// A SurveyBlock is one group of questions.
type SurveyBlock struct {
	Name    string              `json:"name"`
	Title   loyalty.Text        `json:"title"`
	Measure survey.BlockMeasure `json:"measure"`
	// Headline is the number for the measure of the block. It is the NPS in points,
	// the mean on 0–100, the top box or wallet as a share, or the price in yuan.
	Headline loyalty.Measure `json:"headline"`
	TopBox   loyalty.Measure `json:"top_box"` // share of people in the highest points (top-2-box)
	Alpha    loyalty.Measure `json:"alpha"`   // reliability
	// Promoters, Passives and Detractors are numbers of people, for an NPS.
	Promoters  int          `json:"promoters,omitempty"`
	Passives   int          `json:"passives,omitempty"`
	Detractors int          `json:"detractors,omitempty"`
	Suspects   []string     `json:"suspects,omitempty"` // items that contradict the others
	Items      []SurveyItem `json:"items,omitempty"`
}

// A SurveyItem is one question.
type SurveyItem struct {
	Name     string          `json:"name"`
	Text     loyalty.Text    `json:"text"`
	Mean     loyalty.Measure `json:"mean"`      // in points of its scale, as answered
	TopBox   loyalty.Measure `json:"top_box"`   // share in the best points
	ItemRest loyalty.Measure `json:"item_rest"` // correlation with the other items of the block
}

// A scoredSurvey is a survey with its numbers; nil: there is none.
type scoredSurvey struct {
	questionnaire *survey.Questionnaire
	result        *survey.Result
	attitudes     map[string]loyalty.Measure
}

func scored(a *Answers) (*scoredSurvey, error) {
	if a == nil {
		return nil, nil
	}
	result, err := a.Questionnaire.Score(a.Responses, a.Options)
	if err != nil {
		return nil, fmt.Errorf("report: the survey: %w", err)
	}
	s := &scoredSurvey{questionnaire: a.Questionnaire, result: result, attitudes: map[string]loyalty.Measure{}}
	attitudes, err := result.Attitudes(a.Attitude)
	if err != nil {
		return nil, fmt.Errorf("report: the survey: %w", err)
	}
	for _, one := range attitudes {
		s.attitudes[one.Respondent] = one.Measure
	}
	return s, nil
}

// attitude is what a customer said, or why it is not known.
func (s *scoredSurvey) attitude(id string) loyalty.Measure {
	const method = "attitude on 0–100"
	if s == nil {
		return loyalty.Unknown(loyalty.NoSurvey, 0, method)
	}
	if m, ok := s.attitudes[id]; ok {
		return m
	}
	return loyalty.Unknown(loyalty.NoSurvey, 0, method)
}

func (s *scoredSurvey) name() string {
	if s == nil {
		return ""
	}
	return s.questionnaire.Name
}

func surveyOf(a *Answers, s *scoredSurvey, b *base) Survey {
	const asked = "share of customers who answered"
	if s == nil {
		return Survey{
			Why: loyalty.NoSurvey, Asked: loyalty.Unknown(loyalty.NoSurvey, len(b.ids), asked),
			Attitude: loyalty.Unknown(loyalty.NoSurvey, 0, "median"),
		}
	}
	out := Survey{Questionnaire: s.questionnaire.Name, Title: wordsOf(s.questionnaire.Title), Respondents: s.result.Respondents}
	customers := 0
	for _, id := range a.Responses.Respondents() {
		if len(a.Responses[id]) == 0 {
			continue
		}
		if _, known := b.summaries[id]; known {
			customers++
		} else {
			out.Strangers++
		}
	}
	out.Asked = loyalty.Proportion(customers, len(b.ids), loyalty.Level)
	var values []float64
	for _, id := range b.ids {
		if m := s.attitude(id); m.OK {
			values = append(values, m.Value)
		}
	}
	slices.Sort(values)
	out.Attitude = loyalty.QuantileOf(values, .5)
	for _, block := range s.result.Blocks {
		out.Blocks = append(out.Blocks, s.block(block))
	}
	if out.Respondents == 0 {
		out.Why = loyalty.ZeroBase
	}
	return out
}

func (s *scoredSurvey) block(block survey.BlockScore) SurveyBlock {
	one := SurveyBlock{
		Name: block.Block, Title: wordsOf(block.Title), Measure: block.Measure, Headline: block.Headline,
		TopBox: block.TopBox, Alpha: block.Reliability.Alpha, Suspects: block.Reliability.Suspects(),
	}
	if one.Alpha.Method == "" { // amounts have none
		one.Alpha = loyalty.Unknown(loyalty.TooFewItems, one.Headline.Base, "Cronbach's alpha")
	}
	if block.NPS != nil {
		one.Promoters, one.Passives, one.Detractors = block.NPS.Promoters, block.NPS.Passives, block.NPS.Detractors
	}
	rest := make(map[string]loyalty.Measure)
	for _, i := range block.Reliability.Items {
		rest[i.Item] = i.ItemRest
	}
	for _, i := range block.Items {
		item, _ := s.questionnaire.Item(i.Item)
		one.Items = append(one.Items, SurveyItem{i.Item, wordsOf(item.Text), i.Mean, i.TopBox, rest[i.Item]})
	}
	return one
}

func wordsOf(w survey.Words) loyalty.Text { return loyalty.Text{English: w.EN, Chinese: w.ZH} }

// medianOf sorts its values.
func medianOf(values []float64) float64 {
	slices.Sort(values)
	return loyalty.QuantileOf(values, .5).Value
}
