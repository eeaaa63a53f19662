package main

import (
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
)

var schemaCommand = command{
	name: "schema",
	args: say.Text{English: "[rules|test]", Chinese: "[rules|test]"},
	does: say.Text{English: "print the JSON Schema of rule files or rule tests", Chinese: "打印规则文件或规则测试的 JSON Schema，给编辑器用"},
	help: say.Text{
		English: `
Prints the JSON Schema of rule files (rules, the default) or of rule tests (test) for
editors, to complete keys, show their meaning and underline mistakes. In a file that an
editor with YAML support opens, write:

  # yaml-language-server: $schema=rules.schema.json`,
		Chinese: `
打印规则文件（rules，不写就是它）或规则测试（test）的 JSON Schema，给编辑器用：它们会
补全键名，说明意思，在载不进来的地方划线。文件在支持 YAML 的编辑器里打开，第一行写：

  # yaml-language-server: $schema=rules.schema.json`,
	},
	run: (*tool).schema,
}

func (t *tool) schema(c *call) int {
	if code, ok := t.parse(c); !ok {
		return code
	}
	of := map[say.Language]func() ([]byte, error){say.English: rule.Schema, say.Chinese: rule.SchemaChinese}
	switch {
	case len(c.args) > 1:
		return t.misused(c, zh.Text("name one: rules or test"))
	case len(c.args) == 1 && c.args[0] == "test":
		of = map[say.Language]func() ([]byte, error){say.English: caretest.Schema, say.Chinese: caretest.SchemaChinese}
	case len(c.args) == 1 && c.args[0] != "rules":
		return t.misused(c, zh.Text("unknown schema %q; name rules or test", c.args[0]))
	}
	schema, err := of[t.lang]()
	if err == nil {
		_, err = t.stdout.Write(schema)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}
