package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/examples/page"
	"github.com/tiexin-go/tiexin/lifecycle/stage"
	"github.com/tiexin-go/tiexin/loyalty"
)

// A caption does not explain a colour that is not there.
func TestGreyIsSpokenOfWhereSomebodyIsDead(t *testing.T) {
	var alive, dead stage.Moves
	alive.Count[stage.New][stage.Lost] = 3
	dead.Count[stage.New][stage.Dead] = 3
	s := new(shop)
	assert.NotContains(t, s.drawStages([]stage.Moves{alive}).says.Chinese, "灰色")
	assert.Contains(t, s.drawStages([]stage.Moves{alive, dead}).says.Chinese, "灰色是该放手的人")
}

// Of people of whom nearly all were lost sight of, nobody learns who comes back within
// ninety days.
func TestACurveEndsWhereTooFewAreWatched(t *testing.T) {
	var spells []loyalty.Spell
	for range 40 {
		spells = append(spells, loyalty.Spell{Time: 20})
	}
	for i := range 5 {
		spells = append(spells, loyalty.Spell{Time: float64(60 + i), Ended: true})
	}
	curve, err := loyalty.KaplanMeier(spells)
	require.NoError(t, err)
	r := returning{0, curve, spells}
	assert.Equal(t, page.FewAtRisk, r.within(90).Why)
	assert.Equal(t, "未知（观察到那时的不足10人）", say(page.Chinese, r.within(90), percent))
	assert.Equal(t, "0.0%", say(page.Chinese, r.within(10), percent))
}

// Five orders that were all paid do not make a curve up to 100 %, and one parcel does not
// make the shop's days.
func TestAShopOfFiveOrders(t *testing.T) {
	lines := []string{"订单编号,顾客,下单时间,付款时间,实付金额,物流公司,省份,发货时间,签收时间"}
	for i := range 5 {
		lines = append(lines, fmt.Sprintf("%d,c%d,2026-01-0%d 10:00:00,2026-01-0%d 10:05:00,10,中通,广东,2026-01-0%d 18:00:00,2026-01-08 10:00:00", i, i, i+1, i+1, i+1))
	}
	said, page, _ := written(t, "-orders", file(t, lines...))
	_, payments, _ := strings.Cut(said, "按来源的催付时机")
	payments, _, _ = strings.Cut(payments, "包裹要走几天")
	assert.NotContains(t, payments, "100.0%")
	assert.Contains(t, page, "订单不足10个，不画曲线。")
	assert.Contains(t, said, "最近120天发出5个包裹，太少，说不出本店的天数；按教科书，一半在")
	assert.Contains(t, page, "买过的顾客不足10位，画不出曲线。")
}

func TestTimesOfWaiting(t *testing.T) {
	for minutesLong, want := range map[float64][2]string{
		.25: {"15秒", "15 s"}, 45: {"45分钟", "45 min"}, 160: {"2小时40分钟", "2 h 40 min"}, 1440: {"24小时", "24 h"}, 5040: {"3.5天", "3.5 d"},
	} {
		assert.Equal(t, want, [2]string{wait(page.Chinese, minutes(minutesLong)), wait(page.English, minutes(minutesLong))})
	}
}
