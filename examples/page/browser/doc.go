// Package browser looks at a page in Chromium, without a window (无界面浏览器): how wide
// it is, how large the letters of its charts are, and what it looks like.
//
//	b, err := browser.Start(ctx) // ErrNotFound where no Chromium is installed
//	defer b.Close()
//	m, err := b.Measure("report/report.html", browser.View{Width: 380})
//	png, err := b.Picture("report/report.html", browser.View{Width: 380, Dark: true})
//
// It speaks Chromium's own protocol over two pipes; there is no server and no port.
package browser
