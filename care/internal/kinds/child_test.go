package kinds

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/lifecycle/calendar"
)

// mum is a customer with children.
func mum(children ...tiexin.Child) tiexin.Event {
	return happens(tiexin.EventCustomerUpdated, 0, tiexin.Customer{ID: "xiaowang", Nick: "小王", Region: tiexin.Region{City: "杭州"}, Children: children})
}

func bornOn(id, nick, day string) tiexin.Child {
	born, err := tiexin.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return tiexin.Child{ID: id, Nick: nick, Gender: "female", Born: born, ConsentID: "c"}
}

func TestChild_词从样子里来(t *testing.T) {
	see := func(k tiexin.Child) *View { return scene(t, 9, mum(k)).seen(t, ask.Child, "k1") }
	v := see(bornOn("k1", "豆豆", "lunar:2026-04-04"))
	assert.Equal(t, ask.ChildFacts{ID: "k1", Nick: "豆豆", Gender: "female", Born: "2026-05-20"}, v.Facts.Child)
	assert.Equal(t, "小王", v.Facts.Customer.Nick)
	assert.False(t, v.Over)
	expected := bornOn("k1", "豆豆", "2026-12-20")
	expected.Expected = true
	for _, k := range []tiexin.Child{expected, bornOn("k1", "豆豆", "05-20"), bornOn("k1", "豆豆", ""), bornOn("k1", "豆豆", "lunar:1850-01-01")} {
		v = see(k)
		assert.Empty(t, v.Facts.Child.Born, "%v", k.Born)
		assert.Nil(t, v.MonthBegins)
		assert.Equal(t, "宝宝昵称=豆豆 宝宝月龄=-", filled(t, valuesOf(scene(t, 9, mum(k)), "", v), "宝宝昵称 宝宝月龄"))
	}
}

// A month of age begins with its day in the shop's zone, as the calendar counts.
func TestChild_每个月从那天零点算起(t *testing.T) {
	for _, day := range []string{"2024-02-29", "2025-01-31", "2025-08-30", "2026-11-11"} {
		k := bornOn("k1", "豆豆", day)
		v := scene(t, 9, mum(k)).seen(t, ask.Child, "k1")
		born, _ := birthOf(&k)
		for n := range 60 {
			begins := v.MonthBegins(n).Time(tiexin.Shanghai())
			assert.Equal(t, "00:00:00", begins.Format(time.TimeOnly))
			for at, want := range map[time.Time]int{begins: n, begins.Add(-time.Millisecond): n - 1} {
				if want >= 0 {
					got, err := calendar.MonthAge.On(born, calendar.DateOf(at, tiexin.Shanghai()), calendar.Customs{})
					assert.NoError(t, err)
					assert.Equal(t, want, got, "%s, month %d", day, n)
				}
			}
		}
	}
}

func TestChild_占位符说的是哪个孩子(t *testing.T) {
	const words = "宝宝昵称 宝宝月龄 买家昵称 所在城市"
	one, two, away := bornOn("k1", "豆豆", "2026-11-11"), bornOn("k2", "果*", "2026-05-11"), bornOn("k3", "奇奇", "2026-05-11")
	away.ConsentID = ""
	s := scene(t, 9, mum(one, away))
	assert.Equal(t, "宝宝昵称=豆豆 宝宝月龄=0 买家昵称=小王 所在城市=杭州", filled(t, valuesOf(s, "", s.seen(t, ask.Child, "k1")), words))
	assert.Equal(t, "宝宝昵称=豆豆 宝宝月龄=0 买家昵称=小王 所在城市=杭州", filled(t, valuesOf(s, "", s.seen(t, ask.Customer, "")), words), "the only one")

	s = scene(t, 9, mum(one, two))
	k1, k2 := s.seen(t, ask.Child, "k1"), s.seen(t, ask.Child, "k2")
	assert.Equal(t, "宝宝昵称=- 宝宝月龄=6", filled(t, valuesOf(s, "", k2), "宝宝昵称 宝宝月龄"), "never another child's")
	assert.Equal(t, "宝宝昵称=- 宝宝月龄=-", filled(t, valuesOf(s, "", s.seen(t, ask.Customer, "")), "宝宝昵称 宝宝月龄"), "which of them?")
	assert.Equal(t, "宝宝昵称=- 宝宝月龄=-", filled(t, valuesOf(s, "", k1, k2), "宝宝昵称 宝宝月龄"))

	two = bornOn("k2", "果果", "2026-11-10")
	s = scene(t, 9, mum(one, two))
	assert.Equal(t, "宝宝昵称=豆豆、果果 宝宝月龄=0", filled(t, valuesOf(s, "", s.seen(t, ask.Child, "k1"), s.seen(t, ask.Child, "k2")), "宝宝昵称 宝宝月龄"))
}

// While nobody consents, nothing is left of what the view saw before.
func TestChild_撤了同意_什么也看不见(t *testing.T) {
	s := scene(t, 9, mum(bornOn("k1", "豆豆", "2026-05-11")))
	v := s.seen(t, ask.Child, "k1")
	without := bornOn("k1", "豆豆", "2026-05-11")
	without.ConsentID = ""
	e := mum(without)
	e.At = e.At.Add(time.Minute)
	s.Memory.Hear(&e, "")
	s.See(v, v.Subject)
	assert.Equal(t, ask.ChildFacts{}, v.Facts.Child)
	assert.Nil(t, v.MonthBegins)
	assert.True(t, v.Over && v.Child.Refused)
	assert.False(t, v.Has.Has(ask.ThingChild))
	assert.Equal(t, "宝宝昵称=- 宝宝月龄=-", filled(t, valuesOf(s, "", v), "宝宝昵称 宝宝月龄"))
	assert.Empty(t, v.WhatEnded(ask.NoClock))
}
