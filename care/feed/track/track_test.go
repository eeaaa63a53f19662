package track_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

var (
	hangzhou = tiexin.Region{Province: "浙江省", City: "杭州市", District: "西湖区"}
	yiwu     = tiexin.Region{Province: "浙江省", City: "金华市", District: "义乌市"}
)

func TestGuess_ReadsWhatCarriersWrite(t *testing.T) {
	for text, want := range map[string]tiexin.EventType{
		"【义乌市】快件已被揽收":                tiexin.EventParcelPickedUp,
		"等待揽收中":                      "",
		"【金华中转】快件离开,已发往【杭州中转】":       "",
		"【金华中转】已到达，下一站【杭州】":          "",
		"从金华发往杭州的快件已到达杭州":            "", // one clause: it is not told
		"【杭州中转】快件已到达":                tiexin.EventParcelArrivedCity,
		"快件到达 【杭州萧山集散中心】，准备发往 【西湖区】": tiexin.EventParcelArrivedCity,
		"快件已到达【北京杭州路营业部】":            "",
		"预计明日到达杭州":                   "",
		"快件到达【西湖派件网点】":               "",
		"【杭州西湖】派件员正在派件":              tiexin.EventParcelOutForDelivery,
		"快件正在派送中，请您准备签收":             tiexin.EventParcelOutForDelivery,
		"已放丰巢快递柜，请凭取件码取件":            tiexin.EventParcelReadyForPickup,
		"快件已暂存至菜鸟驿站，请及时取件":           tiexin.EventParcelReadyForPickup,
		"您的快件已签收，签收人：菜鸟驿站":           tiexin.EventParcelSigned,

		"快件已妥投":         tiexin.EventParcelSigned,
		"快件签收失败":        tiexin.EventParcelFailed,
		"派件异常，客户电话无法联系": tiexin.EventParcelFailed,
		"收件人拒绝签收":       tiexin.EventParcelRejected,
		"客户拒收，快件退回":     tiexin.EventParcelRejected,
		"快件已退回，返回发件人":   tiexin.EventParcelReturning,
		"退回件已签收":        tiexin.EventParcelReturned,
		"该地址超区，不派送":     tiexin.EventParcelOutOfArea,
		"快件丢失，正在理赔":     tiexin.EventParcelLost,
		"外包装破损":         tiexin.EventParcelDamaged,
		"":              "",
	} {
		m, ok := track.Guess(text, hangzhou, yiwu)
		if want == "" {
			want = tiexin.EventParcelMoved
			assert.False(t, ok, text)
		}
		assert.Equal(t, want, m.Event, text)
	}
}

func TestGuess_AParcelThatStaysInItsCityDoesNotArriveThere(t *testing.T) {
	text := "快件已到达【杭州转运中心】"
	_, ok := track.Guess(text, hangzhou, hangzhou)
	assert.False(t, ok)
	_, ok = track.Guess(text, tiexin.Region{}, yiwu)
	assert.False(t, ok, "nobody knows where it goes")

	county := tiexin.Region{Province: "湖北省", District: "仙桃市"} // administered by the province: it has no city above it
	m, ok := track.Guess("已到达【仙桃】", county, yiwu)
	assert.True(t, ok)
	assert.Equal(t, tiexin.EventParcelArrivedCity, m.Event)
}

func TestGuess_SaysWhoSigned(t *testing.T) {
	for text, want := range map[string]tiexin.SignedBy{
		"已签收，签收人：本人": tiexin.SignedBySelf, "已签收，家人代签": tiexin.SignedByAgent,
		"已签收，签收人：丰巢": tiexin.SignedByLocker, "已签收": "",
	} {
		m, _ := track.Guess(text, hangzhou, yiwu)
		assert.Equal(t, want, m.SignedBy, text)
	}
}

func TestSettle_TellsEachNewsOnceAndNeverGoesBackwards(t *testing.T) {
	start := time.Date(2026, 11, 11, 18, 0, 0, 0, time.UTC)
	step := func(hours int, e tiexin.EventType, text string) track.Step {
		return track.Step{Meaning: track.Meaning{Event: e}, Node: tiexin.Node{At: start.Add(time.Duration(hours) * time.Hour), Text: text}}
	}
	// the newest first, as some platforms give them; the courier comes twice
	settled := track.Settle([]track.Step{
		step(30, tiexin.EventParcelReturning, "退回"),
		step(24, tiexin.EventParcelSigned, "签收"),
		step(20, tiexin.EventParcelOutForDelivery, "再次派件"),
		step(18, tiexin.EventParcelArrivedCity, "到达网点"),
		step(16, tiexin.EventParcelOutForDelivery, "派件"),
		step(12, tiexin.EventParcelArrivedCity, "到达杭州"),
		step(12, tiexin.EventParcelArrivedCity, "到达杭州"),
		step(0, tiexin.EventParcelPickedUp, "揽收"),
	})
	var told []tiexin.EventType
	var p tiexin.Parcel
	for i := range settled {
		told = append(told, settled[i].Event)
		settled[i].Told(&p)
		if i == 4 {
			assert.Equal(t, tiexin.ParcelOutForDelivery, p.Status)
		}
	}
	assert.Equal(t, []tiexin.EventType{
		tiexin.EventParcelPickedUp, tiexin.EventParcelArrivedCity, tiexin.EventParcelOutForDelivery, tiexin.EventParcelMoved,
		tiexin.EventParcelMoved, tiexin.EventParcelSigned, tiexin.EventParcelReturning,
	}, told)
	assert.Equal(t, tiexin.ParcelReturning, p.Status)
	assert.Equal(t, start.Add(12*time.Hour), p.ArrivedAt)
	assert.Equal(t, start.Add(16*time.Hour), p.OutAt)
	assert.Equal(t, start.Add(30*time.Hour), p.ScannedAt)
	assert.Len(t, p.Track, 7)
}
