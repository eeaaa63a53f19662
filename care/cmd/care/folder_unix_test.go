//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/form"
)

// What somebody else put into the folders that the tool is given: a pull request is
// checked and tested before anybody has read it.

const (
	harmless = "version: 1\nflows:\n  a: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: sms, rules: [{name: a, send: hi}]}\ntexts: {hi: 谢谢}\n"
	secret   = "SECRET=hunter2\nPASSWORD: hunter2\n"
)

func testOf(rules string) string {
	return "rules: " + rules + "\nstart: 2026-11-11 10:00\ntests:\n  - {name: 没有事, given: [], expect: []}\n"
}

// written is a folder with files; what begins with -> is a link.
func written(t *testing.T, files map[string]string) string {
	folder := t.TempDir()
	for name, text := range files {
		name = filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		if to, isLink := strings.CutPrefix(text, "->"); isLink {
			require.NoError(t, os.Symlink(to, name))
		} else {
			require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		}
	}
	return folder
}

func TestARuleTestStaysInItsFolder(t *testing.T) {
	for name, c := range map[string]struct {
		rules, says string
		more        map[string]string
	}{
		"上一级":       {rules: "../secret.txt", says: "lies outside"},
		"上一级的规则":    {rules: "../rules.yaml", says: "lies outside"},
		"进程环境":      {rules: "../../../../../../../../proc/self/environ", says: "lies outside"},
		"通配符":       {rules: "'../*.yaml'", says: "lies outside"},
		"链接":        {rules: "link.yaml", says: "escapes", more: map[string]string{"pr/link.yaml": "->../secret.txt"}},
		"链接的文件夹":    {rules: "up/rules.yaml", says: "escapes", more: map[string]string{"pr/up": "->.."}},
		"文件夹里不是规则的": {rules: ".env", says: "is not a rule file", more: map[string]string{"pr/.env": secret}},
		"链接到里面的":    {rules: "link.yaml", says: "is not a rule file", more: map[string]string{"pr/.env": secret, "pr/link.yaml": "->.env"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"secret.txt": secret, "rules.yaml": harmless, "pr/a_test.yaml": testOf(c.rules)}
			for name, text := range c.more {
				files[name] = text
			}
			folder := written(t, files)
			for _, arg := range []string{"pr", "pr/a_test.yaml"} {
				for _, flag := range []string{"-v", "--json"} {
					code, out, errs := calling("", "test", flag, filepath.Join(folder, arg))
					assert.Equal(t, problems, code)
					assert.Contains(t, out+errs, c.says)
					assert.NotContains(t, out+errs, "hunter2")
				}
			}
		})
	}
}

func TestARuleTestThatIsALinkShowsNothing(t *testing.T) {
	folder := written(t, map[string]string{
		"secret.txt":      secret,
		"out/a_test.yaml": "->../secret.txt",
		"in/a_test.yaml":  "->.env",
		"in/.env":         secret,
	})
	for _, arg := range []string{"out", "in", "in/a_test.yaml"} {
		code, out, errs := calling("", "test", filepath.Join(folder, arg))
		assert.Equal(t, problems, code)
		assert.NotContains(t, out+errs, "hunter2")
	}
}

func TestRulesInTheSameFolderOrBelowAreTested(t *testing.T) {
	folder := written(t, map[string]string{
		"a_test.yaml":      testOf("rules.yaml"),
		"b_test.yaml":      testOf("below/rules.yaml"),
		"c_test.yaml":      testOf("link.yaml"),
		"d_test.yaml":      testOf("below/../rules.yaml"),
		"rules.yaml":       harmless,
		"below/rules.yaml": harmless,
		"link.yaml":        "->below/rules.yaml",
	})
	code, out, errs := calling("", "test", folder)
	assert.Equal(t, well, code, "%s%s", out, errs)
	assert.Contains(t, out, "4 tests passed")
}

func TestFromTheWorkingFolderATestMayReachItsNeighbours(t *testing.T) {
	t.Chdir(written(t, map[string]string{"tests/a_test.yaml": testOf("../rules/r.yaml"), "rules/r.yaml": harmless}))
	code, out, _ := calling("", "test", "tests/a_test.yaml")
	assert.Equal(t, well, code, out)
	working, err := os.Getwd()
	require.NoError(t, err)
	code, out, _ = calling("", "test", filepath.Join(working, "tests/a_test.yaml"))
	assert.Equal(t, well, code, out)
	code, out, _ = calling("", "test", "tests")
	assert.Equal(t, problems, code)
	assert.Contains(t, out, "rules/r.yaml lies outside of the folder tests; keep rules and their tests in one folder, or name the test itself and not its folder")
}

func TestADeviceOrAPipeIsNotRead(t *testing.T) {
	folder := written(t, map[string]string{
		"device/r.yaml":         "->/dev/zero",
		"pipe/s.yaml":           harmless,
		"outside/r.yaml":        "->../secret.yaml",
		"secret.yaml":           secret,
		"tested/a_test.yaml":    testOf("r.yaml"),
		"tests/a_test.yaml":     "->/dev/zero",
		"tested/r.yaml":         "->/dev/zero",
		"pipe-test/a_test.yaml": testOf("r.yaml"),
		"search/a_test.yaml":    testOf(`"*/*/r.yaml"`),
		"search/ok/r.yaml":      harmless,
		"ok/r.yaml":             harmless,
		"events.jsonl":          `{"id": "m1", "event": "order.paid", "at": "2026-11-11 10:00:00", "customer": "c1", "order": {"id": "T1"}}`,
	})
	in := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, syscall.Mkfifo(in("pipe/r.yaml"), 0o600))
	require.NoError(t, syscall.Mkfifo(in("pipe-test/r.yaml"), 0o600))
	require.NoError(t, syscall.Mkfifo(in("pipe.jsonl"), 0o600))
	require.NoError(t, syscall.Mkfifo(in("search/ok/pipe"), 0o600))
	for _, args := range [][]string{
		{"check", in("device")},
		{"check", in("device/r.yaml")},
		{"check", in("pipe")},
		{"check", in("pipe/r.yaml")},
		{"check", in("outside")},
		{"test", in("tested")},
		{"test", in("tests")},
		{"test", in("pipe-test")},
		{"test", in("search")},
		{"simulate", in("ok"), "--events", in("pipe.jsonl")},
		{"simulate", in("ok"), "--events", "/dev/zero"},
		{"simulate", in("ok"), "--events", in("events.jsonl"), "--customers", "/dev/zero"},
		{"explain", in("device"), "--events", in("events.jsonl"), "--customer", "c1"},
	} {
		code, out, errs := calling("", args...)
		assert.Equal(t, problems, code, "%v: %s%s", args, out, errs)
		assert.NotContains(t, out+errs, "hunter2")
	}
}

func TestAStreamThatTheToolWasStartedWithIsRead(t *testing.T) {
	folder := written(t, map[string]string{"r.yaml": harmless})
	const event = `{"id": "m1", "event": "order.paid", "at": "2026-11-11 10:00:00", "customer": {"id": "c1", "mobile": "13800000000"}, "order": {"id": "T1"}}`
	code, out, errs := calling(event, "simulate", folder, "--events", "-")
	assert.Equal(t, well, code, errs)
	assert.Contains(t, out, "谢谢")

	from, to, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = from.Close() })
	_, err = to.WriteString(event)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	code, out, errs = calling("", "simulate", folder, "--events", filepath.Join("/dev/fd", number(int(from.Fd()))))
	assert.Equal(t, well, code, errs)
	assert.Contains(t, out, "谢谢")
}

func TestNamesOfFilesDoNothingToATerminal(t *testing.T) {
	const evil = "a\x1b[2J\nok: 1 file\u202e"
	folder := written(t, map[string]string{
		evil + ".yaml":      "version: 2\n",
		evil + "_test.yaml": testOf(`"no\x1b[2J\nok: 1 test passed"`),
		"e" + evil:          "{",
		"ok/r.yaml":         harmless,
	})
	for _, args := range [][]string{
		{"check", folder},
		{"check", filepath.Join(folder, evil)},
		{"check", filepath.Join(folder, evil+".yaml"), filepath.Join(folder, "none"+evil)},
		{"test", folder},
		{"test", filepath.Join(folder, evil+".yaml")},
		{"simulate", filepath.Join(folder, "ok"), "--events", filepath.Join(folder, "e"+evil)},
		{"simulate", filepath.Join(folder, "ok"), "--events", filepath.Join(folder, evil)},
	} {
		code, out, errs := calling("", args...)
		assert.Equal(t, problems, code)
		assert.NotContains(t, out+errs, "\x1b", "%q", args)
		assert.NotContains(t, out+errs, "\u202e", "%q", args)
		assert.NotContains(t, out+errs, "\nok: 1", "%q", args)
	}
}

// Whatever name somebody thinks of: what lies outside of the folder is not read.
func FuzzNothingLeadsOutOfAFolder(f *testing.F) {
	for _, seed := range []string{"in/a.yaml", "in/../secret.yaml", "in/link.yaml", "in/up/secret.yaml", "in/*/secret.yaml", "in/../in/a.yaml", "/secret.yaml", "../in/../secret.yaml", "in/[.][.]/*", "in/\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		outer := written(t, map[string]string{"secret.yaml": secret, "in/a.yaml": harmless, "in/link.yaml": "->../secret.yaml", "in/up": "->.."})
		t.Chdir(outer)
		in, err := enter("in")
		require.NoError(t, err)
		defer in.leave()
		names, _ := in.Glob(name)
		for _, n := range append(names, name) {
			if data, err := form.ReadFile(in, n); err == nil {
				assert.Equal(t, harmless, string(data), "%q", n)
			}
		}
	})
}
