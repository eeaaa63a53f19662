package template

import (
	"errors"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }

// inChinese is what errors say in Chinese, by what is wrong.
type inChinese map[string]string

func (c inChinese) add(what string, err error) { c[what] = say.Of(err).Chinese }

func (c inChinese) golden(t *testing.T, name string) {
	t.Helper()
	name = "testdata/" + name
	var said strings.Builder
	for _, what := range slices.Sorted(maps.Keys(c)) {
		said.WriteString(what + "\n" + c[what] + "\n\n")
	}
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(said.String()), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), said.String())
}

func TestAProblemIsReadInEitherLanguage(t *testing.T) {
	_, err := Parse("亲爱的#买家妮称#")
	var p Problem
	require.True(t, errors.As(err, &p))
	assert.Equal(t, []string{`unknown placeholder "买家妮称"`, `did you mean "买家昵称"?`}, []string{p.Message, p.Hint})
	assert.Equal(t, []string{"没有叫「买家妮称」的占位符", "是不是想写「买家昵称」？"}, []string{p.MessageChinese(), p.HintChinese()})
	assert.Equal(t, "1:5: 没有叫「买家妮称」的占位符；是不是想写「买家昵称」？", p.Chinese())

	own := Problem{Message: "of a host's own", Line: 1, Column: 2}
	assert.Equal(t, "1:2: of a host's own", own.Chinese(), "what has no Chinese is read in English")
	missing := &MissingError{Names: []Name{OrderID, Carrier}}
	assert.Equal(t, "#订单号#、#物流公司# 没有值；给它一个后备词，如 #订单号|…#，不然就不发", missing.Chinese())

	b := &BindError{Message: "of a host's own"}
	assert.Equal(t, "of a host's own", b.Chinese())
}
