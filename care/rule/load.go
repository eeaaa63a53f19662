package rule

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path"
	"slices"

	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// A File is one rule file, read but not yet parsed.
type File struct {
	Name string // as shown in problems
	Data []byte
}

// Files reads the rule files that match one of the patterns, in the order of their names.
// Without a pattern it reads all *.yaml and *.yml of the folder and its subfolders, except
// names that begin with a dot. Rule tests, which end in _test.yaml or _test.yml, are left
// out.
func Files(fsys fs.FS, patterns ...string) ([]File, error) {
	names, err := matching(fsys, patterns)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, n := range names {
		if form.IsTest(n) {
			continue
		}
		data, err := form.ReadFile(fsys, n)
		if err != nil {
			return nil, zh.Error("care: %w", err)
		}
		files = append(files, File{n, data})
	}
	if len(files) == 0 && len(patterns) == 0 {
		return nil, zh.Error("care: there are no rule files (*.yaml, *.yml) in the folder or in those inside it")
	}
	return files, nil
}

// matching are the names that match one of the patterns, each once and sorted.
func matching(fsys fs.FS, patterns []string) (names []string, err error) {
	if len(patterns) == 0 {
		if names, err = form.Folder(fsys, "."); err != nil {
			return nil, zh.Error("care: %w", err)
		}
	}
	for _, p := range patterns {
		found, err := form.Glob(fsys, p)
		switch {
		case errors.Is(err, path.ErrBadPattern):
			return nil, zh.Error("care: the pattern %q: %w", p, err)
		case err != nil:
			return nil, zh.Error("care: %w", err)
		}
		if len(found) == 0 {
			return nil, zh.Error("care: no file matches %q; name the rule files, such as \"*.yaml\"", p)
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// Load compiles rule files together. All problems are found in one pass; the set is nil if
// one of them is an error. Remarks are returned in both cases.
func Load(files ...File) (*Set, source.Problems) {
	return settled(newLoader().understand(files))
}

// LoadDraft is Load for rules whose texts are not registered yet. A text without a template
// for a provider's channel is no problem then. Its [Bound] has no code, so it cannot be
// sent.
func LoadDraft(files ...File) (*Set, source.Problems) {
	l := newLoader()
	l.draft = true
	return settled(l.understand(files))
}

// settled is the set of a loader that met no error.
func settled(l *loader, problems source.Problems) (*Set, source.Problems) {
	if l == nil || problems.Err() != nil {
		return nil, problems
	}
	return l.set, problems
}

// understand reads and compiles rule files together, with the places of the parts of
// conditions where somebody wants to know them. The loader is nil without any file.
func understand(files []File, places bool) (*loader, source.Problems) {
	l := newLoader()
	l.conditions.Places = places
	return l.understand(files)
}

func (l *loader) understand(files []File) (*loader, source.Problems) {
	if len(files) == 0 {
		return nil, source.Problems{{Message: zh.Text("no rule files"), Hint: zh.Text("name one")}}
	}
	for _, f := range files {
		root, ok := l.reader.Parse(f.Name, f.Data)
		if !ok {
			l.spec.lost = true
			continue
		}
		spec, _ := fileKind.Read(l.reader, root)
		l.add(&spec)
	}
	defer l.reader.Within(source.Fit)()
	l.compile()
	l.set.fingerprint = fingerprintOf(files)
	return l, l.reader.Problems()
}

// fingerprintOf is a hash of the files, whatever their order and names. It is never 0.
func fingerprintOf(files []File) uint64 {
	var texts [][]byte
	for _, f := range files {
		texts = append(texts, f.Data)
	}
	slices.SortFunc(texts, bytes.Compare)
	h := fnv.New64a()
	for _, t := range texts {
		_, _ = fmt.Fprintf(h, "%d\n", len(t))
		_, _ = h.Write(t)
	}
	return max(h.Sum64(), 1)
}

// A loader puts the files together and compiles them.
type loader struct {
	reader *form.Reader
	spec   fileSpec
	set    *Set

	conditions *ask.Compiler
	texts      map[string]*Text
	wordings   map[*template.Template]form.Spot
	limits     names // of all limits
	uses       []wordingUse
	seenUses   map[wordingUse]bool
	unmetUses  map[unmetUse]bool
	meant      map[string]bool   // texts that a misspelt name meant
	known      map[string]names  // values, by the word that is compared with them
	spellings  map[string]string // of what shops name themselves: the first, by word and folded
	almanac    almanac           // of the shop's calendar
	sendings   map[boundUse][]sending
	refused    map[*template.Template]*refusals
	moments    map[*Moment]form.Spot // where they stand
	pairs      int                   // of rules that were compared, of which one may hide the other
	titles     int                   // the longest title in an SMS; 0: not said
	textLost   bool                  // a rule names a text that there is not: it may mean any
	draft      bool                  // a text may have no template yet
	around     Circumstances
	// sound is false once something was reported; whoever wants to know sets it
	// first.
	sound bool
}

func newLoader() *loader {
	reader := form.NewReader()
	reader.Said = said
	return &loader{
		reader:     reader,
		set:        &Set{rules: map[string]*Rule{}},
		conditions: ask.NewCompiler(),
		texts:      map[string]*Text{},
		wordings:   map[*template.Template]form.Spot{},
		seenUses:   map[wordingUse]bool{},
		unmetUses:  map[unmetUse]bool{},
		meant:      map[string]bool{},
		limits:     newNames(0),
		known:      map[string]names{},
		spellings:  map[string]string{},
		sendings:   map[boundUse][]sending{},
		refused:    map[*template.Template]*refusals{},
		moments:    map[*Moment]form.Spot{},
	}
}

func (l *loader) report(s form.Spot, message, hint say.Text) {
	l.sound = false
	l.reader.Report(s, message, hint)
}

func (l *loader) reportAlso(s, also form.Spot, message, hint say.Text) {
	l.sound = false
	l.reader.ReportAlso(s, also, message, hint)
}

// reportFaults reports what is wrong inside a condition under the very
// characters.
func (l *loader) reportFaults(w form.Word, faults ...ask.Fault) {
	defer l.reader.Within(source.Condition)()
	for _, f := range faults {
		l.sound = false
		l.reader.ReportInside(w.Spot, f.From, f.Width, f.Message, f.Hint)
	}
}

// add takes the sections of a file; a name given in two files is a problem that
// names both places.
func (l *loader) add(f *fileSpec) {
	l.addShop(f.Shop)
	l.addCalendar(&f.Calendar)
	l.addLifecycle(f.Lifecycle)
	l.spec.lost = l.spec.lost || f.lost
	l.spec.Limits.lost = l.spec.Limits.lost || f.Limits.lost
	addSection(l, zh.Text("channel"), &l.spec.Channels, &f.Channels)
	addSection(l, zh.Text("segment"), &l.spec.Segments, &f.Segments)
	addSection(l, zh.Text("quiet time"), &l.spec.Limits.Quiet, &f.Limits.Quiet)
	addSection(l, zh.Text("cap"), &l.spec.Limits.Caps, &f.Limits.Caps)
	addSection(l, zh.Text("budget"), &l.spec.Limits.Budgets, &f.Limits.Budgets)
	addSection(l, zh.Text("promise"), &l.spec.Limits.Never, &f.Limits.Never)
	addSection(l, zh.Text("flow"), &l.spec.Flows, &f.Flows)
	addSection(l, zh.Text("text"), &l.spec.Texts, &f.Texts)
}

func addSection[T any](l *loader, what say.Text, all, more *section[T]) {
	all.lost = all.lost || more.lost
	first := make(map[string]form.Spot, len(all.all))
	for _, e := range all.all {
		first[e.Name.Value] = e.Name.Spot
	}
	for _, e := range more.all {
		if at, taken := first[e.Name.Value]; taken {
			l.reportAlso(e.Name.Spot, at, zh.Text("a %s named %q exists already", what, e.Name.Value), zh.Text("give it another name, or delete one of them"))
			continue
		}
		all.all = append(all.all, e)
	}
}

// compile turns the whole into a set. It reports as it goes and never stops
// early.
func (l *loader) compile() {
	l.conditions.Incomplete = l.spec.lost || l.spec.Segments.lost
	l.compileCalendar()
	l.compileShop()
	l.compileLifecycle()
	l.compileChannels()
	l.compileSegments()
	l.compileLimits()
	l.compileTexts()
	for _, f := range l.spec.Flows.all {
		if !f.Broken && !l.reader.Full() {
			l.compileFlow(f.Name, &f.Value)
		}
	}
	l.checkLimitFlows()
	l.bindTexts()
	l.checkWords()
	l.remarkUnusedTexts()
	if l.reader.Problems().Err() == nil { // else the author has something better to do
		l.remarkFixed()
		l.remarkAdvertising()
		l.remarkHours()
		l.remarkQuiets()
		l.remarkEnded()
		l.remarkUnconsented()
		l.remarkMoments()
	}
	l.leaveOutSigns()
}

// condition compiles an expression; false when it cannot be used, which is
// reported. One that is not written is always true.
func (l *loader) condition(w form.Word, where ask.Scope) (*ask.Condition, bool) {
	if w.Spot.IsZero() {
		return nil, true
	}
	if l.reader.Full() {
		return nil, false
	}
	c, faults := l.conditions.Compile(w.Value, where)
	l.reportFaults(w, faults...)
	if c == nil {
		l.sound = false
		return nil, false
	}
	l.asks(c.Stems)
	l.set.Shop.Lifecycle.AsksStage = l.set.Shop.Lifecycle.AsksStage || c.Stage
	l.remarkValues(w, c)
	l.remarkMissingDays(w, c)
	return c, true
}

// reportImpossible reports a condition that nothing can make true, alone or
// together with others.
func (l *loader) reportImpossible(w form.Word, c *ask.Condition, with ...*ask.Condition) bool {
	all := append(with, c)
	if c == nil || l.conditions.Possible(l.set.Shop.Closes, all...) {
		return false
	}
	switch {
	case !l.conditions.Possible(nil, c):
		l.report(w.Spot, zh.Text("this can never become true"), zh.Text("its parts contradict each other"))
	case l.conditions.Possible(nil, all...):
		l.reader.Remark(w.Spot, zh.Text("this is true only of orders that the platform keeps open longer than shop.closes says"), zh.Text("write a longer time there, or a shorter one here"))
		return false
	default:
		l.report(w.Spot, zh.Text("this can never become true together with the rule's condition"), zh.Text("a step needs both"))
	}
	return true
}

func title(t, name form.Word) string {
	if t.Value != "" {
		return t.Value
	}
	return name.Value
}
