package wecom

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// Results pull the results of customer messages: pass them to feed.Poll, every few minutes, in
// one replica. A message that its member confirmed becomes message.delivered, one that did not
// reach the customer message.failed. An unconfirmed one is queried for seven days, and then
// stays as it is. Do not copy it or use it in several goroutines.
type Results struct {
	Account Account

	hidden
	once sync.Once
	api  weixin.API
	next int // of the waiting messages
}

// mostAsked is about how many messages one Pull asks.
const mostAsked = 50

// Name is "wecom".
func (r *Results) Name() string { return "wecom" }

// Pull asks about pending messages, the oldest first, and restarts after the last.
func (r *Results) Pull(ctx context.Context) (found feed.Reading, done func(context.Context) error, more bool, err error) {
	if err := r.Account.ready(); err != nil {
		return found, nil, false, err
	}
	r.once.Do(func() { r.api = r.Account.api() })
	memos, err := r.Account.Shelf.Get(ctx, r.Account.waiting())
	if err != nil {
		return found, nil, false, err
	}
	slices.Reverse(memos)
	if r.next >= len(memos) {
		r.next = 0
	}
	var settled []channel.Memo
	for range mostAsked {
		if r.next >= len(memos) {
			break
		}
		memo := memos[r.next]
		r.next++ // also past one that cannot be asked about: it holds up no other
		one, is, err := r.ask(ctx, memo)
		if err != nil {
			if len(found.Events) == 0 {
				return found, nil, false, err
			}
			break // what is known is taken in first
		}
		found.Add(one)
		if is {
			settled = append(settled, memo)
		}
	}
	done = func(ctx context.Context) error {
		for _, memo := range settled {
			memo.Until = r.Account.now()
			if err := r.Account.Shelf.Put(ctx, memo); err != nil {
				return err
			}
		}
		return nil
	}
	return found, done, r.next < len(memos), nil
}

// The words of WeCom for what became of a message.
const (
	notConfirmed  = 0
	delivered     = 1
	notAFriend    = 2
	tooMany       = 3
	taskConfirmed = 2
)

// ask asks about one message: first who was to confirm it, then what came of that.
func (r *Results) ask(ctx context.Context, memo channel.Memo) (found feed.Reading, settled bool, err error) {
	var tasks struct {
		List []struct {
			Member string `json:"userid"`
			Status int    `json:"status"`
		} `json:"task_list"`
	}
	if err := r.do(ctx, "get_groupmsg_task", map[string]any{"msgid": memo.Name, "limit": 100}, &tasks); err != nil {
		return found, false, err
	}
	for _, task := range tasks.List {
		if task.Status != taskConfirmed {
			continue
		}
		var results struct {
			List []struct {
				Status int   `json:"status"`
				At     int64 `json:"send_time"`
			} `json:"send_list"`
		}
		if err := r.do(ctx, "get_groupmsg_send_result", map[string]any{"msgid": memo.Name, "userid": task.Member, "limit": 100}, &results); err != nil {
			return found, false, err
		}
		for _, result := range results.List {
			var one tiexin.MessageReport
			switch result.Status {
			case notConfirmed:
				continue
			case delivered:
			case notAFriend:
				one = tiexin.MessageReport{Final: true, Reason: "the customer is no longer a friend of the member", Cause: string(channel.CauseAddress)}
			case tooMany:
				one = tiexin.MessageReport{Final: true, Reason: "the customer has received the most messages allowed"}
			default:
				found.Unknown = append(found.Unknown, feed.Word{Field: "status", Word: strconv.Itoa(result.Status)})
				continue
			}
			found.Events = append(found.Events, r.event(memo.Value, one, result.At))
			return found, true, nil
		}
	}
	return found, false, nil
}

func (r *Results) do(ctx context.Context, path string, body any, into any) error {
	err := r.api.Do(ctx, weixin.Call{Path: "/cgi-bin/externalcontact/" + path, Body: body, Hide: []string{r.Account.Secret}}, into)
	codes.Tell(ctx, err, r.Account.Shelf, r.Account.Logger, r.Account.now())
	return err
}

func (r *Results) event(id string, report tiexin.MessageReport, seconds int64) tiexin.Event {
	at := time.Unix(seconds, 0)
	if seconds == 0 {
		at = r.Account.now()
	}
	shop, customer, _ := channel.OwnerOf(id) // no other was put there
	report.ID, report.Channel = id, channel.WeChat.String()
	e := tiexin.Event{
		ID: r.Account.name() + " receipt " + channel.ShortID(id) + " delivered", Type: tiexin.EventMessageDelivered, Shop: shop, At: at,
		Customer: tiexin.Customer{ID: customer}, Message: &report,
	}
	if report.Final {
		e.ID, e.Type = r.Account.name()+" receipt "+channel.ShortID(id)+" failed", tiexin.EventMessageFailed
	}
	return e
}
