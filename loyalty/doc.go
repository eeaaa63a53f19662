// Package loyalty measures how loyal a shop's customers are (客户忠诚度): what they
// do, what they think, which of the four types they are, and why they stay.
//
// Every number is a [Measure]: it says on how much it rests, how sure it is and how
// it was found, and where it cannot be known it says why ([Flag]) and is never 0. Bad
// input is told row by row, all of it at once ([Faults]). There are no clocks and no
// goroutines in here, and nothing is read from anywhere: plain functions on plain
// structs.
//
// # Purchases
//
// Follow a customer's orders. [LogOf] makes a [Log] of a shop's orders; any other
// source fills its two lists, [Purchase] and [Refund]. [Log.Check] finds what would
// make the numbers wrong, and [Log.Net] answers the purchases that stand as of a
// [View], on which most of what follows rests. A part that is paid back lowers the
// spend; a whole order that is paid back never was a purchase. Days are those of the
// shop's zone ([DayOf]).
//
// A [Summary] holds of one customer, in 64 bytes, what the models need: x, t_x, T,
// spend. It is kept up to date order by order as they come, in any order, and
// refunds are taken back exactly; what it no longer remembers it refuses
// ([ErrForgotten]). [Summarize] makes the same of a whole log.
//
// # Behaviour
//
// The textbook's repeat purchase rate (重复购买率) is the share of category
// requirements, own purchases over all in the category. It takes other brands'
// purchases as well: [Shares], then [Requirements] pooled, [MeanRequirement], and for
// one customer [Share.Requirement] or, since few purchases prove little,
// [SharePrior.Shrunk] ([FitShares]). In money it is the share of wallet (钱包份额):
// [ShareOfWallet], or from a survey's ranks alone [WalletAllocation]. [Majority] is
// the rule of one half (行为忠诚), [ReportBrand] has all of a brand on one page.
//
// What online shops call 复购率 is another number: [RepeatBuyers]. It mixes customers
// of years with those of yesterday; fair to both are [RepeatWithin] so many days, the
// monthly [Cohorts] with their [Retention], and the [RepeatRate] with its exposure.
// Then there are [DecisionTimes] from first look to order (决策时间), price
// sensitivity (价格敏感度) as [Discounts.Lift], [Elasticity] and the answers that
// [MeterPrices] reads, and [AttentionOf] a brand.
//
// Recency, frequency and monetary value are an [RFM] ([RFMOf]); [ScoreRFM] scores a base
// against itself, and a [Segmentation] gives the scores names: [RSegments],
// [GrowthSegments], [EightTypes]. [TierByValue] and [ParetoShare] say who brings the
// money.
//
// # Time
//
// How long customers wait is a [Curve] by Kaplan and Meier ([KaplanMeier]), because
// those who have not come back yet are still waiting; [NextOrder] gives it the
// waiting times, [FitWeibull] puts a law to them, [LogRank] compares groups.
//
// When one customer comes back next is the [GapModel]'s: gaps with the customer's own
// rhythm, leaning on the shop while there are few ([FitGaps], [GapModel.Median],
// [GapModel.Soon]). A [GapTable] answers a quantile for millions of customers.
//
// # Attitude, types, causes
//
// A survey says what customers think of the shop and of its rivals; package survey
// beside this one reads it, and [RelativeAttitude] is the difference. [TypesOf] puts
// both axes together: true, latent, spurious or no loyalty (四类客户), each with its
// probability; [ReportTypes] counts them and [DriftOf] says who moved. [CausesOf]
// finds why they stay (垄断, 转换成本, 激励, 习惯, 真忠诚), [ObstaclesOf] what keeps those who
// think well of the shop from buying; both show their evidence. A [Playbook] says
// what may be done about it. [LossPrior] holds what is known of leaving by
// satisfaction until the shop's own counts take over.
//
// Package btyd beside this one holds the models of buying until one leaves for good,
// for which the x, t_x and T of a [Summary] are all that they ask.
package loyalty
