package care

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A task without a channel is for shop staff: nobody turns to the customer,
// so neither a refusal nor a missing address silences it.
func TestT5_仓库自己的事_客户拒绝了也要办(t *testing.T) {
	s := opens(t, `
flows:
  alarm: {title: 快超时了, about: order, while: unshipped, purpose: service, rules: [{name: r, if: hours_unshipped > 20, send: {task: alarm, form: other, owner: 仓库}}]}
texts: {alarm: "#订单号#还没发"}
`)
	s.hears(paid("T1"), revokes(""))
	s.wakes("+21h")
	s.delivers()
	if assert.Len(t, s.tasks, 1) {
		assert.Equal(t, "T1还没发", s.tasks[0].Script)
		assert.Equal(t, channel.FormOther, s.tasks[0].Form)
		assert.Equal(t, channel.None, s.tasks[0].Kind)
	}
}

func TestT7_上线以前的订单来了差评_照样有人跟(t *testing.T) {
	file := `
flows:
  bad: {title: 差评, about: order, when: review.created, purpose: service, via: [wangwang], choose: all, rules: [
    {name: r, if: review.rating == 'bad', send: sorry}, {name: unpaid, if: order.status == 'unpaid', send: sorry}, {name: cheap, if: order.amount < 100, send: sorry}]}
texts: {sorry: 对不起}
`
	review := happening(tiexin.EventReviewCreated, []detail{func(e *tiexin.Event) { e.Review = &tiexin.Review{OrderID: "T1", Rating: tiexin.Bad} }})
	tell(t, file, at("+0m", review)).says("10:00 bad/r T1 wangwang 对不起")
}
