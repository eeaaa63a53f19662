package weixin_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// provider answers one after the other, and notes what it was asked.
func provider(t *testing.T, answers ...string) (api weixin.API, asked *[]string) {
	asked = new([]string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*asked = append(*asked, fmt.Sprintf("%s %s %s", r.Method, r.URL.RequestURI(), body))
		answer := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		if answer == "" {
			w.WriteHeader(http.StatusBadGateway)
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	n := 0
	return weixin.API{Name: "WeChat", Endpoint: server.URL, Renew: []int{40001}, Token: func(_ context.Context, refused string) (string, error) {
		if refused != "" {
			n++
		}
		return fmt.Sprintf("hush-%d", n), nil
	}}, asked
}

func do(t *testing.T, api weixin.API) (int64, error) {
	var answer struct {
		MsgID int64 `json:"msgid"`
	}
	err := api.Do(t.Context(), weixin.Call{Path: "/send", Query: url.Values{"debug": {"1"}}, Body: map[string]string{"to": "<o1>"}, Hide: []string{"o1"}}, &answer)
	return answer.MsgID, err
}

func TestAPI_AsksOnceAndReadsTheAnswer(t *testing.T) {
	api, asked := provider(t, `{"errcode":0,"errmsg":"ok","msgid":3248682510344192008}`)
	id, err := do(t, api)
	require.NoError(t, err)
	assert.Equal(t, int64(3248682510344192008), id)
	assert.Equal(t, []string{`POST /send?access_token=hush-0&debug=1 {"to":"<o1>"}`}, *asked)
}

func TestAPI_ARefusedTokenIsReplacedOnce(t *testing.T) {
	api, asked := provider(t, `{"errcode":40001,"errmsg":"invalid credential"}`, `{"errcode":0,"msgid":1}`)
	_, err := do(t, api)
	require.NoError(t, err)
	require.Len(t, *asked, 2)
	assert.Contains(t, (*asked)[1], "hush-1")

	api, asked = provider(t, `{"errcode":40001,"errmsg":"invalid credential"}`)
	_, err = do(t, api)
	require.EqualError(t, err, "WeChat answers 40001: invalid credential")
	assert.Len(t, *asked, 2)
}

func TestAPI_AnAnswerThatCannotBeReadLeavesTheOutcomeUnknown(t *testing.T) {
	for _, answer := range []string{"", "<html>", `{"errcode":`, `{"errcode":0,"msgid":"x"}`} {
		api, asked := provider(t, answer)
		_, err := do(t, api)
		require.ErrorIs(t, err, channel.ErrUnknownOutcome, answer)
		assert.Len(t, *asked, 1)
	}
}

func TestAPI_ErrorsAreDiscreet(t *testing.T) {
	api, _ := provider(t, `{"errcode":40003,"errmsg":"invalid openid o1 by\nhush-0 `+strings.Repeat("长", 200)+`"}`)
	_, err := do(t, api)
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "WeChat answers 40003: invalid openid *** by *** 长"), err.Error())
	assert.Less(t, len(err.Error()), 260)

	api.Endpoint = "http://127.0.0.1:1"
	_, err = do(t, api)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "hush")
}
