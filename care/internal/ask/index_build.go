package ask

import (
	"cmp"
	"math"
	"slices"
)

// An IndexedCondition is a condition with the gates that let it through.
type IndexedCondition struct {
	If    *Condition // nil: nothing is known that would keep it off
	Gates []string
	// Clock has to run for anybody to ask the condition, which names no other one. NoClock:
	// it is asked whatever the clocks say.
	Clock Stem
}

const (
	// mostBranches bounds into how many branches a condition is cut. What would need
	// more is left open by the parts that are too many.
	mostBranches = 8
	// mostCuts bounds how many thresholds of a word are told apart. Beyond them
	// neighbours share a class, and their conditions are left open in all of it.
	mostCuts = 4096
)

// NewIndex makes an index over conditions. Their numbers are their places in the list.
func NewIndex(all []IndexedCondition) *Index {
	b := &indexer{columns: map[columnKey]*columnBuilder{}, gates: map[string][]int32{}, solved: make([]solved, len(all))}
	for _, number := range byGates(all) {
		c := &all[number]
		branches, known := branchesOf(c.If)
		b.solved[number] = known
		for _, parts := range branches {
			b.add(int32(number), parts, c.Gates)
			if c.Clock != NoClock {
				b.clocks[c.Clock].add(int32(len(b.numbers)-1), known.isOver(c.Clock))
			}
		}
	}
	x := &Index{numbers: b.numbers, solved: b.solved, words: (len(b.numbers) + 63) / 64, gates: map[string]gate{}}
	for name, branches := range b.gates {
		x.gates[name] = gateOf(branches)
	}
	for clock := range Stems() {
		if c := &b.clocks[clock]; len(c.tests) > 0 {
			x.clocks = append(x.clocks, c.clockColumn(clock, x.words))
		}
	}
	for _, key := range b.order {
		x.columns = append(x.columns, b.column(key, x.words))
	}
	slices.SortStableFunc(x.columns, func(a, b column) int { return cmp.Compare(b.mentions, a.mentions) })
	return x
}

// byGates are the numbers of conditions, those of the same gates together: so the branches
// of a gate lie in few words.
func byGates(all []IndexedCondition) []int {
	numbers := make([]int, len(all))
	for i := range numbers {
		numbers[i] = i
	}
	slices.SortStableFunc(numbers, func(a, b int) int { return slices.Compare(all[a].Gates, all[b].Gates) })
	return numbers
}

// A columnKey is what a column is about.
type columnKey struct {
	word    *Word
	segment *segment
}

// An indexer collects the branches and what they ask of each column.
type indexer struct {
	numbers []int32
	gates   map[string][]int32
	columns map[columnKey]*columnBuilder
	order   []columnKey
	clocks  [StemCount]clockBuilder
	solved  []solved // by number
}

// A columnBuilder is a column before its rows are known.
type columnBuilder struct{ tests []columnTest }

// A columnTest is what one branch asks of a column: that all of its parts are true.
type columnTest struct {
	branch int32
	parts  []*node
}

func (b *indexer) add(number int32, parts []*node, gates []string) {
	branch := int32(len(b.numbers))
	b.numbers = append(b.numbers, number)
	for _, g := range gates {
		b.gates[g] = append(b.gates[g], branch)
	}
	for _, p := range parts {
		key, _ := p.aboutOne()
		c := b.columns[key]
		if c == nil {
			c = &columnBuilder{}
			b.columns[key], b.order = c, append(b.order, key)
		}
		last := len(c.tests) - 1
		switch {
		case last < 0 || c.tests[last].branch != branch:
			c.tests = append(c.tests, columnTest{branch: branch, parts: []*node{p}})
		case key.word == nil || key.word.sort != ofList:
			c.tests[last].parts = append(c.tests[last].parts, p)
		default: // of a list one element decides
			b.solved[number].whole = false
		}
	}
}

// column makes the column of a key. Where values share a row, an open branch need not be
// true.
func (b *indexer) column(key columnKey, words int) column {
	c := b.columns[key]
	made := c.column(key, words)
	if len(made.cuts) == mostCuts {
		for i := range c.tests {
			b.solved[b.numbers[c.tests[i].branch]].whole = false
		}
	}
	return made
}

// branchesOf cuts a condition into branches: it is off when in each of them a part is not
// true. Of each branch only the parts are listed that are about one column. The parts that
// are bounds are told apart.
func branchesOf(c *Condition) (branches [][]*node, known solved) {
	branches = [][]*node{nil}
	if c == nil {
		return branches, known
	}
	known.whole = true
	for _, part := range c.root.chain(opAnd) {
		if b, ok := part.boundOf(); ok {
			known.bounds = append(known.bounds, b)
			continue
		}
		ways, whole := part.ways()
		known.whole = known.whole && whole
		if len(ways) == 0 || len(branches)*len(ways) > mostBranches {
			known.whole = false
			continue
		}
		var cut [][]*node
		for _, b := range branches {
			for _, w := range ways {
				cut = append(cut, slices.Concat(b, w))
			}
		}
		branches = cut
	}
	return branches, known
}

// chain are the parts that a part joins by and, or by or; itself when it does not.
func (n *node) chain(op op) []*node {
	if n.op == op {
		return n.kids
	}
	return []*node{n}
}

// ways are the ways in which a part may be true: each a list of parts that are about one
// column. There are none when there is a way that no column knows. Whole says that columns
// know all of each.
func (n *node) ways() (ways [][]*node, whole bool) {
	if _, one := n.aboutOne(); one {
		return [][]*node{{n}}, true
	}
	if n.op != opOr {
		return nil, false
	}
	whole = true
	for _, way := range n.kids {
		var parts []*node
		for _, p := range way.chain(opAnd) {
			if _, one := p.aboutOne(); one {
				parts = append(parts, p)
			} else {
				whole = false
			}
		}
		if len(parts) == 0 {
			return nil, false
		}
		ways = append(ways, parts)
	}
	return ways, whole
}

// aboutOne is the column that a part is about; false when it is about none, or several.
func (n *node) aboutOne() (key columnKey, ok bool) {
	switch n.op {
	case opAtom:
		if a := n.program.atom; a != nil {
			return columnKey{word: a.word}, true
		}
	case opSegment:
		if !n.moves {
			return columnKey{segment: n.segment}, true
		}
	case opNot, opAnd, opOr:
		for i, k := range n.kids {
			own, one := k.aboutOne()
			if !one || i > 0 && own != key || n.op != opNot && own.word != nil && own.word.sort == ofList {
				return columnKey{}, false
			}
			key = own
		}
		return key, true
	}
	return columnKey{}, false
}

// is works a part out that is about one column, when each of its atoms is worked out by
// one function.
func (n *node) is(of func(*node) answer) answer {
	switch n.op {
	case opNot:
		return n.kids[0].is(of).opposite()
	case opAnd, opOr:
		decides, all := no, yes
		if n.op == opOr {
			decides, all = yes, no
		}
		for _, k := range n.kids {
			switch a := k.is(of); a {
			case decides:
				return decides
			case unknown:
				all = unknown
			}
		}
		return all
	default:
		return of(n)
	}
}

func (a answer) opposite() answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	default:
		return a
	}
}

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// holds says that all parts are true when each atom is worked out like this.
func (t *columnTest) holds(of func(*node) answer) bool {
	return !slices.ContainsFunc(t.parts, func(p *node) bool { return p.is(of) != yes })
}

// column makes the rows.
func (c *columnBuilder) column(key columnKey, words int) column {
	made := column{word: key.word, segment: key.segment, mentions: len(c.tests)}
	made.unknown = c.rowOf(words, func(*node) answer { return unknown })
	switch {
	case key.segment != nil:
		made.classes = c.yesNo(words, func(b bool) func(*node) answer { return func(*node) answer { return answerOf(b) } })
	case key.word.sort == ofYesNo:
		made.classes = c.yesNo(words, func(b bool) func(*node) answer { return func(*node) answer { return answerOf(b) } })
	case key.word.sort == ofText:
		c.textRows(&made, words)
	case key.word.sort == ofList:
		c.listRows(&made, words)
	default:
		c.numberRows(&made, words)
	}
	return made
}

func (c *columnBuilder) yesNo(words int, of func(bool) func(*node) answer) []row {
	return []row{c.rowOf(words, of(false)), c.rowOf(words, of(true))}
}

// rowOf is the row of a class of values, each test worked out.
func (c *columnBuilder) rowOf(words int, of func(*node) answer) row {
	var off []int32
	for i := range c.tests {
		if t := &c.tests[i]; !t.holds(of) {
			off = append(off, t.branch)
		}
	}
	return rowWithout(off, words)
}

// rowWithout is a row that lets all but some branches through.
func rowWithout(off []int32, words int) row {
	if len(off) <= words {
		return row{clear: off}
	}
	base := allOf(words)
	for _, b := range off {
		base[b>>6] &^= 1 << (b & 63)
	}
	return row{base: base}
}

func allOf(words int) []uint64 {
	base := make([]uint64, words)
	for i := range base {
		base[i] = math.MaxUint64
	}
	return base
}

// gateOf makes a gate of branches that ascend.
func gateOf(branches []int32) gate {
	from, to := branches[0]>>6, branches[len(branches)-1]>>6
	g := gate{from: int(from), bits: make([]uint64, to-from+1)}
	for _, b := range branches {
		g.bits[b>>6-from] |= 1 << (b & 63)
	}
	return g
}
