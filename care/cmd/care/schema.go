package main

import (
	"github.com/tiexin-go/tiexin/care/caretest"
	"github.com/tiexin-go/tiexin/care/rule"
)

var schemaCommand = command{
	name: "schema", args: "[rules|test]", does: "print the JSON Schema of rule files or rule tests",
	help: `
Prints the JSON Schema of rule files (rules, the default) or of rule tests (test),
for editors: with it they complete keys, show what they mean, and underline what
would not load. In a file that an editor with YAML support opens:

  # yaml-language-server: $schema=rules.schema.json`,
	run: (*tool).schema,
}

func (t *tool) schema(c *call) int {
	if code, ok := t.parse(c); !ok {
		return code
	}
	of := rule.Schema
	switch {
	case len(c.args) > 1:
		return t.misused(c, "name one: rules or test")
	case len(c.args) == 1 && c.args[0] == "test":
		of = caretest.Schema
	case len(c.args) == 1 && c.args[0] != "rules":
		return t.misused(c, "there is no schema of %q; name rules or test", c.args[0])
	}
	schema, err := of()
	if err == nil {
		_, err = t.stdout.Write(schema)
	}
	if err != nil {
		return t.failed(err)
	}
	return well
}
