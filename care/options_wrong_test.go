package care

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

type pointerSender struct{ shop *shop }

func (p *pointerSender) Send(ctx context.Context, m channel.Message) (channel.Receipt, error) {
	return p.shop.send(ctx, m)
}

func (p *pointerSender) Open(ctx context.Context, task channel.Task) error {
	return p.shop.open(ctx, task)
}

func Test选项说错了_一次说全(t *testing.T) {
	s := channel.SenderFunc(func(context.Context, channel.Message) (channel.Receipt, error) { return channel.Receipt{}, nil })
	senders := func(k channel.Kind, s channel.Sender) Options {
		return Options{Senders: map[channel.Kind]channel.Sender{k: s}}
	}
	var memory *Memory
	wrong := map[string]Options{
		"care: Options.Senders: unknown channel 0; leave it out":                                                                                            senders(channel.None, s),
		"care: Options.Senders: unknown channel 42; leave it out":                                                                                           senders(42, s),
		"care: Options.Senders: only people use the channel phone; its tasks go to Options.Tasks":                                                           senders(channel.Phone, s),
		"care: the sender for sms is nil; leave the channel out":                                                                                            senders(channel.SMS, nil),
		"care: the sender for mms is nil; leave the channel out":                                                                                            senders(channel.MMS, channel.SenderFunc(nil)),
		"care: the sender for email is nil; leave the channel out":                                                                                          senders(channel.Email, (*pointerSender)(nil)),
		"care: Options.Tasks is a nil care.pointerSender; leave it out, or give a desk":                                                                     {Tasks: (*pointerSender)(nil)},
		"care: Options.Tasks is a nil channel.TaskFunc; leave it out, or give a desk":                                                                       {Tasks: channel.TaskFunc(nil)},
		"care: Options.Store is a nil care.Memory; leave it out, or give a store":                                                                           {Store: memory},
		"care: Options.Owner has a control character; give a name that people can read":                                                                     {Owner: "a\x00b\n"},
		"care: Options.Parallel is -1; give a number above 0, or 0 for the default":                                                                         {Parallel: -1},
		"care: Options.SendTimeout is -1s; give a time above 0, or 0 for the default":                                                                       {SendTimeout: -time.Second},
		"care: Options.Lease is -1ns; give a time above 0, or 0 for the default":                                                                            {Lease: -1},
		"care: Options.Journal.Keep is -1h0m0s; give a time above 0, or 0 for the default":                                                                  {Journal: &JournalOptions{Keep: -time.Hour}},
		`care: Options.Identify: unknown kind "zzz"; possible: buyer_open_uid, ouid, omid, nick, wx_unionid, wx_openid, wecom_external, phone, email, host`: {Identify: []tiexin.IdentifierKind{tiexin.PhoneID, "zzz"}},
	}
	for want, o := range wrong {
		_, err := New(rulesFrom(t, unpaid), o)
		assert.ErrorContains(t, err, want)
	}
	all := Options{Parallel: -1, Lease: -1, Senders: map[channel.Kind]channel.Sender{}, Tasks: channel.TaskFunc(nil)}
	for k := range maps.Keys(map[channel.Kind]bool{channel.None: true, 42: true, channel.Phone: true, channel.SMS: true}) {
		all.Senders[k] = channel.SenderFunc(nil)
	}
	all.Rates = map[channel.Kind][]channel.Limit{channel.SMS: {{}}}
	_, err := New(nil, all)
	require.Error(t, err)
	assert.Len(t, strings.Split(err.Error(), "\n"), 9, err.Error())
	before := err.Error()
	for range 9 {
		_, err := New(nil, all)
		assert.EqualError(t, err, before, "in the same order")
	}
}
