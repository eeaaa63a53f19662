package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// languageOf is the language that the environment asks for: that of the first of these
// variables that is set.
func languageOf(env func(string) string) say.Language {
	for _, name := range []string{"TIEXIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), "zh") {
				return say.Chinese
			}
			break
		}
	}
	return say.English
}

var languages = map[string]say.Language{"en": say.English, "zh": say.Chinese}

// speak takes --lang off the arguments, wherever it stands, and sets the language:
// everything else is said in it, what is wrong with the other flags too.
func (t *tool) speak(args []string) (rest []string, err error) {
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(rest, args[i:]...), nil
		}
		name, value, written := strings.Cut(args[i], "=")
		if name != "--lang" && name != "-lang" {
			rest = append(rest, args[i])
			continue
		}
		if !written {
			if i++; i == len(args) {
				return nil, zh.Error("care: --lang needs a language; write --lang zh or --lang en")
			}
			value = args[i]
		}
		lang, ok := languages[value]
		if !ok {
			return nil, zh.Error("care: --lang: unknown language %q; write --lang zh or --lang en", value)
		}
		t.lang = lang
	}
	return rest, nil
}

// writeSaid has something write itself in the tool's language.
func (t *tool) writeSaid(w io.Writer, what interface{ Write(io.Writer) error }) error {
	if c, ok := what.(interface{ WriteChinese(io.Writer) error }); ok && t.lang == say.Chinese {
		return c.WriteChinese(w)
	}
	return what.Write(w)
}

// A noun is what the tool counts.
type noun struct{ one, many, chinese string }

var (
	someProblems = noun{"problem", "problems", "个问题"}
	someRemarks  = noun{"remark", "remarks", "条提醒"}
	someFiles    = noun{"file", "files", "个文件"}
	someFlows    = noun{"flow", "flows", "个流程"}
	someRules    = noun{"rule", "rules", "条规则"}
	someTexts    = noun{"text", "texts", "条文案"}
	someSegments = noun{"segment", "segments", "个人群"}
	someLimits   = noun{"limit", "limits", "条限制"}
	someTests    = noun{"test", "tests", "个测试"}
	someChanges  = noun{"change", "changes", "处改动"}
)

// counted is a number with its noun: "2 files", 「2 个文件」.
func counted(n int, of noun) say.Text {
	english := of.many
	if n == 1 {
		english = of.one
	}
	return say.Text{English: fmt.Sprint(n, " ", english), Chinese: fmt.Sprint(n, " ", of.chinese)}
}

// listed puts counted things behind each other.
func listed(all ...say.Text) say.Text { return say.Join(all, ", ", "，") }
