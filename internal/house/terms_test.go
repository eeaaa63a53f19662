package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A term is a Chinese word that is not written, and the one word of the house for it.
type term struct {
	not   *regexp.Regexp
	write string
}

var terms = []term{
	{regexp.MustCompile(`客户|用户|买家|主顾`), "顾客"},
	{regexp.MustCompile(`回头客|老客`), "老顾客"},
	{regexp.MustCompile(`回购|再购|(^|[^第])二次购买|重复购买`), "复购"},
	{regexp.MustCompile(`将流失`), "预流失"},
	{regexp.MustCompile(`死亡`), "长期沉睡"},
	{regexp.MustCompile(`挽回|挽留|唤醒`), "召回"},
	{regexp.MustCompile(`补货`), "复购提醒"},
	{regexp.MustCompile(`冠军|有希望的|不能失去`), "核心客户、潜力客户、重点挽留客户"},
	{regexp.MustCompile(`分群|客户群`), "人群"},
	{regexp.MustCompile(`品类([^目]|$)`), "类目"},
	{regexp.MustCompile(`承运商|承运公司`), "物流公司"},
	{regexp.MustCompile(`底线|承诺不`), "禁发规则"},
	{regexp.MustCompile(`勿扰|静音时段|安静时段`), "免打扰时段"},
	{regexp.MustCompile(`静默期|\d个静默[^日]`), "静默日"},
	{regexp.MustCompile(`频率上限|次数上限`), "频次上限"},
	{regexp.MustCompile(`留出组|保留组|控制组`), "对照组"},
	{regexp.MustCompile(`点头|营销许可`), "同意"},
	{regexp.MustCompile(`拒收(营销|短信|消息)`), "退订"},
	{regexp.MustCompile(`余款|剩余货款`), "尾款"},
	{regexp.MustCompile(`催款|催单付款`), "催付"},
	{regexp.MustCompile(`问过的规则|看过的规则`), "检查过的规则"},
	{regexp.MustCompile(`占位变量|填空符`), "占位符"},
	{regexp.MustCompile(`她|(^|[^其吉维])他([^们]|$)`), "对方、这位顾客"},
}

// kept are the words that are right where another word is not: everywhere, or in the
// files below where. What they name is not looked at.
var kept = []struct{ where, words, why string }{
	{"", `买家(昵称|姓名|名字|留言|备注|旺旺|会员名|实际支付金额|应付货款)|等待买家付款`, "placeholders, and the words of Taobao's own order list"},
	{"", `(核心|忠诚|活跃|新|潜力|潜在忠诚|需要关注的|曾经忠诚的|有流失风险的|即将沉睡的|沉睡|流失|预流失|已流失|长期沉睡|兴趣|复购)客户`, "stages, and segments of RFM: names of the field"},
	{"", `(重要|一般|重点)(价值|发展|保持|挽留)客户`, "the types of RFM, by the names of the field"},
	{"", `客户(端|编号|关怀|流失与复购概率)|大客户`, "fixed terms"},
	{"", `重复购买率`, "the textbook's share of category requirements"},
	{"care/internal/ask/said.go", `品类|客户|买家|用户`, "what authors of rules say for the words of conditions"},
	{"care/rule/meant.go", `二次购买|客户|将流失|死亡`, "what authors of rules say for the words of values"},
	{"care/rule/said.go", `客户|买家`, "what authors of rules say for keys"},
	{"internal/eventwords/eventwords.go", `买家(下单|付款|评价)`, "what people write for events"},
	{"care/rule/moment_spoken.go", `客户`, "what authors of rules say for moments"},
	{"care/internal/plan/traveller.go", `客户`, "the end of a stage's name, cut off"},
	{"internal/orderlog/", `客户|买家|用户|品类|承运商|拒收营销`, "columns of other people's order lists"},
	{"template/vocabulary.go", `客户姓名|用户名`, "what authors of texts say for placeholders"},
	{"care/internal/kinds/nick.go", `用户|客户|买家`, "names that platforms hand out"},
	{"channel/optout_sentence.go", `勿扰`, "what customers write to opt out"},
	{"examples/payment/mistakes_test.yaml", `买家不想买了`, "a reason of the platform"},
}

func TestOneConceptHasOneChineseWord(t *testing.T) {
	used := map[string]bool{}
	for name, text := range chineseTexts() {
		for _, k := range kept {
			if strings.HasPrefix(name, k.where) {
				words := regexp.MustCompile(k.words)
				used[k.why] = used[k.why] || words.MatchString(text)
				text = words.ReplaceAllString(text, "·")
			}
		}
		for line := range strings.Lines(text) {
			for _, w := range terms {
				if found := w.not.FindString(line); found != "" {
					assert.Fail(t, "two words for one concept", "%s: %q in %q; write %s", name, found, strings.TrimSpace(line), w.write)
				}
			}
		}
	}
	for _, k := range kept {
		assert.True(t, used[k.why], "nobody writes %s in %q: take it out", k.words, k.where)
	}
}

// chineseTexts are all that a person may read in Chinese, by file: whole documents,
// pages, rule files and books, and the strings of programs, those of the examples that
// are modules of their own too. Tests, and what they are fed with, speak as shops and
// platforms do.
var chineseTexts = sync.OnceValue(func() map[string]string {
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch ext := path.Ext(name); {
		case err != nil:
			return err
		case d.IsDir():
			if name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || name == "bin") {
				return fs.SkipDir
			}
		case strings.HasSuffix(name, "_test.go"):
		case ext == ".go":
			texts[name] = stringsOf(name)
		case ext == ".md", ext == ".html", ext == ".yaml", ext == ".json":
			text, err := os.ReadFile(filepath.Join(root, name))
			texts[name] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return texts
})

// otherNames are English words that are not part of a public name, and what the field says.
var otherNames = map[string]string{
	"Tail": "Balance", "Tails": "Balances", "Newcomer": "NewCustomer", "Newcomers": "NewCustomers",
	"Repeater": "Returning", "Repeaters": "Returning", "Dear": "Expensive", "Dearer": "Expensive", "Dearest": "Expensive",
	"Mend": "Fix", "Mended": "Fixed", "Foretell": "Forecast", "Foretold": "Forecast",
	"Messenger": "Wangwang", "Picture": "Snapshot", "Refusal": "OptOut",
}

// A word of an event is a contract with hosts, and its Go name says it.
var contractNames = []string{"EventChatTooDear"}

func TestPublicNamesAreTheWordsOfTheField(t *testing.T) {
	words := regexp.MustCompile(`[A-Z][a-z]*`)
	for _, f := range goFiles() {
		if f.test || strings.Contains(f.path, "internal/") {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, f.path), nil, 0)
		require.NoError(t, err)
		ast.Inspect(syntax, func(n ast.Node) bool {
			var names []*ast.Ident
			switch n := n.(type) {
			case *ast.FuncDecl:
				names = []*ast.Ident{n.Name}
			case *ast.TypeSpec:
				names = []*ast.Ident{n.Name}
			case *ast.ValueSpec:
				names = n.Names
			case *ast.Field:
				names = n.Names
			}
			for _, name := range names {
				if !name.IsExported() || slices.Contains(contractNames, name.Name) {
					continue
				}
				for _, word := range words.FindAllString(name.Name, -1) {
					assert.NotContains(t, otherNames, word, "%s: %s; write %s", f.path, name.Name, otherNames[word])
				}
			}
			return true
		})
	}
}
