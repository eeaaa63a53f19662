package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// spellings are words as Americans spell them, and as this library does. A word stands for
// all that begin with it.
var spellings = map[string]string{
	"analyz": "analys", "apologiz": "apologis", "authoriz": "authoris", "behavior": "behaviour", "canceled": "cancelled", "canceling": "cancelling",
	"categoriz": "categoris", "center": "centre", "characteriz": "characteris", "color": "colour", "criticiz": "criticis", "customiz": "customis",
	"emphasiz": "emphasis", "equaliz": "equalis", "favor": "favour", "finaliz": "finalis", "flavor": "flavour", "generaliz": "generalis",
	"gray": "grey", "honor": "honour", "initializ": "initialis", "itemiz": "itemis", "judgment": "judgement", "labeled": "labelled", "labor": "labour",
	"localiz": "localis", "maximiz": "maximis", "memoriz": "memoris", "minimiz": "minimis", "modeled": "modelled", "modeling": "modelling",
	"neighbor": "neighbour", "normaliz": "normalis", "optimiz": "optimis", "organiz": "organis", "parameteriz": "parameteris", "penaliz": "penalis",
	"personaliz": "personalis", "prioritiz": "prioritis", "randomiz": "randomis", "realiz": "realis", "recogniz": "recognis", "regulariz": "regularis",
	"serializ": "serialis", "signaled": "signalled", "specializ": "specialis", "spelled": "spelt", "standardiz": "standardis", "stabiliz": "stabilis",
	"summariz": "summaris", "synchroniz": "synchronis", "traveled": "travelled", "traveler": "traveller", "utiliz": "utilis", "visualiz": "visualis",
}

// theirWords are what is not the library's to spell: code, names and values in quotes,
// addresses, what Go and others call their things, and titles of books.
var theirWords = regexp.MustCompile("`[^`]*`|\\[[^\\]]*\\]|'[^']*'|\"[^\"]*\"|\\S+[./_]\\S+|\\bNumerical Optimization\\b|\\bLabor Day\\b|\\bcontext canceled\\b|\\bauthorization is the header\\b")

var aSpelling = regexp.MustCompile(`[A-Za-z]+`)

// misspelt are the words of a text that are spelt the American way.
func misspelt(text string) (found []string) {
	for _, word := range aSpelling.FindAllString(theirWords.ReplaceAllString(text, " "), -1) {
		for american, british := range spellings {
			if strings.HasPrefix(strings.ToLower(word), american) {
				found = append(found, word+": write "+british+"…")
			}
		}
	}
	return found
}

func TestWhatIsMisspelt(t *testing.T) {
	for text, found := range map[string]bool{
		"Normalize the colors": true, "the order was canceled": true, "a traveler": true, "Summarized": true,
		"Normalise the colours": false, "see `color`": false, "the status \"authorized\"": false, "[context.Canceled]": false, "context.Canceled": false, "discolouration": false,
	} {
		assert.Equal(t, found, len(misspelt(text)) > 0, text)
	}
}

// Comments, messages and pages are in British English, and so are exported names.
func TestOneEnglishIsSpelt(t *testing.T) {
	for place, text := range messages() {
		for _, found := range misspelt(text) {
			t.Errorf("%s: %s", place, found)
		}
	}
	for _, name := range sources() {
		if strings.HasSuffix(name, ".md") {
			for _, found := range misspelt(withoutCode(read(t, name))) {
				t.Errorf("%s: %s", name, found)
			}
		}
	}
	for _, f := range goFiles() {
		files := token.NewFileSet()
		syntax, err := parser.ParseFile(files, filepath.Join(root, f.path), nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, group := range syntax.Comments {
			for _, found := range misspelt(group.Text()) {
				t.Errorf("%s: %s", files.Position(group.Pos()), found)
			}
		}
		for _, name := range declared(syntax) {
			for _, found := range misspelt(inWords.ReplaceAllString(name, "$1 $2")) {
				t.Errorf("%s: %s of %s", f.path, found, name)
			}
		}
	}
}

// inWords is where a word of a name ends.
var inWords = regexp.MustCompile(`([a-z])([A-Z])`)

// declared are the exported names of a file: functions, methods, types, fields, constants
// and variables.
func declared(file *ast.File) (names []string) {
	add := func(all ...*ast.Ident) {
		for _, n := range all {
			if n.IsExported() {
				names = append(names, n.Name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name)
			return false
		case *ast.TypeSpec:
			add(n.Name)
		case *ast.ValueSpec:
			add(n.Names...)
		case *ast.Field:
			add(n.Names...)
		}
		return true
	})
	return names
}
