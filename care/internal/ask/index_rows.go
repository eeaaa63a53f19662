package ask

import (
	"math"
	"slices"
)

// The rows of a column whose values are many: most let nearly the same branches through,
// so a row is another one and a few differences. Where the differences outweigh a row,
// it stands by itself.

// textsIn are the texts that a test compares its word with.
func (t *columnTest) texts() (all []string) {
	for _, p := range t.parts {
		p.each(func(n *node) {
			if n.op == opAtom {
				all = append(all, n.program.atom.texts...)
			}
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// textRows makes the row of each text that tests name, and of all others.
func (c *columnBuilder) textRows(made *column, words int) {
	differ := map[string][]int32{}
	var off []int32 // for any other text
	others := make([]bool, len(c.tests))
	for i := range c.tests {
		t := &c.tests[i]
		others[i] = t.holds(func(n *node) answer { return answerOf(n.program.atom.op == unequal) })
		if !others[i] {
			off = append(off, t.branch)
		}
		for _, text := range t.texts() {
			is := t.holds(func(n *node) answer {
				a := n.program.atom
				return answerOf(slices.Contains(a.texts, text) == (a.op != unequal))
			})
			if is != others[i] {
				differ[text] = append(differ[text], int32(i))
			}
		}
	}
	made.other = rowWithout(off, words)
	made.texts = make(map[string]row, len(differ))
	for text, tests := range differ {
		made.texts[text] = c.differing(&made.other, tests, others, off, words)
	}
}

// differing is a row that some tests answer otherwise than they do in another one.
func (c *columnBuilder) differing(other *row, tests []int32, others []bool, off []int32, words int) row {
	r := row{base: other.base}
	for _, i := range tests {
		if b := c.tests[i].branch; others[i] {
			r.clear = append(r.clear, b)
		} else {
			r.set = append(r.set, b)
		}
	}
	if other.base == nil || len(tests) > words { // by itself
		rest := slices.DeleteFunc(slices.Clone(off), func(b int32) bool { return slices.Contains(r.set, b) })
		return rowWithout(append(rest, r.clear...), words)
	}
	return r
}

// listRows makes the row of a list that holds nothing that tests name, and what each text
// changes in it.
func (c *columnBuilder) listRows(made *column, words int) {
	made.texts = map[string]row{}
	base := allOf(words)
	for i := range c.tests {
		t := &c.tests[i]
		without := t.holds(func(*node) answer { return no })
		with := t.holds(func(*node) answer { return yes })
		if !without {
			base[t.branch>>6] &^= 1 << (t.branch & 63)
		}
		text := t.texts()[0]
		r := made.texts[text]
		switch {
		case with && !without:
			r.set = append(r.set, t.branch)
		case without && !with:
			r.clear = append(r.clear, t.branch)
		}
		made.texts[text] = r
	}
	made.other = row{base: base}
}

// cutsOf are the numbers that a test compares its word with, ascending.
func (t *columnTest) cutsOf() (all []float64) {
	for _, p := range t.parts {
		p.each(func(n *node) {
			if n.op == opAtom {
				all = append(all, n.program.atom.num)
			}
		})
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// holdsAt says that a test is true for a number.
func (t *columnTest) holdsAt(x float64) bool {
	return t.holds(func(n *node) answer { a := n.program.atom; return answerOf(a.op.holds(x, a.num)) })
}

// numberRows makes a row for each cut and for each gap between two.
func (c *columnBuilder) numberRows(made *column, words int) {
	var cuts []float64
	for i := range c.tests {
		cuts = append(cuts, c.tests[i].cutsOf()...)
	}
	slices.Sort(cuts)
	made.cuts = thinned(slices.Compact(cuts))
	turns := make([][]int32, 2*len(made.cuts)+2) // by class, the tests that turn there
	for i := range c.tests {
		for _, open := range c.tests[i].openIn(made.cuts) {
			turns[open.from] = append(turns[open.from], int32(i))
			turns[open.to+1] = append(turns[open.to+1], int32(i))
		}
	}
	made.classes = c.sweep(turns[:len(turns)-1], words)
	made.noNumber = c.rowOf(words, func(n *node) answer { a := n.program.atom; return answerOf(a.op.holds(math.NaN(), a.num)) })
}

// thinned leaves out all but mostCuts of the cuts.
func thinned(cuts []float64) []float64 {
	if len(cuts) <= mostCuts {
		return cuts
	}
	kept := make([]float64, mostCuts)
	for i := range kept {
		kept[i] = cuts[i*len(cuts)/mostCuts]
	}
	return kept
}

// A stretch is a run of classes, both ends included.
type stretch struct{ from, to int }

// openIn are the classes of numbers in which a test is true for some number.
func (t *columnTest) openIn(cuts []float64) (open []stretch) {
	add := func(from, to int) {
		if last := len(open) - 1; last >= 0 && from <= open[last].to+1 {
			open[last].to = max(open[last].to, to)
		} else {
			open = append(open, stretch{from, to})
		}
	}
	own := t.cutsOf()
	for i, x := range own {
		if i == 0 && t.holdsAt(math.Inf(-1)) {
			add(0, classBelow(cuts, x))
		}
		if t.holdsAt(x) {
			class := classAt(cuts, x)
			add(class, class)
		}
		if i+1 == len(own) {
			if t.holdsAt(math.Inf(1)) {
				add(classAbove(cuts, x), 2*len(cuts))
			}
		} else if t.holdsAt(x + (own[i+1]-x)/2) {
			add(classAbove(cuts, x), classBelow(cuts, own[i+1]))
		}
	}
	return open
}

// classAt is the class of a number: its own when it is a cut.
func classAt(cuts []float64, x float64) int {
	i, cut := slices.BinarySearch(cuts, x)
	if cut {
		return 2*i + 1
	}
	return 2 * i
}

// classBelow is the class of the numbers right below one, classAbove right above it. They
// differ where the number is a cut.
func classBelow(cuts []float64, x float64) int {
	i, _ := slices.BinarySearch(cuts, x)
	return 2 * i
}

func classAbove(cuts []float64, x float64) int {
	i, cut := slices.BinarySearch(cuts, x)
	if cut {
		i++
	}
	return 2 * i
}

// sweep makes the rows of classes that follow each other, from the tests that turn in each.
func (c *columnBuilder) sweep(turns [][]int32, words int) []row {
	open := make([]bool, len(c.tests))
	var base []uint64
	var differ []int32 // tests, from the base
	rows := make([]row, len(turns))
	for class, turned := range turns {
		for _, i := range turned {
			open[i] = !open[i]
			if base == nil {
				continue
			}
			if at := slices.Index(differ, i); at >= 0 {
				differ = slices.Delete(differ, at, at+1)
			} else {
				differ = append(differ, i)
			}
		}
		if base == nil || len(differ) > words {
			differ, base = differ[:0], allOf(words)
			for i, is := range open {
				if b := c.tests[i].branch; !is {
					base[b>>6] &^= 1 << (b & 63)
				}
			}
		}
		rows[class].base = base
		for _, i := range differ {
			if b := c.tests[i].branch; open[i] {
				rows[class].set = append(rows[class].set, b)
			} else {
				rows[class].clear = append(rows[class].clear, b)
			}
		}
	}
	return rows
}
