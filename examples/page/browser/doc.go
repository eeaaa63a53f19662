// Package browser opens a page in Chromium without a window (无界面浏览器). It measures the
// width of the page and the size of the letters in its charts, and takes a screenshot.
//
//	b, err := browser.Start(ctx) // ErrNotFound if no Chromium is installed
//	defer b.Close()
//	m, err := b.Measure("report/report.html", browser.View{Width: 380})
//	png, err := b.Picture("report/report.html", browser.View{Width: 380, Dark: true})
//
// It uses Chromium's own protocol over two pipes, without a server or a port.
package browser
