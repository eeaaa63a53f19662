package kuaidi100_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/feedtest"
	"github.com/tiexin-go/tiexin/care/feed/kuaidi100"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

const number = "78900000000001"

// source knows one parcel.
var source = kuaidi100.Source{Salts: []string{"testsalt"}, Find: func(_ context.Context, carrier, n string) ([]track.Owner, error) {
	if carrier != "zhongtong" || n != number {
		return nil, nil
	}
	return []track.Owner{{Customer: "xiaowang", Order: "T1"}}, nil
}}

func read(t *testing.T, s kuaidi100.Source, param string) feed.Reading {
	t.Helper()
	r, err := s.Read(t.Context(), []byte(param))
	require.NoError(t, err)
	for i := range r.Events {
		require.NoError(t, r.Events[i].Validate())
	}
	return r
}

// told lists what befell, with the day's time in Shanghai.
func told(events []tiexin.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.At.In(time.FixedZone("", 8*60*60)).Format("02 15:04 ")+string(e.Type))
	}
	return all
}

// track of some nodes, newest first: time|code|text.
func param(state string, nodes ...string) string {
	var b strings.Builder
	for i, n := range nodes {
		if i > 0 {
			b.WriteByte(',')
		}
		p := strings.SplitN(n, "|", 3)
		fmt.Fprintf(&b, `{"time":"2026-11-%s:00","statusCode":%q,"context":%q}`, p[0], p[1], p[2])
	}
	return fmt.Sprintf(`{"status":"polling","lastResult":{"nu":%q,"com":"zhongtong","state":%q,"data":[%s],"routeInfo":{"from":{"name":"浙江,金华市,义乌市"},"to":{"name":"浙江,杭州市,西湖区"}}}}`,
		number, state, b.String())
}

func TestRead(t *testing.T) { feedtest.Golden(t, source.Read) }

func TestRead_APushTellsAllThatIsNewOnceAndInOrder(t *testing.T) {
	r := read(t, source, param("301",
		"13 12:15|301|已签收,签收人:本人", "13 08:40|5|再次派件", "12 18:00|204|派件异常", "12 08:40|5|派件",
		"12 06:00|1002|离开", "12 03:12|1001|到达", "11 22:40|1002|离开", "11 18:02|103|揽收", "11 17:00|101|已下单"))
	assert.Equal(t, []string{
		"11 18:02 parcel.picked_up", "12 03:12 parcel.arrived_city", "12 08:40 parcel.out_for_delivery", "12 18:00 parcel.failed", "13 12:15 parcel.signed",
	}, told(r.Events))
	signed := r.Events[4].Parcel
	assert.Equal(t, tiexin.SignedBySelf, signed.SignedBy)
	assert.Equal(t, "12 03:12", signed.ArrivedAt.Format("02 15:04"))
	assert.Equal(t, tiexin.ParcelOutForDelivery, r.Events[2].Parcel.Status, "as it stood then")
	assert.Zero(t, r.Events[2].Parcel.SignedAt)
	assert.Len(t, signed.Track, 1)
	assert.Empty(t, r.Unknown)
}

// A parcel is pushed dozens of times, each time with its whole track.
func TestRead_ATrackOfAnyLengthIsFewEvents(t *testing.T) {
	var nodes []string
	ids := map[string]bool{}
	events := 0
	for i := range 30 {
		nodes = append([]string{fmt.Sprintf("%02d 10:00|1002|第%d站", i%28+1, i)}, nodes...)
		if i == 0 {
			nodes[0] = "01 10:00|103|揽收"
		}
		r := read(t, source, param("0", nodes...))
		for _, e := range r.Events {
			ids[e.ID] = true
		}
		assert.LessOrEqual(t, len(r.Events), 2)
		events += len(r.Events)
	}
	assert.Less(t, events, 60, "of 465 nodes")
	assert.LessOrEqual(t, len(ids), 30)
}

func TestRead_TheSameNodeIsTheSameEvent(t *testing.T) {
	early := read(t, source, param("5", "12 08:40|5|派件", "12 03:12|1001|到达", "11 18:02|103|揽收"))
	late := read(t, source, param("301", "12 12:15|301|签收", "12 08:40|5|派件", "12 03:12|1001|到达", "11 18:02|103|揽收"))
	assert.Equal(t, early.Events, late.Events[:3])
	assert.NotContains(t, late.Events[3].ID, number, "whoever knows it can read the track")
}

func TestMeaning_WholeCodesFirst(t *testing.T) {
	for code, want := range map[string]struct {
		event tiexin.EventType
		known bool
	}{
		"1001": {tiexin.EventParcelArrivedCity, true}, "1002": {tiexin.EventParcelMoved, true}, "1003": {tiexin.EventParcelMoved, true},
		"1": {tiexin.EventParcelPickedUp, true}, "10": {tiexin.EventParcelMoved, true}, "14": {tiexin.EventParcelRejected, true},
		"1009": {tiexin.EventParcelMoved, false}, "309": {tiexin.EventParcelSigned, false}, "599": {tiexin.EventParcelOutForDelivery, false}, "299": {"", false},
		"15": {"", false}, "99999": {"", false}, "x01": {"", false}, "": {"", false}, "999": {"", false},
		"201": {"", true}, "202": {tiexin.EventParcelStalled, true}, "210": {"", true}, "501": {tiexin.EventParcelReadyForPickup, true},
	} {
		m, known := kuaidi100.Meaning(code)
		assert.Equal(t, want.event, m.Event, code)
		assert.Equal(t, want.known, known, code)
	}
}

func TestRead_SaysWhoSigned(t *testing.T) {
	for code, by := range map[string]tiexin.SignedBy{"301": tiexin.SignedBySelf, "302": tiexin.SignedLate, "303": tiexin.SignedByAgent, "304": tiexin.SignedByLocker, "3": ""} {
		r := read(t, source, param(code, "12 12:15|"+code+"|签收"))
		assert.Equal(t, by, r.Events[0].Parcel.SignedBy, code)
	}
}

func TestRead_WithoutCodesItGoesByWordsThenByTheState(t *testing.T) {
	words := `{"status":"polling","lastResult":{"nu":"78900000000001","com":"zhongtong","state":"0","data":[{"time":"2026-11-12 03:12:00","status":"到达派件城市","context":"x"}]}}`
	r := read(t, source, words)
	assert.Equal(t, []string{"12 03:12 parcel.arrived_city"}, told(r.Events))
	assert.False(t, r.Events[0].Parcel.Track[0].Guessed)

	r = read(t, source, param("5", "12 08:40||【杭州西湖】正在派件", "12 03:12||【杭州中转】快件已到达", "11 18:02||快件已被揽收"))
	assert.Equal(t, []string{"11 18:02 parcel.picked_up", "12 03:12 parcel.arrived_city", "12 08:40 parcel.out_for_delivery"}, told(r.Events))
	assert.True(t, r.Events[1].Parcel.Track[0].Guessed)

	r = read(t, source, strings.Replace(param("0", "12 12:15||放门口了"), `"state"`, `"ischeck":"1","state"`, 1))
	assert.Equal(t, []string{"12 12:15 parcel.signed"}, told(r.Events), "ischeck says so")
	r = read(t, source, param("3", "12 12:15||放门口了"))
	assert.Equal(t, []string{"12 12:15 parcel.signed"}, told(r.Events), "the state says so")
}

func TestRead_AnUnknownCodeIsToldAndNotGuessed(t *testing.T) {
	r := read(t, source, param("0", "12 08:40|xyz|快件已签收", "11 18:02|309|签收"))
	assert.Equal(t, []feed.Word{{Field: "statusCode", Word: "xyz"}, {Field: "statusCode", Word: "309"}}, r.Unknown)
	assert.Equal(t, []string{"11 18:02 parcel.signed"}, told(r.Events))
}

func TestRead_NumbersMayBeNumbersAndOneOddFieldLosesNothing(t *testing.T) {
	r := read(t, source, `{"status":"shutdown","autoCheck":0,"message":7,"lastResult":{"nu":78900000000001,"com":"zhongtong","ischeck":1,"state":304,"data":[
		{"time":"2026-11-12 12:15:00","statusCode":304,"context":"已签收"}]}}`)
	assert.Equal(t, []string{"12 12:15 parcel.signed"}, told(r.Events))
	assert.Equal(t, tiexin.SignedByLocker, r.Events[0].Parcel.SignedBy)
	require.Len(t, r.Events[0].Warnings, 1)
	assert.Equal(t, "message", r.Events[0].Warnings[0].Field)

	r = read(t, source, `{"status":"polling","lastResult":{"nu":"78900000000001","com":"zhongtong","data":{"time":"2026-11-12 12:15:00"}}}`)
	require.Len(t, r.Parked, 1, "a track that cannot be read is not one without nodes")
	assert.Contains(t, r.Parked[0].Reason, "lastResult.data")
}

func TestRead_ACorrectedCarrierIsTheSameParcel(t *testing.T) {
	corrected := strings.Replace(strings.Replace(param("103", "11 18:02|103|揽收"), `"status":"polling"`, `"status":"polling","autoCheck":"1","comOld":"zhongtong","comNew":"yunda"`, 1), `"com":"zhongtong"`, `"com":"yunda"`, 1)
	r := read(t, source, corrected)
	require.Len(t, r.Events, 1)
	p := r.Events[0].Parcel
	assert.Equal(t, []string{"yunda", "zhongtong/" + number}, []string{p.Carrier, p.Key()})
	assert.Equal(t, read(t, source, param("103", "11 18:02|103|揽收")).Events[0].ID, r.Events[0].ID)
}

func TestRead_OneParcelOfSeveralOrdersTellsEach(t *testing.T) {
	s := source
	s.Find = func(context.Context, string, string) ([]track.Owner, error) {
		return []track.Owner{{Shop: "s", Customer: "xiaowang", Order: "T1", Parcel: "P1"}, {Shop: "s", Customer: "xiaowang", Order: "T2", Parcel: "P2"}}, nil
	}
	r := read(t, s, param("103", "11 18:02|103|揽收"))
	require.Len(t, r.Events, 2)
	assert.NotEqual(t, r.Events[0].ID, r.Events[1].ID)
	assert.Equal(t, []string{"s", "T2", "P2"}, []string{r.Events[1].Shop, r.Events[1].Parcel.OrderID, r.Events[1].Parcel.Key()})
}

func TestRead_WhatCanBecomeNoEventIsParked(t *testing.T) {
	down := source
	down.Find = func(context.Context, string, string) ([]track.Owner, error) { return nil, errors.New("database down") }
	_, err := down.Read(t.Context(), []byte(param("103", "11 18:02|103|揽收")))
	require.ErrorContains(t, err, "database down")

	many := make([]string, 1001)
	for i := range many {
		many[i] = "11 18:02|103|揽收"
	}
	for name, c := range map[string]struct{ param, reason string }{
		"no JSON":             {`{"status":`, "not a track"},
		"of another shape":    {`{"lastResult":[]}`, "lastResult"},
		"no number":           {`{"status":"polling","lastResult":{"com":"zhongtong"}}`, "lastResult.nu"},
		"nobody's parcel":     {strings.Replace(param("103", "11 18:02|103|揽收"), number, "78900000000002", 1), "Source.Find"},
		"a track without end": {param("103", many...), "more than 1000 nodes"},
		"a time that is none": {param("103", "31 18:02|103|揽收"), "the time of a node"},
		"a track that never began": {
			`{"status":"abort","message":"3天查询无记录","lastResult":{"nu":"78900000000001","com":"zhongtong","data":[]}}`, "check its number",
		},
		"an end that says not when": {
			`{"status":"abort","message":"","lastResult":{"nu":"78900000000001","com":"zhongtong","data":[]}}`, "how many days",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, source, c.param)
			assert.Empty(t, r.Events)
			require.Len(t, r.Parked, 1)
			assert.Contains(t, r.Parked[0].Reason, c.reason)
			assert.NotContains(t, r.Parked[0].Reason, "7890000000000")
			assert.Equal(t, c.param, string(r.Parked[0].Body))
		})
	}
}

func TestRead_ATrackThatEndsIsAStalledParcel(t *testing.T) {
	s := source
	s.Find = func(context.Context, string, string) ([]track.Owner, error) {
		return []track.Owner{{Customer: "xiaowang", Order: "T1", Shipped: time.Date(2026, 11, 11, 18, 0, 0, 0, time.UTC)}}, nil
	}
	r := read(t, s, `{"status":"abort","message":"3天查询无记录","lastResult":{"nu":"78900000000001","com":"zhongtong","data":[]}}`)
	require.Len(t, r.Events, 1)
	assert.Equal(t, "2026-11-14 18:00 parcel.stalled", r.Events[0].At.Format("2006-01-02 15:04 ")+string(r.Events[0].Type))
	assert.Zero(t, r.Events[0].Parcel.ScannedAt, "nobody saw it")

	r = read(t, source, strings.Replace(param("0", "11 18:02|1002|离开"), `"status":"polling"`, `"status":"abort","message":"60天无变化时"`, 1))
	assert.Equal(t, []tiexin.EventType{tiexin.EventParcelMoved, tiexin.EventParcelStalled}, []tiexin.EventType{r.Events[0].Type, r.Events[1].Type})
	assert.Equal(t, r.Events[0].At.AddDate(0, 0, 60), r.Events[1].At)
}

func TestRead_KnowsWhenItIsThoughtToArrive(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-12 18": "2026-11-12 18:00:00", "2026-11-12": "2026-11-12 23:59:59", "2026-11-12 18:30": "2026-11-12 18:30:00", "soon": "", "": "",
	} {
		p := strings.Replace(param("103", "11 18:02|103|揽收"), `"state"`, fmt.Sprintf(`"arrivalTime":%q,"state"`, text), 1)
		got := read(t, source, p).Events[0].Parcel
		if want == "" {
			assert.Zero(t, got.DueAt, text)
			continue
		}
		assert.Equal(t, []string{want, "prediction"}, []string{got.DueAt.Format(time.DateTime), got.DueFrom}, text)
	}
}

func FuzzRead(f *testing.F) { feedtest.Fuzz(f, source.Read) }

func BenchmarkRead(b *testing.B) {
	small := []byte(param("103", "11 18:02|103|【义乌市】快件已被揽收"))
	b.Run("small", func(b *testing.B) { benchmark(b, small) })
	whole, err := os.ReadFile("testdata/kuaidi100_push_arrived_city.json")
	require.NoError(b, err)
	b.Run("whole", func(b *testing.B) { benchmark(b, whole) })
	var nodes []string
	for i := range 30 {
		nodes = append(nodes, fmt.Sprintf("%02d 10:00|1002|【金华中转】快件离开,已发往【杭州中转】", 28-i%28))
	}
	long := []byte(param("0", nodes...))
	b.Run("30 nodes", func(b *testing.B) { benchmark(b, long) })
}

func benchmark(b *testing.B, body []byte) {
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if r, err := source.Read(b.Context(), body); err != nil || len(r.Events) == 0 {
			b.Fatal(r, err)
		}
	}
}
