package kdniao_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/kdniao"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

const number = "78900000000001"

// source knows one parcel.
var source = kdniao.Source{
	ID: "1000000", Key: "testkey",
	Find: func(_ context.Context, carrier, n string) ([]track.Owner, error) {
		if carrier != "zhongtong" || n != number {
			return nil, nil
		}
		return []track.Owner{{Customer: "xiaowang", Order: "T1"}}, nil
	},
	Now: func() time.Time { return time.Date(2026, 11, 11, 19, 20, 1, 0, time.UTC) },
}

func read(t *testing.T, s kdniao.Source, data string) feed.Reading {
	t.Helper()
	r, err := s.Read(t.Context(), []byte(data))
	require.NoError(t, err)
	for i := range r.Events {
		require.NoError(t, r.Events[i].Validate())
	}
	return r
}

// data is a push of one parcel; its nodes are time|code|text.
func data(state string, nodes ...string) string {
	var b strings.Builder
	for i, n := range nodes {
		if i > 0 {
			b.WriteByte(',')
		}
		p := strings.SplitN(n, "|", 3)
		fmt.Fprintf(&b, `{"AcceptTime":"2026-11-%s:00","Action":%q,"AcceptStation":%q,"Remark":null}`, p[0], p[1], p[2])
	}
	return fmt.Sprintf(`{"EBusinessID":"1000000","Count":"1","PushTime":"2026-11-12 03:20:00","Data":[{"ShipperCode":"ZTO","LogisticCode":%q,"Success":true,"State":%q,"StateEx":%q,"Traces":[%s]}]}`,
		number, state[:1], state, b.String())
}

func told(events []tiexin.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.At.In(time.FixedZone("", 8*60*60)).Format("02 15:04 ")+string(e.Type))
	}
	return all
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

// The MD5 of the text and the key, in hexadecimal, in Base64; worked out by hand.
func TestSign(t *testing.T) {
	assert.Equal(t, "OTAwMTUwOTgzY2QyNGZiMGQ2OTYzZjdkMjhlMTdmNzI=", kdniao.Sign("ab", "c")) // MD5 of "abc"
}

func TestOpen(t *testing.T) {
	const body = `{"EBusinessID":"1000000","Data":[]}`
	form := func(data, sign, kind string) string {
		return url.Values{"RequestData": {data}, "DataSign": {sign}, "RequestType": {kind}}.Encode()
	}
	signed := kdniao.Sign(body, "testkey")
	for _, c := range []struct {
		name, body, key string
		ok, forged      bool
	}{
		{"signed", form(body, signed, "101"), "testkey", true, false},
		{"signed, with the finer codes", form(body, signed, "102"), "testkey", true, false},
		{"signed with another key", form(body, kdniao.Sign(body, "guess"), "102"), "testkey", false, true},
		{"another push under the same signature", form(body+" ", signed, "102"), "testkey", false, true},
		{"of another kind: money", form(body, signed, "107"), "testkey", false, true},
		{"not signed", form(body, "", "102"), "testkey", false, true},
		{"empty", "", "testkey", false, true},
		{"no form", "%zz", "testkey", false, true},
		{"the host forgot the key", form(body, kdniao.Sign(body, ""), "102"), "", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := source
			s.Key = c.key
			opened, err := s.Open(nil, []byte(c.body))
			if c.ok {
				require.NoError(t, err)
				assert.Equal(t, body, string(opened))
				return
			}
			assert.Equal(t, c.forged, errors.Is(err, feed.ErrForged))
			assert.NotContains(t, err.Error(), "testkey")
		})
	}
}

// The same number means another thing to Kuaidi100.
func TestRead_The201OfKdniaoIsTheReceiversCity(t *testing.T) {
	r := read(t, source, data("201", "11 18:02|1|揽收", "12 03:12|201|到达"))
	assert.Equal(t, []string{"11 18:02 parcel.picked_up", "12 03:12 parcel.arrived_city"}, told(r.Events))
	node := r.Events[1].Parcel.Track[0]
	assert.Equal(t, []string{"kdniao", "201"}, []string{node.Provider, node.Code})
}

func TestRead_APushTellsAllThatIsNewOnceAndInOrder(t *testing.T) {
	r := read(t, source, data("311", // the oldest first, as Kdniao gives them
		"11 17:00|10|待揽件", "11 18:02|1|揽收", "11 22:40|2|离开", "12 03:12|201|到达", "12 08:40|202|派件", "12 09:40|416|无法联系", "12 15:00|419|重新派送", "12 16:00|211|已放快递柜", "13 12:15|311|已取出"))
	assert.Equal(t, []string{
		"11 18:02 parcel.picked_up", "12 03:12 parcel.arrived_city", "12 08:40 parcel.out_for_delivery", "12 09:40 parcel.failed",
		"12 16:00 parcel.ready_for_pickup", "13 12:15 parcel.signed",
	}, told(r.Events))
	assert.Equal(t, tiexin.SignedByLocker, r.Events[5].Parcel.SignedBy)
	assert.Equal(t, "zhongtong/"+number, r.Events[5].Parcel.Key(), "the carrier as Kuaidi100 spells it")
}

func TestRead_WithoutCodesTheStateIsWhatTheNewestNodeSays(t *testing.T) {
	r := read(t, source, data("202", "12 03:12||离开", "12 08:40||交给小王"))
	assert.Equal(t, []string{"12 08:40 parcel.out_for_delivery"}, told(r.Events))
	assert.False(t, r.Events[0].Parcel.Track[0].Guessed)
	r = read(t, source, strings.Replace(data("3", "12 03:12||离开", "12 08:40||交给小王"), `"StateEx":"3"`, `"StateEx":""`, 1))
	assert.Equal(t, []string{"12 08:40 parcel.signed"}, told(r.Events))
}

func TestRead_AnUnknownCodeIsToldAndNotGuessed(t *testing.T) {
	r := read(t, source, data("2", "12 03:12|999|快件已签收", "12 08:40|202|派件"))
	assert.Equal(t, []feed.Word{{Field: "Action", Word: "999"}}, r.Unknown)
	assert.Equal(t, []string{"12 08:40 parcel.out_for_delivery"}, told(r.Events))
}

func TestRead_NumbersMayBeNumbersAndOneOddFieldLosesNothing(t *testing.T) {
	r := read(t, source, `{"EBusinessID":1000000,"Data":[
		{"ShipperCode":"ZTO","LogisticCode":78900000000001,"Success":true,"StateEx":201,"Traces":[{"AcceptTime":"2026-11-12 03:12:00","Action":201}]},
		{"ShipperCode":"ZTO","LogisticCode":"78900000000001","Success":true,"Traces":"none"}]}`)
	assert.Equal(t, []string{"12 03:12 parcel.arrived_city"}, told(r.Events))
	require.Len(t, r.Parked, 1, "a track that cannot be read is not one without nodes")
	assert.Contains(t, r.Parked[0].Reason, "Data.Traces")
}

func TestRead_ADayThatIsPredictedLastsToItsEnd(t *testing.T) {
	r := read(t, source, strings.Replace(data("1", "11 18:02|1|揽收"), `"Traces"`, `"EstimatedDeliveryTime":"2026-11-12","Traces"`, 1))
	p := r.Events[0].Parcel
	assert.Equal(t, "2026-11-12 23:59:59 prediction", p.DueAt.Format("2006-01-02 15:04:05 ")+p.DueFrom)
}

func TestRead_WhatCanBecomeNoEventIsParkedAndHoldsUpNothing(t *testing.T) {
	good := data("1", "11 18:02|1|揽收")
	two := strings.Replace(good, `"Data":[`, `"Data":[{"ShipperCode":"ZTO","LogisticCode":"78900000000002","Traces":[{"AcceptTime":"2026-11-11 18:02:00","Action":"1"}]},`, 1)
	r := read(t, source, two)
	assert.Len(t, r.Events, 1)
	require.Len(t, r.Parked, 1)
	assert.Contains(t, r.Parked[0].Reason, "Source.Find")
	again := read(t, source, string(r.Parked[0].Body))
	assert.Len(t, again.Parked, 1, "it can be read again, alone")

	for name, c := range map[string]struct{ data, reason string }{
		"no JSON":           {`{"Data":`, "not a list of tracks"},
		"of another shape":  {`{"EBusinessID":"1000000","Data":{}}`, "the field Data"},
		"another account's": {strings.Replace(good, `"1000000"`, `"1000001"`, 1), "another account"},
		"no number":         {strings.Replace(good, number, "", 1), "LogisticCode"},
		"a time that is none": {
			data("1", "31 18:02|1|揽收"), "the time of a node",
		},
		"nothing is known of it": {strings.Replace(data("0"), `"Success":true`, `"Success":false,"Reason":"no track"`, 1), "check its number"},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, source, c.data)
			assert.Empty(t, r.Events)
			require.Len(t, r.Parked, 1)
			assert.Contains(t, r.Parked[0].Reason, c.reason)
			assert.NotContains(t, r.Parked[0].Reason, number)
		})
	}
	down := source
	down.Find = func(context.Context, string, string) ([]track.Owner, error) { return nil, errors.New("database down") }
	_, err := down.Read(t.Context(), []byte(good))
	assert.ErrorContains(t, err, "database down")
}

func TestRead_NothingKnownForDaysIsAStalledParcel(t *testing.T) {
	s := source
	s.Find = func(context.Context, string, string) ([]track.Owner, error) {
		return []track.Owner{{Customer: "xiaowang", Order: "T1", Shipped: time.Date(2026, 11, 11, 18, 0, 0, 0, time.UTC)}}, nil
	}
	r := read(t, s, data("401"))
	require.Len(t, r.Events, 1)
	assert.Equal(t, "2026-11-14 18:00 parcel.stalled", r.Events[0].At.Format("2006-01-02 15:04 ")+string(r.Events[0].Type))
}

func TestHandler_AnswersAsKdniaoWants(t *testing.T) {
	var log strings.Builder
	handler := feed.Handler(source, feed.Options{
		Sink:   func(context.Context, []tiexin.Event) error { return nil },
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	post := func(data, sign string) string {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(url.Values{"RequestData": {data}, "DataSign": {sign}, "RequestType": {"102"}}.Encode()))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return fmt.Sprint(w.Code, " ", w.Body.String())
	}
	body := data("1", "11 18:02|1|快递员13912345678已揽收")
	assert.Equal(t, `200 {"EBusinessID":"1000000","UpdateTime":"2026-11-12 03:20:01","Success":true,"Reason":""}`, post(body, kdniao.Sign(body, "testkey")))
	assert.Equal(t, `401 {"EBusinessID":"1000000","UpdateTime":"2026-11-12 03:20:01","Success":false,"Reason":"Unauthorized"}`, post(body, "guess"))
	unknown := strings.Replace(body, number, "78900000000002", 1)
	assert.Contains(t, post(unknown, kdniao.Sign(unknown, "testkey")), "503", "nobody keeps it: it is to come again")
	for _, secret := range []string{"testkey", "7890000000000", "13912345678"} {
		assert.NotContains(t, log.String(), secret)
	}
}

func TestSource_HidesTheKey(t *testing.T) {
	for _, thing := range []any{source, &source, kdniao.Client{Key: "testkey"}, kdniao.Subscription{Number: "testkey", Phone: "testkey"}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			assert.NotContains(t, fmt.Sprintf(verb, thing), "testkey")
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		assert.NotContains(t, log.String(), "testkey")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("RequestData=%7B%7D&DataSign=x&RequestType=102"))
	f.Add([]byte(url.Values{"RequestData": {"a"}, "DataSign": {kdniao.Sign("a", "testkey")}, "RequestType": {"102"}}.Encode()))
	f.Fuzz(func(t *testing.T, body []byte) {
		opened, err := source.Open(nil, body)
		if err != nil {
			require.ErrorIs(t, err, feed.ErrForged)
			return
		}
		require.NotEmpty(t, opened)
	})
}

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) {
	body := []byte(data("1", "11 18:02|1|【义乌市】快件已被揽收"))
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if r, err := source.Read(b.Context(), body); err != nil || len(r.Events) == 0 {
			b.Fatal(r, err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	body := data("1", "11 18:02|1|【义乌市】快件已被揽收")
	form := []byte(url.Values{"RequestData": {body}, "DataSign": {kdniao.Sign(body, "testkey")}, "RequestType": {"102"}}.Encode())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := source.Open(nil, form); err != nil {
			b.Fatal(err)
		}
	}
}
