package wechat

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// renewed are the codes that refuse an access token. Another is asked for, once; then they pass.
var renewed = []int{40001, 40014, 42001}

// tokenCodes are what the errcodes of stable_token mean.
var tokenCodes = weixin.Table{
	-1:    {Kind: weixin.Passing},
	45009: {Kind: weixin.NextDay},
	45011: {Kind: weixin.Minute},
	40001: {Kind: weixin.Stopped}, // the secret is another
	40002: {Kind: weixin.Stopped},
	40013: {Kind: weixin.Stopped}, // there is no such app
	40125: {Kind: weixin.Stopped}, // the secret is none
	40164: {Kind: weixin.Stopped}, // this address is not on the account's list
	40243: {Kind: weixin.Stopped}, // the secret is frozen
	41002: {Kind: weixin.Stopped},
	41004: {Kind: weixin.Stopped},
	50007: {Kind: weixin.Stopped}, // the account is frozen
	89503: {Kind: weixin.Stopped}, // the administrator has to confirm this address
	89506: {Kind: weixin.Stopped},
	89507: {Kind: weixin.Stopped},
}

// codes are what the errcodes of all ways to send mean.
var codes = weixin.Table{
	-1: {Kind: weixin.Passing},
	// The token: it was replaced once.
	40001: {Kind: weixin.Passing},
	40014: {Kind: weixin.Passing},
	42001: {Kind: weixin.Passing},
	// Too much.
	45009: {Kind: weixin.NextDay},
	45011: {Kind: weixin.Minute},
	// This receiver.
	40003: {Kind: weixin.Final, Reason: "the openid does not belong to this account", Cause: channel.CauseAddress},
	43004: {Kind: weixin.Final, Reason: "not a follower"},
	50005: {Kind: weixin.Final, Reason: "not a follower"},
	43019: {Kind: weixin.Final, Reason: "on the account's own black list"},
	43101: {Kind: weixin.Final, Reason: "no subscription is left"},
	48002: {Kind: weixin.Final, Reason: "has turned the account's messages off", Cause: channel.CauseRefused},
	45015: {Kind: weixin.Final, Reason: "the customer has not written lately"},
	45047: {Kind: weixin.Final, Reason: "too many messages to this customer without an answer"},
	// These words.
	40249: {Kind: weixin.Final, Reason: "the words are forbidden"},
	47003: {Kind: weixin.Final, Reason: "a value is not as the template wants it"},
	// This template.
	40036: {Kind: weixin.Wording},
	40037: {Kind: weixin.Wording}, // there is no such template
	40165: {Kind: weixin.Wording}, // the page of the mini program
	41030: {Kind: weixin.Wording}, // there is no such page
	43116: {Kind: weixin.Wording}, // the template is blocked
	// The account.
	40013: {Kind: weixin.Stopped},
	40125: {Kind: weixin.Stopped},
	40164: {Kind: weixin.Stopped},
	41001: {Kind: weixin.Stopped},
	48001: {Kind: weixin.Stopped}, // it may not do this
	48004: {Kind: weixin.Stopped}, // it is blocked
	50001: {Kind: weixin.Stopped},
	50002: {Kind: weixin.Stopped},
	61004: {Kind: weixin.Stopped},
	// The same client_msg_id was taken before.
	45065: {Kind: weixin.Accepted},
}

// field is how WeChat names a value that it does not like.
var field = regexp.MustCompile(`\bdata\.([A-Za-z_]+[0-9]*)\b`)

// ofWording makes a refused value a fault of the wording where it is one that the message has
// not: then all messages with the template lack it.
func ofWording(err error, m channel.Message) error {
	r, ok := errors.AsType[*weixin.Refusal](err)
	if !ok || r.Code != 47003 {
		return err
	}
	named := field.FindStringSubmatch(r.Message)
	if named == nil || slices.ContainsFunc(m.Params, func(p channel.Param) bool { return p.Key == named[1] }) {
		return err
	}
	return fmt.Errorf("%w: the template wants %s too, and the wording is not bound to it: %w", channel.ErrWording, named[1], r)
}
