// Package page is what the pages of examples/loyalty and examples/lifecycle share
// (网页与图): one language, a style sheet, and charts that can be read on a telephone, a
// desk and paper, on a light ground and a dark one.
//
//   - language.go: a report is in Chinese or in English, never in both.
//   - palette.go: every colour has a light and a dark value; style.go writes them into
//     the style sheet page.css.
//   - frame.go and svg.go: a chart is drawn twice, for a narrow window and a wide one,
//     and the style sheet shows the one that fits. Letters keep a size of 11 pixels or
//     more in both.
//   - axis.go: round marks, and axes that one extreme customer cannot stretch.
//   - heat.go: tables of shaded cells.
//
// Package browser, below, looks at the pages in Chromium.
package page
