package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A room is files of a package that belong to one thought.
type room struct{ name, files string }

// rooms are those of package care from the ground up. A room calls itself and the rooms
// below it, so that no two of them call each other. What calls up stands in callsUp.
var rooms = []room{
	{"keys and words", "key outcome outcome_json chinese chinese_by chinese_words problem load"},
	{"store", "store shared border"},
	{"memory", "memory memory_lists memory_records memory_timers shared_memory"},
	{"tools", "due events clock_guard turnstile flights fault_joined fault_said pulse observe counts postings"},
	{"notes", "swept announced known expenses purse"},
	{"partitions", "engine_open replica lease share rate_share visit pace"},
	{"journal lines", "journal_line journal_write journal_file journal_ids"},
	{"shard", "shard shard_batch turn person forget"},
	{"inbox", "input letters inbox announce sweep"},
	{"hand-over", "deliver attempt lane wording owed struck failing stopped"},
	{"journal", "journal"},
	{"engine", "engine run options watch health"},
	{"timeline", "timeline summary ids ids_lists"},
	{"explain", "explain explain_change explain_moment explain_write past past_chinese past_count past_english past_write why"},
	{"lists", "lists list_approvals list_outbox list_sweeps list_tasks list_waiting"},
	{"simulate", "simulate simulate_worker simulate_rounds"},
	{"diff", "diff diff_ids diff_match diff_names diff_run diff_waiting diff_why diff_words diff_write"},
}

// callsUp are the calls from a room to one above it, and why.
var callsUp = map[string]string{
	"shard.go: settleOwed":    "what a sender took and the store could not hear is told before anything else is decided",
	"shard_batch.go: heardOf": "what providers report of messages counts towards stopping their channel",
}

func TestNoTwoRoomsCallEachOther(t *testing.T) {
	calls, used := callsIn(t, "care"), map[string]bool{}
	assert.Contains(t, calls, fileCall{"engine.go", "announce.go", "announce"}, "a call of a method is seen")
	assert.Contains(t, calls, fileCall{"lane.go", "pulse.go", "nudge"}, "a call of a function is seen")
	for _, c := range calls {
		from, to := roomOf(c.from), roomOf(c.to)
		if !assert.False(t, from < 0 || to < 0, "%s and %s: give each file of care a room, as low as it can stand", c.from, c.to) || from >= to {
			continue
		}
		call := fmt.Sprintf("%s: %s", c.from, c.function)
		used[call] = true
		assert.NotEmpty(t, callsUp[call], "%s (%s) calls %s of %s (%s), a room above it: move what both need down", c.from, rooms[from].name, c.function, c.to, rooms[to].name)
	}
	for call := range callsUp {
		assert.True(t, used[call], "%s: nothing calls up so; take it off the list", call)
	}
}

func roomOf(file string) int {
	return slices.IndexFunc(rooms, func(r room) bool { return slices.Contains(strings.Fields(r.files), strings.TrimSuffix(file, ".go")) })
}

// A fileCall is a function or method of one file that another names.
type fileCall struct{ from, to, function string }

// callsIn are the calls between the files of a package, tests left out. The packages that
// it imports are taken for empty: what they declare is no call of a room.
func callsIn(t *testing.T, folder string) (all []fileCall) {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: empty{}, Error: func(error) {}}
	pkg, _ := config.Check(folder, fset, files, info)
	place := func(p token.Pos) string { return filepath.Base(fset.Position(p).Filename) }
	for name, what := range info.Uses {
		if f, ok := what.(*types.Func); ok && f.Pkg() == pkg && f.Pos().IsValid() && place(name.Pos()) != place(f.Pos()) {
			all = append(all, fileCall{place(name.Pos()), place(f.Pos()), f.Name()})
		}
	}
	require.NotEmpty(t, all)
	return all
}

// empty imports packages without looking into them.
type empty struct{}

func (empty) Import(name string) (*types.Package, error) {
	p := types.NewPackage(name, path.Base(name))
	p.MarkComplete()
	return p, nil
}
