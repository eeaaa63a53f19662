package rule

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// A Bound (模板绑定) is a text as registered at the provider of a channel.
type Bound struct {
	Code    string         // the provider's code; empty: not registered yet, see LoadDraft
	Purpose tiexin.Purpose // of the flows that send it
	Binding template.Binding
	// Link is the address that a tap opens, Page the page of a mini program after its app id;
	// nil: none.
	Link, Page *template.Template
}

// Bound is the text's registration at the provider of a channel. It is nil if the channel
// sends the text as written, or does not send it.
func (t *Text) Bound(k channel.Kind) *Bound { return t.bound[k] }
