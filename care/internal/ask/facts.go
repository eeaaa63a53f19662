package ask

import "time"

// Facts are what a condition may look at: everything known about one subject
// and its customer at one instant, in the words of the rule file. Amounts are
// yuan. Clocks are not here: they move, so they are solved, not read.
//
// The structs are the table of words (see [Words]): a field with its tags is a word.
//
//	expr      the word, as conditions write it
//	means     its meaning, for people
//	unit      of a number
//	values    the values the library knows; hosts may add to them
//	own       every shop has values of its own: one that is not known is no slip
//	whole     a number with a fraction in Go that counts wholes
//	signed    a number that may be less than nothing
//	personal  what it holds of a person: explanations show this and the length; or
//	          "no" for ids and what the rules themselves hold, which are shown whole.
//	          Without the tag, numbers, addresses and the customer's name are hidden
//	region    "province" or "city": written short, without 省 or 市
//	unknown   when it is unknown: a number that is NaN, a time that is zero, a text that
//	          is empty
//
// A number with the tag unknown is NaN while it is not given.
//
// Facts travel by value, nested values included: that is the one form in which
// expr reads fields without allocating.
type Facts struct {
	Customer CustomerFacts `expr:"customer"`
	Order    OrderFacts    `expr:"order"`
	Parcel   ParcelFacts   `expr:"parcel"`
	Chat     ChatFacts     `expr:"chat"`
	Child    ChildFacts    `expr:"child"`
	Review   ReviewFacts   `expr:"review"`
	Survey   SurveyFacts   `expr:"survey"`
	Refund   RefundFacts   `expr:"refund"`
	Task     TaskFacts     `expr:"task"`
	Message  MessageFacts  `expr:"message"`
	Product  ProductFacts  `expr:"product"`
	Incident IncidentFacts `expr:"incident"`
	Shop     ShopFacts     `expr:"shop"`

	// Known only to the conditions under limits.never.
	Flow    string `expr:"flow" means:"name of the flow; under limits.never only" personal:"no"`
	Rule    string `expr:"rule" means:"name of the rule; under limits.never only" personal:"no"`
	Channel string `expr:"channel" means:"the channel about to be used; under limits.never only" personal:"no"`
	Purpose string `expr:"purpose" means:"purpose of the flow; under limits.never only" values:"service notice care marketing survey" personal:"no"`

	Hour func(time.Time) (int, error) `expr:"hour"`
}

// CustomerFacts are the words behind "customer.".
type CustomerFacts struct {
	ID           string            `expr:"id" means:"the host's key for the customer" personal:"no"`
	Nick         string            `expr:"nick" means:"买家昵称, as the platform shows it" personal:"nick"`
	Name         string            `expr:"name" means:"the real name, if known" personal:"name"`
	Gender       string            `expr:"gender" means:"'female', 'male' or ''" values:"female male ''"`
	Grade        string            `expr:"grade" means:"会员等级, the shop's own word"`
	Points       int               `expr:"points" means:"会员积分" signed:"yes"`
	Tags         []string          `expr:"tags" means:"labels of the shop and its agents" personal:"tag"`
	Province     string            `expr:"province" means:"home province without 省: '浙江'" region:"province"`
	City         string            `expr:"city" means:"home city without 市: '杭州'" region:"city"`
	PaidOrders   int               `expr:"paid_orders" means:"orders paid so far; 0 when nothing is known"`
	Spent        float64           `expr:"spent" unit:"yuan" means:"paid so far; 0 when nothing is known"`
	AverageOrder float64           `expr:"average_order" unit:"yuan" means:"spent ÷ paid orders; 0 before the first"`
	Value        string            `expr:"value" means:"价值层: the highest tier of lifecycle.values that spent reaches, else 'low'" values:"low"`
	Loyalty      string            `expr:"loyalty" means:"忠诚类型, as the host measured it last: 'true', 'latent', 'spurious', 'disloyal'; '' when it did not" values:"true latent spurious disloyal ''" closed:"yes"`
	Cause        string            `expr:"cause" means:"why the customer buys again, elsewhere, or left, as the host measured it last; stays: 'no-choice', 'switching-cost', 'incentive', 'habit', 'conviction'; buys elsewhere: 'rival-habit', 'rival-switching-cost', 'price', 'out-of-reach', 'rival-offer'; left: 'bad-product', 'bad-service', 'outgrown', 'fatigue', 'too-dear', 'stock-out', 'moved-away', 'rival'; '' when it did not" values:"no-choice switching-cost incentive habit conviction rival-habit rival-switching-cost price out-of-reach rival-offer bad-product bad-service outgrown fatigue too-dear stock-out moved-away rival ''" closed:"yes"`
	Birthday     string            `expr:"birthday" means:"生日 as the host gave it: '1990-05-20', '05-20', 'lunar:08-15'; '' when not known" personal:"birthday"`
	Talking      bool              `expr:"talking" means:"a chat with the customer is open"`
	Complaining  bool              `expr:"complaining" means:"the customer complained in a chat that is still open"`
	Attr         map[string]string `expr:"attr" means:"what the host adds: customer.attr['…']; '' when absent" personal:"text"`
}

// OrderFacts are the words behind "order.".
type OrderFacts struct {
	ID         string            `expr:"id" means:"订单号" personal:"no"`
	Source     string            `expr:"source" means:"where it came from: 'juhuasuan', 'live', …" values:"juhuasuan wap app pc live taobao tmall" own:"yes"`
	Kind       string            `expr:"kind" means:"'normal', 'juhuasuan', 'presale', 'group', 'cod', 'virtual', 'pay_later'" values:"normal juhuasuan presale group cod virtual pay_later"`
	Status     string            `expr:"status" means:"'unpaid', 'paying', 'deposit', 'held', 'paid', 'part_ship', 'shipped', 'signed', 'succeeded', 'cancelled', 'closed'" values:"unpaid paying deposit held paid part_ship shipped signed succeeded cancelled closed"`
	Amount     float64           `expr:"amount" unit:"yuan" means:"付款金额, what the buyer pays" unknown:"while the host did not give it"`
	Quantity   int               `expr:"quantity" unit:"pieces" means:"pieces over all lines"`
	Items      int               `expr:"items" unit:"lines" means:"number of lines"`
	Titles     []string          `expr:"titles" means:"titles of the goods"`
	Categories []string          `expr:"categories" means:"categories of the goods, each once"`
	Province   string            `expr:"province" means:"where it goes: '新疆'" region:"province"`
	City       string            `expr:"city" means:"where it goes: '杭州'" region:"city"`
	Remote     bool              `expr:"remote" means:"goes to a province listed under shop.remote"`
	COD        bool              `expr:"cod" means:"货到付款"`
	Gift       bool              `expr:"gift" means:"the receiver is not the buyer"`
	Paid       bool              `expr:"paid" means:"payment is known"`
	Shipped    bool              `expr:"shipped" means:"the first parcel left"`
	Signed     bool              `expr:"signed" means:"all its parcels are signed for, or the order itself says so"`
	Reviewed   bool              `expr:"reviewed" means:"the buyer wrote a review"`
	Closed     bool              `expr:"closed" means:"cancelled, closed by itself, or fully refunded"`
	Refunding  bool              `expr:"refunding" means:"a refund is open"`
	Parcels    int               `expr:"parcels" unit:"parcels" means:"parcels known so far"`
	Message    string            `expr:"message" means:"买家留言" personal:"message"`
	CreatedAt  time.Time         `expr:"created_at" means:"下单时间" unknown:"while the host did not give it"`
	PaidAt     time.Time         `expr:"paid_at" means:"付款时间" unknown:"before payment"`
	ShippedAt  time.Time         `expr:"shipped_at" means:"发货时间" unknown:"before shipping"`
	SignedAt   time.Time         `expr:"signed_at" means:"签收时间, of the last parcel" unknown:"before all is signed for"`
	Attr       map[string]string `expr:"attr" means:"what the host adds: order.attr['…']; '' when absent" personal:"text"`
}

// ShopFacts are the words behind "shop.".
type ShopFacts struct {
	Name              string            `expr:"name" means:"店铺名称" personal:"no"`
	Timezone          string            `expr:"timezone" means:"the shop's time zone" personal:"no"`
	UsualMinutesToPay float64           `expr:"usual_minutes_to_pay" unit:"minutes" means:"as long as most payers of the order's source take; without an order, of the shop"`
	Remote            []string          `expr:"remote" means:"provinces far away" region:"province" personal:"no"`
	Offers            map[string]string `expr:"offers" means:"wording of an offer: shop.offers['…']" personal:"no"`
	Links             map[string]string `expr:"links" means:"a link: shop.links['…']" personal:"no"`
}
