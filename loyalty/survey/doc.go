// Package survey answers: what do customers think of the shop? It reads questionnaires and
// makes numbers of the answers (问卷与量表), beside what package loyalty sees customers do.
//
//	q, err := survey.ReadyQuestionnaire("attitude")
//	answers, err := q.ReadCSV(file, survey.CSVOptions{})
//	r, err := q.Score(answers, survey.Options{})
//	fmt.Println(r.Blocks[0].Title, r.Blocks[0].Headline.Value) // 对质量事故的容忍 62.5
//	people, err := r.Attitudes(survey.AttitudeOptions{})
//	fmt.Println(people[0].Respondent, people[0].Value)         // 小张 70
//
// # One survey
//
// A [Questionnaire] is a YAML file with items, the scales of their answers, and the blocks
// of the report. Every usual measure has a ready one ([Ready], [Files]) to copy and change.
// [LoadQuestionnaire] reports all faults of a file at once, with line, column and a fix.
// The answers come as CSV, as lines of JSON or as a map ([Responses]). A wrong cell is
// reported by line and column, and never counts as missing.
//
// [Questionnaire.Score] turns reversed items and lists respondents with too few answers.
// For each block it gives the mean on 0–100, the top box, the reliability, and the block's
// own measure. [Result.Attitudes] gives each respondent an attitude (态度) with an
// interval. It is the second axis of the four types of loyalty beside behaviour.
//
// # Single measures
//
// Each measure works without a questionnaire, too:
//
//   - [NPS] and [NPSOf]: net promoter score (净推荐值) with two intervals
//   - [TopBox]: the share of satisfied customers (满意度) with Wilson's interval
//   - [Cronbach]: reliability (信度) with Feldt's interval, and the effect of each item on
//     it
//   - [ACSI]: an index of satisfaction (顾客满意度指数)
//   - [WalletBySpend], [WalletByRank]: share of wallet (钱包份额) from answers
//
// [loyalty.MeterPrices] has the prices of Van Westendorp (价格敏感度).
//
// # Indicators
//
// An [Index] is the shop's own system of indicators (指标体系): blocks, indicators and
// weights in YAML ([LoadIndex]), for opinions and behaviour. The textbook's recommendation
// score (推荐得分) and index of attitude are two. [AHP] and [EntropyWeights] help to find
// the weights.
//
// Every number is a [loyalty.Measure] with its base, its method, and an interval if there
// is one. Its [loyalty.Flag]s say what to know before relying on it. An unknown number has
// no value and a reason.
package survey
