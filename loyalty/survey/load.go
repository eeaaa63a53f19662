package survey

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
)

// LoadQuestionnaire reads a questionnaire from YAML; name is the file's name in
// errors. The error has all faults, each with file, line, column, the line itself
// and a fix.
func LoadQuestionnaire(name string, data []byte) (*Questionnaire, error) {
	return load(name, data, questionnaireForm.Kind(), (*questionnaireSpec).questionnaire, (*Questionnaire).slips)
}

// LoadIndex reads an index system from YAML, as [LoadQuestionnaire] does.
func LoadIndex(name string, data []byte) (*Index, error) {
	return load(name, data, indexForm.Kind(), (*indexSpec).index, (*Index).slips)
}

// load reads what is written, makes it into what is meant, and reports what is
// wrong with that where it was written. What may follow from a fault that was
// already reported is left out.
func load[Spec, T any](name string, data []byte, kind form.Kind[Spec], understand func(*Spec) (*T, unsound), slips func(*T) []slip) (*T, error) {
	r := form.NewReader()
	root, ok := r.Parse(name, data)
	if !ok {
		return nil, r.Problems().Err()
	}
	spec, ok := kind.Read(r, root)
	if !ok {
		return nil, r.Problems().Err()
	}
	t, bad := understand(&spec)
	for _, s := range slips(t) {
		if !bad.explains(s) {
			r.Report(spotOf(root, s.path), s.message, s.hint)
		}
	}
	if err := r.Problems().Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// unsound are the paths of parts that could not be read whole; "" is the file.
type unsound []string

func (u unsound) add(sound bool, path string) unsound {
	if sound {
		return u
	}
	return append(u, path)
}

// explains says that a slip may come from what could not be read.
func (u unsound) explains(s slip) bool {
	for _, path := range u {
		if s.follows == fromParts || path == "" && s.follows == fromNames || path != "" && (s.path == path || strings.HasPrefix(s.path, path+".")) {
			return true
		}
	}
	return false
}

// spotOf is where a path was written: the value of a key that says something, the
// name of a part, and of what was not written the nearest part around it.
func spotOf(root form.Value, path string) form.Spot {
	v := root
	for path != "" {
		next, rest, found := step(v, path)
		if !found {
			break
		}
		v, path = next, rest
	}
	if v.IsScalar() || v.Name().Spot.IsZero() {
		return v.Spot()
	}
	return v.Name().Spot
}

// step follows the first name of a path: the longest that fits, since a name that
// people chose may have dots in it.
func step(v form.Value, path string) (next form.Value, rest string, found bool) {
	longest := -1
	for _, e := range v.Entries() {
		name := e.Name.Value
		if after, ok := strings.CutPrefix(path+".", name+"."); ok && len(name) > longest {
			longest, next, rest, found = len(name), e.Value, strings.TrimSuffix(after, "."), true
		}
	}
	return next, rest, found
}

// trimmed is the message of an error of this package, to stand inside another.
func trimmed(err error) say.Text {
	return say.Of(err).Each(func(s string) string { return strings.TrimPrefix(s, "survey: ") })
}

// questionnaireSchema is the JSON Schema of a questionnaire file, for editors,
// made from the forms that the loader uses.
func questionnaireSchema() ([]byte, error) {
	return form.Schema(questionnaireForm.Kind(), "https://tiexin-go.github.io/questionnaire.schema.json", "tiexin questionnaire")
}

// indexSchema is the JSON Schema of an index file.
func indexSchema() ([]byte, error) {
	return form.Schema(indexForm.Kind(), "https://tiexin-go.github.io/index.schema.json", "tiexin index system")
}

const decimalPattern = `^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`

// decimal is a number that a person writes.
var decimal = form.Parsed(zh.Text("a number"), decimalPattern, "0.7", func(s string) (float64, error) {
	v, ok := parseNumber(s)
	if !ok {
		return 0, zh.Error("%q is not a number", s)
	}
	if v < -furthest || v > furthest {
		return 0, zh.Error("%s is beyond every scale; numbers go from -1000000000 to 1000000000", s)
	}
	return v, nil
})
