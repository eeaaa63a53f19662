package tiexin

import "time"

// A Customer (客户) is a snapshot of one buyer of one shop, from a platform or the
// host's own database. The zero value of a field means "not yet known". A later
// snapshot fills it in, and an empty field never removes a known value. Tags, Children
// and Dates can also say "none": a list that is empty and not nil, [] in JSON.
type Customer struct {
	// ID is the host's key for the customer, unique within the shop; required. Use
	// buyer_open_uid for Taobao, because the nick is masked and changes.
	ID string `json:"id,omitempty" is:"id"`
	// IDs are the platforms' other names for the same person.
	IDs []Identifier `json:"ids,omitempty" keep:"19"`

	Nick       string     `json:"nick,omitempty" is:"side" keep:"1,with=nick_masked"` // #买家昵称#; as shown by the platform
	NickMasked bool       `json:"nick_masked,omitempty" is:"side"`                    // the platform hid part of this nick ("t**8"): texts use their fallback
	Name       string     `json:"name,omitempty" is:"side" keep:"2"`                  // #买家姓名#; the real name, if the shop may use it
	Gender     Gender     `json:"gender,omitempty" is:"word,side" keep:"3"`           // "female", "male" or empty
	Region     `keep:"4"` // home province and city; the last receiver's unless the host has a better one

	Wangwang string `json:"wangwang,omitempty" is:"side" keep:"7"`    // the nick an agent can open a chat with; an open uid on Taobao today
	Mobile   Phone  `json:"mobile,omitzero" is:"phone,side" keep:"8"` // for SMS, MMS and calls
	WeChat   string `json:"wechat,omitempty" is:"side" keep:"9"`      // openid of a follower of the shop's official account
	Email    string `json:"email,omitempty" is:"side" keep:"10"`      // one address, without display name

	Grade    string    `json:"grade,omitempty" is:"side" keep:"11"`    // #会员等级#; the shop's own word: "gold", "diamond", …
	Points   int64     `json:"points,omitempty" is:"side" keep:"12"`   // #会员积分#; member points
	Discount string    `json:"discount,omitempty" is:"side" keep:"13"` // #会员折扣#; as it is printed: "9折"
	Tags     []string  `json:"tags,omitzero" is:"side" keep:"14"`      // labels of the shop and its agents: "爱还价", "黑名单"; in customer.tagged the added ones
	JoinedAt time.Time `json:"joined_at,omitzero" is:"side" keep:"15"` // became a member

	Birthday Date    `json:"birthday,omitzero" is:"date,side" keep:"20"` // a date, never an instant; may be lunar
	Children []Child `json:"children,omitzero" is:"side" keep:"21"`      // personal data of minors: see Child
	Dates    []Dated `json:"dates,omitzero" is:"side" keep:"22"`         // personal notes with a day: a wedding, an anniversary

	// Loyalty and Cause are the host's last measurement of the customer. Loyalty is
	// the text of a loyalty.Type. Cause is the text of a loyalty.Cause or of a
	// winback.Cause. Any other text is left out, with a warning.
	Loyalty string `json:"loyalty,omitempty" is:"loyalty,side" keep:"23"` // "true", "latent", "spurious", "disloyal"
	Cause   string `json:"cause,omitempty" is:"cause,side" keep:"24"`     // "habit", "price", "too-dear", …: why the customer buys again or leaves

	// Consents is the evidence of what the customer allowed or refused.
	Consents []Consent `json:"consents,omitempty" is:"consent"`
	// Blocked is true for a customer on the shop's own blacklist. The shop then sends
	// nothing on its own initiative, for any purpose. To lift the block, set BlockedBy
	// and leave Blocked false. With neither set, the block stays as it was.
	Blocked   bool   `json:"blocked,omitempty"`
	BlockedBy string `json:"blocked_by,omitempty" is:"side" keep:"16,with=blocked,alone"` // the person or system that blocked or lifted it, for the audit trail

	// The totals of purchases up to the event with this snapshot. Orders paid later
	// are added to them. If both are zero, the known totals stay.
	PaidOrders int   `json:"paid_orders,omitempty" is:"count"` // number of orders ever paid
	Spent      Money `json:"spent,omitempty" is:"money"`       // sum ever paid, less refunds

	FirstOrderAt time.Time `json:"first_order_at,omitzero" is:"side" keep:"17"` // first payment ever
	LastOrderAt  time.Time `json:"last_order_at,omitzero" is:"side" keep:"18"`  // last payment before this snapshot

	// Attr holds the host's own values for rules, as customer.attr['…']. A snapshot
	// changes only the keys it contains. At most MaxAttrs keys.
	Attr map[string]string `json:"attr,omitempty" is:"most=100,side"`
}

// An Identifier is one platform's name for a person.
type Identifier struct {
	Kind  IdentifierKind `json:"kind" keep:"1"`
	Value string         `json:"value" is:"id,required" keep:"2"`
	App   string         `json:"app,omitempty" is:"id" keep:"3"` // the application of an open uid
}

// IdentifierKind is the kind of an Identifier. It decides how far it can serve as a
// key.
type IdentifierKind string

// The identifiers of the platforms in the Chinese market.
const (
	BuyerOpenUID   IdentifierKind = "buyer_open_uid" // Taobao: stable per application
	OUID           IdentifierKind = "ouid"           // Taobao CRM interfaces
	OMID           IdentifierKind = "omid"           // Taobao: across the shops of one company
	NickID         IdentifierKind = "nick"           // only where the platform still gives the whole nick
	WeChatUnionID  IdentifierKind = "wx_unionid"     // WeChat open platform
	WeChatOpenID   IdentifierKind = "wx_openid"      // official account or mini-program
	WeComExternal  IdentifierKind = "wecom_external" // WeCom external_userid
	PhoneID        IdentifierKind = "phone"          // a real number, never a privacy number
	EmailID        IdentifierKind = "email"
	HostIdentifier IdentifierKind = "host" // the shop backend's own id
)

// Gender is the gender that the customer gave; empty is unknown.
type Gender string

// The genders that texts can distinguish.
const (
	Female Gender = "female"
	Male   Gender = "male"
)

// A Child is a customer's child. Data of children under 14 are sensitive personal data
// (PIPL articles 28 and 31). The engine ignores a record without ConsentID, and every
// record after consent.revoked with its ConsentID. The ID identifies the record. If
// several children share an ID or have none, rules see none of them.
type Child struct {
	ID        string `json:"id,omitempty" is:"id,side" keep:"1"`
	Nick      string `json:"nick,omitempty" keep:"2"`                    // #宝宝昵称#
	Gender    Gender `json:"gender,omitempty" is:"word" keep:"3"`        // Female, Male or empty
	Born      Date   `json:"born,omitzero" is:"date" keep:"4"`           // date of birth, or the expected date; without its year there is no age
	Expected  bool   `json:"expected,omitempty" keep:"5"`                // Born is the expected date
	ConsentID string `json:"consent_id,omitempty" is:"id,side" keep:"6"` // the guardian's separate consent
}

// A Dated note is a personal note with a day.
type Dated struct {
	Name string `json:"name" keep:"1"` // "wedding", "anniversary", or the shop's own word
	Date Date   `json:"date" is:"date" keep:"2"`
	Note string `json:"note,omitempty" is:"lines" keep:"3"` // for the agent, never for a text
}
