package shopify

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/track"
)

// A fulfillment is one parcel of an order.
type fulfillment struct {
	ID       json.Number `json:"id"`
	OrderID  json.Number `json:"order_id"`
	Status   string      `json:"status"`
	Shipment string      `json:"shipment_status"`
	Created  time.Time   `json:"created_at"`
	Updated  time.Time   `json:"updated_at"`
	Company  string      `json:"tracking_company"`
	Number   string      `json:"tracking_number"`
	Address  *address    `json:"destination"`
	Lines    []struct {
		ID json.Number `json:"id"`
	} `json:"line_items"`
}

// A moment is what a word of Shopify's says befell a parcel; without an event nothing did.
type moment struct {
	event  tiexin.EventType
	status tiexin.ParcelStatus
}

// moments are Shopify's words for the way of a parcel. "failure" says that the carrier could
// not be asked, or that the label was withdrawn: nothing befell the parcel.
var moments = map[string]moment{
	"": {}, "label_printed": {}, "label_purchased": {}, "confirmed": {}, "failure": {},
	"carrier_picked_up":  {tiexin.EventParcelPickedUp, tiexin.ParcelPickedUp},
	"in_transit":         {tiexin.EventParcelMoved, tiexin.ParcelInTransit},
	"out_for_delivery":   {tiexin.EventParcelOutForDelivery, tiexin.ParcelOutForDelivery},
	"attempted_delivery": {tiexin.EventParcelFailed, tiexin.ParcelFailed},
	"ready_for_pickup":   {tiexin.EventParcelReadyForPickup, tiexin.ParcelReadyForPickup},
	"picked_up":          {tiexin.EventParcelSigned, tiexin.ParcelSigned},
	"delivered":          {tiexin.EventParcelSigned, tiexin.ParcelSigned},
	"delayed":            {tiexin.EventParcelStalled, ""},
}

// readFulfillment reads the topics about parcels.
func readFulfillment(ctx context.Context, r *reader) (feed.Reading, error) {
	var f fulfillment
	if wrong := r.decode(&f); wrong != "" {
		return r.park(f.ID.String(), wrong)
	}
	if !isID(f.ID) || !isID(f.OrderID) {
		return r.park("", "the fields id and order_id are not whole numbers")
	}
	if f.Status != "success" {
		return r.Reading, nil
	}
	customer, err := r.owner(ctx, f.OrderID.String())
	switch {
	case err != nil:
		return r.Reading, err
	case customer == "":
		return r.park(f.ID.String(), nobody)
	}
	r.parcel(&f, f.OrderID.String(), customer)
	return r.Reading, nil
}

// parcel tells that a parcel left, and what befell it last. The ids of its events go by the
// parcel, so that they are the same wherever it stands. When it happened is known as well as
// the fulfillment's last change, which may be another: the event says it, and not the picture.
func (r *reader) parcel(f *fulfillment, order, customer string) {
	if f.Status != "success" || !isID(f.ID) {
		return
	}
	picture := tiexin.Parcel{
		ID: f.ID.String(), OrderID: order, Carrier: track.Carrier(f.Company), CarrierName: f.Company, Number: f.Number,
		ShippedAt: f.Created, Version: f.Updated,
	}
	if f.Address != nil {
		picture.Region = f.Address.region()
	}
	for _, l := range f.Lines {
		picture.Items = append(picture.Items, l.ID.String())
	}
	shipped := picture
	shipped.Version = f.Created
	r.befell(tiexin.EventParcelShipped, f.Created, customer, &shipped)
	now, known := moments[f.Shipment]
	if !known {
		r.unknown("shipment_status", f.Shipment)
	}
	if now.event != "" {
		picture.Status = now.status
		r.befell(now.event, cmp.Or(f.Updated, f.Created), customer, &picture)
	}
}

func (r *reader) befell(what tiexin.EventType, at time.Time, customer string, p *tiexin.Parcel) {
	id := "shopify:" + string(what) + ":" + p.ID
	if what == tiexin.EventParcelMoved {
		id += ":" + strconv.FormatInt(at.Unix(), 10)
	}
	r.Events = append(r.Events, tiexin.Event{ID: id, Type: what, Shop: r.shop.ID, At: at, Customer: tiexin.Customer{ID: customer}, Parcel: p})
}

// A scan is one entry of a parcel's track.
type scan struct {
	ID            json.Number `json:"id"`
	FulfillmentID json.Number `json:"fulfillment_id"`
	OrderID       json.Number `json:"order_id"`
	Status        string      `json:"status"`
	Text          string      `json:"message"`
	Happened      time.Time   `json:"happened_at"`
	Due           time.Time   `json:"estimated_delivery_at"`
	Province      string      `json:"province"`
	City          string      `json:"city"`
}

// readScan reads one entry of a parcel's track, which says best when it happened.
func readScan(ctx context.Context, r *reader) (feed.Reading, error) {
	var s scan
	if wrong := r.decode(&s); wrong != "" {
		return r.park(s.ID.String(), wrong)
	}
	if !isID(s.ID) || !isID(s.FulfillmentID) || !isID(s.OrderID) || s.Happened.IsZero() {
		return r.park("", "id, fulfillment_id, order_id or happened_at is missing")
	}
	now, known := moments[s.Status]
	if !known {
		r.unknown("status", s.Status)
	}
	if now.event == "" {
		return r.Reading, nil
	}
	customer, err := r.owner(ctx, s.OrderID.String())
	switch {
	case err != nil:
		return r.Reading, err
	case customer == "":
		return r.park(s.ID.String(), nobody)
	}
	node := tiexin.Node{At: s.Happened, Status: now.status, Provider: "shopify", Text: s.Text, Region: tiexin.NormalRegion(s.Province, s.City, "")}
	picture := tiexin.Parcel{
		ID: s.FulfillmentID.String(), OrderID: s.OrderID.String(), Status: now.status, Version: s.Happened,
		ScannedAt: s.Happened, Track: []tiexin.Node{node},
	}
	switch now.event {
	case tiexin.EventParcelOutForDelivery:
		picture.OutAt = s.Happened
	case tiexin.EventParcelSigned:
		picture.SignedAt = s.Happened
	}
	if !s.Due.IsZero() {
		picture.DueAt, picture.DueFrom = s.Due, "prediction"
	}
	r.befell(now.event, s.Happened, customer, &picture)
	return r.Reading, nil
}
