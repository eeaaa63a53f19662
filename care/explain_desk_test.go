package care

import (
	"errors"
	"testing"

	"github.com/tiexin-go/tiexin/channel"
)

func TestE7_说明_任务还没交到人手上(t *testing.T) {
	s := opens(t, `
flows:
  f: {title: 回访, about: order, purpose: service, via: [phone], rules: [{name: r, when: [order.paid], send: {task: ask, within: 2h}}]}
  g: {title: 问候, about: customer, purpose: service, via: [phone], rules: [{name: open, when: [order.paid], send: {task: ask}}]}
texts: {ask: 问问}
`)
	s.hears(paid("T1"))
	s.fails = func(string, channel.Kind) error { return errors.New("the desk is closed") }
	s.delivers()
	changeIs(t, s.explains().about(t, "order", "T1", "r"),
		"nothing: the task waits to be passed to a person, until 2026-11-11 12:00:00", "不用改，任务等着交到人手上，到11月11日 12:00为止")
	changeIs(t, s.explains().about(t, "customer", "", "open"), "nothing: the task waits to be passed to a person", "不用改，任务等着交到人手上")
	s.fails = nil
	s.at("+20m").delivers()
	changeIs(t, s.explains().about(t, "order", "T1", "r"), "nothing: a person has the task until 2026-11-11 12:00:00", "不用改，有人在办，到11月11日 12:00为止")
	changeIs(t, s.explains().about(t, "customer", "", "open"), "nothing: a person has the task", "不用改，有人在办")
}
