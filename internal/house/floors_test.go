package house_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// floors are the packages from the ground up. A package may import what stands
// on a lower floor: never something above it, and nothing beside it.
var floors = [][]string{
	{"internal/say"},
	{"internal/say/saytest"},
	{"internal/source", "internal/model", "internal/ids", "internal/discreet"},
	{"internal/eventwords"},
	{"."},
	{"internal/form", "loyalty/internal/optimum"},
	{"template", "channel", "loyalty", "lifecycle/calendar", "care/feed"},
	{"channel/internal/call"},
	{"channel/internal/*", "channel/channeltest", "care/feed/internal/*", "care/feed/track"},
	{"channel/*", "care/feed/*"},
	{"loyalty/btyd", "loyalty/survey", "internal/orderlog"},
	{"lifecycle/internal/base"},
	{"loyalty/report", "lifecycle/*"},
	{"lifecycle"}, // the first page of what stands below it
	{"care/internal/ask"},
	{"care/internal/ask/exprloop", "care/internal/ask/byhand"},
	{"care/rule"},
	{"care/internal/remember"},
	{"care/internal/kinds", "care/internal/imagine", "care/internal/learn", "care/internal/speed"},
	{"care/internal/decide"},
	{"care"},
	{"care/caretest", "care/internal/plan", "care/store/internal/*", "care/vars"},
	{"care/cmd/*", "examples/*", "examples/*/*", "internal/house"},
}

// narrower are packages that may not even import everything below them.
var narrower = map[string][]string{
	"internal/form":            {"internal/source", "internal/say"},
	"lifecycle/calendar":       {"internal/form", "internal/source", "internal/say"},
	"loyalty":                  {".", "loyalty/internal/optimum"},
	"loyalty/internal/optimum": {},
	"loyalty/btyd":             {".", "loyalty", "loyalty/internal/optimum"},
	"loyalty/survey":           {".", "loyalty", "internal/form", "internal/source", "internal/say", "internal/discreet"},
	"care/feed":                {".", "internal/ids"},
	"care/feed/track":          {"."},
	"care/feed/*":              {".", "channel", "care/feed", "care/feed/internal/field", "care/feed/internal/sign", "care/feed/track", "internal/ids"},
	"care/feed/internal/*":     {".", "care/feed"},
	"channel/internal/*":       {".", "channel", "channel/internal/call", "care/feed"},
	"channel/channeltest":      {".", "channel"},
	"channel/*":                {".", "channel", "channel/internal/call", "channel/internal/digest", "channel/internal/sms", "channel/internal/weixin", "internal/discreet", "internal/ids", "internal/source", "template", "care/feed"},
	"channel/shelf":            {"channel"},
	"template":                 {".", "internal/source", "internal/say"},
	"channel":                  {".", "internal/discreet", "internal/ids", "internal/source", "internal/say"},
	"internal/eventwords":      {"internal/source"},
	"care/internal/ask":        {".", "internal/eventwords", "internal/source", "internal/say", "internal/discreet", "lifecycle/calendar"},
	"care/internal/remember":   {".", "internal/model", "internal/discreet", "internal/say", "channel", "care/internal/ask"},
	"care/internal/learn":      {".", "internal/source", "internal/say", "internal/orderlog", "loyalty", "lifecycle/stage", "lifecycle/restock", "lifecycle/payment", "lifecycle/delivery", "lifecycle/related", "lifecycle/calendar", "care/rule"},
	"internal/orderlog":        {".", "loyalty"},
	"lifecycle":                {},
	"lifecycle/internal/base":  {"loyalty", "lifecycle/calendar"},
	"lifecycle/stage":          {"lifecycle/internal/base", "loyalty", "loyalty/btyd", "lifecycle/calendar"},
}

// hired are the modules that may be imported, and the packages that may.
var hired = map[string][]string{
	"gopkg.in/yaml.v3":          {"internal/form", "internal/house"},
	"github.com/expr-lang/expr": {"care/internal/ask", "care/internal/ask/exprloop"},
	"gonum.org/v1/gonum":        {"loyalty", "loyalty/*", "loyalty/internal/*", "lifecycle/*"},
	"github.com/rivo/uniseg":    {"internal/source"},
}

// reportReaders are what the examples that report on a file of orders read it by: the
// reader of the command line tool. A host reads its own database instead.
var reportReaders = map[string][]string{
	"examples/loyalty":   {"internal/orderlog"},
	"examples/lifecycle": {"internal/orderlog"},
}

// tools of tests are imported by files that end in _test.go only.
var ofTests = map[string][]string{
	"github.com/stretchr/testify": nil,
	"testing":                     {"channel/channeltest", "care/caretest", "care/internal/plan", "care/store/internal/crash", "care/store/internal/replicas", "care/feed/internal/feedtest", "internal/say/saytest"}, // they run tests
	"testing/synctest":            nil,
	"testing/fstest":              nil,
	"net/http/httptest":           {"channel/channeltest"}, // it is for tests
}

func floorOf(folder string) int {
	return slices.IndexFunc(floors, func(packages []string) bool { return slices.ContainsFunc(packages, matches(folder)) })
}

func matches(folder string) func(string) bool {
	return func(pattern string) bool {
		ok, _ := path.Match(pattern, folder)
		return ok
	}
}

func TestEveryPackageHasAFloor(t *testing.T) {
	for _, f := range goFiles() {
		assert.GreaterOrEqual(t, floorOf(f.folder), 0, "package %s stands on no floor; add it to the floors, as low as it can stand", f.folder)
	}
}

func TestNoPackageReachesUpOrSideways(t *testing.T) {
	for _, f := range goFiles() {
		for _, i := range f.imports {
			if problem := reaches(f, i); problem != "" {
				t.Errorf("%s: %s", f.path, problem)
			}
		}
	}
}

// reaches says what is wrong with an import; empty: nothing.
func reaches(f goFile, imported string) string {
	if !isProject(imported) {
		return hires(f, imported)
	}
	to := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
	if to == "" {
		to = "."
	}
	from, below := floorOf(f.folder), floorOf(to)
	switch {
	case to == f.folder && f.test:
		return "" // the tests of a package see it from outside
	case strings.HasPrefix(f.folder, "examples/") && strings.HasPrefix(to, "internal/") && !slices.Contains(reportReaders[f.folder], to):
		return fmt.Sprintf("an example is written as a host writes, and a host cannot import %s", to)
	case below > from && !(f.test && to == "care/caretest"):
		return fmt.Sprintf("%s reaches up to %s; what both need belongs on a lower floor", f.folder, to)
	case below == from && !strings.HasPrefix(f.folder, "examples/"):
		return fmt.Sprintf("%s reaches sideways to %s; the two must not know each other", f.folder, to)
	}
	for pattern, allowed := range narrower {
		if matches(f.folder)(pattern) && !f.test && !slices.Contains(allowed, to) {
			return fmt.Sprintf("%s imports %s, but only %v are for it", f.folder, to, allowed)
		}
	}
	return ""
}

// hires says what is wrong with an import from outside the project.
func hires(f goFile, imported string) string {
	for name, exceptions := range ofTests {
		if imported == name || strings.HasPrefix(imported, name+"/") && strings.Contains(name, ".") {
			if f.test || slices.Contains(exceptions, f.folder) {
				return ""
			}
			return fmt.Sprintf("%s is for files that end in _test.go", imported)
		}
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	for name, packages := range hired {
		if imported == name || strings.HasPrefix(imported, name+"/") {
			if slices.ContainsFunc(packages, func(p string) bool { return matches(f.folder)(p) }) {
				return ""
			}
			return fmt.Sprintf("%s is hired for %s, not for %s", imported, strings.Join(packages, " and "), f.folder)
		}
	}
	return fmt.Sprintf("%s is not hired: a driver, a vendor or a server has its own module beside the interface it implements", imported)
}

func isProject(imported string) bool {
	return imported == module || strings.HasPrefix(imported, module+"/")
}

// The test above must bite.
func TestFloorsBite(t *testing.T) {
	for _, c := range []struct {
		folder   string
		test     bool
		imported string
		want     string
	}{
		{".", false, module + "/internal/source", ""},
		{".", false, module + "/template", "reaches up"},
		{"template", false, module + "/channel", "reaches sideways"},
		{"template", false, module + "/internal/form", "only [. internal/source internal/say]"},
		{"channel", false, module, ""},
		{"internal/form", false, module, "only [internal/source internal/say]"},
		{"care/rule", false, module + "/care", "reaches up"},
		{"care/rule", false, module + "/internal/form", ""},
		{"care", false, module + "/care/caretest", "reaches up"},
		{"care", true, module + "/care/caretest", ""},
		{"care", true, module + "/care", ""},
		{"care/caretest", false, module + "/care", ""},
		{"care/cmd/care", false, module + "/care/caretest", ""},
		{"examples/embed", false, module + "/internal/source", "a host cannot import"},
		{"examples/embed", false, module + "/care", ""},
		{"care/rule", false, "gopkg.in/yaml.v3", "hired for internal/form"},
		{"internal/form", false, "gopkg.in/yaml.v3", ""},
		{"care/internal/ask", false, "github.com/expr-lang/expr/ast", ""},
		{"care/rule", false, "github.com/expr-lang/expr", "hired for care/internal/ask"},
		{"care", false, "github.com/expr-lang/expr", "hired for care/internal/ask"},
		{"care/rule", false, module + "/care/internal/ask", ""},
		{"care/internal/ask", false, module + "/care/rule", "reaches up"},
		{"care/internal/ask", false, module + "/channel", "only [. internal/eventwords internal/source internal/say internal/discreet lifecycle/calendar]"},
		{"care/internal/remember", false, module + "/care/rule", "only"},
		{"care/internal/remember", false, module + "/internal/model", ""},
		{"care/internal/kinds", false, module + "/care/rule", ""},
		{"care/internal/remember", false, module + "/care/internal/kinds", "reaches up"},
		{"care/rule", false, module + "/care/internal/remember", "reaches up"},
		{"care/internal/decide", false, module + "/care/internal/remember", ""},
		{"care/internal/remember", false, module + "/care/internal/decide", "reaches up"},
		{"care/internal/decide", false, module + "/care", "reaches up"},
		{"template", false, "github.com/rivo/uniseg", "hired for internal/source"},
		{"internal/source", false, "github.com/rivo/uniseg", ""},
		{"care", false, "github.com/stretchr/testify/require", "_test.go"},
		{"care", true, "github.com/stretchr/testify/require", ""},
		{"care", false, "testing", "_test.go"},
		{"care/caretest", false, "testing", ""},
		{"channel", false, "github.com/redis/go-redis/v9", "not hired"},
		{"channel", false, "net/http", ""},
	} {
		got := reaches(goFile{folder: c.folder, test: c.test}, c.imported)
		if c.want == "" {
			assert.Empty(t, got, "%s imports %s", c.folder, c.imported)
		} else {
			assert.Contains(t, got, c.want, "%s imports %s", c.folder, c.imported)
		}
	}
}
