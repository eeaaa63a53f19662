package main

import (
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/channel"
)

// What the pages call things.

var subjects = map[string]string{"order": "订单", "parcel": "包裹", "chat": "会话", "child": "孩子", "customer": "顾客"}

var statuses = map[string]string{"decided": "等着发", "handed-over": "交给服务商了", "delivered": "送到了"}

// words are the functions of the pages' templates.
var words = map[string]any{
	"verdict": care.Verdict.Chinese,
	"reason":  care.Reason.Chinese,
	"about":   func(kind string) string { return subjects[kind] },
	"form":    channel.Form.Chinese,
	"status":  func(s string) string { return statuses[s] },
	"channel": func(k channel.Kind) string { return k.Info().Chinese },
	"via": func(word string) string {
		kind, _ := channel.ParseKind(word)
		return kind.Info().Chinese
	},
	"when": func(t time.Time) string { return t.In(tiexin.Shanghai()).Format("1月2日15:04") },
	"closed": func(w channel.Way) string {
		if w.Why != "" {
			return w.Closed.Chinese() + "，服务商说：" + w.Why
		}
		return w.Closed.Chinese()
	},
}
