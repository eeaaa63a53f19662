// Care is the tool for people who write rules: it checks them, runs their tests,
// replays a shop's past against them, and says why a customer received something or
// did not.
//
//	care check rules/                                     what is wrong, with place, caret and a way out
//	care test rules/                                      the rule tests, *_test.yaml
//	care test rules/ --cover                              what of the rules no test has seen
//	care mutate rules/                                    which small changes of the rules no test notices
//	care simulate rules/ --events orders.jsonl            what would have been sent, by what, at what cost
//	care diff old/ new/ --events orders.jsonl             what a change of the rules changes: messages, times, words, channels, cost
//	care explain rules/ --events orders.jsonl --customer c1
//	care plan rules/                                      the care plan: who, when, what, channel, cost, by whom
//	care bind rules/                                      what to register with the providers, text by text
//	care done outcomes.jsonl --events reports.jsonl       the check list: was it done, when, with what result
//	care learn --orders orders.csv                        a part of the rules: the shop's own numbers, with their evidence
//	care words                                            the vocabulary of conditions and texts
//	care words keys                                       every key of the rule file
//	care schema                                           for editors: completion and checks while writing
//	care version                                          which version of the tool this is
//
// What conditions saw is shown without names, nicks and numbers; simulate and explain
// show them with --personal, as done shows replies and notes, and diff the texts as
// customers see them. Plan, bind and done print tables, Markdown, CSV and HTML, in Chinese;
// simulate draws each customer's time as a page of HTML, and diff what changes. Every
// command takes --json where another program may want the answer. The tool speaks English,
// or Chinese with --lang zh, written anywhere; without --lang the environment decides: the
// first of TIEXIN_LANG, LC_ALL, LC_MESSAGES and LANG that is set. The exit code is 0
// when all is well, 1 when there are problems, failed tests or a file that cannot be read,
// and 2 when the command itself was written wrongly.
package main
