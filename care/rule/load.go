package rule

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A File is one rule file, read but not understood.
type File struct {
	Name string // as it stands in problems
	Data []byte
}

// Files reads the rule files of a folder that match one of the patterns, in the
// order of their names. Rule tests, which end in _test.yaml, are left out.
func Files(fsys fs.FS, patterns ...string) ([]File, error) {
	var names []string
	for _, p := range patterns {
		found, err := fs.Glob(fsys, p)
		if err != nil {
			return nil, fmt.Errorf("care: the pattern %q: %w", p, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("care: no file is called %q; name the rule files, such as \"*.yaml\"", p)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	var files []File
	for _, n := range slices.Compact(names) {
		if base := path.Base(n); strings.HasSuffix(base, "_test.yaml") || strings.HasSuffix(base, "_test.yml") {
			continue
		}
		data, err := fs.ReadFile(fsys, n)
		if err != nil {
			return nil, fmt.Errorf("care: %w", err)
		}
		files = append(files, File{n, data})
	}
	return files, nil
}

// Load understands rule files together. All problems are found in one pass; the
// set is nil when one of them is an error. Remarks come along either way.
func Load(files ...File) (*Set, source.Problems) {
	l := &loader{reader: form.NewReader()}
	for _, f := range files {
		root, ok := l.reader.Parse(f.Name, f.Data)
		if !ok {
			continue
		}
		if spec, ok := fileForm.Kind().Read(l.reader, root); ok || !spec.spot.IsZero() {
			l.add(spec)
		}
	}
	if len(files) == 0 {
		return nil, source.Problems{{Message: "there is no rule file", Hint: "name one"}}
	}
	set := l.compile()
	problems := l.reader.Problems()
	if problems.Err() != nil {
		return nil, problems
	}
	return set, problems
}

// A loader puts the files together and compiles them.
type loader struct {
	reader *form.Reader
	spec   fileSpec
	set    *Set

	conditions *conditions
	texts      map[string]*Text
	used       map[string]bool
}

// add takes the sections of a file; a name given in two files is a problem that
// names both places.
func (l *loader) add(f fileSpec) {
	if f.Shop != nil {
		if l.spec.Shop != nil {
			l.reader.ReportAlso(f.Shop.spot, l.spec.Shop.spot, "the shop is described twice", "keep one of the sections")
		} else {
			l.spec.Shop = f.Shop
		}
	}
	addEntries(l, "channel", &l.spec.Channels, f.Channels)
	addEntries(l, "segment", &l.spec.Segments, f.Segments)
	addEntries(l, "quiet time", &l.spec.Limits.Quiet, f.Limits.Quiet)
	addEntries(l, "cap", &l.spec.Limits.Caps, f.Limits.Caps)
	addEntries(l, "budget", &l.spec.Limits.Budgets, f.Limits.Budgets)
	addEntries(l, "promise", &l.spec.Limits.Never, f.Limits.Never)
	addEntries(l, "flow", &l.spec.Flows, f.Flows)
	addEntries(l, "text", &l.spec.Texts, f.Texts)
}

func addEntries[T any](l *loader, what string, all *[]form.Entry[T], more []form.Entry[T]) {
	for _, e := range more {
		if i := slices.IndexFunc(*all, func(o form.Entry[T]) bool { return o.Name.Value == e.Name.Value }); i >= 0 {
			l.reader.ReportAlso(e.Name.Spot, (*all)[i].Name.Spot, fmt.Sprintf("a %s is called %q already", what, e.Name.Value), "give it another name, or delete one of them")
			continue
		}
		*all = append(*all, e)
	}
}

// compile turns the whole into a set. It reports as it goes and never stops
// early.
func (l *loader) compile() *Set {
	l.set = &Set{rules: map[string]*Rule{}, about: map[About][]*Flow{}}
	l.texts, l.used = map[string]*Text{}, map[string]bool{}
	segments := map[string]*Segment{}
	l.conditions = newConditions(segments)
	l.compileShop()
	l.compileChannels()
	l.compileSegments(segments)
	l.compileLimits()
	l.compileTexts()
	for _, f := range l.spec.Flows {
		l.compileFlow(f.Name, f.Value)
	}
	l.checkLimitFlows()
	l.remarkUnusedTexts()
	return l.set
}

// condition compiles an expression and reports what is wrong with it under the
// very characters.
func (l *loader) condition(w form.Word, about About) *Condition {
	if w.Spot.IsZero() {
		return nil
	}
	c, faults := l.conditions.compile(w.Value, about)
	for _, f := range faults {
		l.reader.ReportInside(w.Spot, f.from, f.width, f.message, f.hint)
	}
	if c != nil {
		l.remarkValues(w, c)
	}
	return c
}

// compileSegments compiles the segments; one may use another that does not use
// it in turn.
func (l *loader) compileSegments(segments map[string]*Segment) {
	for i, e := range l.spec.Segments {
		s := &Segment{Name: e.Name.Value, Title: title(e.Value.Title, e.Name), number: i}
		segments[s.Name] = s
		l.set.Segments = append(l.set.Segments, s)
	}
	under := map[string]bool{}
	done := map[string]bool{}
	var compile func(i int)
	compile = func(i int) {
		e := l.spec.Segments[i]
		if done[e.Name.Value] {
			return
		}
		if under[e.Name.Value] {
			l.reader.Report(e.Value.If.Spot, fmt.Sprintf("segment %q is described by itself", e.Name.Value), "say what it means without its own name")
			done[e.Name.Value] = true
			return
		}
		under[e.Name.Value] = true
		for j, other := range l.spec.Segments {
			if uses(e.Value.If.Value, "segment."+other.Name.Value) {
				compile(j)
			}
		}
		if !done[e.Name.Value] {
			done[e.Name.Value] = true
			segments[e.Name.Value].If = l.condition(e.Value.If, AboutNothing)
		}
	}
	for i := range l.spec.Segments {
		compile(i)
	}
	for _, s := range l.set.Segments {
		if s.If != nil && s.If.MessageWords {
			i := slices.IndexFunc(l.spec.Segments, func(e form.Entry[segmentSpec]) bool { return e.Name.Value == s.Name })
			l.reader.Report(l.spec.Segments[i].Value.If.Spot, "a segment cannot look at the message about to go", "write the condition under limits.never")
		}
	}
}

// uses says whether a word occurs in a condition as a whole.
func uses(condition, word string) bool {
	for at := 0; ; {
		i := strings.Index(condition[at:], word)
		if i < 0 {
			return false
		}
		end := at + i + len(word)
		if end == len(condition) || !isNamePart(condition[end]) {
			return true
		}
		at = end
	}
}

func isNamePart(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func title(t, name form.Word) string {
	if t.Value != "" {
		return t.Value
	}
	return name.Value
}
