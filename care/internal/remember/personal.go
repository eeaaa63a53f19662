package remember

import (
	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/discreet"
)

// TellPersonal tells a striker what is personal in all that is remembered of the
// customer: names, numbers, accounts and addresses, those of receivers and children
// too. Words that many customers share (grades, tags, cities) are not.
func (c *Customer) TellPersonal(s *discreet.Striker) {
	p := &c.Thing
	s.Words(p.Nick, p.Name)
	s.Addresses(p.Wangwang, p.WeChat, p.Email, p.District)
	tellPhone(s, p.Mobile)
	for _, id := range p.IDs {
		s.Addresses(id.Value)
	}
	for _, child := range p.Children {
		s.Words(child.Nick)
	}
	for _, about := range c.Orders {
		o := &c.Order(about.ID).Thing
		s.Words(o.Receiver)
		s.Addresses(o.District)
		tellPhone(s, o.Mobile)
	}
}

func tellPhone(s *discreet.Striker, p tiexin.Phone) { s.Addresses(p.Number, p.OAID) }
