package wecom

import (
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// renewed are the codes that refuse an access token. Another is asked for, once; then they pass.
var renewed = []int{40014, 42001}

// codes are what the errcodes of all interfaces mean.
var codes = weixin.Table{
	-1:    {Kind: weixin.Passing},
	6000:  {Kind: weixin.Passing}, // somebody else changed it at the same time
	41063: {Kind: weixin.Passing}, // it is being handed out
	// The token: it was replaced once.
	40014: {Kind: weixin.Passing},
	42001: {Kind: weixin.Passing},
	// Too much.
	45009: {Kind: weixin.Minute},
	45033: {Kind: weixin.Minute}, // at the same time
	// This receiver.
	40096: {Kind: weixin.Final, Reason: "the external userid does not belong to this company", Cause: channel.CauseAddress},
	84061: {Kind: weixin.Final, Reason: "not a customer of a member"},
	41048: {Kind: weixin.Final, Reason: "no customer whom it could go to"},
	// This message.
	40003: {Kind: weixin.Final, Reason: "the member is unknown"},
	60111: {Kind: weixin.Final, Reason: "the member is unknown"},
	45002: {Kind: weixin.Final, Reason: "the text is too long"},
	// The account.
	40001:  {Kind: weixin.Stopped}, // the secret is another
	40013:  {Kind: weixin.Stopped}, // there is no such company
	40091:  {Kind: weixin.Stopped},
	41001:  {Kind: weixin.Stopped},
	41002:  {Kind: weixin.Stopped},
	41004:  {Kind: weixin.Stopped},
	48002:  {Kind: weixin.Stopped}, // the application may not do this
	60011:  {Kind: weixin.Stopped},
	60020:  {Kind: weixin.Stopped}, // this address is not on the application's list
	84074:  {Kind: weixin.Stopped}, // the member may not write to customers
	301002: {Kind: weixin.Stopped},
}

// robotCodes are what the errcodes of a robot mean. What is wrong with a post is no failure of
// its tasks, so that no code is final.
var robotCodes = weixin.Table{
	-1:    {Kind: weixin.Passing},
	45009: {Kind: weixin.Minute},
	45033: {Kind: weixin.Minute},
	93000: {Kind: weixin.Stopped}, // there is no such robot
}
