package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A turn is a phrase that a reader of English stumbles over.
type turn struct {
	phrase *regexp.Regexp
	write  string // instead
}

// turns are not in what the library says, nor on the pages that are read first.
var turns = []turn{
	{regexp.MustCompile(`\b(?:is|are) no [a-z]+`), "not a …, unknown …, … is missing"},
	{regexp.MustCompile(`\b(?:is|are) called\b|\bcalled %[qs]`), "unknown …, named …"},
	{regexp.MustCompile(`\b[Nn]obody\b`), "no customer, no one, unknown"},
	{regexp.MustCompile(`\b[Ww](?:ho|hom|hat)ever\b`), "a customer who, anything that"},
	{regexp.MustCompile(`\bdear(?:er|est)?\b`), "expensive"},
	{regexp.MustCompile(`\bmend(?:s|ed|ing)?\b`), "fix"},
	{regexp.MustCompile(`\bforet(?:ell|ells|old|elling)\b`), "forecast"},
	{regexp.MustCompile(`\banew\b`), "again"},
	{regexp.MustCompile(`\bbef(?:all|alls|ell|allen)\b`), "happen to, be about"},
	{regexp.MustCompile(`\bhad better\b`), "should"},
	{regexp.MustCompile(`\b(?:[Ss]he|[Hh]ers?|herself|[Hh]e|[Hh]im|[Hh]is|himself)\b`), "they"},
	{regexp.MustCompile(`\bis what\b|\btells that\b|\bsays that it\b`), "the noun itself"},
	{regexp.MustCompile(`\bbehind\b`), "after, before, in"},
	{regexp.MustCompile(`\bnot known (?:wh|how)`), "unknown"},
	{regexp.MustCompile(`\bis not said\b`), "is missing"},
	{regexp.MustCompile(`\blook at\b`), "check"},
}

// meantSo are phrases that look like a turn and are plain English.
// A word in single quotes is a value of the rule language: 'too-dear'.
var meantSo = regexp.MustCompile(`\bthere are no\b|\b(?:is|are) no (?:longer|more)\b|hours behind UTC|'[a-z_-]+'`)

func turnsIn(text string) (found []string) {
	text = meantSo.ReplaceAllString(text, "")
	for _, t := range turns {
		for _, phrase := range t.phrase.FindAllString(text, -1) {
			found = append(found, strconv.Quote(phrase)+": write "+t.write)
		}
	}
	return found
}

// longestSentence is how many words a sentence has at most.
const longestSentence = 25

var (
	// A semicolon or colon ends a sentence here, and so does the end of a paragraph or
	// of an indented line. What is in brackets, in code or in single quotes is one word.
	sentenceEnd = regexp.MustCompile(`[.!?;:][)"]?(?:\s+|$)|\n\s*\n|\n(?:\t|  )|\n[-|#*0-9]`)
	notCounted  = regexp.MustCompile("`[^`]*`|\\([^()]*\\)|\\{[^{}]*\\}|'[a-z_-]+'")
	aWord       = regexp.MustCompile(`[A-Za-z]{2,}|%[a-z]|\b[aI]\b`)
)

func longSentences(text string) (found []string) {
	for _, s := range sentenceEnd.Split(notCounted.ReplaceAllString(text, " x "), -1) {
		n := 0
		for _, word := range strings.Fields(s) {
			if aWord.MatchString(word) {
				n++
			}
		}
		if n > longestSentence {
			found = append(found, strconv.Itoa(n)+" words: "+strings.Join(strings.Fields(s), " "))
		}
	}
	return found
}

func TestWhatIsAStumblingTurn(t *testing.T) {
	for text, found := range map[string]bool{
		`%q is no time`: true, `no limit is called %q`: true, "nobody knows whose parcel it is": true, "mend it first": true, "her last order": true, "the text behind the sign": true,
		`%q is not a time`: false, "there are no rule files": false, "it is no longer stored": false, "the others": false, "recommended": false, "8 hours behind UTC": false,
	} {
		assert.Equal(t, found, len(turnsIn(text)) > 0, text)
	}
}

func TestWhatIsALongSentence(t *testing.T) {
	long := strings.Repeat("word ", longestSentence)
	assert.Empty(t, longSentences(long+". "+long+"; "+long+"\n\n"+long+"(and some more in brackets)"))
	assert.Len(t, longSentences(long+"%q. "+long+"more"), 2)
}

// messages are the texts in the library's files that people may read, by their place.
var messages = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, f := range goFiles() {
		if !f.test && f.folder != "internal/house" {
			addTexts(all, f.path)
		}
	}
	return all
})

// addTexts adds the strings of a file that have several words, the parts of a sum put
// together.
func addTexts(all map[string]string, name string) {
	files := token.NewFileSet()
	syntax, err := parser.ParseFile(files, filepath.Join(root, name), nil, 0)
	if err != nil {
		panic(err)
	}
	add := func(at token.Pos, text string) {
		if len(aWord.FindAllString(text, -1)) > 1 && strings.Contains(strings.TrimSpace(text), " ") {
			all[files.Position(at).String()] = text
		}
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok && f.Tag != nil {
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
			add(f.Tag.Pos(), tag.Get("means")+"; "+tag.Get("unknown"))
			f.Tag = nil
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, ok := constantText(e)
		add(e.Pos(), text)
		return !ok
	})
}

func constantText(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := constantText(e.X)
		right, also := constantText(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// theirs are folders whose texts are quoted from others: what providers answer in tests.
var theirs = map[string]bool{"channel/channeltest": true}

func TestMessagesArePlainEnglish(t *testing.T) {
	require.Greater(t, len(messages()), 2000)
	for place, text := range messages() {
		if theirs[strings.TrimPrefix(path.Dir(place), root+"/")] {
			continue
		}
		for _, found := range append(turnsIn(text), longSentences(text)...) {
			t.Errorf("%s: %s", place, found)
		}
	}
}

// firstPages are what people read first: README.md without its code, and the comments
// that explain a package, without theirs.
func firstPages(t *testing.T) map[string]string {
	all := map[string]string{"README.md": withoutCode(read(t, "README.md"))}
	for _, f := range goFiles() {
		if f.test || !f.comment {
			continue
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, f.path), nil, parser.ParseComments|parser.PackageClauseOnly)
		require.NoError(t, err)
		all[f.path] = indented.ReplaceAllString(syntax.Doc.Text(), "\n")
	}
	return all
}

var indented = regexp.MustCompile(`(?m)^\t.*$`)

func TestFirstPagesArePlainEnglish(t *testing.T) {
	pages := firstPages(t)
	require.Greater(t, len(pages), 30)
	for place, text := range pages {
		for _, found := range append(turnsIn(text), longSentences(text)...) {
			t.Errorf("%s: %s", place, found)
		}
	}
}
