package saytest

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
)

// A heard is a test that keeps what it is told.
type heard struct {
	testing.TB
	said []string
}

func (h *heard) Helper()                        {}
func (h *heard) Errorf(format string, a ...any) { h.said = append(h.said, fmt.Sprintf(format, a...)) }

func TestWhatIsMissingIsFound(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a.go", []byte(`package a

func f() {
	zh.Text("known %d", 1)
	zh.Error("known " + "%q", 1)
	zh.Text("unknown")
	zh.Text(format)
	other.Text("not ours")
}
`), 0o600))
	require.NoError(t, os.WriteFile("a_test.go", []byte(`package a; func g() { zh.Text("of a test") }`), 0o600))
	whole := say.Catalog{"known %d": "第 %d 个", "known %q": "「%s」"}
	tests := map[string]struct {
		zh     say.Catalog
		except []string
		want   []string
	}{
		"没有中文":       {whole, nil, []string{`a.go:6:2: no Chinese for "unknown"`}},
		"先记在例外里":     {whole, []string{"unknown"}, nil},
		"参数多了":       {say.Catalog{"known %d": "%d %d", "known %q": "「%s」"}, []string{"unknown"}, []string{`a.go:4:2: "known %d" and "%d %d": the Chinese takes argument 2, which the English has not`}},
		"参数类型不对":     {say.Catalog{"known %d": "%s", "known %q": "「%s」"}, []string{"unknown"}, []string{`a.go:4:2: "known %d" and "%s": argument 1 is %d in English and %s in Chinese`}},
		"没人说的话":      {say.Catalog{"known %d": "第 %d 个", "known %q": "「%s」", "gone": "没了"}, []string{"unknown"}, []string{`no message uses "gone"`}},
		"例外里有中文的要去掉": {whole, []string{"unknown", "known %d"}, []string{`"known %d" has its Chinese: take it out of the exceptions`}},
		"例外没人说的也去掉":  {whole, []string{"unknown", "never"}, []string{`no message uses the exception "never"`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := &heard{TB: t}
			Check(h, tt.zh, tt.except...)
			want := append([]string{"a.go:7:2: a message is written out where it is said, with %s for what differs"}, tt.want...)
			assert.Equal(t, want, h.said)
		})
	}
}
