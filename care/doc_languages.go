// # Languages
//
// What is written for people is written in English or in Chinese. Each method that writes
// has a twin:
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
// The words of the closed lists, on which programs rely, have a method Chinese for a host
// that writes its own screens: [Verdict], [Reason], [Fate], [ChangeKind], [WaitingFate], and
// [channel.Closed] and [channel.Form]. What [ExplainRule] says of a change is there in both
// languages.
//
// In Chinese, rules, limits and moments go by their titles and events by their names. What
// stands in a rule file stays as it is written there.
//
// Errors are in English. Those that the operator of a tool meets have a method Chinese, too.
package care
