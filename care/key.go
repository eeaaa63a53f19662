package care

import (
	"cmp"
	"strings"
)

// A Key names one customer of one shop. Decisions for one key are made one
// after the other.
type Key struct {
	Shop     string `json:"shop,omitempty"` // empty with one shop
	Customer string `json:"customer"`
}

// compare puts keys in order: by shop, then by customer.
func (k Key) compare(other Key) int {
	return cmp.Or(strings.Compare(k.Shop, other.Shop), strings.Compare(k.Customer, other.Customer))
}

// String is "shop/customer".
func (k Key) String() string { return k.Shop + "/" + k.Customer }

// label names a customer, with the shop when there are several.
func (k Key) label() string {
	if k.Shop == "" {
		return k.Customer
	}
	return k.String()
}
