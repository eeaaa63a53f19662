package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/douyin"
	"github.com/tiexin-go/tiexin/care/feed/jd"
	"github.com/tiexin-go/tiexin/care/feed/kdniao"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
	"github.com/tiexin-go/tiexin/care/feed/pdd"
	"github.com/tiexin-go/tiexin/care/feed/shopify"
	"github.com/tiexin-go/tiexin/care/feed/taobao"
	"github.com/tiexin-go/tiexin/care/feed/youzan"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/aliyun"
	"github.com/tiexin-go/tiexin/channel/dingtalk"
	"github.com/tiexin-go/tiexin/channel/feishu"
	"github.com/tiexin-go/tiexin/channel/tencent"
	"github.com/tiexin-go/tiexin/channel/webhook"
	"github.com/tiexin-go/tiexin/channel/wechat"
	"github.com/tiexin-go/tiexin/channel/wecom"
	"github.com/tiexin-go/tiexin/lifecycle/note"
	"github.com/tiexin-go/tiexin/lifecycle/statement"
	"github.com/tiexin-go/tiexin/template"
)

// personal are the things of the library that hold something of a person. Printed or
// logged, they name ids.
var personal = []any{
	tiexin.Event{},
	tiexin.Customer{},
	tiexin.Identifier{},
	tiexin.Child{},
	tiexin.Dated{},
	tiexin.Phone{},
	tiexin.Region{},
	tiexin.Order{},
	tiexin.Item{},
	tiexin.Refund{},
	tiexin.Parcel{},
	tiexin.Node{},
	tiexin.Chat{},
	tiexin.Review{},
	tiexin.Survey{},
	tiexin.Consent{},
	tiexin.MessageReport{},
	tiexin.TaskReport{},
	tiexin.Incident{},
	channel.Message{},
	channel.Task{},
	channel.Address{},
	channel.Query{},
	channel.Receipt{},
	channel.Param{},
	channel.Parcel{},
	channel.Memo{},
	aliyun.Sender{}, // its secrets, as of those that follow
	tencent.Sender{},
	webhook.Receiver{},
	webhook.Sender{},
	webhook.Desk{},
	webhook.Reports{},
	dingtalk.Robot{},
	feishu.Robot{},
	wechat.Account{},
	wechat.Sender{},
	wechat.Callback{},
	wecom.Account{},
	wecom.Sender{},
	wecom.Callback{},
	wecom.Results{},
	wecom.Robot{},
	douyin.Source{},
	jd.Source{},
	pdd.Source{},
	youzan.Source{},
	taobao.Source{},
	taobao.Client{},
	kdniao.Source{},
	kdniao.Client{},
	kdniao.Subscription{},
	kuaidi100.Source{},
	kuaidi100.Client{},
	kuaidi100.Subscription{},
	shopify.Source{},
	wechat.Subscription{}, // a person's
	feed.Reading{},
	feed.Parked{},
	care.Outcome{},
	care.Occasion{},
	care.Detail{},
	care.Said{},
	care.Delivery{},
	care.Key{},
	care.Record{},
	care.Posting{},
	care.Commit{},
	care.Tx{},
	care.Resolution{},
	care.Note{},
	care.Entry{},
	care.Letter{},
	care.Explanation{},
	care.ExplainSubject{},
	care.ExplainRule{},
	care.ExplainSaid{},
	care.JournalLine{},
	care.News{},
	care.Past{},
	care.Approval{},
	care.OpenTask{},
	care.Queued{},
	care.Waiting{},
	care.WaitsFor{},
	care.Difference{},
	care.Change{},
	care.DiffSaid{},
	care.WaitingDiff{},
	channel.Way{Why: "to 13912345678"}, // a provider's words: see TestE15_ErrorsOfSendersStrikeOutNumbers
	note.Note{},
	statement.Greeting{},
	template.Map{},
}

// impersonal are the others, by package, each group with the reason.
var impersonal = map[string][]string{
	".": {
		`Date`, // a day, whosever it is
		// what is wrong with an event, in words that name fields:
		`EventError Problem LineError`,
	},
	"channel": {
		`Info Finding Words OptOut Limit RateOptions RetryOptions Tariff`, // the shop's texts, prices and choices
		`Final RetryAfter`, // errors: see TestE15_ErrorsOfSendersStrikeOutNumbers
	},
	"template": {`Policy Binding BindError Form Variable Error Problem Info Options Provider MissingError Template`}, // the shop's texts and their placeholders
	"care": {
		`Options JournalOptions SimOptions TimelineOptions WatchOptions ListOptions Caps Fault`, // choices of the host
		`Engine Memory SharedMemory`, // see TestE15_WhatRemembersPrintsNothingOfIt
		`Result`,                     // a version, or the store's error
		`Problem`,                    // words of the shop's own files
		`Sweep Sweeps Announced`,
		`Health Failures`,               // numbers, and words of providers without what they were said about
		`Meeting Member Replica Serial`, // processes and numbers
		`Stopped`,                       // a channel, and a provider's words without what they were said about
		`Summary Volume Count Total Move MoveCount Bill`,
		`DiffOptions RuleDiff ChannelDiff Displacement DiffTask DiffWhy DiffInstead WaitsBy`, // choices, numbers, ids and words of the rule files
	},
	"care/feed":           {`Options Intake Word`}, // a choice of the host, and a platform's word
	"care/feed/track":     {`Meaning Step Owner`},  // words of the library's, a node, which prints as one, and ids
	"care/feed/douyin":    {},
	"care/feed/jd":        {},
	"care/feed/kdniao":    {},
	"care/feed/kuaidi100": {},
	"care/feed/pdd":       {},
	"care/feed/shopify":   {`Shop`},                   // the shop's own
	"care/feed/taobao":    {`Poller Recording Error`}, // and what TOP says of a call
	"care/feed/youzan":    {},
	"channel/aliyun":      {},
	"channel/dingtalk":    {},
	"channel/feishu":      {},
	"channel/shelf":       {`Shelf`},
	"channel/tencent":     {},
	"channel/webhook":     {},
	"channel/wechat":      {},
	"channel/wecom":       {},
	"channel/channeltest": {`Fake Behaviour Call Receipts Aliyun DingTalk Feishu Tencent Webhook WeChat WeCom`}, // of a test's own people
	"care/caretest": {
		`Recorder Shop`,                   // see TestE15_WhatRemembersPrintsNothingOfIt
		`Result Failure SenderOptions`,    // of a test's own people
		`Options Coverage Covered`,        // pieces of rules
		`MutateOptions Mutation Survivor`, // likewise, and a test's own people
	},
	// Ids of customers, numbers, days, and the shop's words for goods and groups.
	"loyalty": {
		`BrandReport Text Signal Finding Diagnosis Signals CauseOptions ObstacleSignals Cohort CohortCell ProductView Deciding DecisionTime`,
		`LossPrior LossLevel LossSurvey LossRate Problem GapModel GapState GapTable GapFit Rhythm History LogRankTest Majority Measure Discounts`,
		`PricePoint Purchase Refund Log View RFM RFMScore RFMCuts RFMOptions Segmentation SegmentRule Span SegmentCoverage Overlap Share SharePrior`,
		`Strategy Advice Summary Spell Curve Step Beta Axis Chance TypeInput TypeOptions Typed TypeReport TypeShare Drift Tier Tiering TierSize`,
		`PriceAnswer PriceMeter Weibull`,
	},
	"lifecycle/stage": {
		`Care CreditedMove CreditedMoves History Ladder Try Moves Policy Days Chances Band Change Standing Why Held Past Contact Trail Move`,
	},
	"lifecycle/restock":   {`Policy Due Change MonthGift Rhythm Rhythms Usage`},
	"lifecycle/payment":   {`Order Options Times Curve Reminder Moment`},
	"lifecycle/delivery":  {`Parcel Options Days Usual Moment`},
	"lifecycle/winback":   {`Customer Options Plan Play Signals Finding Chance`},
	"lifecycle/statement": {`Facts Points Options Statement Ranks`},
	"lifecycle/gift":      {`Rule Gift`},
	"lifecycle/note":      {`Moment Problem`},
	"lifecycle/related":   {`Line Options Relation Products`},
}

// withoutPeople are the packages that know nobody: rules, numbers about ids, days.
var withoutPeople = []string{"care/rule", "care/vars", "loyalty/btyd", "loyalty/survey", "loyalty/report", "lifecycle", "lifecycle/calendar"}

// A new package has to say whether it knows people.
func TestE15_EveryPublicPackageIsLookedAt(t *testing.T) {
	for _, f := range goFiles() {
		if strings.Contains("/"+f.folder+"/", "/internal/") || strings.HasPrefix(f.folder, "care/cmd/") || strings.HasPrefix(f.folder, "examples/") {
			continue
		}
		_, walked := impersonal[f.folder]
		assert.True(t, walked || slices.Contains(withoutPeople, f.folder), "%s: add the package to impersonal, or to withoutPeople", f.folder)
	}
}

// A new type has to say where it belongs.
func TestE15_EveryExportedStructIsPersonalOrNot(t *testing.T) {
	for folder, groups := range impersonal {
		listed := strings.Fields(strings.Join(groups, " "))
		for _, thing := range personal {
			if typ := reflect.TypeOf(thing); typ.Kind() == reflect.Struct && typ.PkgPath() == strings.TrimSuffix(module+"/"+folder, "/.") {
				listed = append(listed, typ.Name())
			}
		}
		slices.Sort(listed)
		assert.Equal(t, exportedStructs(t, folder), listed, "package %s: a struct that holds something of a person goes to personal, any other to impersonal", folder)
	}
}

// exportedStructs are the exported structs of a package, sorted.
func exportedStructs(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	require.NoError(t, err)
	var names []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && spec.Name.IsExported() {
				if _, isStruct := spec.Type.(*ast.StructType); isStruct {
					names = append(names, spec.Name.Name)
				}
			}
			_, inFunc := n.(*ast.FuncDecl)
			return !inFunc
		})
	}
	require.NotEmpty(t, names, folder)
	slices.Sort(names)
	return names
}
