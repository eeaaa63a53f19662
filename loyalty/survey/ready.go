package survey

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

//go:embed ready
var ready embed.FS

const (
	questionnaires = "ready/questionnaires"
	indices        = "ready/indices"
)

// Files are the ready questionnaires and indices as YAML, to copy and change:
// questionnaires/nps.yaml, indices/attitude.yaml and so on. The JSON Schemas for
// editors are included.
func Files() fs.FS {
	sub, err := fs.Sub(ready, "ready")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

// Ready are the names of the ready questionnaires.
func Ready() []string { return namesIn(questionnaires) }

// ReadyIndices are the names of the ready index systems.
func ReadyIndices() []string { return namesIn(indices) }

func namesIn(folder string) []string {
	entries, _ := ready.ReadDir(folder)
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(names)
	return names
}

// ReadyQuestionnaire is a ready questionnaire by its name, such as "nps".
func ReadyQuestionnaire(name string) (*Questionnaire, error) {
	data, err := readyFile(questionnaires, zh.Text("questionnaire"), name)
	if err != nil {
		return nil, err
	}
	return LoadQuestionnaire(name+".yaml", data)
}

// ReadyIndex is a ready index system by its name, such as "attitude".
func ReadyIndex(name string) (*Index, error) {
	data, err := readyFile(indices, zh.Text("index"), name)
	if err != nil {
		return nil, err
	}
	return LoadIndex(name+".yaml", data)
}

func readyFile(folder string, what say.Text, name string) ([]byte, error) {
	names := namesIn(folder)
	if !slices.Contains(names, name) {
		hint := source.Suggest(name, names)
		if hint.Empty() {
			hint = zh.Text("there are %s", strings.Join(names, ", "))
		}
		return nil, zh.Error("survey: unknown ready %s %q; %s", what, name, hint)
	}
	return ready.ReadFile(path.Join(folder, name+".yaml"))
}
