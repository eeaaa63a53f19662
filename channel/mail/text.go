package mail

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FirstLine makes a mail from a text: its first line is the subject, the rest the body. A text of
// one line is the body, and its first sentence, up to 40 characters, the subject.
func FirstLine(text string) (subject, body string) {
	text = strings.TrimSpace(text)
	subject, body, _ = strings.Cut(text, "\n")
	if body = strings.TrimSpace(body); body != "" {
		return strings.TrimSpace(subject), body
	}
	if end := strings.IndexFunc(subject, endsSentence); end > 0 {
		subject = subject[:end]
	}
	return cut(subject, 40), text
}

func endsSentence(r rune) bool { return strings.ContainsRune("。！？!?；;", r) }

// cut is a text of at most so many characters; one that was longer ends in an ellipsis.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// longestSubject is how many characters a subject has at most: mailboxes show fewer.
const longestSubject = 100

// oneLine is a text for the header: control characters, line breaks and rows of blanks
// become one blank.
func oneLine(text string) string {
	blanks := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError || unicode.In(r, unicode.Zl, unicode.Zp)
	})
	return cut(strings.Join(blanks, " "), longestSubject)
}

// A part of a mail is its body, where a tap on it leads, and how to leave; the last two may
// be empty.
type parts struct{ body, link, leave string }

// The words of the mail that are not the rule file's.
const (
	linkWords  = "点击查看"
	leaveWords = "不想再收到这类邮件？点此退订"
)

func (p parts) plain() string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(p.body, "\r\n", "\n"))
	if p.link != "" {
		b.WriteString("\n\n" + linkWords + "：" + p.link)
	}
	if p.leave != "" {
		b.WriteString("\n\n" + leaveWords + "：" + p.leave)
	}
	b.WriteString("\n")
	return strings.ReplaceAll(b.String(), "\n", "\r\n")
}

func (p parts) html() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\r\n<html lang=\"zh\">\r\n<head><meta charset=\"utf-8\"></head>\r\n<body>\r\n")
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(p.body, "\r\n", "\n"), "\n\n") {
		if paragraph = strings.Trim(paragraph, "\n"); paragraph != "" {
			b.WriteString("<p>" + strings.ReplaceAll(linked(paragraph), "\n", "<br>\r\n") + "</p>\r\n")
		}
	}
	if p.link != "" {
		b.WriteString("<p>" + anchor(p.link, linkWords) + "</p>\r\n")
	}
	if p.leave != "" {
		b.WriteString("<p><small>" + anchor(p.leave, leaveWords) + "</small></p>\r\n")
	}
	b.WriteString("</body>\r\n</html>\r\n")
	return b.String()
}

func anchor(address, words string) string {
	return `<a href="` + html.EscapeString(address) + `">` + html.EscapeString(words) + `</a>`
}

// links are the addresses in a text. Chinese words and signs right behind one are not part of it.
var links = regexp.MustCompile(`https?://[!#-&(-;=?-Z\[\]_a-z~]+`)

// linked is a text as HTML in which addresses can be clicked.
func linked(text string) string {
	var b strings.Builder
	for {
		at := links.FindStringIndex(text)
		if at == nil {
			b.WriteString(html.EscapeString(text))
			return b.String()
		}
		address := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)]")
		b.WriteString(html.EscapeString(text[:at[0]]))
		if isLink(address) {
			b.WriteString(anchor(address, address))
		} else {
			b.WriteString(html.EscapeString(address))
		}
		text = text[at[0]+len(address):]
	}
}

// isLink is true for the whole address of a page.
func isLink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
