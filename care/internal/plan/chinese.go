package plan

import "github.com/tiexin-go/tiexin/internal/say"

// zh is the Chinese of what the package says of a log that cannot be read. The documents
// themselves are in Chinese.
var zh = say.Catalog{
	"the line is longer than 16 MiB":  "这一行超过 16 MiB",
	"this is not an outcome (%w); %s": "这不是一条结果（%s）；%s",
	"the outcome has no %s; %s":       "这条结果缺%s；%s",
	`"flow" or "rule"`:                `"flow" 或 "rule"`,
	`"said" with its "id"`:            `带 "id" 的 "said"`,
	"write the log as `care simulate --format jsonl` does, an outcome a line": "记录要像 `care simulate --format jsonl` 写的那样，一行一条结果",
}
