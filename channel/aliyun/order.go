package aliyun

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// An order is a message as it is handed over.
type order struct {
	message channel.Message
	action  string
	query   []field
	outID   string
	number  string // empty: a parcel
}

// mostOutID is the longest OutId, in bytes.
const mostOutID = 255

// order makes an order of a message, or says why none can be made.
func (s Sender) order(m channel.Message) (o order, err error) {
	if m.ID == "" {
		return o, &channel.Final{Reason: "a message without ID cannot be repeated safely; give it one that stays the same"}
	}
	if m.Kind != channel.SMS {
		return o, &channel.Final{Reason: "this sender is for SMS only"}
	}
	if m.Template == "" {
		return o, &channel.Final{Reason: "the text is bound to no template of aliyun's; bind it: care bind says what to register"}
	}
	signature, err := channel.Signature(m.Signature)
	if err != nil {
		return o, fmt.Errorf("%w: %w", channel.ErrStopped, err)
	}
	o.message, o.outID = m, m.ID
	if len(o.outID) > mostOutID {
		o.outID = channel.ShortID(m.ID)
	}
	to, err := s.receiver(&o)
	if err != nil {
		return o, err
	}
	o.query = append(to, field{"SignName", bare(signature)}, field{"TemplateCode", m.Template}, field{"OutId", o.outID})
	if len(m.Params) > 0 {
		o.query = append(o.query, field{"TemplateParam", object(m.Params)})
	}
	return o, nil
}

// receiver are the fields that say who gets it, and the call they belong to.
func (s Sender) receiver(o *order) ([]field, error) {
	a := o.message.Address
	switch {
	case a.To == "" && a.Parcel != channel.Parcel{}:
		o.action = "SendLogisticsSms"
		carrier, ok := s.carrier(a.Parcel.Carrier)
		if !ok || a.Parcel.Number == "" {
			return nil, &channel.Final{Reason: "the parcel has no number, or its carrier no code of aliyun's; add it to Sender.Carriers"}
		}
		fields := []field{{"MailNo", a.Parcel.Number}, {"ExpressCompanyCode", carrier}}
		if s.PlatformCode != "" {
			fields = append(fields, field{"PlatformCompanyCode", s.PlatformCode})
		}
		return fields, nil
	case a.Phone.OAID != "" && a.To == a.Phone.OAID:
		return nil, &channel.Final{Reason: "an OAID is not a number; only Taobao's own sending takes it"}
	}
	phone, err := tiexin.ParsePhone(a.To)
	switch {
	case err != nil || phone.Number == "":
		return nil, &channel.Final{Reason: "not a mobile number", Cause: channel.CauseAddress}
	case strings.HasPrefix(phone.Number, "+"):
		return nil, &channel.Final{Reason: "a number abroad; this sender is for mainland China"}
	}
	o.action, o.number = "SendSms", phone.Number
	fields := []field{{"PhoneNumbers", phone.Number}}
	if s.ExtendCode != "" {
		fields = append(fields, field{"SmsUpExtendCode", s.ExtendCode})
	}
	return fields, nil
}

// carriers are the codes of carriers as Cainiao has them, by ours. Aliyun publishes no list:
// look at the first answers.
var carriers = map[string]string{
	"shunfeng": "SF", "zhongtong": "ZTO", "yuantong": "YTO", "shentong": "STO", "yunda": "YUNDA",
	"ems": "EMS", "youzhengguonei": "POSTB", "huitongkuaidi": "HTKY", "debangkuaidi": "DBKD",
}

func (s Sender) carrier(ours string) (string, bool) {
	if code := s.Carriers[ours]; code != "" {
		return code, true
	}
	code, ok := carriers[ours]
	return code, ok
}

// object writes variables as a JSON object, in their order.
func object(params []channel.Param) string {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range params {
		if i > 0 {
			b.WriteByte(',')
		}
		quote(&b, p.Key)
		b.WriteByte(':')
		quote(&b, p.Value)
	}
	b.WriteByte('}')
	return b.String()
}

// quote writes a text as JSON, with signs such as & as they are.
func quote(b *bytes.Buffer, text string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a text can always be written
	b.Truncate(b.Len() - 1)
}
