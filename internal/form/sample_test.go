package form_test

import (
	"errors"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// zh is the Chinese of the sample.
var zh = say.Catalog{
	"rule file":                        "规则文件",
	"limit":                            "限制",
	"flow":                             "流程",
	"rule":                             "规则",
	"step":                             "步骤",
	"a span of time":                   "一段时长",
	"the text to send":                 "要发的文案",
	"how long after the step before":   "上一步之后多久",
	"steps that follow":                "接着的步骤",
	"the rule's name in its flow":      "规则在流程里的名字",
	"the name that people read":        "店里怎么叫它",
	"the condition":                    "条件",
	"a text, a step or a list of them": "文案、步骤，或者它们的列表",
	"a person must approve first":      "先由人审核",
	"how many messages":                "几条消息",
	"in any such span":                 "任意这么长的时间里",
	"per calendar day, week or month":  "按自然日、周或月",
	"a limit has one window, not two":  "限制只能有一个时间窗",
	"keep within or per":               "只留 within 或 per",
	"a limit needs a window":           "限制缺少时间窗",
	"add within: 7d or per: day":       "加上 within: 7d 或 per: day",
	"what it is for":                   "用途",
	"channels, in order of preference": "渠道，先用的写在前面",
	"the rules, in order":              "依次选一条",
	"always 1":                         "总是 1",
	"the shop itself":                  "店铺本身",
	"how much is too much":             "多少算多",
	"what the shop does":               "店里做什么",
	"what is said":                     "说什么",
	"what happened":                    "发生了什么",
	"the shop's name":                  "店铺名称",
	"unpaid orders close after this":   "未付款的订单多久关闭",
	"use s, m, h or d":                 "用 s、m、h 或 d",
	"%q is no unit of time":            "「%s」不是时间单位",
}

// A small rule file, with every kind of value in it.
type (
	ruleFile struct {
		Version form.Located[int]
		Shop    shop
		Limits  []form.Entry[limit]
		Flows   []form.Entry[flow]
		Texts   []form.Entry[wording]
		Given   []form.JSON
	}
	shop struct {
		Name   form.Word
		Closes []form.Entry[form.Located[time.Duration]]
	}
	limit struct {
		Spot   form.Spot
		AtMost form.Located[int]
		Within form.Located[time.Duration]
		Per    form.Word
	}
	flow struct {
		Title   form.Word
		Purpose form.Word
		Via     []form.Word
		Rules   []rule
	}
	rule struct {
		Spot   form.Spot
		Name   form.Word
		Title  form.Word
		If     form.Word
		Send   []step
		Review bool
	}
	step struct {
		Spot  form.Spot
		Text  form.Word
		After form.Located[time.Duration]
		Then  []step
	}
	wording struct {
		Whole     form.Word
		ByChannel []form.Entry[form.Word]
	}
)

func span() form.Kind[form.Located[time.Duration]] {
	return form.Parsed(zh.Text("a span of time"), `^[0-9]+[smhd]$`, "30m", func(s string) (time.Duration, error) {
		d, err := time.ParseDuration(strings.Replace(s, "d", "h", 1))
		if err != nil {
			return 0, &form.TextError{From: len([]rune(s)) - 1, Width: 1, Message: zh.Text("%q is no unit of time", lastRune(s)), Hint: zh.Text("use s, m, h or d")}
		}
		return d, nil
	})
}

func lastRune(s string) string {
	runes := []rune(s)
	return string(runes[len(runes)-1:])
}

func channels() form.Kind[form.Word] {
	return form.Choice(
		form.Option{Word: "sms", Meaning: "短信"},
		form.Option{Word: "wangwang", Meaning: "旺旺"},
		form.Option{Word: "phone", Meaning: "电话"},
	)
}

var stepForm = &form.Form[step]{Name: zh.Text("step"), Doc: "One message of a rule."}

func init() {
	stepForm.Fields = []form.Field[step]{
		form.Self(func(s *step) *form.Spot { return &s.Spot }),
		form.Key("text", zh.Text("the text to send"), form.Text(), func(s *step) *form.Word { return &s.Text }).Require(),
		form.Key("after", zh.Text("how long after the step before"), span(), func(s *step) *form.Located[time.Duration] { return &s.After }),
		form.Key("then", zh.Text("steps that follow"), form.OneOrMore(steps()), func(s *step) *[]step { return &s.Then }),
	}
}

func steps() form.Kind[step] {
	return form.ByShape(
		form.Map(form.Text(), func(w form.Word) step { return step{Spot: w.Spot, Text: w} }),
		form.Lazy(stepForm.Kind),
		form.Kind[step]{},
	)
}

var ruleForm = &form.Form[rule]{
	Name: zh.Text("rule"), Doc: "What is said, and when.",
	Fields: []form.Field[rule]{
		form.Self(func(r *rule) *form.Spot { return &r.Spot }),
		form.Key("name", zh.Text("the rule's name in its flow"), form.Text(), func(r *rule) *form.Word { return &r.Name }).Require(),
		form.Key("title", zh.Text("the name that people read"), form.Text(), func(r *rule) *form.Word { return &r.Title }),
		form.Key("if", zh.Text("the condition"), form.Text(), func(r *rule) *form.Word { return &r.If }),
		form.Key("send", zh.Text("a text, a step or a list of them"), form.OneOrMore(steps()), func(r *rule) *[]step { return &r.Send }).Require(),
		form.Key("review", zh.Text("a person must approve first"), form.Yes(), func(r *rule) *bool { return &r.Review }),
	},
}

var limitForm = &form.Form[limit]{
	Name: zh.Text("limit"),
	Fields: []form.Field[limit]{
		form.Self(func(l *limit) *form.Spot { return &l.Spot }),
		form.Key("at_most", zh.Text("how many messages"), form.Whole(1, 100), func(l *limit) *form.Located[int] { return &l.AtMost }).Require(),
		form.Key("within", zh.Text("in any such span"), span(), func(l *limit) *form.Located[time.Duration] { return &l.Within }),
		form.Key("per", zh.Text("per calendar day, week or month"), form.Choice(form.Options("day", "week", "month")...), func(l *limit) *form.Word { return &l.Per }),
	},
	Check: func(r *form.Reader, v form.Value, l *limit) {
		within, both := v.Get("within")
		per, ok := v.Get("per")
		switch {
		case both && ok:
			r.ReportAlso(per.Spot(), within.Spot(), zh.Text("a limit has one window, not two"), zh.Text("keep within or per"))
		case !both && !ok:
			r.Report(v.Spot(), zh.Text("a limit needs a window"), zh.Text("add within: 7d or per: day"))
		}
	},
}

var flowForm = &form.Form[flow]{
	Name: zh.Text("flow"),
	Fields: []form.Field[flow]{
		form.Key("title", zh.Text("the name that people read"), form.Text(), func(f *flow) *form.Word { return &f.Title }).Require(),
		form.Key("purpose", zh.Text("what it is for"), form.Choice(form.Options("notice", "care", "marketing")...), func(f *flow) *form.Word { return &f.Purpose }),
		form.Key("via", zh.Text("channels, in order of preference"), form.ListOf(channels()), func(f *flow) *[]form.Word { return &f.Via }),
		form.Key("rules", zh.Text("the rules, in order"), form.ListOf(ruleForm.Kind()), func(f *flow) *[]rule { return &f.Rules }),
	},
}

var fileForm = &form.Form[ruleFile]{
	Name: zh.Text("rule file"), Doc: "Rules of a shop.",
	Fields: []form.Field[ruleFile]{
		form.Key("version", zh.Text("always 1"), form.Whole(1, 1), func(f *ruleFile) *form.Located[int] { return &f.Version }).Require(),
		form.Key("shop", zh.Text("the shop itself"), shopForm.Kind(), func(f *ruleFile) *shop { return &f.Shop }),
		form.Key("limits", zh.Text("how much is too much"), form.MapOf(limitForm.Kind()), func(f *ruleFile) *[]form.Entry[limit] { return &f.Limits }),
		form.Key("flows", zh.Text("what the shop does"), form.MapOf(flowForm.Kind()), func(f *ruleFile) *[]form.Entry[flow] { return &f.Flows }),
		form.Key("texts", zh.Text("what is said"), form.MapOf(wordings()), func(f *ruleFile) *[]form.Entry[wording] { return &f.Texts }),
		form.Key("given", zh.Text("what happened"), form.ListOf(form.RawJSON()), func(f *ruleFile) *[]form.JSON { return &f.Given }),
	},
}

var shopForm = &form.Form[shop]{
	Fields: []form.Field[shop]{
		form.Key("name", zh.Text("the shop's name"), form.Text(), func(s *shop) *form.Word { return &s.Name }),
		form.Key("closes", zh.Text("unpaid orders close after this"), form.MapOf(span()), func(s *shop) *[]form.Entry[form.Located[time.Duration]] { return &s.Closes }),
	},
}

func wordings() form.Kind[wording] {
	return form.ByShape(
		form.Describe(form.Map(form.Text(), func(w form.Word) wording { return wording{Whole: w} }), "one wording for all channels"),
		form.Map(form.MapOf(form.Text()), func(e []form.Entry[form.Word]) wording { return wording{ByChannel: e} }),
		form.Kind[wording]{},
	)
}

// read reads a rule file and returns what was found wrong, drawn in English.
func read(data string) (ruleFile, string) {
	f, problems := readProblems(data)
	return f, problems.Error()
}

func readProblems(data string) (ruleFile, source.Problems) {
	r := form.NewReader()
	v, ok := r.Parse("rules.yaml", []byte(data))
	var f ruleFile
	if ok {
		f, ok = fileForm.Kind().Read(r, v)
	}
	if !ok && r.Problems().Err() == nil {
		panic(errors.New("nothing was read and nothing reported"))
	}
	return f, r.Problems()
}
