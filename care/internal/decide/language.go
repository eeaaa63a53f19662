package decide

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
	"github.com/tiexin-go/tiexin/care/internal/remember"
	"github.com/tiexin-go/tiexin/care/rule"
)

func brings(*rule.Rule) bool { return false }

func (s *Step) bring(*remember.Firing, *rule.Rule, *tiexin.Event) {}

func (s *Step) brought(v *view, _ *remember.Firing) *ask.View { return &v.View.View }

func startOf(ask.Reading) ask.Instant { return 0 }

func forbids(c *ask.Condition, v *ask.View, now ask.Instant) bool { return c.Ask(v).At(now) }

func sameThings(_, _ *ask.View) {}

func concerns(c *ask.Condition, v *view) bool { return !c.OrderWords || v.Order != nil }
