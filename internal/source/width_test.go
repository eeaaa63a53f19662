package source

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/say"
)

func TestDisplayWidth(t *testing.T) {
	for text, want := range map[string]int{
		"":                   0,
		"abc":                3,
		"贴心":                 4,
		"，。「」：":              10,
		"ｱｲ":                 2,
		"Ａ１":                 4,
		"e\u0301":            1,
		"“…”":                3,
		"😊":                  2,
		"👨‍👩‍👧":              2,
		"👍🏽":                 2,
		"🇨🇳🇨🇳":               4,
		"🇨":                  1,
		"❤":                  1,
		"❤️":                 2,
		"𠮷":                  2,
		"한글":                 4,
		"\u1112\u1161\u11ab": 2,
		"\u200b":             0,
		"\t":                 1,
		"\x00\x1b":           2,
		"\xff\xff":           2,
		"〇〆ぁ":                6,
		"㊙️":                 2,
	} {
		assert.Equal(t, want, DisplayWidth(text), "%q", text)
	}
}

func TestACharacterIsWhatAReaderSees(t *testing.T) {
	for _, text := range []string{
		"a|b", "贴|心", "e\u0301|x", "\r\n|\n|\r|x", "👨‍👩‍👧|👨‍👩‍👧", "🇨🇳|🇺🇸|🇨", "👍🏽|👍", "❤️|❤️", "1️⃣|2",
		"각|각", "\u1100\u1161\u11a8|x", "🏴\U000e0067\U000e0062\U000e007f|x", "👩‍❤️‍💋‍👩|!", "a\u200d|👧", "👩\u200d\u200d|👧",
		"\xff|\xff|a", "\u0301|a", "葛󠄀|飾", "©️|x", "นำ|x",
	} {
		whole := strings.ReplaceAll(text, "|", "")
		var parts []string
		for whole != "" {
			n := NextGrapheme(whole)
			parts = append(parts, whole[:n])
			whole = whole[n:]
		}
		assert.Equal(t, text, strings.Join(parts, "|"))
		for _, part := range parts {
			assert.Equal(t, len(part), NextGrapheme([]byte(part+"|")), "%q as bytes", part)
		}
	}
	assert.Zero(t, NextGrapheme(""))
	assert.Zero(t, NextGrapheme([]byte(nil)))
}

func TestFindingACharacterTakesNoMemory(t *testing.T) {
	text := "贴心👨‍👩‍👧e\u0301"
	data := []byte(text)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		for rest := text; rest != ""; rest = rest[NextGrapheme(rest):] {
			continue
		}
		for rest := data; len(rest) > 0; rest = rest[NextGrapheme(rest):] {
			continue
		}
	}))
}

func FuzzDraw(f *testing.F) {
	f.Add("给买家的#买家妮称#留言", 6, 4)
	f.Add("\t👨‍👩‍👧\xff\x1b[31m", 3, 1)
	f.Add(strings.Repeat("e\u0301", 300), 250, -1)
	f.Fuzz(func(t *testing.T, line string, column, width int) {
		p := Problem{Place: Place{Line: 1, Column: column}, Width: width, Line: line, Message: say.Plain("m")}
		got := p.Error()
		if !utf8.ValidString(got) {
			t.Fatalf("not UTF-8: %q", got)
		}
		lines := strings.Split(got, "\n")
		if len(lines) > 3 {
			t.Fatalf("more than three lines: %q", got)
		}
		if tabs := strings.Count(lines[len(lines)-1], "\t"); len(lines) == 3 && tabs == 0 &&
			!strings.Contains(lines[1], "\t") && DisplayWidth(lines[2]) > LineCells+1 {
			t.Fatalf("caret runs out of sight: %q", got)
		}
		if len(lines) == 3 && strings.Count(lines[2], "^") != 1 {
			t.Fatalf("no single caret: %q", got)
		}
	})
}

func FuzzNextGrapheme(f *testing.F) {
	f.Add("👨‍👩‍👧🇨🇳e\u0301\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for s != "" {
			n := NextGrapheme(s)
			if n <= 0 || n > len(s) || n != NextGrapheme([]byte(s)) {
				t.Fatalf("%d of %q, and %d of its bytes", n, s, NextGrapheme([]byte(s)))
			}
			s = s[n:]
		}
	})
}

// Whatever comes is one line of what can be seen, and is told once.
func FuzzOneLine(f *testing.F) {
	f.Add("\x1b[2J小王\r\n\u202e\u2028\xff\t\u0085\u2066")
	f.Fuzz(func(t *testing.T, text string) {
		line := OneLine(text)
		assert.True(t, utf8.ValidString(line))
		assert.Equal(t, line, OneLine(line))
		assert.Equal(t, -1, strings.IndexFunc(line, func(r rune) bool {
			return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Bidi_Control, r) && r > '\u200f' && r != '\u061c'
		}))
		if !strings.ContainsAny(text, "\r\n\t") {
			assert.Equal(t, utf8.RuneCountInString(text), utf8.RuneCountInString(line))
		}
	})
}
