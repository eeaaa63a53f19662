package kdniao_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/feed/kdniao"
)

func provider(t *testing.T, answer string) (client kdniao.Client, asked *[]string) {
	asked = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*asked = append(*asked, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return kdniao.Client{ID: "1000000", Key: "testkey", Endpoint: s.URL}, asked
}

func TestSubscribe_ByTheByte(t *testing.T) {
	client, asked := provider(t, `{"EBusinessID":"1000000","Success":true,"Reason":""}`)
	require.NoError(t, client.Subscribe(t.Context(), kdniao.Subscription{Carrier: "zhongtong", Number: number}))
	client.Fine = true
	require.NoError(t, client.Subscribe(t.Context(), kdniao.Subscription{Carrier: "shunfeng", Number: number, Phone: "13912345678"}))
	form := func(data, kind string) string {
		return "POST application/x-www-form-urlencoded; charset=utf-8 DataSign=" + url.QueryEscape(kdniao.Sign(data, "testkey")) +
			"&DataType=2&EBusinessID=1000000&RequestData=" + url.QueryEscape(data) + "&RequestType=" + kind
	}
	assert.Equal(t, []string{
		form(`{"ShipperCode":"ZTO","LogisticCode":"78900000000001"}`, "1008"),
		form(`{"ShipperCode":"SF","LogisticCode":"78900000000001","CustomerName":"5678"}`, "8008"),
	}, *asked)
}

func TestSubscribe_SaysWhatIsWrongWithoutTheNumber(t *testing.T) {
	for _, answer := range []string{`{"Success":false,"Reason":"单号 78900000000001 无效"}`, `<html>`, ``} {
		client, asked := provider(t, answer)
		err := client.Subscribe(t.Context(), kdniao.Subscription{Carrier: "zhongtong", Number: number})
		require.Error(t, err, answer)
		assert.NotContains(t, err.Error(), number)
		assert.Len(t, *asked, 1, "it is not repeated")
	}
	client, asked := provider(t, `{"Success":true}`)
	require.ErrorContains(t, client.Subscribe(t.Context(), kdniao.Subscription{Carrier: "shunfeng", Number: number}), "phone")
	require.ErrorContains(t, client.Subscribe(t.Context(), kdniao.Subscription{Number: number}), "carrier")
	client.Key = ""
	require.ErrorContains(t, client.Subscribe(t.Context(), kdniao.Subscription{Carrier: "zhongtong", Number: number}), "Client.Key")
	assert.Empty(t, *asked)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	client.Key = "testkey"
	err := client.Subscribe(ended, kdniao.Subscription{Carrier: "zhongtong", Number: number})
	require.ErrorIs(t, err, context.Canceled)
	assert.NotContains(t, fmt.Sprint(err), "127.0.0.1", "an address may hold a secret")
}
