package rule

import (
	"slices"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/internal/form"
	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
	"github.com/tiexin-go/tiexin/template"
)

// compileChannels takes signature, opt-out, prices and providers.
func (l *loader) compileChannels() {
	for i := range l.spec.Channels.all {
		e := &l.spec.Channels.all[i]
		k, ok := l.channelNamed(e.Name)
		if !ok {
			l.spec.Channels.lost = true
			continue
		}
		c := e.Value
		if k == channel.SMS {
			l.compileSMS(&c)
		}
		for _, w := range []form.Word{c.Signature, c.OptOut} {
			if k != channel.SMS && !w.Spot.IsZero() {
				l.report(w.Spot, zh.Text("only SMS have a signature and an opt-out"), zh.Text("leave it out"))
			}
		}
		if k != channel.SMS && !c.Titles.Spot.IsZero() {
			l.report(c.Titles.Spot, zh.Text("only in SMS titles are cut"), zh.Text("leave it out"))
		}
		if !c.Price.Spot.IsZero() {
			l.price(k, c.Price.Value)
		}
		if c.Parcels && k != channel.SMS {
			l.report(e.Name.Spot, zh.Text("only SMS can reach the receiver of a parcel"), zh.Text("leave parcels out"))
		} else if c.Parcels {
			l.set.Parcels = l.set.Parcels.With(k)
		}
		l.compileProvider(k, e.Name, &c)
	}
	l.needSignature()
	if l.set.CountedSignature == "" {
		// The provider puts a registered signature in front; until the file says
		// which, the shop's name is counted.
		l.set.CountedSignature = l.set.exampleSignature()
	}
}

// needSignature reports a provider that sends short messages under a registered signature
// (签名), and none is named: it would refuse each of them.
func (l *loader) needSignature() {
	if l.set.Signature != "" || l.draft || l.spec.lost || l.spec.Channels.lost {
		return
	}
	for i := range l.spec.Channels.all {
		e := &l.spec.Channels.all[i]
		k, _ := channel.ParseKind(e.Name.Value)
		if p, ok := l.set.Providers[k]; ok && !p.Fields && !e.Broken {
			l.report(e.Value.Provider.Spot, zh.Text("%s sends nothing without a registered signature, and channels.sms names none", p.Name),
				zh.Text("add signature: %s to channels.sms, as it is registered with %s, without 【】", l.set.exampleSignature(), p.Name))
			return
		}
	}
}

// exampleSignature is what the signature may be: the shop's name, where that could be one.
func (s *Set) exampleSignature() string {
	if _, err := channel.Signature(s.Shop.Name); err != nil {
		return "店铺名称"
	}
	return s.Shop.Name
}

// compileProvider takes whose templates the channel's texts go by.
func (l *loader) compileProvider(k channel.Kind, name form.Word, c *channelSpec) {
	if c.Provider.Spot.IsZero() {
		if !c.Variables.Spot.IsZero() || len(c.Templates.all) > 0 {
			l.report(name.Spot, zh.Text("templates and variables need a provider, and none is named"), zh.Text("add provider: to the channel"))
		}
		return
	}
	may := providersOf[k]
	if !slices.Contains(may, c.Provider.Value) {
		hint := zh.Text("leave it out")
		if may != nil {
			hint = zh.Text("possible: %s", listed(may))
		}
		l.report(c.Provider.Spot, zh.Text("%s does not go by templates of %s", k, c.Provider.Value), hint)
		return
	}
	p, _ := template.ProviderNamed(c.Provider.Value)
	switch n := c.Variables.Value; {
	case c.Variables.Spot.IsZero():
	case p.Fields:
		l.report(c.Variables.Spot, zh.Text("the fields of a WeChat template have limits of their own"), zh.Text("leave variables out"))
	case n == noVariables:
		p.Fixed = true
	default:
		p.Value.Max = n
	}
	if k == channel.SMS && c.OptOut.Value != "" {
		for purpose := range p.OptOut {
			p.OptOut[purpose] = c.OptOut.Value
		}
	}
	if l.set.Providers == nil {
		l.set.Providers = map[channel.Kind]template.Provider{}
	}
	l.set.Providers[k] = p
}

func (l *loader) compileSMS(c *channelSpec) {
	if _, err := channel.NewOptOut(c.OptOut.Value); err != nil {
		l.report(c.OptOut.Spot, say.Of(err), say.Text{})
	}
	l.set.OptOut = c.OptOut.Value
	l.titles = c.Titles.Value
	if c.Signature.Spot.IsZero() {
		return
	}
	if _, err := channel.Signature(c.Signature.Value); err != nil {
		l.report(c.Signature.Spot, say.Of(err), say.Text{})
	}
	l.set.Signature, l.set.CountedSignature = c.Signature.Value, c.Signature.Value
}

// channelNamed finds a channel by its word.
func (l *loader) channelNamed(w form.Word) (channel.Kind, bool) {
	k, ok := channel.ParseKind(w.Value)
	if !ok {
		l.report(w.Spot, zh.Text("unknown channel %q", w.Value), source.Suggest(w.Value, channelWords()))
	}
	return k, ok
}

func (l *loader) price(k channel.Kind, price channel.Cost) {
	if k == channel.SMS {
		l.set.Tariff.Part = price
		return
	}
	if l.set.Tariff.Each == nil {
		l.set.Tariff.Each = map[channel.Kind]channel.Cost{}
	}
	l.set.Tariff.Each[k] = price
}
