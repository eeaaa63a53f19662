package taobao

import (
	"bytes"
	"encoding/json"
	"errors"
)

// A message is one of TMC's: an envelope with what it says.
type message struct {
	ID        text            `json:"id"`
	Topic     string          `json:"topic"`
	UserID    text            `json:"user_id"`
	Publisher text            `json:"pub_app_key"`
	Published text            `json:"pub_time"`
	Raw       json.RawMessage `json:"content"`

	content content
	body    []byte // as it came, to be parked
}

// content is what the topics say, each a few of these.
type content struct {
	TID     text   `json:"tid"`
	OID     text   `json:"oid"`
	Buyer   string `json:"buyer_open_uid"`
	Nick    string `json:"buyer_nick"`
	Payment text   `json:"payment"`
	Status  string `json:"status"`
	Type    string `json:"type"`
	Rater   string `json:"rater"`

	RefundID  text   `json:"refund_id"`
	RefundFee text   `json:"refund_fee"`
	BillType  string `json:"bill_type"`
	Modified  text   `json:"modified"`

	Action  string `json:"action"`
	Company string `json:"company_name"`
	Desc    string `json:"desc"`
	OutSID  text   `json:"out_sid"`
	Time    text   `json:"time"`

	TradeDetails json.RawMessage `json:"trade_details"`
	MailDetails  json.RawMessage `json:"mail_details"`
	CreateTime   text            `json:"create_time"`

	MsgID    text   `json:"msg_id"`
	AppKey   text   `json:"app_key"`
	OUID     string `json:"ouid"`
	OMID     string `json:"omid"`
	First    text   `json:"first"`
	Latest   text   `json:"latest"`
	User     string `json:"user"`
	JoinTime text   `json:"join_time"`
	Grade    text   `json:"grade"`

	Extend   string `json:"extend"`
	State    text   `json:"state"`
	ErrCode  string `json:"err_code"`
	RptTime  text   `json:"rept_time"`
	SendTime text   `json:"send_time"`

	Content    string `json:"content"`
	DestCode   text   `json:"dest_code"`
	Sender     text   `json:"sender"`
	SenderTime text   `json:"sender_time"`
	SmsSeq     text   `json:"sms_seq"`

	Feedback  string `json:"feedback"`
	BizType   text   `json:"biz_type"`
	GmtModify text   `json:"gmt_modified"`
}

// consumed is the answer of taobao.tmc.messages.consume.
type consumed struct {
	Answer *struct {
		Messages struct {
			List []json.RawMessage `json:"tmc_message"`
		} `json:"messages"`
	} `json:"tmc_messages_consume_response"`
	Topic json.RawMessage `json:"topic"`
}

var errNoMessage = errors.New("it is neither a message, nor a list of them, nor an answer of taobao.tmc.messages.consume")

// bodies are the messages in what came: the answer that holds them, a list, or one alone.
func bodies(data []byte) ([]json.RawMessage, error) {
	data = bytes.TrimSpace(data)
	if len(data) > 0 && data[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, errNoMessage
		}
		return list, nil
	}
	if !bytes.Contains(data, []byte(`"tmc_messages_consume_response"`)) {
		return []json.RawMessage{data}, nil
	}
	var c consumed
	if err := json.Unmarshal(data, &c); err != nil || c.Answer == nil && c.Topic == nil {
		return nil, errNoMessage
	}
	if c.Answer == nil {
		return []json.RawMessage{data}, nil
	}
	return c.Answer.Messages.List, nil
}

// open reads an envelope and what it says: a text that holds JSON, or JSON itself.
func open(body []byte) (message, error) {
	m := message{body: body}
	if err := json.Unmarshal(body, &m); err != nil || m.Topic == "" {
		return message{body: body}, errNoMessage
	}
	said := []byte(m.Raw)
	if len(said) > 0 && said[0] == '"' {
		var s string
		if err := json.Unmarshal(said, &s); err != nil {
			return m, errors.New("content cannot be read")
		}
		said = []byte(s)
	}
	if len(said) > 0 && json.Unmarshal(said, &m.content) != nil {
		return m, errors.New("content is no JSON object")
	}
	if m.ID == "" {
		m.ID = m.content.MsgID
	}
	if m.ID == "" {
		return m, errors.New("it has no id")
	}
	return m, nil
}
