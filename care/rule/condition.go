package rule

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"github.com/tiexin-go/tiexin/internal/source"
)

// A Condition is one expression of the rule file, compiled. Its yes/no skeleton
// (&&, ||, not, ?:) is ours, so that it can be solved for time and explained
// part by part; the leaves that do not move are programs of expr; the leaves
// that move are comparisons of clocks.
type Condition struct {
	Source string
	// Stems are the clocks the condition names itself, segments not counted.
	Stems Stemset
	// OrderWords says that it looks at an order.
	OrderWords bool
	// ChannelWord says that it looks at the channel about to be used.
	ChannelWord bool
	// MessageWords says that it looks at the message about to go: flow, rule,
	// channel or purpose.
	MessageWords bool
	// Moves says that time alone may change its answer.
	Moves bool

	root *node
	size int // leaves
}

type op uint8

const (
	opLeaf op = iota
	opTrue
	opFalse
	opAnd
	opOr
	opNot
	opIf
	opSegment
	opClock
	opBought
)

type node struct {
	op      op
	kids    []*node
	text    string // as a person would read it
	program *vm.Program
	words   []string // of a leaf: what it reads
	atom    atom     // of a leaf: what the search for contradictions knows of it
	clock   *comparison
	bought  *bought
	segment *Segment
}

// A fault is what is wrong inside an expression: from and width count
// characters of its source.
type fault struct {
	from, width   int
	message, hint string
}

// A conditions compiles the expressions of one rule set. Equal leaves share one
// program.
type conditions struct {
	config   *conf.Config
	segments map[string]*Segment
	programs map[string]*vm.Program
}

const (
	maxNodes  = 10_000
	maxSource = 64 << 10
	maxRange  = 1_000
)

// builtins are the functions of expr that a condition may call: those that
// finish soon and depend on nothing but their arguments.
var builtins = []string{
	"len", "any", "all", "none", "one", "count", "sum", "filter", "map", "min", "max", "abs", "ceil", "floor", "round",
	"int", "float", "string", "lower", "upper", "trim", "indexOf", "hasPrefix", "hasSuffix", "first", "last",
}

func newConditions(segments map[string]*Segment) *conditions {
	config := conf.New(Facts{})
	config.MaxNodes = maxNodes
	for name := range config.Builtins {
		if !slices.Contains(builtins, name) {
			config.Disabled[name] = true
		}
	}
	for name := range config.Disabled {
		delete(config.Builtins, name)
	}
	return &conditions{config: config, segments: segments, programs: map[string]*vm.Program{}}
}

// compile turns an expression into a condition, or says everything that is
// wrong with it.
func (c *conditions) compile(src string, about About) (*Condition, []fault) {
	if len(src) > maxSource {
		return nil, []fault{{message: fmt.Sprintf("the condition has %d bytes, more than %d", len(src), maxSource), hint: "split it into segments"}}
	}
	tree, err := parser.ParseWithConfig(src, c.config)
	if err != nil {
		return nil, []fault{syntaxFault(src, err)}
	}
	w := &builder{conditions: c, source: tree.Source, about: about, condition: &Condition{Source: src}}
	w.checkWords(tree.Node)
	if len(w.faults) == 0 {
		w.condition.root = w.build(tree.Node)
	}
	if len(w.faults) > 0 {
		slices.SortStableFunc(w.faults, func(a, b fault) int { return cmp.Compare(a.from, b.from) })
		return nil, w.faults
	}
	return w.condition, nil
}

func syntaxFault(src string, err error) fault {
	var e *file.Error
	if !errors.As(err, &e) {
		return fault{message: err.Error()}
	}
	f := fault{from: e.From, width: max(1, e.To-e.From), message: "the condition cannot be read: " + e.Message}
	switch {
	case strings.Contains(e.Message, "exceeds maximum allowed nodes"):
		f.message, f.hint = fmt.Sprintf("the condition has more than %d parts", maxNodes), "split it into segments"
	case strings.ContainsAny(src, "“”‘’，（）＝＞＜＆｜"):
		f.hint = "it holds full-width signs: write ' , ( ) = > < with the English keyboard"
	case assignment.MatchString(src):
		f.hint = "to compare, write == with two signs"
	}
	return f
}

var assignment = regexp.MustCompile(`[^=!<>]=[^=]`)

// A builder makes one condition from its syntax tree.
type builder struct {
	*conditions
	source    file.Source
	about     About
	condition *Condition
	faults    []fault
}

func (w *builder) fault(n ast.Node, message, hint string) {
	from, to := extent(n)
	w.faults = append(w.faults, fault{from: from, width: max(1, to-from), message: message, hint: hint})
}

// build makes the skeleton above the leaves.
func (w *builder) build(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return &node{op: opTrue, text: "true"}
		}
		return &node{op: opFalse, text: "false"}
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return &node{op: opNot, kids: []*node{w.build(n.Node)}}
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "&&", "and":
			return &node{op: opAnd, kids: []*node{w.build(n.Left), w.build(n.Right)}}
		case "||", "or":
			return &node{op: opOr, kids: []*node{w.build(n.Left), w.build(n.Right)}}
		case "<", "<=", ">", ">=":
			if w.moves(n.Left) || w.moves(n.Right) {
				return w.comparison(n)
			}
		}
	case *ast.ConditionalNode:
		return &node{op: opIf, kids: []*node{w.build(n.Cond), w.build(n.Exp1), w.build(n.Exp2)}}
	case *ast.MemberNode:
		if s, ok := w.segmentOf(n); ok {
			w.condition.Moves = w.condition.Moves || s.If.Moves
			return &node{op: opSegment, segment: s, text: "segment." + s.Name}
		}
	case *ast.CallNode:
		if calls(n, "bought") {
			return w.boughtNode(n)
		}
	}
	if w.refuseMoving(n) {
		return &node{op: opFalse}
	}
	return w.leaf(n)
}

// leaf compiles a part that does not move and must be yes or no.
func (w *builder) leaf(n ast.Node) *node {
	w.condition.size++
	text, words, known := wording(n), wordsIn(n), atomOf(n)
	program, kind := w.program(n, text)
	if kind != nil && kind.Kind() != reflect.Bool {
		w.fault(n, fmt.Sprintf("%s is %s, not yes or no", text, plainType(kind)), "compare it with something")
	}
	return &node{op: opLeaf, program: program, words: words, atom: known, text: text}
}

// program compiles a part of the expression that does not move; kind is nil
// when it has a fault.
func (w *builder) program(n ast.Node, text string) (*vm.Program, reflect.Type) {
	w.inlineSegments(&n)
	rewriteCalls(&n)
	tree := &parser.Tree{Node: n, Source: w.source}
	kind, err := checker.Check(tree, w.config)
	if err != nil {
		w.typeFault(n, err)
		return nil, nil
	}
	key := n.String()
	if p, ok := w.programs[key]; ok {
		return p, kind
	}
	if err := optimizer.Optimize(&tree.Node, w.config); err != nil {
		w.typeFault(n, err)
		return nil, nil
	}
	p, err := compiler.Compile(tree, w.config)
	if err != nil {
		w.fault(n, "the condition cannot be compiled: "+firstLine(err.Error()), "")
		return nil, nil
	}
	w.programs[key] = p
	return p, kind
}

func (w *builder) typeFault(n ast.Node, err error) {
	var e *file.Error
	if !errors.As(err, &e) {
		w.fault(n, plainWords(err.Error()), "")
		return
	}
	f := fault{from: e.From, width: max(1, e.To-e.From), message: plainWords(e.Message)}
	if strings.Contains(e.Message, "mismatched types") {
		f.hint = "texts stand in quotes, numbers do not"
	}
	w.faults = append(w.faults, f)
}

// segmentOf recognises segment.NAME.
func (c *conditions) segmentOf(n *ast.MemberNode) (*Segment, bool) {
	base, ok := n.Node.(*ast.IdentifierNode)
	name, isName := n.Property.(*ast.StringNode)
	if !ok || !isName || base.Value != "segment" {
		return nil, false
	}
	s, ok := c.segments[name.Value]
	return s, ok && s.If != nil
}

// moves says whether time alone may change the value of a part.
func (w *builder) moves(n ast.Node) bool {
	found := false
	inspect(n, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.IdentifierNode:
			if _, _, ok := clockWord(n.Value); ok {
				found = true
			}
		case *ast.MemberNode:
			if s, ok := w.segmentOf(n); ok && s.If.Moves {
				found = true
			}
		case *ast.CallNode:
			found = found || calls(n, "bought")
		}
	})
	return found
}

// inlineSegments puts the conditions of segments that do not move in their
// place, for parts of an expression that are no yes/no skeleton.
func (w *builder) inlineSegments(n *ast.Node) {
	ast.Walk(n, visitor(func(n *ast.Node) {
		if m, ok := (*n).(*ast.MemberNode); ok {
			if s, ok := w.segmentOf(m); ok {
				*n = w.segmentTree(s)
			}
		}
	}))
}

func (w *builder) segmentTree(s *Segment) ast.Node {
	tree, err := parser.ParseWithConfig(s.If.Source, w.config)
	if err != nil {
		return &ast.BoolNode{}
	}
	w.inlineSegments(&tree.Node)
	return tree.Node
}

// rewriteCalls turns has_tag(t) into a look into the customer's tags, which
// runs without a call.
func rewriteCalls(n *ast.Node) {
	ast.Walk(n, visitor(func(n *ast.Node) {
		if call, ok := (*n).(*ast.CallNode); ok && calls(call, "has_tag") && len(call.Arguments) == 1 {
			tags := &ast.MemberNode{Node: &ast.IdentifierNode{Value: "customer"}, Property: &ast.StringNode{Value: "tags"}}
			tags.SetLocation(call.Location())
			in := &ast.BinaryNode{Operator: "in", Left: call.Arguments[0], Right: tags}
			ast.Patch(n, in)
		}
	}))
}

type visitor func(*ast.Node)

func (v visitor) Visit(n *ast.Node) { v(n) }

// inspect visits every part of an expression.
func inspect(n ast.Node, f func(ast.Node)) {
	ast.Walk(&n, visitor(func(n *ast.Node) { f(*n) }))
}

func calls(n *ast.CallNode, name string) bool {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	return ok && callee.Value == name
}

// extent is the stretch of source that a part covers.
func extent(n ast.Node) (from, to int) {
	from, to = n.Location().From, n.Location().To
	inspect(n, func(n ast.Node) {
		if l := n.Location(); l.To > 0 {
			from, to = min(from, l.From), max(to, l.To)
		}
	})
	return from, to
}

// wording is a part as a person would have written it.
func wording(n ast.Node) string {
	return strings.ReplaceAll(n.String(), `"`, `'`)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// plainWords says in the words of the rule file what expr says in Go's.
func plainWords(message string) string {
	return goTypes.Replace(message)
}

var goTypes = strings.NewReplacer(
	"map[string]string", "texts by name", "[]string", "list of texts", "rule.CustomerFacts", "customer", "rule.OrderFacts", "order",
	"rule.ShopFacts", "shop", "float64", "number", "int", "number", "string", "text", "bool", "yes/no", "time.Time", "time",
)

func plainType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "a number"
	default:
		return "a " + plainWords(t.String())
	}
}

func suggest(word string, known []string) string { return source.Suggest(word, known) }
