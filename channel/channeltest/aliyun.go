package channeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Aliyun is Alibaba Cloud's short message service: the calls SendSms, SendLogisticsSms and
// QuerySendDetails, signed by ACS3-HMAC-SHA256, and the pushes SmsReport and SmsUp.
type Aliyun struct {
	Fake
	AccessKeyID, AccessKeySecret string

	// Signatures and Templates are the registered ones; a template has the names of its
	// variables. Nil: all are registered.
	Signatures []string
	Templates  map[string][]string
	// Unreachable has the err_code by number: messages to these numbers are accepted and not
	// delivered.
	Unreachable map[string]string
	// Parcels are the receivers of waybills, by number.
	Parcels map[string]string
	// Replies is the address for pushes of replies.
	Replies string

	records []aliyunRecord
}

// An aliyunRecord is a message that was taken.
type aliyunRecord struct {
	number, outID, bizID, template string
	at                             time.Time
}

var beijing = time.FixedZone("CST", 8*3600)

// ServeHTTP answers a call.
func (p *Aliyun) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

func (p *Aliyun) answer(c *Call) answer {
	path, query, _ := strings.Cut(c.URL, "?")
	fields, err := url.ParseQuery(query)
	if err != nil || path != "/" || c.Method != http.MethodPost {
		return gateway(http.StatusBadRequest, "InvalidParameter", "The request cannot be read.")
	}
	if code, text := p.signed(c, query); code != "" {
		return gateway(http.StatusBadRequest, code, text)
	}
	if c.Header.Get("x-acs-version") != "2017-05-25" {
		return gateway(http.StatusNotFound, "InvalidVersion", "Specified parameter Version is not valid.")
	}
	switch c.Header.Get("x-acs-action") {
	case "SendSms":
		return p.sendSMS(c, fields)
	case "SendLogisticsSms":
		return p.sendLogistics(c, fields)
	case "QuerySendDetails":
		return p.details(fields)
	}
	return gateway(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
}

// gateway is a refusal before the service itself was asked.
func gateway(status int, code, text string) answer {
	return asJSON(status, map[string]string{"Code": code, "Message": text, "RequestId": "9D0D8A36-0B9B-5D0B-9E4B-000000000000", "HostId": "dysmsapi.aliyuncs.com"})
}

func refusal(code, text string) answer {
	return asJSON(http.StatusOK, map[string]string{"Code": code, "Message": text, "RequestId": "C0A0BE93-B44F-4350-BCC8-000000000000"})
}

func (p *Aliyun) sendSMS(c *Call, fields url.Values) answer {
	number := fields.Get("PhoneNumbers")
	if len(number) != 11 || number[0] != '1' || strings.Trim(number, "0123456789") != "" {
		return refusal("isv.MOBILE_NUMBER_ILLEGAL", number+"invalid mobile number")
	}
	bizID, refused := p.take(c, fields, number)
	if bizID == "" {
		return refused
	}
	return asJSON(http.StatusOK, map[string]string{"Code": "OK", "Message": "OK", "RequestId": "F655A8D5-B967-440B-8683-000000000000", "BizId": bizID})
}

func (p *Aliyun) sendLogistics(c *Call, fields url.Values) answer {
	number, known := p.Parcels[fields.Get("MailNo")]
	if !known || fields.Get("ExpressCompanyCode") == "" {
		return refusal("isv.INVALID_PARAMETERS", "the waybill is unknown")
	}
	bizID, refused := p.take(c, fields, number)
	if bizID == "" {
		return refused
	}
	return asJSON(http.StatusOK, map[string]any{
		"Code": "OK", "Message": "OK", "Success": true, "RequestId": "F655A8D5-B967-440B-8683-000000000000",
		"Data": map[string]string{"BizId": bizID},
	})
}

// take checks what both ways to send have in common, does what the script says, and gives
// the BizId, or a refusal.
func (p *Aliyun) take(c *Call, fields url.Values, number string) (bizID string, refused answer) {
	template, outID := fields.Get("TemplateCode"), fields.Get("OutId")
	names, registered := p.Templates[template]
	var values map[string]string
	switch param := fields.Get("TemplateParam"); {
	case p.Signatures != nil && !slices.Contains(p.Signatures, fields.Get("SignName")):
		return "", refusal("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
	case template == "" || p.Templates != nil && !registered:
		return "", refusal("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
	case len(outID) >= 256:
		return "", refusal("isv.INVALID_PARAMETERS", "OutId is too long")
	case param != "" && json.Unmarshal([]byte(param), &values) != nil:
		return "", refusal("isv.INVALID_JSON_PARAM", "JSON参数不合法,只接受字符串值")
	}
	for _, name := range names {
		if _, given := values[name]; !given {
			return "", refusal("isv.TEMPLATE_MISSING_PARAMETERS", "模板缺少变量"+name)
		}
	}
	for _, value := range values {
		if len([]rune(value)) > 35 {
			return "", refusal("isv.PARAM_LENGTH_LIMIT", "参数超出长度限制")
		}
	}
	b := p.do(c, number)
	bizID = p.record(b, number, outID, template)
	switch {
	case b.throttled():
		return "", refusal("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")
	case b.refusal() != "":
		return "", refusal(b.refusal(), "refused for "+number) // as providers do, it says the number again
	}
	return bizID, answer{}
}

// record keeps a message that is taken, and tells the receipt.
func (p *Aliyun) record(b Behaviour, number, outID, template string) (bizID string) {
	if !b.takes() {
		return "not taken"
	}
	p.mu.Lock()
	r := aliyunRecord{number, outID, fmt.Sprintf("9006197469364984%02d^0", len(p.records)+1), template, p.clock()}
	p.records = append(p.records, r)
	p.mu.Unlock()
	code, unreachable := p.Unreachable[number]
	if !unreachable {
		p.reach(outID)
		code = "DELIVERED"
	}
	at := r.at.In(beijing).Format(time.DateTime)
	p.receipt(pushed([]map[string]any{{
		"phone_number": number, "send_time": at, "report_time": at, "success": !unreachable,
		"err_code": code, "err_msg": "", "sms_size": "1", "biz_id": r.bizID, "out_id": outID,
	}}))
	return r.bizID
}

// details answers QuerySendDetails: what was sent to a number on a day, in pages.
func (p *Aliyun) details(fields url.Values) answer {
	size, page := number(fields.Get("PageSize")), number(fields.Get("CurrentPage"))
	day, err := time.ParseInLocation("20060102", fields.Get("SendDate"), beijing)
	if err != nil || size < 1 || size > 50 || page < 1 || fields.Get("PhoneNumber") == "" {
		return gateway(http.StatusBadRequest, "MissingParameter", "PhoneNumber, SendDate, PageSize or CurrentPage is missing or out of range.")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	found := []map[string]any{}
	for _, r := range slices.Backward(p.records) {
		if r.number != fields.Get("PhoneNumber") || r.at.In(beijing).Format(time.DateOnly) != day.Format(time.DateOnly) {
			continue
		}
		status, code := 3, "DELIVERED"
		if failed, is := p.Unreachable[r.number]; is {
			status, code = 2, failed
		}
		found = append(found, map[string]any{
			"PhoneNum": r.number, "OutId": r.outID, "SendStatus": status, "ErrCode": code, "TemplateCode": r.template,
			"SendDate": r.at.In(beijing).Format(time.DateTime), "ReceiveDate": r.at.In(beijing).Format(time.DateTime), "Content": "【…】…",
		})
	}
	total := len(found)
	found = found[min((page-1)*size, total):min(page*size, total)]
	return asJSON(http.StatusOK, map[string]any{
		"Code": "OK", "Message": "OK", "RequestId": "819BE656-D2E0-4858-8B21-000000000000", "TotalCount": total,
		"SmsSendDetailDTOs": map[string]any{"SmsSendDetailDTO": found},
	})
}

// Reply makes a customer answer: the next Push pushes it.
func (p *Aliyun) Reply(number, content string) {
	header, body := pushed([]map[string]any{{
		"phone_number": number, "send_time": p.clock().In(beijing).Format(time.DateTime), "content": content,
		"sign_name": "小鹿家", "dest_code": "1234", "sequence_id": 1234567890,
	}})
	p.later(p.Replies, header, body)
}

func pushed(list any) (http.Header, []byte) {
	a := asJSON(0, list)
	return a.Header, a.Body
}

func number(text string) (n int) {
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil {
		return 0
	}
	return n
}
