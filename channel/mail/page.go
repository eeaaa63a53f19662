package mail

import (
	"net/http"

	"github.com/tiexin-go/tiexin/care/feed"
)

// Greet shows the page with the button, and changes nothing: programs that check the links of a
// mail, and browsers that prefetch pages, use GET.
func (u Unsubscribe) Greet(w http.ResponseWriter, r *http.Request) {
	private(w)
	if _, ok := u.open(r.URL.Query().Get("t")); !ok {
		feed.Reply(w, feed.Forged("the link is not one of this shop's"), pageType, pageForged)
		return
	}
	feed.Reply(w, nil, pageType, pageAsk)
}

// Answer reports the result of a request to a person or to a mailbox, which reads only the
// status.
func (u Unsubscribe) Answer(w http.ResponseWriter, err error) {
	private(w)
	switch feed.Status(err) {
	case http.StatusOK:
		feed.Reply(w, err, pageType, pageDone)
	case http.StatusUnauthorized:
		feed.Reply(w, err, pageType, pageForged)
	default:
		feed.Reply(w, err, pageType, pageFailed)
	}
}

// private keeps the link, which is the customer's own, from caches, other sites and searches.
func private(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
}

const (
	pageType = "text/html; charset=utf-8"
	pageHead = `<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>退订邮件</title>
<style>body{font-family:sans-serif;max-width:28em;margin:15vh auto;padding:0 1em;text-align:center}button{font-size:1em;padding:.6em 2em}</style>
</head>
<body>
`
	pageFoot = `</body>
</html>
`
	pageAsk = pageHead + `<h1>退订邮件</h1>
<p>确认后，我们不再给您发邮件。</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">确认退订</button></form>
` + pageFoot
	pageDone = pageHead + `<h1>已退订</h1>
<p>我们不再给您发邮件。</p>
` + pageFoot
	pageForged = pageHead + `<h1>链接无效</h1>
<p>链接不完整。请从邮件里重新点开，或者联系客服退订。</p>
` + pageFoot
	pageFailed = pageHead + `<h1>暂时没有成功</h1>
<p>请稍后再试一次，或者联系客服退订。</p>
` + pageFoot
)
