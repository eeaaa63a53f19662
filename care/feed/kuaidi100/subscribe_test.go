package kuaidi100_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
)

// provider answers every subscription with the same words, and keeps what it was asked.
func provider(t *testing.T, answer string) (client kuaidi100.Client, asked *[]string) {
	asked = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*asked = append(*asked, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return kuaidi100.Client{Key: "hush", Salt: "testsalt", Callback: "https://shop.example/feeds/kuaidi100", Endpoint: s.URL}, asked
}

func TestSubscribe_ByTheByte(t *testing.T) {
	client, asked := provider(t, `{"result":true,"returnCode":"200","message":"提交成功"}`)
	require.NoError(t, client.Subscribe(t.Context(), kuaidi100.Subscription{
		Carrier: "shunfeng", Number: number, From: "浙江省金华市义乌市", To: "浙江省杭州市西湖区", Phone: "13912345678",
	}))
	client.Predicts = true
	require.NoError(t, client.Subscribe(t.Context(), kuaidi100.Subscription{Number: number}))
	const head = "POST application/x-www-form-urlencoded; charset=utf-8 "
	assert.Equal(t, []string{
		head + "param=" + url.QueryEscape(`{"company":"shunfeng","number":"78900000000001","from":"浙江省金华市义乌市","to":"浙江省杭州市西湖区","key":"hush","parameters":{"callbackurl":"https://shop.example/feeds/kuaidi100","salt":"testsalt","resultv2":"6","phone":"13912345678"}}`) + "&schema=json",
		head + "param=" + url.QueryEscape(`{"company":"","number":"78900000000001","key":"hush","parameters":{"callbackurl":"https://shop.example/feeds/kuaidi100","salt":"testsalt","resultv2":"8","autoCom":"1"}}`) + "&schema=json",
	}, *asked)
}

func TestSubscribe_SaysWhatMayBeTriedAgain(t *testing.T) {
	for answer, want := range map[string]struct{ ok, refused bool }{
		`{"result":true,"returnCode":"200"}`:                     {ok: true},
		`{"result":false,"returnCode":"501","message":"重复订阅"}`:   {ok: true},
		`{"result":false,"returnCode":"600","message":"hush"}`:   {refused: true},
		`{"result":false,"returnCode":"601"}`:                    {refused: true},
		`{"result":false,"returnCode":"700","message":"单号 789"}`: {refused: true},
		`{"result":false,"returnCode":"702"}`:                    {refused: true},
		`{"result":false,"returnCode":"500","message":"服务器错误"}`:  {},
		`<html>`: {},
		``:       {},
	} {
		client, asked := provider(t, answer)
		err := client.Subscribe(t.Context(), kuaidi100.Subscription{Carrier: "zhongtong", Number: number})
		assert.Equal(t, want.ok, err == nil, answer)
		assert.Equal(t, want.refused, errors.Is(err, kuaidi100.ErrRefused), answer)
		assert.NotContains(t, fmt.Sprint(err), "789")
		assert.NotContains(t, fmt.Sprint(err), "hush")
		assert.Len(t, *asked, 1, "it is not repeated")
	}
}

func TestSubscribe_WhatCannotBeTakenIsNotAskedFor(t *testing.T) {
	client, asked := provider(t, `{"result":true}`)
	for _, s := range []kuaidi100.Subscription{
		{Carrier: "zhongtong"},
		{Carrier: "zhongtong", Number: "12345"},
		{Carrier: "zhongtong", Number: "123456789012345678901234567890123"},
		{Carrier: "shunfeng", Number: number},
	} {
		require.ErrorIs(t, client.Subscribe(t.Context(), s), kuaidi100.ErrRefused)
	}
	client.Salt = ""
	require.ErrorIs(t, client.Subscribe(t.Context(), kuaidi100.Subscription{Carrier: "zhongtong", Number: number}), kuaidi100.ErrRefused)
	assert.Empty(t, *asked)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	client.Salt = "testsalt"
	err := client.Subscribe(ended, kuaidi100.Subscription{Carrier: "zhongtong", Number: number})
	require.ErrorIs(t, err, context.Canceled)
	assert.NotContains(t, err.Error(), "127.0.0.1", "an address may hold a secret")
}
