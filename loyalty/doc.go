// Package loyalty answers: how loyal are a shop's customers (客户忠诚度)? It measures what
// they do, what they think, which of the four types they are, and why they stay.
//
//	today := loyalty.View{Until: loyalty.DayOf(time.Now(), nil)}
//	purchases, err := log.Net(today)                 // valid purchases, refunds taken back
//	histories := loyalty.Histories(purchases, today)
//	fmt.Println(loyalty.RepeatWithin(histories, 60, today.Until))
//	// 0.25 [0, 0.5741] of 4 (share who bought again by then, Kaplan-Meier), below-min-base, immature
//
// Every number is a [Measure] with its base, its certainty and its method. An unknown
// number has a reason ([Flag]) and is never 0. Bad input is reported row by row, all of it
// at once ([Problems]). The package has plain functions on plain structs, without clocks,
// goroutines or files.
//
// # Purchases
//
//	purchases, err := loyalty.LogOf(orders).Net(today)
//
// [LogOf] makes a [Log] of a shop's orders. Any other source fills its two lists,
// [Purchase] and [Refund]. [Log.Validate] finds problems that would make the numbers wrong.
// [Log.Net] returns the purchases that are valid as of a [View]; most of the package needs
// them. A partial refund lowers the spend. An order refunded in full does not count as a
// purchase. Days are in the shop's zone ([DayOf]).
//
// A [Summary] has the data of one customer for the models in 64 bytes: x, t_x, T, spend. It
// is updated order by order, in any order, and takes refunds back exactly. It refuses a
// change to a day that it does not remember ([ErrForgotten]). [Summarise] makes summaries
// from a whole log.
//
// # Behaviour
//
// The textbook's repeat purchase rate (重复购买率) is the share of category requirements:
// own purchases over all in the category. So it needs other brands' purchases too. [Shares]
// are pooled by [Requirements]; [MeanRequirement] is their mean. For one customer use
// [Share.Requirement]. Few purchases prove little, so [SharePrior.Shrunk] ([FitShares])
// shrinks it. In money it is the share of wallet (钱包份额): [ShareOfWallet], or
// [WalletAllocation] from a survey's ranks. [Majority] is the rule of one half (行为忠诚),
// and [ReportBrand] has all of a brand on one page.
//
// Online shops use 复购率 for another number, [RepeatBuyers]. It mixes old customers with
// new ones. Fair to both are [RepeatWithin] some days, the monthly [Cohorts] with their
// [Retention], and the [RepeatRate] with its exposure. [DecisionTimes] are the days from
// first look to order (决策时间). Price sensitivity (价格敏感度) is [Discounts.Lift],
// [Elasticity], or [MeterPrices] from answers. [AttentionOf] measures attention to a brand.
//
// Recency, frequency and monetary value are an [RFM] ([RFMOf]). [ScoreRFM] scores a base
// against itself. A [Segmentation] names the scores: [RSegments], [GrowthSegments],
// [EightTypes]. [TierByValue] and [ParetoShare] show which customers bring the money.
//
// # Time
//
// The time to the next purchase of a base is a [Curve] by Kaplan and Meier ([KaplanMeier]),
// because some customers are still waiting. [NextOrder] gives it the waiting times,
// [FitWeibull] fits a law, and [LogRank] compares groups.
//
// The [GapModel] gives the next purchase of one customer. It has gaps with the customer's
// own rhythm, and uses the shop's while there are few ([FitGaps], [GapModel.Median],
// [GapModel.Soon]). A [GapTable] gives quantiles for millions of customers.
//
// # Attitude, types, causes
//
// A survey shows what customers think of the shop and its rivals; package survey reads it,
// and [RelativeAttitude] is the difference. [TypesOf] combines both axes: true, latent,
// spurious or no loyalty (四类客户), each with its probability. [ReportTypes] counts them
// and [DriftOf] shows the moves.
//
// [CausesOf] finds why customers stay (垄断, 转换成本, 激励, 习惯, 真忠诚). [ObstaclesOf]
// finds why customers with a good opinion do not buy. Both have evidence. A [Playbook] has
// the possible actions. [LossPrior] has known loss rates by satisfaction, until the shop's
// own counts replace them.
//
// Package btyd has the models of purchases until a customer leaves for good. They need only
// the x, t_x and T of a [Summary].
package loyalty
