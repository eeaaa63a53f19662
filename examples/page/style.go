package page

import (
	_ "embed"
	"html/template"
)

//go:embed page.css
var rules string

// Style is the style sheet of a page.
func Style() template.CSS {
	return template.CSS(":root{color-scheme:light dark;" + declarations(false) + "}\n" +
		"@media screen and (prefers-color-scheme:dark){:root{" + declarations(true) + "}}\n" + rules)
}
