package tiexin

import "time"

// A Customer (客户) is one buyer of one shop, as a platform or the host's own
// database knows them at one moment. The zero value of a field means "not yet
// known": a later picture of the customer fills it in, and an empty field never
// wipes out what was known before. Tags, Children and Dates can say that there are
// none: a list that is empty and not nil, [] in JSON.
type Customer struct {
	// ID is the host's key for the customer, unique within the shop; required.
	// On Taobao use buyer_open_uid: the nick is masked and changes.
	ID string `json:"id,omitempty" is:"id"`
	// IDs are the other names under which platforms know the same person.
	IDs []Identifier `json:"ids,omitempty" keep:"19"`

	Nick       string     `json:"nick,omitempty" is:"side" keep:"1,with=nick_masked"` // #买家昵称#; as shown by the platform
	NickMasked bool       `json:"nick_masked,omitempty" is:"side"`                    // the platform hid part of this nick ("t**8"): texts use their fallback
	Name       string     `json:"name,omitempty" is:"side" keep:"2"`                  // #买家姓名#; the real name, if the shop may use it
	Gender     Gender     `json:"gender,omitempty" is:"side" keep:"3"`                // "female", "male" or empty
	Region     `keep:"4"` // home province and city; the last receiver's unless the host knows better

	Wangwang string `json:"wangwang,omitempty" is:"side" keep:"7"`    // the nick an agent can open a chat with; an open uid on Taobao today
	Mobile   Phone  `json:"mobile,omitzero" is:"phone,side" keep:"8"` // for SMS, MMS and calls
	WeChat   string `json:"wechat,omitempty" is:"side" keep:"9"`      // openid of a follower of the shop's official account
	Email    string `json:"email,omitempty" is:"side" keep:"10"`      // one address, without display name

	Grade    string    `json:"grade,omitempty" is:"side" keep:"11"`    // #会员等级#; the shop's own word: "gold", "diamond", …
	Points   int64     `json:"points,omitempty" is:"side" keep:"12"`   // #会员积分#; member points
	Discount string    `json:"discount,omitempty" is:"side" keep:"13"` // #会员折扣#; as it is printed: "9折"
	Tags     []string  `json:"tags,omitzero" is:"side" keep:"14"`      // labels of the shop and its agents: "爱还价", "黑名单"; in customer.tagged those that were added
	JoinedAt time.Time `json:"joined_at,omitzero" is:"side" keep:"15"` // became a member

	Birthday Date    `json:"birthday,omitzero" is:"date,side" keep:"20"` // a date, never an instant; may be lunar
	Children []Child `json:"children,omitzero" is:"side" keep:"21"`      // personal data of minors: see Child
	Dates    []Dated `json:"dates,omitzero" is:"side" keep:"22"`         // personal notes with a day: a wedding, an anniversary

	// Loyalty and Cause are the host's last measurement of the customer: the word of a
	// loyalty.LoyaltyType, and of a loyalty.Cause of buying again or elsewhere or of a
	// lifecycle.LeavingCause. They are left out, with a warning, when they are none.
	Loyalty string `json:"loyalty,omitempty" is:"loyalty,side" keep:"23"` // "true", "latent", "spurious", "disloyal"
	Cause   string `json:"cause,omitempty" is:"cause,side" keep:"24"`     // "habit", "price", "too-dear", …

	// Consents is the evidence of what the customer allowed or refused.
	Consents []Consent `json:"consents,omitempty" is:"consent"`
	// Blocked is the shop's own black list: nothing is sent on the shop's
	// initiative, whatever the purpose. Who lifted the block says so with BlockedBy
	// and without Blocked; neither says nothing.
	Blocked   bool   `json:"blocked,omitempty"`
	BlockedBy string `json:"blocked_by,omitempty" is:"side" keep:"16,with=blocked,alone"` // who or what blocked or lifted it, for the audit trail

	// The tally of purchases up to the event that carries this picture. Orders
	// paid later count on top. Both zero: the picture says nothing about it.
	PaidOrders int   `json:"paid_orders,omitempty" is:"count"` // number of orders paid, ever
	Spent      Money `json:"spent,omitempty" is:"money"`       // sum paid, ever, refunds taken off

	FirstOrderAt time.Time `json:"first_order_at,omitzero" is:"side" keep:"17"` // first payment ever
	LastOrderAt  time.Time `json:"last_order_at,omitzero" is:"side" keep:"18"`  // last payment before this picture

	// Attr holds whatever else the host wants to use in rules, as
	// customer.attr['…']. A picture changes only the words it names; at most MaxAttrs.
	Attr map[string]string `json:"attr,omitempty" is:"most=100,side"`
}

// An Identifier is one name under which a platform knows a person.
type Identifier struct {
	Kind  IdentifierKind `json:"kind" keep:"1"`
	Value string         `json:"value" is:"id,required" keep:"2"`
	App   string         `json:"app,omitempty" is:"id" keep:"3"` // the application an open uid belongs to
}

// IdentifierKind says what an Identifier identifies, and how far it can be
// trusted as a key.
type IdentifierKind string

// The identifiers that the platforms of the Chinese market give.
const (
	BuyerOpenUID   IdentifierKind = "buyer_open_uid" // Taobao: stable per application
	OUID           IdentifierKind = "ouid"           // Taobao CRM interfaces
	OMID           IdentifierKind = "omid"           // Taobao: across the shops of one company
	NickID         IdentifierKind = "nick"           // only where the platform still gives it whole
	WeChatUnionID  IdentifierKind = "wx_unionid"     // WeChat open platform
	WeChatOpenID   IdentifierKind = "wx_openid"      // official account or mini-program
	WeComExternal  IdentifierKind = "wecom_external" // WeCom external_userid
	PhoneID        IdentifierKind = "phone"          // a real number, never a privacy number
	EmailID        IdentifierKind = "email"
	HostIdentifier IdentifierKind = "host" // the shop backend's own id
)

// Gender as far as the customer told it; empty is unknown.
type Gender string

// The genders that texts may be worded by.
const (
	Female Gender = "female"
	Male   Gender = "male"
)

// A Child is a customer's child. Data of children under 14 are sensitive
// personal data (PIPL articles 28 and 31): without ConsentID the engine treats
// the record as if it were not there, and so it does after consent.revoked with that
// id. The record is found again by its ID: of several children who share one, or have
// none, rules see nobody.
type Child struct {
	ID        string `json:"id,omitempty" is:"id,side" keep:"1"`
	Nick      string `json:"nick,omitempty" keep:"2"`                    // #宝宝昵称#
	Gender    Gender `json:"gender,omitempty" keep:"3"`                  // Female, Male or empty
	Born      Date   `json:"born,omitzero" is:"date" keep:"4"`           // date of birth, or the expected date; with its year, or there is no age
	Expected  bool   `json:"expected,omitempty" keep:"5"`                // Born is the expected date
	ConsentID string `json:"consent_id,omitempty" is:"id,side" keep:"6"` // the guardian's separate consent
}

// A Dated note is something personal with a day: what the most loved care
// grows from.
type Dated struct {
	Name string `json:"name" keep:"1"` // "wedding", "anniversary", or the shop's own word
	Date Date   `json:"date" is:"date" keep:"2"`
	Note string `json:"note,omitempty" is:"lines" keep:"3"` // for the agent, never for a text
}
