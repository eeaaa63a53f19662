package tiexin

func (c *check) order(at *place, v *Order) {
	c.id(at, "id", v.ID, required)
	c.id(at, "customer_id", v.CustomerID, optional)
	c.text(at, "platform", string(v.Platform))
	c.text(at, "source", v.Source)
	c.text(at, "kind", string(v.Kind))
	c.text(at, "status", string(v.Status))
	c.text(at, "platform_status", v.PlatformStatus)
	c.orderTimes(at, v)
	c.money(at, "amount", v.Amount)
	c.money(at, "goods", v.Goods)
	c.money(at, "discount", v.Discount)
	c.adjustment(at, "adjust", v.Adjust)
	c.money(at, "freight", v.Freight)
	c.money(at, "deposit", v.Deposit)
	c.text(at, "title", v.Title)
	c.count(at, "quantity", v.Quantity)
	for i := range v.Items {
		c.item(&place{up: at, name: "items", nth: i + 1}, &v.Items[i])
	}
	c.text(at, "receiver", v.Receiver)
	c.phone(&place{up: at, name: "mobile"}, &v.Mobile)
	c.region(at, &v.Region)
	c.text(at, "message", v.Message)
	c.text(at, "memo", v.Memo)
	c.text(at, "reason", v.Reason)
	c.text(at, "pay_url", v.PayURL)
	c.text(at, "url", v.URL)
	c.text(at, "track_url", v.TrackURL)
	for i := range v.Refunds {
		c.refund(&place{up: at, name: "refunds", nth: i + 1}, &v.Refunds[i])
	}
	c.attr(at, v.Attr)
}

// orderTimes also looks whether anything happened to the order before there was
// one.
func (c *check) orderTimes(at *place, v *Order) {
	c.time(at, "version", v.Version)
	c.time(at, "created_at", v.CreatedAt)
	c.time(at, "deposit_at", v.DepositAt)
	c.notBefore(at, "deposit_at", v.DepositAt, "created_at", v.CreatedAt)
	c.time(at, "paid_at", v.PaidAt)
	c.notBefore(at, "paid_at", v.PaidAt, "created_at", v.CreatedAt)
	c.time(at, "shipped_at", v.ShippedAt)
	c.notBefore(at, "shipped_at", v.ShippedAt, "created_at", v.CreatedAt)
	c.time(at, "signed_at", v.SignedAt)
	c.notBefore(at, "signed_at", v.SignedAt, "created_at", v.CreatedAt)
	c.time(at, "succeeded_at", v.SucceededAt)
	c.notBefore(at, "succeeded_at", v.SucceededAt, "created_at", v.CreatedAt)
	c.time(at, "closed_at", v.ClosedAt)
	c.notBefore(at, "closed_at", v.ClosedAt, "created_at", v.CreatedAt)
	c.time(at, "closes_at", v.ClosesAt)
	c.notBefore(at, "closes_at", v.ClosesAt, "created_at", v.CreatedAt)
	c.time(at, "confirms_at", v.ConfirmsAt)
	c.notBefore(at, "confirms_at", v.ConfirmsAt, "created_at", v.CreatedAt)
	c.time(at, "ships_by", v.ShipsBy)
	c.notBefore(at, "ships_by", v.ShipsBy, "created_at", v.CreatedAt)
	c.time(at, "arrives_by", v.ArrivesBy)
	c.notBefore(at, "arrives_by", v.ArrivesBy, "created_at", v.CreatedAt)
}

func (c *check) item(at *place, v *Item) {
	c.id(at, "id", v.ID, optional)
	c.id(at, "product_id", v.ProductID, optional)
	c.id(at, "sku", v.SKU, optional)
	c.text(at, "title", v.Title)
	c.text(at, "category", v.Category)
	c.count(at, "quantity", v.Quantity)
	c.money(at, "price", v.Price)
	c.money(at, "amount", v.Amount)
	c.text(at, "url", v.URL)
}

func (c *check) refund(at *place, v *Refund) {
	c.id(at, "id", v.ID, optional)
	c.id(at, "item_id", v.ItemID, optional)
	c.text(at, "status", string(v.Status))
	c.money(at, "amount", v.Amount)
	c.text(at, "reason", v.Reason)
	c.text(at, "url", v.URL)
	c.time(at, "at", v.At)
}

func (c *check) parcel(at *place, v *Parcel) {
	c.id(at, "id", v.ID, optional)
	if v.Number == "" && v.ID == "" {
		c.wrong(at, "number", "is missing, and so is id: one of them must be there")
	}
	c.id(at, "order_id", v.OrderID, required)
	for i, id := range v.Items {
		c.id(&place{up: at, name: "items", nth: i + 1}, "", id, required)
	}
	c.id(at, "carrier", v.Carrier, optional)
	c.text(at, "carrier_name", v.CarrierName)
	c.id(at, "number", v.Number, optional)
	c.text(at, "status", string(v.Status))
	c.time(at, "version", v.Version)
	c.time(at, "shipped_at", v.ShippedAt)
	c.time(at, "picked_up_at", v.PickedUpAt)
	c.time(at, "arrived_at", v.ArrivedAt)
	c.time(at, "out_at", v.OutAt)
	c.time(at, "signed_at", v.SignedAt)
	c.time(at, "returned_at", v.ReturnedAt)
	c.time(at, "scanned_at", v.ScannedAt)
	c.time(at, "due_at", v.DueAt)
	c.text(at, "due_from", v.DueFrom)
	c.text(at, "signed_by", string(v.SignedBy))
	c.region(&place{up: at, name: "origin"}, &v.Origin)
	c.region(at, &v.Region)
	c.text(at, "abnormal", v.Abnormal)
	for i := range v.Track {
		in := place{up: at, name: "track", nth: i + 1}
		n := &v.Track[i]
		c.time(&in, "at", n.At)
		c.text(&in, "status", string(n.Status))
		c.text(&in, "provider", n.Provider)
		c.text(&in, "code", n.Code)
		c.text(&in, "text", n.Text)
		c.region(&place{up: &in, name: "region"}, &n.Region)
	}
}

// validateReports checks a refund, what became of messages and tasks, and what
// happened to nobody in particular.
func (e *Event) validateReports(c *check) {
	if e.Refund != nil {
		c.refund(&place{name: "refund"}, e.Refund)
	}
	if v := e.Message; v != nil {
		at := place{name: "message"}
		c.id(&at, "id", v.ID, required)
		c.channel(&at, "channel", v.Channel)
		c.text(&at, "reason", v.Reason)
		c.text(&at, "text", v.Text)
		c.text(&at, "by", v.By)
	}
	if v := e.Task; v != nil {
		at := place{name: "task"}
		c.id(&at, "id", v.ID, required)
		c.text(&at, "outcome", v.Outcome)
		c.text(&at, "by", v.By)
		c.text(&at, "note", v.Note)
	}
	if v := e.Incident; v != nil {
		at := place{name: "incident"}
		c.id(&at, "id", v.ID, required)
		c.text(&at, "kind", v.Kind)
		c.region(&place{up: &at, name: "region"}, &v.Region)
		c.text(&at, "name", v.Name)
	}
	if e.Product != nil {
		c.item(&place{name: "product"}, e.Product)
	}
}
