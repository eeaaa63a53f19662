package rule

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// A Bound (模板绑定) is a text as the provider of a channel has registered it.
type Bound struct {
	Code    string         // by which the provider knows it; empty: not registered yet, see LoadDraft
	Purpose tiexin.Purpose // of a flow that sends it
	Binding template.Binding
	// Link is where a tap leads, Page the page of a mini program after its app id; nil: none.
	Link, Page *template.Template
}

// Bound is how the text is registered with the provider of a channel; nil when messages go
// by the channel as the text is written, or not at all.
func (t *Text) Bound(k channel.Kind) *Bound { return t.bound[k] }
