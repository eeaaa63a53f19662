package browser_test

import (
	"bytes"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/page/browser"
)

// start skips where there is no Chromium; where the whole project is checked there is.
func start(t *testing.T) *browser.Browser {
	t.Helper()
	b, err := browser.Start(t.Context())
	if errors.Is(err, browser.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(b.Close)
	return b
}

func file(t *testing.T, html string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(name, []byte("<!DOCTYPE html><meta charset=utf-8><style>body{margin:0}@media (prefers-color-scheme:dark){.light{display:none}}@media print{.screen{display:none}}</style>"+html), 0o644))
	return name
}

func TestWhatIsMeasured(t *testing.T) {
	b := start(t)
	for _, c := range []struct {
		name, html string
		view       browser.View
		want       string // a part of the problem; empty: there is none
	}{
		{"a page that fits", `<p>hello</p>`, browser.View{Width: 380}, ""},
		{"a page that is too wide", `<div style="width:500px">hello</div>`, browser.View{Width: 380}, "the page is 500 pixels wide in a window of 380"},
		{"the same in a wider window", `<div style="width:500px">hello</div>`, browser.View{Width: 768}, ""},
		{"a frame that scrolls", `<div id=f style="overflow:auto"><div style="width:500px">hello</div></div>`, browser.View{Width: 380}, "#f div “hello” scrolls sideways"},
		{"a frame that hides", `<div id=f style="overflow:hidden"><div style="width:500px">hello</div></div>`, browser.View{Width: 380}, "#f div “hello” scrolls sideways"},
		{"small letters", `<svg viewBox="0 0 760 100" width="380"><text x="9" y="50" style="font-size:20px">tiny</text></svg>`, browser.View{Width: 380}, "text “tiny” 10.0 is smaller than 11 pixels"},
		{"letters of a good size", `<svg viewBox="0 0 760 100" width="380"><text x="9" y="50" style="font-size:22px">fine</text></svg>`, browser.View{Width: 380}, ""},
		{"letters cut off", `<svg viewBox="0 0 380 100" width="380"><text x="370" y="50" style="font-size:22px">outside</text></svg>`, browser.View{Width: 380}, "stands out of its chart"},
		{"letters over letters", `<svg viewBox="0 0 380 100" width="380"><text x="9" y="50" style="font-size:22px">one</text><text x="15" y="52" style="font-size:22px">two</text></svg>`, browser.View{Width: 380}, "text “two” over “one” lies on other words"},
		{"what is hidden in the dark", `<div class=light style="width:500px">hello</div>`, browser.View{Width: 380, Dark: true}, ""},
		{"what is hidden on paper", `<div class=screen style="width:500px">hello</div>`, browser.View{Width: 380, Print: true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := b.Measure(file(t, c.html), c.view)
			require.NoError(t, err)
			if c.want == "" {
				assert.Empty(t, m.Problems())
				return
			}
			var all string
			for _, p := range m.Problems() {
				all += p + "\n"
			}
			assert.Contains(t, all, c.want)
		})
	}
}

func TestPicture(t *testing.T) {
	b := start(t)
	data, err := b.Picture(file(t, `<div style="height:2000px">hello</div>`), browser.View{Width: 380})
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, 380, img.Bounds().Dx())
	assert.Equal(t, 2000, img.Bounds().Dy())
	_, err = b.Picture("nowhere.html", browser.View{Width: 380})
	assert.ErrorContains(t, err, "nowhere.html")
}
