package tiexin

import "time"

// A Phone is what a platform really gives: a number, a privacy number that
// forwards for some days, or no number at all but an OAID, by which Taobao
// itself sends the SMS.
type Phone struct {
	Number    string    `json:"number,omitempty"`     // 11 digits, or E.164 outside China
	Extension string    `json:"extension,omitempty"`  // "123" of the privacy number 18877771111-123
	Masked    string    `json:"masked,omitempty"`     // "188****1111": for display only
	OAID      string    `json:"oaid,omitempty"`       // TOP oaid: valid only with its order
	OAIDOrder string    `json:"oaid_order,omitempty"` // the order the OAID belongs to
	Private   bool      `json:"private,omitempty"`    // a forwarding number
	Expires   time.Time `json:"expires,omitzero"`     // the privacy number stops working then
}
