package ask

import "time"

// Facts are what a condition may look at: everything known about one subject
// and its customer at one instant, in the words of the rule file. Amounts are
// yuan. Clocks are not here: they move, so they are solved, not read.
//
// Facts travel by value, nested values included: that is the one form in which
// expr reads fields without allocating.
type Facts struct {
	Customer CustomerFacts `expr:"customer"`
	Order    OrderFacts    `expr:"order"`
	Shop     ShopFacts     `expr:"shop"`

	// Known only to the conditions under limits.never.
	Flow    string `expr:"flow"`
	Rule    string `expr:"rule"`
	Channel string `expr:"channel"`
	Purpose string `expr:"purpose"`

	Hour func(time.Time) (int, error) `expr:"hour"`
}

// CustomerFacts are the words behind "customer.".
type CustomerFacts struct {
	ID           string            `expr:"id"`
	Nick         string            `expr:"nick"`
	Name         string            `expr:"name"`
	Gender       string            `expr:"gender"`
	Grade        string            `expr:"grade"`
	Points       int               `expr:"points"`
	Tags         []string          `expr:"tags"`
	Province     string            `expr:"province"`
	City         string            `expr:"city"`
	PaidOrders   int               `expr:"paid_orders"`
	Spent        float64           `expr:"spent"`
	AverageOrder float64           `expr:"average_order"`
	Talking      bool              `expr:"talking"`
	Complaining  bool              `expr:"complaining"`
	Attr         map[string]string `expr:"attr"`
}

// OrderFacts are the words behind "order.".
type OrderFacts struct {
	ID         string            `expr:"id"`
	Source     string            `expr:"source"`
	Kind       string            `expr:"kind"`
	Status     string            `expr:"status"`
	Amount     float64           `expr:"amount"`
	Quantity   int               `expr:"quantity"`
	Items      int               `expr:"items"`
	Titles     []string          `expr:"titles"`
	Categories []string          `expr:"categories"`
	Province   string            `expr:"province"`
	City       string            `expr:"city"`
	Remote     bool              `expr:"remote"`
	COD        bool              `expr:"cod"`
	Gift       bool              `expr:"gift"`
	Paid       bool              `expr:"paid"`
	Shipped    bool              `expr:"shipped"`
	Closed     bool              `expr:"closed"`
	Refunding  bool              `expr:"refunding"`
	Message    string            `expr:"message"`
	CreatedAt  time.Time         `expr:"created_at"`
	PaidAt     time.Time         `expr:"paid_at"`
	ShippedAt  time.Time         `expr:"shipped_at"`
	Attr       map[string]string `expr:"attr"`
}

// ShopFacts are the words behind "shop.".
type ShopFacts struct {
	Name              string            `expr:"name"`
	Timezone          string            `expr:"timezone"`
	UsualMinutesToPay float64           `expr:"usual_minutes_to_pay"`
	Remote            []string          `expr:"remote"`
	Offers            map[string]string `expr:"offers"`
	Links             map[string]string `expr:"links"`
}
