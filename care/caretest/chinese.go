package caretest

import (
	"maps"

	"github.com/tiexin-go/tiexin/internal/say"
)

// zh is the Chinese of what the package says.
var zh = together(ofFiles, ofKeys, ofFailures, ofCoverage)

func together(parts ...say.Catalog) say.Catalog {
	all := say.Catalog{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}

// ofFiles are what is wrong with rule tests.
var ofFiles = say.Catalog{
	"caretest: %w":                 "%s",
	"caretest: the pattern %q: %w": "文件的写法「%s」不对：%s",
	"caretest: there are no rule tests (*_test.yaml, *_test.yml) in the folder or in those inside it": "这个文件夹和里层的文件夹都没有规则测试（*_test.yaml、*_test.yml）",
	`caretest: no file is called %q; name the rule tests, such as "*_test.yaml"`:                      "没有叫「%s」的文件；写规则测试的名字，如 *_test.yaml",
	"caretest: 1 test fails with the rules as they are; mend it first:\n%s":                           "有 1 个测试现在就不通过，先改好它：\n%s",
	"caretest: %d tests fail with the rules as they are; mend them first:\n%s":                        "有 %d 个测试现在就不通过，先改好它们：\n%s",
	"%s: %s": "%s：%s",

	// The file, its rules and its tests.
	"the file is no rule test: no line of it says tests:":              "这不是规则测试：没有一行写着 tests:",
	"describe the tests under that key":                                "测试都写在 tests: 里",
	"it is not said which rules are tested":                            "没写测的是哪份规则",
	"add rules: and the name of the rule file to the file or the test": "在文件或测试里加上 rules: 和规则文件的名字",
	"it is a rule test, not a rule file":                               "这是规则测试，不是规则文件",
	"%s is no rule file: no line of it says version: 1":                "%s 不是规则文件：没有一行写着 version: 1",
	"name a rule file":              "写规则文件的名字",
	"two tests have the same name":  "两个测试同名",
	"say what makes them different": "在名字里写明有什么不同",
	"no given lines are called %q":  "given: 里没有叫「%s」的几行",
	"write a line: {at: +0m, event: order.created, …}, or its name and lines under given: of the file": "写一行 {at: +0m, event: order.created, …}，或者在文件的 given: 里用这个名字写几行",
	"no test names the given lines %q":                                                            "没有测试用到「%s」这几行",
	"write given: [%s] in a test, or leave them out":                                              "在测试里写 given: [%s]，或者去掉这几行",
	`a given line needs the key "customer"`:                                                       "事件缺少「customer」",
	"only incident.declared, catalog.arrived and what is said about an incident may leave it out": "只有 incident.declared、catalog.arrived 和对突发事件消息的审核可以不写",

	// Times.
	"%q is not a time; write +15m after the start, 10:15 on its day, or 2026-11-11 10:15": "「%s」不是时间；写成 +15m（开始以后）、10:15（开始那天）或 2026-11-11 10:15",
	"%q is not a day with a time; write it like 2026-11-11 10:00":                         "「%s」不是日期加时间；写成 2026-11-11 10:00 这样",
	"%q is not a tolerance; write +15m ±1m or 10:15 ±30s":                                 "「%s」不是允许的误差；写成 +15m ±1m 或 10:15 ±30s",
	"it is not said when the test begins":                                                 "没写测试从什么时候开始",
	"add start: 2026-11-11 10:00 to the file or the test":                                 "在文件或测试里加上 start: 2026-11-11 10:00",
	"it lies before the start of the test":                                                "在测试开始以前",
	"write the day too: %s":                                                               "把日期也写上：%s",
	"it lies after the end of the test":                                                   "在测试结束以后",
	"make until: later":                                                                   "把 until: 写晚一点",
	"it happens after it arrives":                                                         "到了以后才发生",
	"happened: is for an event that arrives late; it is not after at:":                    "happened: 用于晚到的事件，不能晚于 at:",
	"the span ends before it begins":                                                      "时段的结束早于开始",
	"write the later time after the dots, with its day":                                   "晚的时间写在两点后面，带上日期",

	// Customers and children.
	"unknown customer %q": "没有叫「%s」的顾客",
	"did you mean %q? If not, add %s: {} under customers": "是不是想写「%s」？不是就在 customers: 里加上 %s: {}",
	"the customer is named already":                       "顾客已经写过",
	"leave the id out":                                    "去掉 id",
	`"months" follows from something else`:                "「months」是算出来的，不能写",
	"give born":                                           "改写 born",
	"%q is no gender that conditions know":                "条件里没有「%s」这种性别",
	"write %s":                                            "写成 %s",
	"write female or male, or leave it out":               "写成 female 或 male，或者去掉",
	"there is no such day: %s":                            "没有这一天：%s",
	"write it like 2026-05-20, or lunar:2026-04-04":       "写成 2026-05-20 或 lunar:2026-04-04 这样",
	"nobody expects a child on %s at that time":           "%s 的预产期，那时候还不会有",
	"a birth is expected for 280 days":                    "预产期最多早 280 天知道",
	"%s is after the line's own time":                     "%s 晚于这一行的时间",
	"write expected: true beside it, if that is the day when the child is due": "是预产期就在旁边写 expected: true",

	// What a line is about.
	"%q follows from something else":                                "「%s」是算出来的，不能写",
	"give spent and paid_orders":                                    "改写 spent 和 paid_orders",
	"give spent":                                                    "改写 spent",
	"give paid_orders, first_order_at and last_order_at":            "改写 paid_orders、first_order_at 和 last_order_at",
	"give the province, and list it under shop.remote in the rules": "改写 province，并在规则的 shop.remote 里列出这个省",
	"let a chat.opened happen":                                      "另写一行 chat.opened",
	"let a chat.complained happen":                                  "另写一行 chat.complained",
	"let a parcel.shipped happen":                                   "另写一行 parcel.shipped",
	"let a parcel.shipped happen for each parcel":                   "每个包裹另写一行 parcel.shipped",
	"let a review.created happen":                                   "另写一行 review.created",
	"%s and %s say the same":                                        "%s 和 %s 是一回事",
	"region and %s say the same":                                    "region 和 %s 是一回事",
	"keep one of them":                                              "只留一个",
	"%q should be true or false":                                    "「%s」要写 true 或 false",
	"%q should be a list":                                           "「%s」要写成列表",
	"write it in brackets: [羽绒服]":                                   "写在方括号里：[羽绒服]",
	"an order cannot have %s lines":                                 "一个订单不能有 %s 件商品",
	"write how many it has, or a list of them":                      "写有几件，或者写成列表",
	"the order has items and %s":                                    "订单既写了 items 又写了 %s",
	"give each item its %s":                                         "在 items 的每一件里写 %s",

	// Rules, steps, messages and tasks that are named.
	"unknown rule %q":                                          "没有叫「%s」的规则",
	"there are %s":                                             "有 %s",
	"rule %s has 1 step":                                       "规则 %s 只有 1 步",
	"rule %s has %d steps":                                     "规则 %s 只有 %d 步",
	"rule %s has about: %s":                                    "规则 %s 是 about: %s",
	"write %s: and its id":                                     "写 %s: 和编号",
	"leave it out":                                             "去掉",
	"only a task has %s":                                       "任务才有 %s",
	"write task: true, or leave it out":                        "写成 task: true，或者去掉",
	"%q should be a number from 1":                             "「%s」要写从 1 起的整数",
	"it is not said which one":                                 "没写是哪一条",
	"write id: or {rule: FLOW/NAME, order: ORDER}":             "写 id:，或者写 {rule: 流程/规则, order: 订单号}",
	"it is named twice, by its id and by its rule":             "既写了 id 又写了 rule",
	"what is said about an incident is approved for everybody": "突发事件的消息是给所有人一起审核的",
	"an incident names what is approved or declined":           "写了 incident 的只能是审核",
	"write event: message.approved or message.declined, or name a customer's message by its order, parcel or chat": "写成 event: message.approved 或 message.declined；是某位顾客的消息，就写它的 order、parcel 或 chat",
	"rule %s has no when: incident.declared":                     "规则 %s 没有 when: incident.declared",
	"unknown channel %q":                                         "没有叫「%s」的渠道",
	"write a channel, a space and a customer: wangwang xiaowang": "写渠道、空格、顾客：wangwang xiaowang",
}

// ofKeys are what the keys of a rule test mean, and what holds without them.
var ofKeys = say.Catalog{
	// Sections and kinds of values.
	"rule test file":           "规则测试文件",
	"test":                     "测试",
	"given line":               "事件",
	"expectation":              "期望",
	"silence":                  "不发的说明",
	"a time":                   "时间",
	"a time or a span of time": "时间或时段",
	"a day with a time":        "日期加时间",
	"an amount in yuan":        "金额（元）",
	"a duration":               "时长",
	"a channel and a customer": "渠道和顾客",

	// The file and its tests.
	"the rule files, beside this file; those of a test replace the file's":            "测哪些规则文件，和这份文件放在一起；测试里写了就用测试的",
	"when a test begins, in the shop's time zone; that of a test replaces the file's": "测试从什么时候开始，按店铺的时区；测试里写了就用测试的",
	"the channels that have a sender; those of a test replace the file's":             "能发的渠道；测试里写了就用测试的",
	"all": "全部",
	"who is known before the first event, by id; a test adds to what the file says": "第一个事件以前就认识的顾客，按编号写；测试里写的加在文件写的上面",
	"what happens in several tests, by a name that stands in their given":           "几个测试共有的事，起个名字，写进它们的 given",
	"one story each": "一个测试一个故事",
	"a sentence that says what the customer sees": "一句话，说顾客看到什么",
	"what happens, each event at the instant at which it arrives; a word stands for the lines under that name in the file's given": "发生了什么，每个事件写到的时间；只写一个名字，就是文件 given 里的那几行",
	"the end of the test": "测试到什么时候结束",
	"when nothing is due any more, at most a year after the last event":                      "再没有事要办的时候，最多到最后一个事件以后一年",
	"channels that fail for good, at once: CHANNEL CUSTOMER, or CHANNEL alone for everybody": "一发就失败的渠道：写渠道和顾客，只写渠道就是对所有人",
	"all messages and tasks, complete; [] is silence":                                        "全部消息和任务，一条不漏；[] 就是什么也不发",
	"silence with a reason: each must be among the outcomes":                                 "没发的和原因：每一条都要在结果里",

	// A line.
	"when it arrives: +15m after the start, 10:15 on its day, or a day with a time": "什么时候到：+15m 是开始以后，10:15 是开始那天，或者写日期加时间",
	"what happens": "发生了什么",
	"whom it happens to; incident.declared, catalog.arrived and the approval of what is said about an incident have none": "发生在哪位顾客身上；incident.declared、catalog.arrived 和对突发事件消息的审核不写",
	"when it happened, if it arrives late":                                                    "晚到的事件是什么时候发生的",
	"the event's id, to repeat one":                                                           "事件的编号，用来让同一个事件再来一次",
	"one of its own":                                                                          "自动编一个",
	"the customer's own changes":                                                              "顾客本人的变化",
	"the order, with what this line changes of it; a text is its id":                          "订单，写这一行改了什么；只写一段文字就是订单号",
	"the parcel, with what this line changes of it; a text is its id":                         "包裹，写这一行改了什么；只写一段文字就是包裹的编号",
	"the chat; a text is its id, and without it the customer's only one is meant":             "聊天；只写一段文字就是编号，不写就是顾客唯一的那个",
	"what is granted or revoked: {channel, purpose}, or sms/marketing; without it everything": "同意或撤回了什么：{channel, purpose}，或 sms/marketing；不写就是全部",
	"the refund":          "退款",
	"the review":          "评价",
	"the survey's answer": "问卷的回答",
	"the incident":        "突发事件",
	"the message reported on: {rule}, with order, parcel, chat or child for what it is about, step and nth, or incident for what is approved or declined; a text is its id": "说的是哪条消息：{rule}，加上它是关于哪个 order、parcel、chat 或 child，step 和 nth；审核突发事件的消息写 incident；只写一段文字就是编号",
	"the task reported on: {rule}, with order, parcel, chat or child for what it is about, step and nth; a text is its id":                                                  "说的是哪个任务：{rule}，加上它是关于哪个 order、parcel、chat 或 child，step 和 nth；只写一段文字就是编号",
	"what was browsed, collected, carted, or has arrived": "看过、收藏、加购或到货的商品",

	// What is expected.
	"when, in whole seconds: a time, a time with a tolerance such as +15m ±1m, or a span such as +1h..+3h or 10:00..12:00": "什么时候，精确到秒：一个时间，带误差的时间如 +15m ±1m，或时段如 +1h..+3h、10:00..12:00",
	"by which rule: flow/name":                 "哪条规则：流程/规则",
	"to whom":                                  "哪位顾客",
	"about which order":                        "关于哪个订单",
	"about which parcel":                       "关于哪个包裹",
	"about which chat":                         "关于哪个聊天",
	"about which child":                        "关于哪个孩子",
	"about which order, parcel, chat or child": "关于哪个订单、包裹、聊天或孩子",
	"which step of the rule, from 1":           "规则的第几步，从 1 起",
	"why":                                      "原因",
	"what decided: a limit, another rule, an event, an order": "由什么决定：限制、另一条规则、事件或订单",
	"true: a person gets a task; false: it is a message":      "true 是交给人的任务，false 是消息",
	"what the task consists in":                               "任务是做什么",
	"who is to do the task":                                   "任务由谁做",
	"what the task may cost, in yuan":                         "任务最多花多少元",
	"how long the task stays open":                            "任务多久内要做完",
	"by which channel":                                        "走哪个渠道",
	"the whole text, as the customer sees it":                 "顾客看到的全文",
}

// ofFailures are what came differently than a test expects.
var ofFailures = say.Catalog{
	"%s: the engine does not take this event:\n    %s":   "%s: 引擎不接受这个事件：\n    %s",
	"%s: this did not come:\n    %s":                     "%s: 期望的没有来：\n    %s",
	"%s:%d: nobody expected this:\n    {at: %s%s}  # %s": "%s:%d: 多出一条，expect: 里没写：\n    {at: %s%s}  # %s",
	"%s: this came differently:\n    %s":                 "%s: 来的和期望的不一样：\n    %s",
	"      %-8s expected  %s\n      %-8s came      %s":   "      %-8s 期望  %s\n      %-8s 实际  %s",
	"                         %s":                        "                     %s",
	"no task":                                            "不是任务",
	"no deadline":                                        "没有期限",
	"%s: this was not withheld so:\n    %s":              "%s: 没有这样拦下：\n    %s",
	"      was  %s  %s %s":                               "      实际  %s  %s %s",
	"%s  by %s":                                          "%s  决定的是 %s",
	"      … see the timeline":                           "      … 其余见时间线",
	"      the rule was never evaluated":                 "      这条规则从没检查过",
	"\ntimeline:":                                        "\n时间线：",
	"no rule was evaluated":                              "没有检查过规则",
}

// ofCoverage are pieces of the rules, and what no test has seen of them.
var ofCoverage = say.Catalog{
	"%s %s":                       "%s%s",
	"rule %s":                     "规则 %s ",
	"step %d of rule %s":          "规则 %[2]s 第 %[1]d 步",
	"%s in %s":                    "%[2]s 里的条件「%[1]s」",
	"segment %s":                  "人群 %s ",
	"quiet time %s":               "免打扰时段 %s ",
	"cap %s":                      "频次上限 %s ",
	"budget %s":                   "费用上限 %s ",
	"promise %s":                  "禁发规则 %s ",
	"merge of flow %s":            "流程 %s 的合并",
	"holdout of flow %s":          "流程 %s 的对照组",
	"was never evaluated":         "从没检查过",
	"was always unknown":          "每次都没法判断",
	"never spoke":                 "从没发过",
	"was never silent":            "没测到不发的情况",
	"was never done":              "从没走到",
	"was never left out":          "没测到跳过的情况",
	"was never true":              "没测到成立的情况",
	"was never false":             "没测到不成立的情况",
	"never held anything back":    "没测到拦下的情况",
	"never let anything pass":     "没测到放行的情况",
	"never merged anything":       "没测到合起来发的情况",
	"never let anything go alone": "没测到单独发的情况",
	"never left anybody alone":    "没测到留下不发的顾客",
	"never let anything go":       "没测到照常发的顾客",
}
