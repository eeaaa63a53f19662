package channeltest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Tencent is Tencent Cloud's SMS service: the calls SendSms, PullSmsSendStatus,
// PullSmsReplyStatus and PullSmsSendStatusByPhoneNumber, signed by TC3-HMAC-SHA256, and the
// pushes of receipts and replies.
type Tencent struct {
	Fake
	SecretID, SecretKey, AppID string

	// Signatures and Templates are the registered ones; a template has the number of its
	// variables. Nil: all are registered.
	Signatures []string
	Templates  map[string]int
	// Unreachable has the carrier's code by number: messages to these numbers are accepted
	// and not delivered.
	Unreachable map[string]string
	// Echoes returns SessionContext in receipts, as the service does on request.
	Echoes bool
	// Replies is the address for pushes of replies.
	Replies string

	records         []tencentRecord
	pulled, replied int // how many of the records and answers were pulled
	answers         []map[string]any
}

// A tencentRecord is a message that was taken.
type tencentRecord struct {
	number, context, serial string
	at                      time.Time
}

// ServeHTTP answers a call.
func (p *Tencent) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.serve(w, r, p.answer) }

// tencentRequest has the fields of all calls.
type tencentRequest struct {
	PhoneNumberSet, TemplateParamSet                               []string
	SmsSdkAppId, TemplateId, SignName, SessionContext, PhoneNumber string
	BeginTime, EndTime                                             int64
	Limit                                                          int
}

func (p *Tencent) answer(c *Call) answer {
	var r tencentRequest
	if c.Method != http.MethodPost || c.URL != "/" || json.Unmarshal(c.Body, &r) != nil {
		return tencentError("InvalidParameter", "The request cannot be read.")
	}
	if code, text := p.signed(c); code != "" {
		return tencentError(code, text)
	}
	switch {
	case c.Header.Get("X-TC-Version") != "2021-01-11":
		return tencentError("NoSuchVersion", "The version does not exist.")
	case c.Header.Get("X-TC-Region") == "":
		return tencentError("MissingParameter", "Region is missing.")
	case r.SmsSdkAppId != p.AppID:
		return tencentError("UnauthorizedOperation.SmsSdkAppIdVerifyFail", "The application is another's.")
	}
	switch c.Header.Get("X-TC-Action") {
	case "SendSms":
		return p.send(c, r)
	case "PullSmsSendStatus":
		return p.statuses(r)
	case "PullSmsReplyStatus":
		return p.replies(r)
	case "PullSmsSendStatusByPhoneNumber":
		return p.statusesOf(r)
	}
	return tencentError("InvalidAction", "The action does not exist.")
}

const tencentRequestID = "a0aabda6-cf91-4f3e-a81f-9198114a2279"

// tencentError refuses a whole request: with status 200, as the service does.
func tencentError(code, text string) answer {
	return asJSON(0, map[string]any{"Response": map[string]any{"Error": map[string]string{"Code": code, "Message": text}, "RequestId": tencentRequestID}})
}

func tencentAnswer(field string, rows []map[string]any) answer {
	return asJSON(0, map[string]any{"Response": map[string]any{field: rows, "RequestId": tencentRequestID}})
}

// send takes a message to one number. What is wrong with the number or the template is said
// of the number: the request went well.
func (p *Tencent) send(c *Call, r tencentRequest) answer {
	if len(r.PhoneNumberSet) != 1 || len(r.SessionContext) >= 512 {
		return tencentError("InvalidParameter.InvalidParameters", "A parameter is wrong.")
	}
	to := r.PhoneNumberSet[0]
	status := map[string]any{"SerialNo": "", "PhoneNumber": to, "Fee": 0, "SessionContext": r.SessionContext, "Code": "", "Message": "", "IsoCode": "CN"}
	code := p.wrong(r)
	if code == "" {
		b := p.do(c, to)
		if b.throttled() {
			code = "LimitExceeded.PhoneNumberThirtySecondLimit"
		} else {
			code = b.refusal()
		}
		if b.takes() {
			status["SerialNo"], status["Fee"], code = p.record(to, r.SessionContext), 1, "Ok"
		}
	}
	status["Code"], status["Message"] = code, "about "+to // as providers do, it says the number again
	return tencentAnswer("SendStatusSet", []map[string]any{status})
}

func (p *Tencent) wrong(r tencentRequest) string {
	to := r.PhoneNumberSet[0]
	variables, registered := p.Templates[r.TemplateId]
	switch {
	case !strings.HasPrefix(to, "+") || strings.Trim(to[1:], "0123456789") != "" || strings.HasPrefix(to, "+86") && len(to) != len("+8613800000000"):
		return "InvalidParameterValue.IncorrectPhoneNumber"
	case p.Signatures != nil && !slices.Contains(p.Signatures, r.SignName):
		return "FailedOperation.SignatureIncorrectOrUnapproved"
	case r.TemplateId == "" || p.Templates != nil && !registered:
		return "FailedOperation.TemplateUnapprovedOrNotExist"
	case registered && variables != len(r.TemplateParamSet):
		return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
	}
	for _, value := range r.TemplateParamSet {
		if len([]rune(value)) > 12 {
			return "InvalidParameterValue.TemplateParameterLengthLimit"
		}
	}
	return ""
}

// record keeps a message that is taken, and tells the receipt.
func (p *Tencent) record(number, context string) (serial string) {
	p.mu.Lock()
	r := tencentRecord{number, context, fmt.Sprintf("5000:10457106691570536578%04d", len(p.records)+1), p.clock()}
	p.records = append(p.records, r)
	p.mu.Unlock()
	if _, unreachable := p.Unreachable[number]; !unreachable {
		p.reach(context)
	}
	report, code := p.outcome(r)
	row := map[string]any{
		"user_receive_time": r.at.In(beijing).Format(time.DateTime), "nationcode": "86", "mobile": strings.TrimPrefix(number, "+86"),
		"report_status": report, "errmsg": code, "description": "…", "sid": r.serial,
	}
	if p.Echoes {
		row["ext"] = context
	}
	p.receipt(pushed([]any{row}))
	return r.serial
}

func (p *Tencent) outcome(r tencentRecord) (report, code string) {
	if code, unreachable := p.Unreachable[r.number]; unreachable {
		return "FAIL", code
	}
	return "SUCCESS", "DELIVRD"
}

func (p *Tencent) row(r tencentRecord) map[string]any {
	report, code := p.outcome(r)
	row := map[string]any{
		"UserReceiveTime": r.at.Unix(), "CountryCode": "86", "SubscriberNumber": strings.TrimPrefix(r.number, "+86"), "PhoneNumber": r.number,
		"SerialNo": r.serial, "ReportStatus": report, "Description": code, "SessionContext": "",
	}
	if p.Echoes {
		row["SessionContext"] = r.context
	}
	return row
}

// statuses gives every receipt once.
func (p *Tencent) statuses(r tencentRequest) answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	rows := []map[string]any{}
	for ; p.pulled < len(p.records) && len(rows) < min(r.Limit, 100); p.pulled++ {
		rows = append(rows, p.row(p.records[p.pulled]))
	}
	return tencentAnswer("PullSmsSendStatusSet", rows)
}

// replies gives every reply once.
func (p *Tencent) replies(r tencentRequest) answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	end := min(len(p.answers), p.replied+min(r.Limit, 100))
	rows := p.answers[p.replied:end]
	p.replied = end
	return tencentAnswer("PullSmsReplyStatusSet", rows)
}

// statusesOf gives the receipts of a number in a span, as often as it is asked.
func (p *Tencent) statusesOf(r tencentRequest) answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.PhoneNumber == "" || r.BeginTime <= 0 || r.Limit < 1 || r.Limit > 100 || p.clock().Sub(time.Unix(r.BeginTime, 0)) > 7*24*time.Hour {
		return tencentError("InvalidParameterValue.BeginTimeVerifyFail", "A parameter is out of range.")
	}
	rows := []map[string]any{}
	for _, record := range p.records {
		if at := record.at.Unix(); record.number == r.PhoneNumber && at >= r.BeginTime && at <= r.EndTime && len(rows) < r.Limit {
			rows = append(rows, p.row(record))
		}
	}
	return tencentAnswer("PullSmsSendStatusSet", rows)
}

// Reply makes a customer answer: the next Push pushes it, and a pull returns it.
func (p *Tencent) Reply(number, text string) {
	at, mobile := p.clock().Unix(), strings.TrimPrefix(number, "+86")
	header, body := pushed(map[string]any{"extend": "", "mobile": mobile, "nationcode": "86", "sign": "小鹿家", "text": text, "time": at})
	if p.Replies != "" {
		p.later(p.Replies, header, body)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = append(p.answers, map[string]any{
		"ExtendCode": "", "CountryCode": "86", "PhoneNumber": number, "SignName": "小鹿家", "ReplyContent": text, "ReplyTime": at, "SubscriberNumber": mobile,
	})
}

// Foreign makes another program of the application write to a number.
func (p *Tencent) Foreign(number string) { p.record(number, "") }
