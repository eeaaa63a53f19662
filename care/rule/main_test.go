package rule

import "embed"

//go:embed testdata/good/*.yaml
var good embed.FS
