package loyalty

import "math"

// RSegments are the ten segments of the R package rfm, in its order, over quintiles.
// With [RFMOptions].Interpolated they give the same customers the same names.
func RSegments() Segmentation {
	return Segmentation{
		Name: "rfm",
		Top:  RFMScore{5, 5, 5},
		Rules: []SegmentRule{
			{Name: "Champions", Chinese: "核心客户", R: Span{5, 5}, F: Span{5, 5}, M: Span{5, 5}},
			{Name: "Potential Loyalist", Chinese: "潜在忠诚客户", R: Span{3, 5}, F: Span{3, 5}, M: Span{2, 5}},
			{Name: "Loyal Customers", Chinese: "忠诚客户", R: Span{2, 4}, F: Span{2, 4}, M: Span{2, 4}},
			{Name: "Promising", Chinese: "潜力客户", R: Span{3, 4}, F: Span{1, 3}, M: Span{3, 5}},
			{Name: "New Customers", Chinese: "新客户", R: Span{4, 5}, F: Span{1, 3}, M: Span{1, 5}},
			{Name: "Can't Lose Them", Chinese: "重点挽留客户", R: Span{1, 2}, F: Span{3, 4}, M: Span{4, 5}},
			{Name: "At Risk", Chinese: "有流失风险的客户", R: Span{1, 2}, F: Span{2, 5}, M: Span{4, 5}},
			{Name: "Need Attention", Chinese: "需要关注的客户", R: Span{1, 3}, F: Span{3, 5}, M: Span{3, 5}},
			{Name: "About To Sleep", Chinese: "即将沉睡的客户", R: Span{2, 3}, F: Span{1, 3}, M: Span{1, 4}},
			{Name: "Lost", Chinese: "流失客户", R: Span{1, 1}, F: Span{1, 5}, M: Span{1, 5}},
		},
		Rest: "Others",
	}
}

// GrowthSegments are eleven groups by recency and the mean of frequency and monetary
// score, over quintiles of the shop's own base. Names and meanings follow Shopify's
// customer groups. The lines between them are our own and do not reproduce
// Shopify's.
func GrowthSegments() Segmentation {
	return Segmentation{
		Name: "growth",
		Top:  RFMScore{5, 5, 5},
		Rules: []SegmentRule{
			{Name: "Champions", Chinese: "核心客户", R: Span{5, 5}, FM: Span{4, 5}},
			{Name: "Loyal", Chinese: "忠诚客户", R: Span{3, 4}, FM: Span{4, 5}},
			{Name: "Active", Chinese: "活跃客户", R: Span{4, 5}, FM: Span{2.5, 3.5}},
			{Name: "New", Chinese: "新客户", R: Span{5, 5}, FM: Span{1, 2}},
			{Name: "Promising", Chinese: "潜力客户", R: Span{3, 4}, FM: Span{1, 2}},
			{Name: "Needs attention", Chinese: "需要关注的客户", R: Span{3, 3}, FM: Span{2.5, 3.5}},
			{Name: "Previously loyal", Chinese: "曾经忠诚的客户", R: Span{1, 2}, FM: Span{4.5, 5}},
			{Name: "At risk", Chinese: "有流失风险的客户", R: Span{1, 2}, FM: Span{3, 4}},
			{Name: "Almost lost", Chinese: "预流失客户", R: Span{2, 2}, FM: Span{1, 2.5}},
			{Name: "Dormant", Chinese: "沉睡客户", R: Span{1, 1}, FM: Span{1, 2.5}},
		},
		NoOrders: "Prospects",
	}
}

// EightTypes are the eight types of Chinese shop practice (八类客户): recency,
// frequency and value are each good (2) or not (1). The limit is the base's average
// ([MeanCuts]) or the shop's own value in [RFMOptions].Cuts. 重要 (important) are
// those of high value, 一般 (ordinary) the others.
func EightTypes() Segmentation {
	low, high := Span{1, 1}, Span{2, 2}
	return Segmentation{
		Name: "eight types",
		Top:  RFMScore{2, 2, 2},
		Rules: []SegmentRule{
			{Name: "important, keep close", Chinese: "重要价值客户", R: high, F: high, M: high},
			{Name: "important, develop", Chinese: "重要发展客户", R: high, F: low, M: high},
			{Name: "important, call back", Chinese: "重要保持客户", R: low, F: high, M: high},
			{Name: "important, win back", Chinese: "重要挽留客户", R: low, F: low, M: high},
			{Name: "ordinary, keep close", Chinese: "一般价值客户", R: high, F: high, M: low},
			{Name: "ordinary, develop", Chinese: "一般发展客户", R: high, F: low, M: low},
			{Name: "ordinary, call back", Chinese: "一般保持客户", R: low, F: high, M: low},
			{Name: "ordinary, win back", Chinese: "一般挽留客户", R: low, F: low, M: low},
		},
	}
}

// MeanCuts puts one edge into each dimension, at the mean of the base. A value at
// the mean is good in all three. Bad rows are the errors of [ScoreRFM].
func MeanCuts(rows []RFM) (RFMCuts, error) {
	if err := faultsOfRFM(rows); err != nil {
		return RFMCuts{}, err
	}
	days, _ := wholeMean(rows, func(row RFM) int64 { return int64(row.DaysSince) })
	purchases, oddPurchases := wholeMean(rows, func(row RFM) int64 { return int64(row.Purchases) })
	amount, oddAmount := wholeMean(rows, func(row RFM) int64 { return int64(row.Amount) })
	return RFMCuts{
		// Days are whole: to be beyond the mean is to reach the next whole day.
		Recency:   []float64{float64(days + 1)},
		Frequency: []float64{float64(purchases) + oddPurchases},
		Monetary:  []float64{float64(amount) + oddAmount},
	}, nil
}

// wholeMean is the mean as ⌊mean⌋ and what remains, without overflow and exact
// where it is whole.
func wholeMean(rows []RFM, of func(RFM) int64) (whole int64, part float64) {
	n := int64(len(rows))
	var remainders int64
	for _, row := range rows {
		value := of(row)
		quotient := value / n
		whole += quotient
		remainders += value - quotient*n
	}
	whole += remainders / n
	remainders %= n
	if remainders < 0 {
		whole--
		remainders += n
	}
	return whole, math.Min(float64(remainders)/float64(n), 1)
}
