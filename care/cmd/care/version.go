package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

var versionCommand = command{
	name: "version", does: "print the version of the tool",
	help: `
Prints the version of the tool, as the go command that built it wrote it
down: a release, or the commit of a checkout.`,
	run: (*tool).version,
}

func (t *tool) version(c *call) int {
	if code, ok := t.parse(c); !ok {
		return code
	}
	if len(c.args) > 0 {
		return t.misused(c, "it takes no arguments")
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
		commit := ""
		if built.Commit != "" {
			commit = ", commit " + built.Commit
		}
		_, err = fmt.Fprintf(t.stdout, "care %s (%s%s)\n", built.Version, built.Go, commit)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}
