package source

import "strings"

// Sources remembers the texts of the files that were read, so that problems can
// show the lines they are about. The zero Sources is empty and ready to use. It
// is not for use by several goroutines at once.
type Sources struct {
	files map[string]file
}

type file struct {
	text   string
	starts []int // where each line begins
}

// Add remembers a file by the name that its places carry. A name added again
// replaces the earlier text.
func (s *Sources) Add(name, text string) {
	f := file{text: text, starts: []int{0}}
	if strings.HasPrefix(text, byteOrderMark) {
		f.starts[0] = len(byteOrderMark)
	}
	for at := f.starts[0]; ; {
		_, next := lineEnd(text, at)
		if next < 0 {
			break
		}
		f.starts = append(f.starts, next)
		at = next
	}
	if s.files == nil {
		s.files = make(map[string]file)
	}
	s.files[name] = f
}

// Line is a line of a file, counted from 1, without its line break. It is empty
// when the file or the line is not known.
func (s *Sources) Line(name string, line int) string {
	f, ok := s.files[name]
	if !ok || line < 1 || line > len(f.starts) {
		return ""
	}
	start := f.starts[line-1]
	end, _ := lineEnd(f.text, start)
	return f.text[start:end]
}

// Fill gives every problem that has no Line yet the text of its line.
func (s *Sources) Fill(problems Problems) {
	for i := range problems {
		if p := &problems[i]; p.Line == "" {
			p.Line = s.Line(p.Place.File, p.Place.Line)
		}
	}
}
