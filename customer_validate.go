package tiexin

// customer checks a customer, who needs an id unless the event is nobody's.
func (c *check) customer(at *place, v *Customer, must need) {
	c.id(at, "id", v.ID, must)
	for i := range v.IDs {
		in := place{up: at, name: "ids", nth: i + 1}
		c.text(&in, "kind", string(v.IDs[i].Kind))
		c.id(&in, "value", v.IDs[i].Value, required)
		c.id(&in, "app", v.IDs[i].App, optional)
	}
	c.text(at, "nick", v.Nick)
	c.text(at, "name", v.Name)
	c.text(at, "gender", string(v.Gender))
	c.region(at, &v.Region)
	c.text(at, "wangwang", v.Wangwang)
	c.phone(&place{up: at, name: "mobile"}, &v.Mobile)
	c.text(at, "wechat", v.WeChat)
	c.text(at, "email", v.Email)
	c.text(at, "grade", v.Grade)
	c.text(at, "discount", v.Discount)
	for i, tag := range v.Tags {
		c.text(&place{up: at, name: "tags", nth: i + 1}, "", tag)
	}
	c.time(at, "joined_at", v.JoinedAt)
	c.date(at, "birthday", v.Birthday)
	for i := range v.Children {
		c.child(&place{up: at, name: "children", nth: i + 1}, &v.Children[i])
	}
	for i := range v.Dates {
		in := place{up: at, name: "dates", nth: i + 1}
		c.text(&in, "name", v.Dates[i].Name)
		c.date(&in, "date", v.Dates[i].Date)
		c.text(&in, "note", v.Dates[i].Note)
	}
	for i := range v.Consents {
		c.consent(&place{up: at, name: "consents", nth: i + 1}, &v.Consents[i])
	}
	c.text(at, "blocked_by", v.BlockedBy)
	c.count(at, "paid_orders", v.PaidOrders)
	c.money(at, "spent", v.Spent)
	c.time(at, "first_order_at", v.FirstOrderAt)
	c.time(at, "last_order_at", v.LastOrderAt)
	c.attr(at, v.Attr)
}

func (c *check) child(at *place, v *Child) {
	c.id(at, "id", v.ID, optional)
	c.text(at, "nick", v.Nick)
	c.text(at, "gender", string(v.Gender))
	c.date(at, "born", v.Born)
	c.id(at, "consent_id", v.ConsentID, optional)
}

func (c *check) consent(at *place, v *Consent) {
	c.id(at, "id", v.ID, optional)
	c.channel(at, "channel", v.Channel)
	c.purpose(at, "purpose", v.Purpose)
	c.time(at, "at", v.At)
	c.text(at, "source", v.Source)
	c.text(at, "proof", v.Proof)
	c.time(at, "expires", v.Expires)
	c.notBefore(at, "expires", v.Expires, "at", v.At)
}

// phone checks a phone and, like all errors, shows no number.
func (c *check) phone(at *place, v *Phone) {
	if v.Number != "" && !isChineseMobile(v.Number) && !isAbroad(v.Number) {
		c.wrong(at, "number", "is neither 11 digits from 13 to 19 nor + and the digits of another country; ParsePhone makes it so")
	}
	if v.Extension != "" && !allDigits(v.Extension) {
		c.wrong(at, "extension", "must be digits")
	}
	c.text(at, "masked", v.Masked)
	c.id(at, "oaid", v.OAID, optional)
	c.id(at, "oaid_order", v.OAIDOrder, optional)
	c.time(at, "expires", v.Expires)
}

func (c *check) region(at *place, v *Region) {
	c.text(at, "province", v.Province)
	c.text(at, "city", v.City)
	c.text(at, "district", v.District)
	c.text(at, "code", v.Code)
}

// validateTalk checks what was said: chat, review, survey and consent.
func (e *Event) validateTalk(c *check) {
	if v := e.Chat; v != nil {
		at := place{name: "chat"}
		c.id(&at, "id", v.ID, optional)
		c.text(&at, "agent", v.Agent)
		c.text(&at, "topic", v.Topic)
		c.text(&at, "product", v.Product)
		c.id(&at, "order_id", v.OrderID, optional)
		c.within(&at, "score", v.Score, 5)
		c.time(&at, "opened_at", v.OpenedAt)
		c.time(&at, "closed_at", v.ClosedAt)
		c.notBefore(&at, "closed_at", v.ClosedAt, "opened_at", v.OpenedAt)
	}
	if v := e.Review; v != nil {
		at := place{name: "review"}
		c.id(&at, "id", v.ID, optional)
		c.id(&at, "order_id", v.OrderID, optional)
		c.id(&at, "item_id", v.ItemID, optional)
		c.text(&at, "rating", string(v.Rating))
		c.within(&at, "stars", v.Stars, 5)
		c.text(&at, "text", v.Text)
	}
	if v := e.Survey; v != nil {
		at := place{name: "survey"}
		c.id(&at, "id", v.ID, optional)
		c.text(&at, "form", v.Form)
		c.id(&at, "order_id", v.OrderID, optional)
		if v.Score != nil {
			c.within(&at, "score", *v.Score, 10)
		}
		c.texts(&at, "answers", v.Answers)
	}
	if e.Consent != nil {
		c.consent(&place{name: "consent"}, e.Consent)
	}
}
