package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var block = regexp.MustCompile("(?ms)^```(\\w+)(?: file=(\\S+))?\n(.*?)^```$")

func readme(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}

// Both pages say the same: the same code, and as many chapters, rows and points.
func TestBothPagesSayTheSame(t *testing.T) {
	english, chinese := readme(t, "README.md"), readme(t, "README.zh-CN.md")
	assert.Equal(t, block.FindAllString(english, -1), block.FindAllString(chinese, -1))
	for _, what := range []string{`(?m)^#+ `, `(?m)^\|`, `(?m)^- `} {
		of := regexp.MustCompile(what)
		assert.Equal(t, of.FindAllString(english, -1), of.FindAllString(chinese, -1), what)
	}
	file := regexp.MustCompile("`(\\w+\\.go)`")
	assert.ElementsMatch(t, file.FindAllString(english, -1), file.FindAllString(chinese, -1))
	for _, name := range file.FindAllStringSubmatch(english, -1) {
		assert.FileExists(t, name[1])
	}
}

// What the page shows is what is there, and its commands answer what it says.
func TestTheCodeOnThePage(t *testing.T) {
	text := readme(t, "README.md")
	data := t.TempDir()
	var host *child
	for _, b := range block.FindAllStringSubmatch(text, -1) {
		lang, file, shown := b[1], b[2], b[3]
		switch {
		case lang == "go":
			assert.Contains(t, readme(t, file), shown, "%s reads otherwise", file)
		case lang == "json":
			reader := json.NewDecoder(strings.NewReader(shown))
			reader.DisallowUnknownFields()
			var all []receipt
			assert.NoError(t, reader.Decode(&all))
		case lang == "console":
			command, says, _ := strings.Cut(shown, "\n")
			args, ok := strings.CutPrefix(command, "$ go run -C examples/embed .")
			require.True(t, ok, "nothing proves the command %s", command)
			if host == nil {
				host = spawn(t, append(strings.Fields(args), "-data", data)...)
				require.NotEmpty(t, host.url)
				continue
			}
			c := config{secret: []byte(strings.TrimSpace(readme(t, data+"/secret"))), client: http.DefaultClient}
			var out bytes.Buffer
			require.NoError(t, postFile(t.Context(), &out, c, host.url+"/events", strings.Fields(args)[1]))
			assert.Equal(t, strings.TrimSpace(says), strings.TrimSpace(out.String()))
		default:
			t.Errorf("nothing proves a block of %s", lang)
		}
	}
	require.NotNil(t, host)
}
