package main

import "github.com/tiexin-go/tiexin/internal/say"

// zhTables is the Chinese of the commands that print tables, parts of rules and words,
// and of what concerns files.
var zhTables = say.Catalog{
	// files.go, folder.go
	"rule files (*.yaml, *.yml)":                                               "规则文件（*.yaml、*.yml）",
	"rule tests (*_test.yaml, *_test.yml)":                                     "规则测试（*_test.yaml、*_test.yml）",
	"care: no file or folder %q":                                               "care: 没有「%s」这个文件或文件夹",
	"care: %s holds rule tests, not rules, by its name; run `care test %s`":    "care: 看名字，%s 是规则测试，不是规则；用 `care test %s` 跑",
	"care: %s is not a rule test by its name; their names end in _test.yaml":   "care: 看名字，%s 不是规则测试；测试的名字以 _test.yaml 结尾",
	"care: there are no %s in %s":                                              "care: %[2]s 里没有%[1]s",
	"care: %s":                                                                 "care: %s",
	"care: no file %q":                                                         "care: 没有「%s」这个文件",
	"care: %s is a folder; name a file":                                        "care: %s 是文件夹；写文件名",
	"care: %s is a device or a pipe; name a file, or - for the standard input": "care: %s 是设备或管道；写文件名，标准输入写「-」",
	"%s lies outside of the folder %s; keep rules and their tests in one folder, or name the test itself and not its folder": "%s 在文件夹 %s 外面；把规则和测试放在一个文件夹里，或者直接写测试文件，不写文件夹",

	// done.go
	"read reports on messages and tasks from `FILE` of events":                       "事件`文件`，里面有消息和任务的回执",
	"show rules by their titles from `RULES`, a file or folder":                      "`规则`的文件或文件夹：有了它，规则用标题显示",
	"count tasks as overdue at `TIME`. Default: the last time in the log and events": "到什么`时间`算过期。不写就是记录和事件里最后的时间",
	"include replies and notes, for people who may see them":                         "回复和备注也显示，给可以看的人看",
	"name the log of outcomes, or - for the standard input":                          "没写结果文件；写文件名，标准输入写「-」",
	"the standard input is read once: as the log, or as the events":                  "标准输入只读一次：当结果，或者当事件",
	"--at: %s; %s": "--at：%s；%s",
	"--at: %q is not a time; write it as \"2026-11-12 09:00\"": "--at：「%s」不是时间；写成 \"2026-11-12 09:00\"",

	// learn.go
	"read orders from `FILE`, CSV":                                                          "订单`文件`，CSV",
	"read parcels from `FILE`, CSV. Default: the orders":                                    "包裹`文件`，CSV。不写就看订单里写的",
	"ignore everything after `DAY`, such as 2026-06-30. Default: the last day in the files": "到哪个`日期`为止，如 2026-06-30，之后的不看。不写就到文件里最后一天",
	"map the orders' columns by `MAP`: customer=Buyer,amount=Sum":                           "订单的`列名对照`：customer=Buyer,amount=Sum",
	"map the parcels' columns by `MAP`: carrier=By":                                         "包裹的`列名对照`：carrier=By",
	"read days written in `WAY`: mdy, dmy, unix, unix-ms, or \"DD.MM.YYYY hh:mm\"":          "日期的`写法`：mdy、dmy、unix、unix-ms，或者 \"DD.MM.YYYY hh:mm\"",
	"leave out `ROWS` of orders: no-customer, no-order (cancellations without their order)": "略去订单的哪些`行`：no-customer（没有顾客）、no-order（取消了、订单却不在里面）",
	"%q has no flag; name the orders with --orders":                                         "「%s」前面没有选项；用 --orders 写订单文件",
	"name a file of orders with --orders":                                                   "没写订单；用 --orders 写订单文件",
	"orders and parcels cannot both be the standard input":                                  "订单和包裹不能都从标准输入来；至少有一个写文件名",
	"--as-of: %q is not a day; write it as 2026-06-30":                                      "--as-of：「%s」不是日期；写成 2026-06-30",
	"%s: no parcel in it has left: shipped_at 发货时间 is empty in every row":                   "%s：里面没有发出的包裹：shipped_at 发货时间每一行都是空的",

	// words.go, schema.go, version.go
	"there are %s":                          "有 %s",
	"unknown section %q; %s":                "没有「%s」这一节；%s",
	"name one: rules or test":               "只能写一个：rules 或 test",
	"unknown schema %q; name rules or test": "没有「%s」的 schema；写 rules 或 test",
	"this command takes no arguments":       "后面不用写东西",
	"care %s (%s)":                          "care %s（%s）",
	"care %s (%s, commit %s)":               "care %s（%s，提交 %s）",
}
