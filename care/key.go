package care

// A Key names one customer of one shop: what decisions are made for, one after
// the other.
type Key struct {
	Shop     string `json:"shop,omitempty"` // empty with one shop
	Customer string `json:"customer"`
}

// String is "shop/customer".
func (k Key) String() string { return k.Shop + "/" + k.Customer }
