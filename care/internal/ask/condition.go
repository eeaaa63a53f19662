package ask

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// A Condition is one expression of the rule file, compiled. Its yes/no skeleton
// (&&, ||, not, ?:) is ours, so that it can be solved for time and explained
// part by part. Of the parts, those that move are solved for their clock, and the
// others are programs of expr.
type Condition struct {
	Source string
	// Stems are the clocks the condition names itself, segments not counted.
	Stems Stemset
	// OrderWords says that it looks at an order.
	OrderWords bool
	// Stage says that it looks at the customer's stage, segments included.
	Stage bool
	// Things are those it looks at, segments included.
	Things Things
	// ChannelWord says that it looks at the channel about to be used.
	ChannelWord bool
	// MessageWords says that it looks at the message about to go: flow, rule,
	// channel or purpose.
	MessageWords bool
	// Moves says that time alone may change its answer.
	Moves bool

	root  *node
	first []*program // that it begins with and needs: mostly they decide, and no other part is looked at
	// With its segments:
	all      Stemset // clocks
	parts    int     // of its syntax
	searches bool    // it holds any(…), filter(…) or the like
}

type op uint8

const (
	opTrue op = iota
	opFalse
	opAnd
	opOr
	opNot
	opIf
	opAtom
	opProgram
	opMoving
	opSegment
)

// A node is a part of a condition that is yes or no.
type node struct {
	op      op
	moves   bool // time alone may change its answer
	kids    []*node
	program *program
	text    string // as a person would read it
	from    int32  // where it stands in the source, in characters; of a part without others in it
	width   int32
	reads   []reading
	named   []string // the texts that stand in it
	atom    *atom
	moving  moving
	segment *segment
}

// each visits every part of a condition, segments not followed.
func (n *node) each(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		k.each(f)
	}
}

// A Fault is what is wrong inside an expression. From and Width count characters of its
// source.
type Fault struct {
	From, Width   int
	Message, Hint say.Text
}

// A Scope says where a condition stands, which decides what it may use.
type Scope struct {
	Kind Kind // AnyKind: it may be asked about anything
	// When are the events that the rule begins with: what all of them bring is known.
	When     []tiexin.EventType
	WhenLost bool // not all of When could be read
	// Moments are what it begins with beside events. They bring nothing.
	Moments []string
	Promise bool // under limits.never: it sees the message about to go, and no clock
	Segment bool // it may be asked while its clocks stand still
}

// Brings says whether every event that the rule begins with brings a thing.
func (s Scope) Brings(t Thing) bool {
	lacks := func(e tiexin.EventType) bool { return !t.broughtBy(e) }
	return s.WhenLost || len(s.When) > 0 && len(s.Moments) == 0 && !slices.ContainsFunc(s.When, lacks)
}

// A Compiler compiles the expressions of one rule set. Equal parts share one
// program.
type Compiler struct {
	// Incomplete: not all segments could be read, so one that is not known is no fault.
	Incomplete bool
	// Calendar has the festivals and the workdays; the zero one is China's. Its days
	// begin as they do in Zone; at first it is China's.
	Calendar calendar.Calendar
	Zone     *time.Location
	// CalendarLost: the shop's own days could not all be read, so a festival that is
	// not known is no fault.
	CalendarLost bool

	// Places: somebody wants to know where the parts of conditions stand; see Parts.
	Places bool

	config   *conf.Config
	segments map[string]*segment
	programs map[string]typed
	looked   int // at parts of conditions, to see whether they are possible
	// hidingLooks is looked of the search for conditions that are hidden.
	hidingLooks int
}

// A typed is a program and what it yields.
type typed struct {
	*program
	kind reflect.Type
}

const (
	maxNodes  = 10_000
	maxSource = 64 << 10
	maxRange  = 1_000
	maxFaults = 100
)

// builtins are the functions of expr that a condition may call: those that
// finish soon and depend on nothing but their arguments.
var builtins = []string{
	"len", "any", "all", "none", "one", "count", "sum", "filter", "map", "min", "max", "abs", "ceil", "floor", "round",
	"int", "float", "string", "lower", "upper", "trim", "indexOf", "hasPrefix", "hasSuffix", "first", "last",
}

// NewCompiler is a compiler that knows no segments yet.
func NewCompiler() *Compiler {
	config := conf.New(Facts{})
	config.MaxNodes = maxNodes
	for name := range config.Builtins {
		if !slices.Contains(builtins, name) {
			config.Disabled[name] = true
			delete(config.Builtins, name)
		}
	}
	maps.Copy(config.Functions, finiteCalls)
	return &Compiler{Zone: calendar.China, config: config, segments: map[string]*segment{}, programs: map[string]typed{}}
}

// parse reads an expression into its syntax tree.
func (c *Compiler) parse(src string) (*parser.Tree, *Fault) {
	if len(src) > maxSource {
		return nil, &Fault{Message: zh.Text("the condition has %d bytes, more than %d", len(src), maxSource), Hint: splitHint}
	}
	var tree *parser.Tree
	err := shielded(func() (err error) {
		tree, err = parser.ParseWithConfig(src, c.config)
		return err
	})
	if err != nil {
		f := syntaxFault(src, err)
		return nil, &f
	}
	return tree, nil
}

var splitHint = zh.Text("split it into segments")

// Compile turns an expression into a condition, or says everything that is
// wrong with it. Without a condition and without a fault, it uses a segment
// that has one.
func (c *Compiler) Compile(src string, where Scope) (*Condition, []Fault) {
	read, wrong := c.Parse(src)
	if wrong != nil {
		return nil, []Fault{*wrong}
	}
	return c.CompileRead(read, where)
}

// CompileRead compiles as Compile does what Parse has read.
func (c *Compiler) CompileRead(e Expression, where Scope) (*Condition, []Fault) {
	tree := e.tree
	w := &builder{Compiler: c, source: tree.Source, Scope: where, condition: &Condition{Source: tree.Source.String()}}
	w.checkWords(tree.Node)
	if len(w.faults) == 0 && !w.broken {
		w.condition.root = w.build(tree.Node)
		w.condition.first = w.condition.root.first()
		w.condition.Moves = w.condition.root.moves
	}
	if len(w.faults) > 0 || w.broken {
		slices.SortStableFunc(w.faults, func(a, b Fault) int { return cmp.Compare(a.From, b.From) })
		return nil, w.faults
	}
	return w.condition, nil
}

// A builder makes one condition from its syntax tree.
type builder struct {
	*Compiler
	Scope
	source    file.Source
	runes     []rune // of the source, once somebody has looked
	condition *Condition
	faults    []Fault
	broken    bool // it uses a segment that has a fault, or a day that could not be read
}

func (w *builder) fault(n ast.Node, message, hint say.Text) {
	if w.hopeless() {
		return
	}
	from, to := w.extent(n)
	w.faults = append(w.faults, Fault{From: from, Width: max(1, to-from), Message: message, Hint: hint})
}

// hopeless says that enough was found: what has so many faults is no condition with
// slips but something else.
func (w *builder) hopeless() bool { return len(w.faults) >= maxFaults }

// build makes the skeleton above the parts.
func (w *builder) build(n ast.Node) *node {
	part := w.buildPart(n)
	if _, days := part.moving.(*onDays); days || w.Places && part.kids == nil {
		from, to := w.stretch(n)
		part.from, part.width = int32(from), int32(to-from)
	}
	return part
}

func (w *builder) buildPart(n ast.Node) *node {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return &node{op: opTrue, text: "true"}
		}
		return &node{op: opFalse, text: "false"}
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return skeleton(opNot, w.build(n.Node))
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "&&", "and":
			return skeleton(opAnd, w.build(n.Left), w.build(n.Right))
		case "||", "or":
			return skeleton(opOr, w.build(n.Left), w.build(n.Right))
		}
	case *ast.ConditionalNode:
		return skeleton(opIf, w.build(n.Cond), w.build(n.Exp1), w.build(n.Exp2))
	case *ast.MemberNode:
		if s, ok := w.segmentOf(n); ok {
			return &node{op: opSegment, moves: s.answer.Moves, segment: s, text: "segment." + s.name}
		}
	}
	if part := w.buildMoving(n); part != nil {
		return part
	}
	if w.refuseMoving(n) {
		return &node{op: opFalse}
	}
	return w.part(n)
}

// skeleton is a part made of parts. A chain of and, or of or, is one part.
func skeleton(op op, kids ...*node) *node {
	if first := kids[0]; first.op == op && (op == opAnd || op == opOr) {
		kids = append(first.kids, kids[1:]...)
	}
	return &node{op: op, kids: kids, moves: slices.ContainsFunc(kids, func(k *node) bool { return k.moves })}
}

// first are the programs with which a part begins and without which it is no.
func (n *node) first() []*program {
	chain := []*node{n}
	if n.op == opAnd {
		chain = n.kids
	}
	var programs []*program
	for _, k := range chain {
		if k.program == nil {
			break
		}
		programs = append(programs, k.program)
	}
	return programs
}

// part compiles a part that does not move and must be yes or no.
func (w *builder) part(n ast.Node) *node {
	text := wording(n)
	op, reads, a := opProgram, readingsIn(n, anyPart), atomOf(n)
	if a != nil {
		op, reads = opAtom, []reading{{word: a.word}}
	}
	p, result := w.program(n, text)
	if result != nil && result.Kind() != reflect.Bool {
		w.fault(n, zh.Text("%s is %s, not yes or no", text, plainType(result)), zh.Text("compare it with something"))
	}
	return &node{op: op, program: p, atom: a, reads: reads, named: textsIn(n), text: text}
}

// Compared are the texts that the condition compares words with, for remarks on
// values that look like a slip of the pen. Segments are not followed.
func (c *Condition) Compared() []Compared {
	var all []Compared
	c.root.each(func(n *node) {
		if n.atom == nil {
			return
		}
		for i, value := range n.atom.texts {
			at := n.atom.spots[i]
			all = append(all, Compared{n.atom.word.Name, value, at.From, at.To - at.From})
		}
	})
	return all
}

func anyPart(ast.Node) bool { return true }

// A Compared is a text that a condition compares a word with.
type Compared struct {
	Word, Value string
	From, Width int // where the text stands, in characters of the source
}
