// # Languages
//
// Pages for people are in English or in Chinese. Each method that writes has a Chinese
// twin:
//
//	err = why.Write(os.Stdout)        // an Explanation, Past, Summary or Difference
//	err = why.WriteChinese(os.Stdout)
//
//	err = care.WriteTimeline(os.Stdout, outcomes, options) // also of a Difference
//	err = care.WriteChineseTimeline(os.Stdout, outcomes, options)
//
//	fmt.Println(outcome.Why(rules))        // one sentence; also of an ExplainRule
//	fmt.Println(outcome.WhyChinese(rules))
//
// Words of closed lists have a method Chinese, for a host with its own screens: [Verdict],
// [Reason], [Fate], [ChangeKind], [WaitingFate], [channel.Closed] and [channel.Form].
// Programs rely on the English words. [ExplainRule] has a change in both languages.
//
// In Chinese, rules, limits and moments have their titles and events their names. Text from
// a rule file stays as it is.
//
// Errors are in English. Those for the operator of a tool have a method Chinese, too.
package care
