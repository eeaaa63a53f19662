package main

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says, but for the help of the commands, which
// stands beside its English.
var zh = say.Together(zhCommands, zhPast, zhTables, zhWords)

// zhCommands is the Chinese of the tool itself, and of the commands that check rules.
var zhCommands = say.Catalog{
	// main.go, flags.go, language.go
	"; %s":       "；%s",
	"\nFlags:\n": "\n选项：\n",
	"care checks, tests and explains a shop's rules for customer care.\n\n": "care 检查、测试、解释店铺关怀顾客的规则。\n\n",
	"care: unknown command %q%s":                                      "care: 没有 %[1]s 这个命令%[2]s",
	"`care help` lists the commands":                                  "全部命令见 `care help`",
	"see `care %s --help`":                                            "写法见 `care %s --help`",
	"print JSON, for other programs":                                  "用 JSON 回答，给别的程序看",
	"flag provided but not defined: -%s%s":                            "没有 --%s 这个选项%s",
	"flag needs an argument: -%s":                                     "--%s 后面要写值",
	"bad flag syntax: %s":                                             "「%s」不是选项的写法",
	"invalid boolean value \"%s\" for -%s: parse error":               "--%[2]s 不能写「%[1]s」；写成 --%[2]s",
	"invalid value \"%s\" for flag -%s: %s":                           "--%[2]s 不能写「%[1]s」：%[3]s",
	"did you mean --%s?":                                              "是不是想写 --%s？",
	"care: --lang needs a language; write --lang zh or --lang en":     "care: --lang 后面要写语言；写 --lang zh 或 --lang en",
	"care: --lang: unknown language %q; write --lang zh or --lang en": "care: --lang: 没有「%s」这种语言；写 --lang zh 或 --lang en",

	// check.go, sarif.go
	"write `FORMAT`: text, json or sarif":                          "`格式`：text、json 或 sarif",
	"treat remarks as problems":                                    "有提醒也算有问题",
	"remark on offers and dates past by `DAY`, such as 2026-11-11": "`日期`，如 2026-11-11：提醒到那天已经结束的",
	"remark on flows that no customer in `FILE` consents to":       "顾客`文件`：提醒需要同意、他们却谁也没同意的流程",
	"--json and --format sarif exclude each other; name one":       "--json 和 --format sarif 是两种格式；只写一个",
	"name the rule files, or a folder of them":                     "没写规则文件；写文件名，或者放规则的文件夹",
	"%s in %s": "%[2]s里有 %[1]s",
	"ok: %s":   "没有问题：%s",
	"--as-of: %q is not a day; write it as 2026-11-11":            "--as-of：「%s」不是日期；写成 2026-11-11",
	"care: there are no customers in %s":                          "care: %s 里没有顾客",
	"A file cannot be read.":                                      "文件读不了。",
	"The file is not text, or not YAML.":                          "文件不是文本，或者不是 YAML。",
	"A key is unknown or missing.":                                "键写错了，或者少了键。",
	"A key cannot hold this value.":                               "这个键不能写这样的值。",
	"Parts do not fit together: names, limits, rules, channels.":  "前后对不上：名字、限制、规则、渠道。",
	"Something inside a condition is wrong.":                      "条件里面写错了。",
	"The words of a text, a placeholder or a template are wrong.": "文案、占位符或模板写错了。",

	// test.go, select.go, cover.go
	"list passed tests too": "通过的测试也列出来",
	"run the tests with `NAME`: a part of the name, or a regular expression":    "只跑`名字`对得上的测试：写名字的一部分，或者正则表达式",
	"list the parts of the rules that no test has seen":                         "说出规则的哪些地方没有测试看到过",
	"with --cover: write `FORMAT`, text, or html for a page":                    "和 --cover 一起用：`格式`，text；要网页写 html",
	"name the rule tests, or a folder of them":                                  "没写规则测试；写文件名，或者放测试的文件夹",
	"unknown format %q; write text or html":                                     "没有「%s」这种格式；写 text 或 html",
	"--format html is the page of --cover; write --cover, and leave out --json": "--format html 是 --cover 的网页；加上 --cover，去掉 --json",
	"FAIL  %s, so not all tests were run; %s":                                   "FAIL  %s，没能跑完全部测试；%s",
	"FAIL  %s":                            "FAIL  %s",
	"ok    %s":                            "ok    %s",
	"%s passed":                           "%s通过",
	"%d of %s failed":                     "%[2]s里有 %[1]d 个没通过",
	"care: %w":                            "care: %s",
	"care: no test's name matches %q; %s": "care: 没有名字对得上「%s」的测试；%s",
	"`care test -v` names them all":       "全部名字见 `care test -v`",
	"did you mean %q?":                    "是不是想写「%s」？",
	"What the rule tests have seen":       "规则测试看到了什么",
	"%d of %d":                            "%[2]d 处里的 %[1]d 处",
	"%d of %d pieces were seen both ways, %s.":                   "规则的 %[2]d 处里，%[1]d 处正反都看到过，%[3]s。",
	"cover %d of %d pieces of the rules were seen both ways, %s": "cover 规则的 %[2]d 处里，%[1]d 处正反都看到过，%[3]s",
	"seen true and false, or at work and not":                    "成立和不成立都看到过，或者起作用和不起作用都看到过",

	"seen one way only": "只看到一面",
	"never seen":        "从没看到",

	// mutate.go
	"name the rule tests, a folder of them, or the rule files to change": "没写文件；写规则测试、放测试的文件夹，或者要改的规则文件",
	"no test notices: %s":        "没有测试发现：%s",
	"this test in %s would:\n%s": "%s 里加上这个测试就能发现：\n%s",
	"no test touches it, and no variation of the tests at hand notices it":    "没有测试碰到它，现有的测试怎么变也发现不了",
	"no variation of the tests at hand notices it; it may make no difference": "现有的测试怎么变也发现不了；改了可能也没有差别",
	"%s of the rules, %s: %d noticed, %d not":                                 "规则的 %s，跑了 %s：发现 %d 处，没发现 %d 处",

	// progress.go
	"%d events read":         "读了 %d 个事件",
	"%d of %d events":        "%[2]d 个事件，演算了 %[1]d 个",
	"%d of %d changes tried": "%[2]d 处改动，试了 %[1]d 处",
}
