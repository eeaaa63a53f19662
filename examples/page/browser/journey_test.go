package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/page/browser"
)

// The page that care simulate --format html writes, as its golden file has it.
func TestTheJourneysInAWindow(t *testing.T) {
	b := start(t)
	golden, err := os.ReadFile(filepath.FromSlash("../../../care/cmd/care/testdata/simulate-html.golden"))
	require.NoError(t, err)
	_, page, found := strings.Cut(string(golden), "<!DOCTYPE html>")
	require.True(t, found)
	page, _, found = strings.Cut(page, "</html>")
	require.True(t, found)
	name := filepath.Join(t.TempDir(), "journeys.html")
	require.NoError(t, os.WriteFile(name, []byte("<!DOCTYPE html>"+page+"</html>"), 0o644))
	for _, view := range browser.Views {
		t.Run(fmt.Sprintf("%+v", view), func(t *testing.T) {
			m, err := b.Measure(name, view)
			require.NoError(t, err)
			assert.Empty(t, m.Problems())
		})
	}
}
