// Package page has the common parts of the pages of examples/loyalty and examples/lifecycle
// (网页与图). These are a language, a style sheet, and charts for a telephone, a desk and
// paper, in light and dark.
//
//   - language.go: a report is in Chinese or in English, never in both.
//   - palette.go: every colour has a light and a dark value. style.go writes them into the
//     style sheet page.css.
//   - frame.go and svg.go: a chart is drawn twice, for a narrow and a wide window, and the
//     style sheet shows one of them. Letters have 11 pixels or more in both.
//   - axis.go: round marks, and axes that one extreme customer cannot stretch.
//   - heat.go: tables of shaded cells.
//
// Package browser below shows the pages in Chromium.
package page
