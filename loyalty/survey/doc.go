// Package survey asks customers and makes numbers of the answers (问卷与量表): what
// they think, beside what package loyalty sees them do.
//
// Follow one survey. A [Questionnaire] is a YAML file with items, the scales on
// which they are answered, and the blocks in which they are reported. Every usual
// measure has a ready one ([Ready], [Files]) to be copied and changed; what is
// wrong in a file is told with line, column and a way out, all of it at once
// ([LoadQuestionnaire]). The answers come as CSV, as lines of JSON or as a map
// ([Responses]); a wrong cell is told by line and column, and none is ever taken
// for a missing one.
//
// [Questionnaire.Score] turns reversed items, says who answered too little, and
// gives for each block the mean on 0–100, the top box, the reliability, and the
// measure that the block asks for. [Result.Attitudes] gives each respondent an
// attitude (态度) with an interval, the second axis of the four types of loyalty
// beside behaviour.
//
// Each measure can be had without a questionnaire, too:
//
//   - [NPS] and [NPSOf]: net promoter score (净推荐值) with two intervals
//   - [TopBox]: the share of the satisfied (满意度) with Wilson's interval
//   - [Cronbach]: reliability (信度) with Feldt's interval, and what each item does to it
//   - [ACSI]: an index of satisfaction (顾客满意度指数)
//   - [WalletBySpend], [WalletByRank]: share of wallet (钱包份额) as people tell it
//
// The prices of Van Westendorp (价格敏感度) are those of [loyalty.MeterPrices].
//
// An [Index] is the shop's own system of indicators (指标体系): blocks, indicators
// and weights in YAML ([LoadIndex]), for what people say and for what they do. The
// recommendation score (推荐得分) and the index of attitude of the textbook are two.
// [AHP] and [EntropyWeights] help to find the weights.
//
// Every number is a [loyalty.Measure]: with its base, its interval where there is
// one, how it was found, and the [loyalty.Flag]s that say what to know before
// relying on it. What cannot be known has no value and says why.
package survey
