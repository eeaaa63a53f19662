package house_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A goPackage is what the go command says of one.
type goPackage struct {
	ImportPath, Dir string
	Export          string // the file that describes it to importers
	XTestGoFiles    []string
}

// listPackages asks the go command about all packages of the module and whatever they import.
func listPackages(t *testing.T) map[string]goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,XTestGoFiles", "./...", "github.com/stretchr/testify/require")
	command.Dir = root
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	require.NoError(t, err, said.String())
	all := map[string]goPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else {
			require.NoError(t, err)
		}
		all[p.ImportPath] = p
	}
}

// inExamples are the types that the examples of a package use, by package and name.
func inExamples(t *testing.T, all map[string]goPackage, p goPackage, used map[string]bool) {
	t.Helper()
	if len(p.XTestGoFiles) == 0 {
		return
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range p.XTestGoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution|parser.ParseComments)
		require.NoError(t, err)
		files = append(files, f)
	}
	imported := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(all[path].Export)
	})
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	// What other tests use of the package's inside is unknown here, and is no matter.
	config := types.Config{Importer: imported, Error: func(error) {}}
	_, _ = config.Check(p.ImportPath+"_test", fset, files, info)
	for _, f := range files {
		for _, d := range f.Decls {
			if example, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(example.Name.Name, "Example") {
				ast.Inspect(example.Body, func(n ast.Node) bool {
					if e, ok := n.(ast.Expr); ok {
						if tv, ok := info.Types[e]; ok {
							within(tv.Type, used)
						}
					}
					return true
				})
			}
		}
	}
}

// within notes the named types that a type is made of, without their fields.
func within(typ types.Type, used map[string]bool) {
	switch typ := typ.(type) {
	case *types.Named:
		if pkg := typ.Obj().Pkg(); pkg != nil {
			used[pkg.Path()+"."+typ.Obj().Name()] = true
		}
		for arg := range typ.TypeArgs().Types() {
			within(arg, used)
		}
	case *types.Alias:
		if pkg := typ.Obj().Pkg(); pkg != nil {
			used[pkg.Path()+"."+typ.Obj().Name()] = true
		}
		within(types.Unalias(typ), used)
	case *types.Pointer:
		within(typ.Elem(), used)
	case *types.Slice:
		within(typ.Elem(), used)
	case *types.Array:
		within(typ.Elem(), used)
	case *types.Map:
		within(typ.Key(), used)
		within(typ.Elem(), used)
	case *types.Tuple:
		for v := range typ.Variables() {
			within(v.Type(), used)
		}
	case *types.Signature:
		within(typ.Params(), used)
		within(typ.Results(), used)
	}
}

// A type that a host passes in, gets back or implements is in an example.
func TestAPI_EveryTypeThatAHostMeetsIsInAnExample(t *testing.T) {
	all := listPackages(t)
	used := map[string]bool{}
	for _, p := range all {
		if isProject(p.ImportPath) {
			inExamples(t, all, p, used)
		}
	}
	require.NotEmpty(t, used)
	met := map[string]bool{}
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		if _, ok := spec.Type.(*ast.InterfaceType); ok {
			met[f.folder+"."+spec.Name.Name] = true
		}
	}, func(f publicFile, _ string, decl *ast.FuncDecl) {
		for _, fields := range []*ast.FieldList{decl.Type.Params, decl.Type.Results} {
			if fields != nil {
				for _, field := range fields.List {
					met[structOf(f, field.Type)] = true
				}
			}
		}
	})
	eachExported(func(f publicFile, spec *ast.TypeSpec) {
		if !met[f.folder+"."+spec.Name.Name] || slices.Contains(ownModules, f.folder) {
			return
		}
		name := f.folder + " " + spec.Name.Name
		shown := used[strings.TrimSuffix(module+"/"+f.folder, "/.")+"."+spec.Name.Name]
		if _, excused := withoutExample[name]; excused {
			assert.False(t, shown, "%s is in an example; take it off the list", name)
		} else {
			assert.True(t, shown, "%s: a host meets it, and no example shows it", name)
		}
	}, nil)
}

// withoutExample are types that no example shows, with the reason.
var withoutExample = func() map[string]string {
	all := map[string]string{}
	for reason, groups := range map[string]string{
		"for the author of a store; care/caretest tests one":   "care: Caps Checker Entry Journal Lists Meeting Member Outbox Partition Shared SharedMemory Store Timers",
		"a part of a result that an example prints":            "care: Count ExplainRule MoveCount Replica RuleDiff Sweep Sweeps Total Volume Waiting; lifecycle/payment: Curve; lifecycle/winback: Finding; loyalty/survey: Item; template: Form Variable",
		"for the author of a tool; care test and care check":   "care/rule: Bound Circumstances Coverage Mark Mutant Mutator Seen Sighting Value",
		"its function wants a testing.T":                       "care/caretest: SenderOptions",
		"the inside of a fake":                                 "channel/channeltest: Answer Call",
		"a call to a vendor that an example cannot make":       "care/feed/kdniao: Subscription; care/feed/kuaidi100: Subscription; care/feed/taobao: Reader",
		"optional: what a host's own type can do besides":      "care/feed: Greeter; channel: TaskWithdrawer; template: Instants Shortener",
		"the library makes and takes it; a host hands it over": "channel: Memo",
	} {
		for group := range strings.SplitSeq(groups, "; ") {
			folder, names, _ := strings.Cut(group, ": ")
			for name := range strings.FieldsSeq(names) {
				all[folder+" "+name] = reason
			}
		}
	}
	return all
}()
