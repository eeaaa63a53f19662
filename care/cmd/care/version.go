package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/tiexin-go/tiexin/internal/say"
)

var versionCommand = command{
	name: "version",
	does: say.Text{English: "print the version of the tool", Chinese: "打印工具的版本"},
	help: say.Text{
		English: `
Prints the version of the tool as the go command recorded it: a release, or the commit
of a checkout.`,
		Chinese: `
打印工具的版本，以编译它的 go 命令记下的为准：发布的版本，或者检出的提交。`,
	},
	run: (*tool).version,
}

func (t *tool) version(c *call) int {
	if code, ok := t.parse(c); !ok {
		return code
	}
	if len(c.args) > 0 {
		return t.misused(c, zh.Text("this command takes no arguments"))
	}
	built := struct {
		Version string `json:"version"`
		Commit  string `json:"commit,omitempty"`
		Go      string `json:"go"`
	}{Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		built.Version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				built.Commit = s.Value
			}
		}
	}
	built.Version = cmp.Or(built.Version, "(devel)")
	var err error
	if *c.json {
		err = encode(t.stdout, built)
	} else {
		said := zh.Text("care %s (%s)", built.Version, built.Go)
		if built.Commit != "" {
			said = zh.Text("care %s (%s, commit %s)", built.Version, built.Go, built.Commit)
		}
		_, err = fmt.Fprintln(t.stdout, said.In(t.lang))
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}
