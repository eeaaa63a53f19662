package tiexin_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What plainly means a word of a closed list is read as that word.
func Test差评女本人_说的就是那个意思(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"差评", "bad"}, {"中评", "neutral"}, {"好评", "good"}, {"Bad", "bad"}, {" good ", "good"}, {"neutral", "neutral"}, {"", ""},
	} {
		e := rated(t, `"review": {"order_id": "A", "rating": "`+c.said+`"}`)
		assert.Equal(t, c.want, string(e.Review.Rating), c.said)
		assert.Empty(t, e.Warnings, c.said)
	}
	for _, c := range []struct{ said, want string }{
		{"女", "female"}, {"男", "male"}, {"F", "female"}, {"m", "male"}, {"女士", "female"}, {"Male", "male"},
	} {
		e := rated(t, `"customer": {"id": "a", "gender": "`+c.said+`", "children": [{"id": "k", "gender": "`+c.said+`"}]}`)
		assert.Equal(t, c.want, string(e.Customer.Gender), c.said)
		assert.Equal(t, c.want, string(e.Customer.Children[0].Gender), c.said)
		assert.Empty(t, e.Warnings, c.said)
	}
	e := rated(t, `"parcel": {"number": "1", "order_id": "A", "signed_by": "本人", "abnormal": "拒收", "due_from": "承诺"}`)
	assert.Equal(t, &tiexin.Parcel{Number: "1", OrderID: "A", SignedBy: tiexin.SignedBySelf, Abnormal: "rejected", DueFrom: "promise"}, e.Parcel)
	assert.Empty(t, e.Warnings)
}

// Any other word is left out, with its place. Everything else is taken in.
func Test别的词不认_说在哪里(t *testing.T) {
	for said, want := range map[string]string{
		`"review": {"order_id": "A", "rating": "一般般", "text": "太薄"}`:                        "review.rating: (text, 3 characters) is in no table; the words are good, neutral, bad",
		`"review": {"order_id": "A", "rating": "god", "text": "太薄"}`:                        `review.rating: "god" is in no table; did you mean "good"?`,
		`"customer": {"id": "a", "gender": "保密", "nick": "小王"}`:                             "customer.gender: (text, 2 characters) is in no table; the words are female, male",
		`"customer": {"id": "a", "nick": "小王", "children": [{"id": "k", "gender": "男宝宝"}]}`: "customer.children[0].gender: (text, 3 characters) is in no table; the words are female, male",
		`"parcel": {"number": "1", "order_id": "A", "signed_by": "邻居"}`:                     "parcel.signed_by: (text, 2 characters) is in no table; the words are self, agent, locker, after_exception",
		`"parcel": {"number": "1", "order_id": "A", "abnormal": "停滞"}`:                      "parcel.abnormal: (text, 2 characters) is in no table; the words are stalled, failed, rejected, returning, returned, out_of_area, lost, damaged",
		`"parcel": {"number": "1", "order_id": "A", "due_from": "猜的"}`:                      "parcel.due_from: (text, 2 characters) is in no table; the words are promise, prediction, history, default",
		`"refund": {"status": "退款成功"}`:                                                      `refund.status: "退款成功" is a platform's word; write "succeeded"`,
		`"order": {"id": "A", "refunds": [{"id": "R1", "status": "已撤销"}]}`:                  `order.refunds[0].status: "已撤销" is a platform's word; write "closed"`,
	} {
		e := rated(t, said)
		assert.Equal(t, []string{want}, warningsOf(e), said)
		switch {
		case e.Review != nil:
			assert.Equal(t, &tiexin.Review{OrderID: "A", Text: "太薄"}, e.Review)
		case e.Parcel != nil:
			assert.Equal(t, &tiexin.Parcel{Number: "1", OrderID: "A"}, e.Parcel)
		case e.Refund != nil:
			assert.Equal(t, &tiexin.Refund{}, e.Refund)
		}
	}
}

// Lists that hosts extend stay as they are, and so does a refund that is still open.
func Test店家自己的词不动(t *testing.T) {
	e := rated(t, `"customer": {"id": "a", "grade": "钻石", "tags": ["爱还价"]}, "order": {"id": "A", "source": "小程序", "kind": "预售", "platform": "xiaohongshu"}, "refund": {"status": "退款中"},
		"chat": {"topic": "尺码"}, "task": {"id": "T", "outcome": "约了回访"}, "incident": {"id": "I", "kind": "暴雪"}`)
	assert.Empty(t, e.Warnings)
	assert.Equal(t, tiexin.OrderKind("预售"), e.Order.Kind)
	assert.Equal(t, tiexin.RefundStatus("退款中"), e.Refund.Status)
	assert.True(t, e.Refund.Open())
}

// A host's list of children is the host's.
func Test改了词_店家的名单不动(t *testing.T) {
	children := []tiexin.Child{{ID: "k1", Gender: "女"}, {ID: "k2", Gender: "男宝宝"}}
	e := paid(func(e *tiexin.Event) { e.Customer.Children = children })
	e.Normalise()
	e.Normalise()
	assert.Equal(t, []tiexin.Child{{ID: "k1", Gender: "female"}, {ID: "k2"}}, e.Customer.Children)
	assert.Equal(t, tiexin.Gender("女"), children[0].Gender)
	assert.Len(t, e.Warnings, 1)
}

func rated(t *testing.T, fields string) tiexin.Event {
	t.Helper()
	e, err := tiexin.DecodeEvent([]byte(`{"id": "1", "event": "customer.updated", "at": "2026-11-11 10:05", `+fields+`}`), nil)
	require.NoError(t, err)
	e.Normalise()
	return e
}
