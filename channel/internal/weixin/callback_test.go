package weixin_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// The example of the provider's documentation.
var example = weixin.Callback{
	Token: "QDG6eK", AESKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", Receiver: "wx5823bf96d3bd56c7",
	Now: func() time.Time { return time.Unix(1409659589, 0) },
}

const (
	exampleEcho      = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
	exampleSignature = "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
)

func asked(c weixin.Callback, query url.Values) ([]byte, error) {
	return c.Echo(httptest.NewRequest(http.MethodGet, "/?"+query.Encode(), nil))
}

func exampleQuery() url.Values {
	return url.Values{"msg_signature": {exampleSignature}, "timestamp": {"1409659589"}, "nonce": {"263014780"}, "echostr": {exampleEcho}}
}

func TestCallback_OpensTheExampleOfTheDocumentation(t *testing.T) {
	assert.Equal(t, exampleSignature, example.Signature("1409659589", "263014780", exampleEcho))
	text, err := asked(example, exampleQuery())
	require.NoError(t, err)
	assert.Equal(t, "1616140317555161061", string(text))

	r := httptest.NewRequest(http.MethodPost, "/?"+exampleQuery().Encode(), nil)
	text, err = example.Open(r, []byte("<xml><ToUserName>x</ToUserName><Encrypt><![CDATA["+exampleEcho+"]]></Encrypt></xml>"))
	require.NoError(t, err)
	assert.Equal(t, "1616140317555161061", string(text))
}

func TestCallback_RefusesWhatIsNotTheProviders(t *testing.T) {
	for name, change := range map[string]func(*weixin.Callback, url.Values){
		"another signature": func(_ *weixin.Callback, q url.Values) { q.Set("msg_signature", strings.Repeat("0", 40)) },
		"no signature":      func(_ *weixin.Callback, q url.Values) { q.Set("msg_signature", "") },
		"another nonce":     func(_ *weixin.Callback, q url.Values) { q.Set("nonce", "1") },
		"another text":      func(_ *weixin.Callback, q url.Values) { q.Set("echostr", "A"+exampleEcho[1:]) },
		"another token":     func(c *weixin.Callback, _ url.Values) { c.Token = "hush" },
		"another receiver":  func(c *weixin.Callback, _ url.Values) { c.Receiver = "wx5823bf96d3bd56c8" },
		"a clock in advance": func(c *weixin.Callback, _ url.Values) {
			c.Now = func() time.Time { return time.Unix(1409659589+601, 0) }
		},
		"a clock that lags": func(c *weixin.Callback, _ url.Values) {
			c.Now = func() time.Time { return time.Unix(1409659589-601, 0) }
		},
		"a time that is none": func(_ *weixin.Callback, q url.Values) {
			q.Set("timestamp", "soon")
			q.Set("msg_signature", example.Signature("soon", "263014780", exampleEcho))
		},
		"text that is not encrypted": func(_ *weixin.Callback, q url.Values) {
			q.Set("echostr", "hello")
			q.Set("msg_signature", example.Signature("1409659589", "263014780", "hello"))
		},
		"text that breaks off": func(_ *weixin.Callback, q url.Values) {
			q.Set("echostr", exampleEcho[:64])
			q.Set("msg_signature", example.Signature("1409659589", "263014780", exampleEcho[:64]))
		},
		"nothing": func(_ *weixin.Callback, q url.Values) { q.Set("echostr", "") },
	} {
		t.Run(name, func(t *testing.T) {
			c, q := example, exampleQuery()
			change(&c, q)
			_, err := asked(c, q)
			require.ErrorIs(t, err, feed.ErrForged)
			for _, secret := range []string{c.Token, c.AESKey, c.Receiver, exampleEcho} {
				assert.NotContains(t, err.Error(), secret)
			}
		})
	}
}

// Without an AES key the signature is of the time and the nonce only.
func TestCallback_PlainText(t *testing.T) {
	c := example
	c.AESKey = ""
	query := url.Values{"signature": {c.Signature("1409659589", "n")}, "timestamp": {"1409659589"}, "nonce": {"n"}, "echostr": {"42"}}
	text, err := asked(c, query)
	require.NoError(t, err)
	assert.Equal(t, "42", string(text))
	body, err := c.Open(httptest.NewRequest(http.MethodPost, "/?"+query.Encode(), nil), []byte("<xml/>"))
	require.NoError(t, err)
	assert.Equal(t, "<xml/>", string(body))

	_, err = example.Open(httptest.NewRequest(http.MethodPost, "/?"+query.Encode(), nil), []byte("<xml/>"))
	require.ErrorIs(t, err, feed.ErrForged, "with a key, plain text is not the provider's")
	c.Token = ""
	query.Set("signature", c.Signature("1409659589", "n"))
	_, err = asked(c, query)
	assert.ErrorIs(t, err, feed.ErrForged, "without a token anybody could sign")
}

// A key that is mistyped is the host's mistake, and every push is to come again.
func TestCallback_AKeyThatIsNone(t *testing.T) {
	c := example
	c.AESKey = "short"
	_, err := asked(c, exampleQuery())
	require.Error(t, err)
	assert.NotErrorIs(t, err, feed.ErrForged)
	assert.NotContains(t, err.Error(), "short")
}

func TestParse(t *testing.T) {
	x, err := weixin.Parse([]byte(`<xml><Event><![CDATA[ go & see ]]></Event><L><List><A>1</A></List><List><A>2</A></List></L><E>a&lt;b</E></xml>`))
	require.NoError(t, err)
	assert.Equal(t, "go & see", x.Get("Event"))
	assert.Equal(t, "a<b", x.Get("E"))
	assert.Equal(t, "1", x.Get("L", "List", "A"))
	assert.Empty(t, x.Get("L", "None", "A"))
	require.Len(t, x.All("L", "List"), 2)
	assert.Equal(t, "2", x.All("L", "List")[1].Get("A"))
	assert.Empty(t, x.All("M", "List"))
}

func TestParse_RefusesHostileXML(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                    "",
		"no XML":                     `{"Event":"x"}`,
		"half of it":                 "<xml><A>1</A>",
		"more than one":              "<xml/><xml/>",
		"crossed":                    "<xml><A></xml></A>",
		"closed before it is opened": "</xml>",
		"an entity bomb":             `<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml>&b;</xml>`,
		"a file of this machine":     `<!DOCTYPE z SYSTEM "file:///etc/passwd"><xml/>`,
		"an unknown entity":          "<xml>&b;</xml>",
		"too deep":                   strings.Repeat("<a>", 9) + strings.Repeat("</a>", 9),
		"too many":                   "<xml>" + strings.Repeat("<a/>", 1001) + "</xml>",
		"another character set":      `<?xml version="1.0" encoding="GBK"?><xml>` + "\xb0\xa1" + `</xml>`,
	} {
		_, err := weixin.Parse([]byte(body))
		assert.Error(t, err, name)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("<xml><A><![CDATA[1]]></A></xml>"))
	f.Add([]byte("<xml><L><List/></L></xml>"))
	f.Add([]byte("<!DOCTYPE a><xml/>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if x, err := weixin.Parse(body); err == nil {
			_ = x.Get("A", "B")
			_ = x.All("L", "List")
			if len(x.Get("A")) > len(body) {
				t.Fatal("a text is longer than what it was read from")
			}
		}
	})
}

func FuzzCallback(f *testing.F) {
	f.Add(exampleEcho)
	f.Add("hello")
	f.Add(strings.Repeat("A", 64))
	f.Fuzz(func(t *testing.T, text string) {
		q := exampleQuery()
		q.Set("echostr", text)
		q.Set("msg_signature", example.Signature("1409659589", "263014780", text)) // as one who knows the token
		plain, err := asked(example, q)
		if err != nil && plain != nil || len(plain) > len(text) {
			t.Fatalf("%d bytes of %d, %v", len(plain), len(text), err)
		}
	})
}

func BenchmarkCallback(b *testing.B) {
	r := httptest.NewRequest(http.MethodPost, "/?"+exampleQuery().Encode(), nil)
	body := []byte("<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[" + exampleEcho + "]]></Encrypt></xml>")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := example.Open(r, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSignature(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		example.Signature("1409659589", "263014780", exampleEcho)
	}
}
