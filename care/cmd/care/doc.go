// Care is the tool for people who write rules. It checks them, runs their tests, replays a
// shop's history with them, and explains why a customer received a message or did not.
//
//	care check rules/                                     problems, with place, caret and a fix
//	care test rules/                                      run the rule tests, *_test.yaml
//	care test rules/ --cover                              show what the tests do not cover
//	care mutate rules/                                    show small changes that no test notices
//	care simulate rules/ --events orders.jsonl            what would be sent, by which rule, at what cost
//	care diff old/ new/ --events orders.jsonl             what new rules change: messages, times, words, channels, cost
//	care explain rules/ --events orders.jsonl --customer c1
//	care plan rules/                                      the care plan: who, when, what, channel, cost, by whom
//	care bind rules/                                      what to register with the providers, text by text
//	care done outcomes.jsonl --events reports.jsonl       the check list: was it done, when, with what result
//	care learn --orders orders.csv                        a part of the rules: the shop's own numbers, with evidence
//	care words                                            the vocabulary of conditions and texts
//	care words keys                                       every key of the rule file
//	care schema                                           for editors: completion and checks
//	care version                                          the version of the tool
//
// Values of conditions appear without names, nicks and numbers. With --personal, simulate
// and explain show them, done shows replies and notes, and diff shows texts as customers
// see them.
//
// Plan, bind and done print tables, Markdown, CSV and HTML, in Chinese. Simulate draws each
// customer's time as an HTML page, and diff draws what changes. Commands take --json for
// other programs.
//
// The tool speaks English, or Chinese with --lang zh at any place of the command. Without
// --lang it uses the first of TIEXIN_LANG, LC_ALL, LC_MESSAGES and LANG that is set. The
// exit code is 0 if all is well, and 1 for problems, failed tests or an unreadable file. It
// is 2 for a command that is written wrongly.
package main
