package care_test

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
)

// Each flow that the package documentation shows is one that a shop could load.
func TestTheFlowsOfTheDocumentationLoad(t *testing.T) {
	flows := 0
	for _, code := range documentedCode(t) {
		if !strings.Contains(code, "about: ") {
			continue
		}
		flows++
		file := ruleFile(code)
		_, err := care.Load(fstest.MapFS{"rules.yaml": {Data: []byte(file)}}, "rules.yaml")
		assert.NoError(t, err, "%s", file)
	}
	assert.Greater(t, flows, 10)
}

// documentedCode are the code blocks of the package documentation.
func documentedCode(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("doc*.go")
	require.NoError(t, err)
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		require.NoError(t, err)
		all = append(all, codeIn(file.Doc)...)
	}
	return all
}

func codeIn(text *ast.CommentGroup) []string {
	var all []string
	for _, part := range new(comment.Parser).Parse(text.Text()).Content {
		if code, ok := part.(*comment.Code); ok {
			all = append(all, code.Text)
		}
	}
	return all
}

var sends = regexp.MustCompile(`(?:send|task): ([\w.]+)`)

// ruleFile is a flow as a whole file: with a shop, and with a text for all that it sends.
func ruleFile(flow string) string {
	flow, texts, own := strings.Cut(flow, "\ntexts: ")
	if !own {
		var words []string
		for _, name := range sends.FindAllStringSubmatch(flow, -1) {
			words = append(words, name[1]+": 您好")
		}
		texts = "{" + strings.Join(words, ", ") + "}"
	}
	return "version: 1\nshop: {name: 青禾家, transit: {zhongtong: {浙江: 3d}}}\nflows:\n" +
		regexp.MustCompile(`(?m)^`).ReplaceAllString(flow, "  ") + "\ntexts: " + texts + "\n"
}
