package caretest

import (
	"cmp"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// MutateOptions configure Mutate.
type MutateOptions struct {
	// Only reports whether a rule file is changed, by its name. Default: all that a test
	// names.
	Only func(file string) bool
	// Progress is called with the numbers of finished and all mutants. Several goroutines
	// call it. Default: none.
	Progress func(done, all int)
}

// A Mutation (变异测试) is the result of many small changes of the rules, one at a time: a
// mutant that no test notices survives.
type Mutation struct {
	Tests     int        `json:"tests"`
	Mutants   int        `json:"mutants"` // mutants that could be loaded
	Killed    int        `json:"killed"`  // mutants with a failing test
	Survivors []Survivor `json:"survivors"`
}

// A Survivor is a change of the rules that no test notices.
type Survivor struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Width  int    `json:"width"`
	Source string `json:"source"` // the original line
	What   string `json:"what"`   // the change
	Tests  int    `json:"tests"`  // number of tests run with it
	// Kill is a test that passes with the rules and fails with the change, for the file
	// KillFile; empty: none was found.
	Kill     string `json:"kill,omitempty"`
	KillFile string `json:"kill_file,omitempty"`

	what, kill string // in Chinese
}

// InChinese is the survivor with What, and the name of the test in Kill, in Chinese. A
// survivor that was read from JSON stays in its language.
func (s Survivor) InChinese() Survivor {
	s.What, s.Kill = cmp.Or(s.what, s.What), cmp.Or(s.kill, s.Kill)
	return s
}

// Mutate changes the tested rules, one small thing at a time, and returns the changes that
// no test notices. It skips tests that do not use the changed part. The error has every
// problem of every file, or names the tests that fail with the unchanged rules.
func Mutate(fsys fs.FS, o MutateOptions, patterns ...string) (*Mutation, error) {
	files, err := readFiles(fsys, nil, patterns...)
	if err != nil {
		return nil, err
	}
	var problems source.Problems
	for _, f := range files {
		problems = append(problems, f.problems...)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	benches, err := benchesOf(files)
	if err != nil {
		return nil, err
	}
	m := &mutation{MutateOptions: o, fates: map[mutantKey]*fate{}}
	for _, b := range benches {
		m.tests += len(b.stories)
		b.mutator = rule.NewMutator(b.files...)
		for _, one := range b.mutator.Mutants() {
			if o.Only == nil || o.Only(one.Place.File) {
				m.all++
			}
		}
	}
	for _, b := range benches {
		m.run(b)
	}
	return m.result(benches), nil
}

// A bench is rules that were loaded together, with the tests that name them.
type bench struct {
	files   []rule.File
	rules   *care.Rules
	stories []*profile
	mutator *rule.Mutator
}

// A profile is a test and what it touches.
type profile struct {
	*test
	draft  *draft
	rules  map[string]bool // paths of the rules that were evaluated
	flows  map[string]bool
	limits map[string][]time.Time // that held something back, and when
	spoke  map[string]bool        // paths of the rules that spoke
	went   []time.Time            // when something went, which limits let pass
}

// benchesOf runs the tests with the rules as they are. All have to pass.
func benchesOf(files []*file) ([]*bench, error) {
	var all []*bench
	by := map[string]*bench{}
	var failing []string
	for _, f := range files {
		d := newDraft(f)
		for i, t := range f.tests {
			var names []string
			for _, r := range f.sources[t.rules] {
				names = append(names, r.Name)
			}
			key := strings.Join(names, "\x00")
			b := by[key]
			if b == nil {
				b = &bench{files: f.sources[t.rules], rules: t.rules}
				by[key], all = b, append(all, b)
			}
			p := &profile{test: t, draft: d.of(i), rules: map[string]bool{}, flows: map[string]bool{}, limits: map[string][]time.Time{}, spoke: map[string]bool{}}
			outcomes, failed := t.outcomes(b.rules)
			if failed {
				failing = append(failing, fmt.Sprintf("%s:%d: %s", f.name, t.line, t.name))
			}
			p.touch(outcomes)
			b.stories = append(b.stories, p)
		}
	}
	if len(failing) > 0 {
		which := strings.Join(failing, "\n")
		if len(failing) == 1 {
			return nil, zh.Error("caretest: 1 test fails with the rules as they are; fix it first:\n%s", which)
		}
		return nil, zh.Error("caretest: %d tests fail with the rules as they are; fix them first:\n%s", len(failing), which)
	}
	return all, nil
}

// outcomes lets the test happen with rules, and says whether it fails.
func (t *test) outcomes(rules *care.Rules) (all []care.Outcome, failed bool) {
	with := *t
	with.rules, with.coverage = rules, nil
	f := failure{test: &with}
	for o := range care.Simulate(rules, t.events, care.SimOptions{Until: t.until, Senders: t.senders, Unreachable: t.reach, Fault: f.fault}) {
		all = append(all, o)
	}
	f.compare(all)
	return all, len(f.said) > 0
}

func (p *profile) touch(outcomes []care.Outcome) {
	for i := range outcomes {
		o := &outcomes[i]
		if o.Compiled() == nil {
			continue
		}
		p.rules[o.Path()], p.flows[o.Flow] = true, true
		if o.Goes() {
			p.went, p.spoke[o.Path()] = append(p.went, o.At), true
		}
		if o.By != "" {
			p.limits[o.By] = append(p.limits[o.By], o.At)
		}
		for _, way := range o.Ways {
			p.limits[way.By] = append(p.limits[way.By], o.At)
		}
	}
}

// touches says whether a mutant may make a difference to the test.
func (p *profile) touches(m *rule.Mutant) bool {
	switch {
	case m.Rule != "":
		return p.rules[m.Rule]
	case m.Flow != "":
		return p.flows[m.Flow]
	case m.Limit != "":
		return len(p.went) > 0 || p.limits[m.Limit] != nil
	}
	return len(p.rules) > 0
}

// A mutation is all that is at work at once.
type mutation struct {
	MutateOptions
	all, tests int

	mu    sync.Mutex
	done  int
	fates map[mutantKey]*fate
}

// A mutantKey is a mutant in whatever rules it is made.
type mutantKey struct {
	at   source.Place
	what say.Text
}

// A fate is what became of a mutant.
type fate struct {
	killed bool
	survivor
}

type survivor struct {
	width, tests int
	kill         say.Text
	killFile     string
}

// run tries the mutants of a bench, on all cores.
func (m *mutation) run(b *bench) {
	next := make(chan int)
	var wg sync.WaitGroup
	for n := range runtime.GOMAXPROCS(0) {
		mutator := b.mutator
		wg.Go(func() {
			if n > 0 {
				mutator = rule.NewMutator(b.files...)
			}
			for i := range next {
				m.try(b, mutator, i)
			}
		})
	}
	for i, one := range b.mutator.Mutants() {
		if m.Only == nil || m.Only(one.Place.File) {
			next <- i
		}
	}
	close(next)
	wg.Wait()
}

// try lets the tests that a mutant touches happen, until one notices it.
func (m *mutation) try(b *bench, mutator *rule.Mutator, i int) {
	mutant := &mutator.Mutants()[i]
	key := mutantKey{mutant.Place, mutant.What}
	if !m.isKilled(key) {
		if changed := mutator.Load(i); changed != nil {
			m.settle(key, b.fate(mutant, changed))
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done++; m.Progress != nil {
		m.Progress(m.done, m.all)
	}
}

func (b *bench) fate(mutant *rule.Mutant, changed *care.Rules) fate {
	f := fate{survivor: survivor{width: mutant.Width}}
	var touched []*profile
	for _, p := range b.stories {
		if !p.touches(mutant) {
			continue
		}
		touched = append(touched, p)
		f.tests++
		if _, failed := p.outcomes(changed); failed {
			f.killed = true
			return f
		}
	}
	if len(touched) == 0 {
		touched = b.stories
	}
	f.kill, f.killFile = (&killer{mutant, b.rules, changed}).find(touched)
	return f
}

func (m *mutation) isKilled(key mutantKey) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.fates[key]
	return f != nil && f.killed
}

// settle takes down what became of a mutant. It may be made in several sets of rules,
// and is killed when it is in one.
func (m *mutation) settle(key mutantKey, f fate) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if before := m.fates[key]; before != nil {
		f.killed = f.killed || before.killed
		f.tests += before.tests
		if f.kill.Empty() {
			f.kill, f.killFile = before.kill, before.killFile
		}
	}
	m.fates[key] = &f
}

func (m *mutation) result(benches []*bench) *Mutation {
	r := &Mutation{Tests: m.tests, Mutants: len(m.fates), Survivors: []Survivor{}}
	var sources source.Sources
	for _, b := range benches {
		for _, f := range b.files {
			sources.Add(f.Name, string(f.Data))
		}
	}
	for key, f := range m.fates {
		if f.killed {
			r.Killed++
			continue
		}
		r.Survivors = append(r.Survivors, Survivor{
			File: key.at.File, Line: key.at.Line, Column: key.at.Column, Width: f.width, Source: sources.Line(key.at.File, key.at.Line),
			What: key.what.English, Tests: f.tests, Kill: f.kill.English, KillFile: f.killFile,
			what: key.what.Chinese, kill: f.kill.Chinese,
		})
	}
	slices.SortFunc(r.Survivors, func(a, b Survivor) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.What, b.What))
	})
	return r
}
