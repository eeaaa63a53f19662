package calendar

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/source"
)

// A File is a calendar file with its content.
type File struct {
	Name string // name for errors
	Data []byte
}

// Load reads the calendar files of a shop that match one of the patterns, such
// as "calendar.yaml", and adds them to the days of China. The error has every
// problem of every file, with its line and a caret. With an error the Calendar
// is that of China.
func Load(fsys fs.FS, patterns ...string) (Calendar, error) {
	names := map[string]bool{}
	for _, pattern := range patterns {
		found, err := form.Glob(fsys, pattern)
		if err != nil {
			return Calendar{}, zh.Error("calendar: the pattern %q: %w", pattern, err)
		}
		if len(found) == 0 {
			return Calendar{}, zh.Error("calendar: no file matches %q; name the shop's calendar, such as \"calendar.yaml\"", pattern)
		}
		for _, name := range found {
			names[name] = true
		}
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(names)) {
		data, err := form.ReadFile(fsys, name)
		if err != nil {
			return Calendar{}, zh.Error("calendar: %w", err)
		}
		files = append(files, File{name, data})
	}
	return Parse(files...)
}

// Parse is [Load] for files that are already read.
func Parse(files ...File) (Calendar, error) {
	r := form.NewReader()
	var sections []Section
	for _, f := range files {
		if root, ok := r.Parse(f.Name, f.Data); ok {
			if s, ok := sectionForm.Kind().Read(r, root); ok {
				sections = append(sections, s)
			}
		}
	}
	c := Combine(r, sections...)
	if err := r.Problems().Err(); err != nil {
		return Calendar{}, err
	}
	return c, nil
}

// Kind describes a calendar file, for loaders of files with a calendar as a
// part.
func Kind() form.Kind[Section] { return sectionForm.Kind() }

// Schema is the JSON Schema of the calendar file, made from the forms that the
// reader uses.
func Schema() ([]byte, error) {
	return form.Schema(Kind(), "https://tiexin-go.github.io/calendar.schema.json", "tiexin calendar")
}

// Combine adds what [Kind] has read to the days of China, and reports
// inconsistencies.
func Combine(r *form.Reader, sections ...Section) Calendar {
	base := builtIn()
	b := builder{reader: r, spots: map[string]form.Spot{}, years: map[int]form.Spot{}}
	b.contents = &contents{days: slices.Clone(base.days), plans: maps.Clone(base.plans)}
	b.settle()
	for _, s := range sections {
		for i := range s.days {
			b.day(&s.days[i])
		}
	}
	for _, s := range sections {
		b.workdays(s.workdays)
	}
	b.settle()
	return Calendar{own: b.contents}
}

// A builder adds a shop's own to a calendar.
type builder struct {
	*contents
	reader *form.Reader
	spots  map[string]form.Spot // where a key was given
	years  map[int]form.Spot    // where a year was
}

func (b *builder) day(e *form.Entry[daySpec]) {
	key := e.Name
	if first, ok := b.spots[key.Value]; ok {
		b.reader.ReportAlso(key.Spot, first, zh.Text("the day %q is given twice", key.Value), zh.Text("merge the two"))
		return
	}
	b.spots[key.Value] = key.Spot
	if e.Broken {
		return
	}
	spec := &e.Value
	if i, ok := b.index[source.Fold(key.Value)]; ok && b.days[i].Key == key.Value {
		amended := spec.amend(b.days[i])
		if b.free(spec, amended, i) {
			b.days[i] = amended
			b.settle()
		}
		return
	}
	if !b.newKey(key) {
		return
	}
	s := SpecialDay{Key: key.Value}
	if spec.bare {
		s.Name = key.Value
	}
	s = spec.amend(s)
	if !spec.saysName {
		b.reader.Report(key.Spot, zh.Text("the day %q has no name", key.Value), zh.Text("add name: as customers read it"))
	}
	if !spec.saysWhen {
		b.reader.Report(key.Spot, zh.Text("the date of %q is missing", key.Value), zh.Text("add rule: solar:10-18 or the like, table: with years, or dates:"))
	}
	if b.free(spec, s, -1) {
		b.days = append(b.days, s)
		b.indexNames(len(b.days) - 1)
	}
}

// newKey refuses a key that no rule file can refer to.
func (b *builder) newKey(key form.Word) bool {
	if !keyShape.MatchString(key.Value) {
		b.reader.Report(key.Spot, zh.Text("%s cannot be a key", quoted(key.Value)), zh.Text(`take letters, digits, "_" and "-", at most 40`))
		return false
	}
	if i, ok := b.index[source.Fold(key.Value)]; ok {
		b.reader.Report(key.Spot, zh.Text("%q is a name of %s already", key.Value, b.days[i]), zh.Text("to change that day, write %s:", b.days[i].Key))
		return false
	}
	return true
}

// free reports names that another day has.
func (b *builder) free(spec *daySpec, s SpecialDay, own int) bool {
	free := true
	for _, name := range s.names() {
		i, taken := b.index[source.Fold(name)]
		if !taken || i == own {
			continue
		}
		free = false
		b.reader.Report(spec.where(name), zh.Text("%q is a name of %s already", name, b.days[i]), zh.Text("each name leads to one day"))
	}
	return free
}
