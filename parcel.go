package tiexin

import (
	"strings"
	"time"
)

// A Parcel (包裹) is one shipment of an order with its track.
type Parcel struct {
	ID          string       `json:"id,omitempty" is:"id" keep:"1"`                // the host's key; empty: Carrier + "/" + Number
	OrderID     string       `json:"order_id,omitempty" is:"id,required" keep:"2"` // the order of the parcel
	Items       []string     `json:"items,omitempty" is:"id,required" keep:"3"`    // ids of the order's items in it; empty: all
	Carrier     string       `json:"carrier,omitempty" is:"id" keep:"4"`           // code: "shunfeng", "zhongtong", … as Kuaidi100 spells them
	CarrierName string       `json:"carrier_name,omitempty" is:"side" keep:"5"`    // #物流公司#
	Number      string       `json:"number,omitempty" is:"id" keep:"6"`            // #运单号#
	Status      ParcelStatus `json:"status,omitempty" is:"status,digits,side" keep:"7"`
	Version     time.Time    `json:"version,omitzero"` // orders snapshots; zero: the event's time

	ShippedAt  time.Time `json:"shipped_at,omitzero" keep:"8"`                // handed to the carrier
	PickedUpAt time.Time `json:"picked_up_at,omitzero" keep:"9"`              // 揽收
	ArrivedAt  time.Time `json:"arrived_at,omitzero" keep:"10"`               // #到达时间#; in the receiver's city
	OutAt      time.Time `json:"out_at,omitzero" keep:"11"`                   // #派送时间#; out for delivery
	SignedAt   time.Time `json:"signed_at,omitzero" keep:"12"`                // #签收时间#
	ReturnedAt time.Time `json:"returned_at,omitzero" keep:"13"`              // back at the shop
	ScannedAt  time.Time `json:"scanned_at,omitzero" keep:"14"`               // the newest node
	DueAt      time.Time `json:"due_at,omitzero" keep:"15"`                   // promised or predicted arrival
	DueFrom    string    `json:"due_from,omitempty" is:"word,side" keep:"16"` // source of DueAt: "promise", "prediction", "history", "default"

	SignedBy SignedBy    `json:"signed_by,omitempty" is:"word,side" keep:"17"`
	Origin   Region      `json:"origin,omitzero" is:"side" keep:"18"`
	Region   `keep:"19"` // the receiver's region
	Abnormal string      `json:"abnormal,omitempty" is:"word,side" keep:"22"` // the open anomaly, as an event word without "parcel.": "stalled"
	Track    []Node      `json:"track,omitempty" is:"side"`                   // oldest first
}

// Key identifies the parcel: ID, else Carrier + "/" + Number. It is empty for a
// parcel without a number. A slash in the Carrier is written "%2F" and a percent
// sign "%25", so that two parcels never share a key.
func (p *Parcel) Key() string {
	if p.ID != "" || p.Number == "" {
		return p.ID
	}
	return carrierKeys.Replace(p.Carrier) + "/" + p.Number
}

var carrierKeys = strings.NewReplacer("/", "%2F", "%", "%25")

// A Node is one entry of a parcel's track.
type Node struct {
	At       time.Time    `json:"at"`
	Status   ParcelStatus `json:"status,omitempty" is:"status,digits"` // derived from Code, or guessed from Text
	Provider string       `json:"provider,omitempty"`                  // whose code: 201 means different things to Kuaidi100 and Kdniao
	Code     string       `json:"code,omitempty" is:"digits"`
	Text     string       `json:"text,omitempty" is:"lines"` // may hold a courier's phone number
	Region   Region       `json:"region,omitzero"`
	Guessed  bool         `json:"guessed,omitempty"` // Status came from Text
}

// ParcelStatus is the stage of a parcel. Normalise leaves out any other word.
type ParcelStatus string

// The stages of a parcel.
const (
	ParcelCreated        ParcelStatus = "created"
	ParcelPickedUp       ParcelStatus = "picked_up"
	ParcelInTransit      ParcelStatus = "in_transit"
	ParcelArrivedCity    ParcelStatus = "arrived_city"
	ParcelOutForDelivery ParcelStatus = "out_for_delivery"
	ParcelReadyForPickup ParcelStatus = "ready_for_pickup"
	ParcelSigned         ParcelStatus = "signed"
	ParcelFailed         ParcelStatus = "failed"
	ParcelRejected       ParcelStatus = "rejected"
	ParcelReturning      ParcelStatus = "returning"
	ParcelReturned       ParcelStatus = "returned"
	ParcelOutOfArea      ParcelStatus = "out_of_area"
	ParcelLost           ParcelStatus = "lost"
	ParcelDamaged        ParcelStatus = "damaged"
)

// SignedBy is the person or place that took the parcel.
type SignedBy string

// The receivers of a parcel.
const (
	SignedBySelf   SignedBy = "self"            // the receiver
	SignedByAgent  SignedBy = "agent"           // family, guard: 代签
	SignedByLocker SignedBy = "locker"          // locker or station
	SignedLate     SignedBy = "after_exception" // after a failed attempt
)
