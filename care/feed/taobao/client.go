package taobao

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin"
)

// A Client calls TOP (淘宝开放平台), signed. Printed or logged it hides the secret and the
// session. Several goroutines may use it at once.
type Client struct {
	AppKey  string
	Secret  string
	Session string // of the seller who gave the app access
	// Sessions are the sessions of several sellers, by user_id. Default: Session is used for all
	Sessions map[string]string
	// Endpoint is TOP's gateway. Default: https://eco.taobao.com/router/rest
	Endpoint string
	// Method is the signature method of calls, "md5" or "hmac". Default: "hmac"
	Method string
	HTTP   *http.Client     // Default: one that waits 10 seconds
	Now    func() time.Time // Default: time.Now

	hidden
}

// An Error is TOP's error answer: only its code and its word.
type Error struct {
	Method  string // the called method
	Code    int
	SubCode string // "isv.trade-not-exist"
}

func (e *Error) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%s: TOP says %d %s", e.Method, e.Code, e.SubCode))
}

// missing reports whether the requested object does not exist.
func (e *Error) missing() bool { return strings.HasSuffix(e.SubCode, "not-exist") }

// mostAnswer is the longest answer that is read, in bytes.
const mostAnswer = 8 << 20

var usual = &http.Client{Timeout: 10 * time.Second}

// Call calls a method of TOP for a seller, by user_id, and returns the answer in JSON. TOP's
// error answer is an Error. No error contains a parameter.
func (c *Client) Call(ctx context.Context, seller, method string, params map[string]string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint(), strings.NewReader(c.form(seller, method, params).Encode()))
	if err != nil {
		return nil, fmt.Errorf("%s: Client.Endpoint is not an address", method)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
	client := c.HTTP
	if client == nil {
		client = usual
	}
	response, err := client.Do(request)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return nil, fmt.Errorf("%s: %w", method, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: the answer broke off: %w", method, err)
	case len(body) > mostAnswer:
		return nil, fmt.Errorf("%s: the answer has more than %d bytes", method, mostAnswer)
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s: TOP answers with HTTP status %d", method, response.StatusCode)
	}
	answer, ok := objectIn(body)
	if !ok {
		return nil, fmt.Errorf("%s: the answer is not a JSON object", method)
	}
	if answer.raw("error_response") != nil {
		failed := answer.object("error_response")
		code, _ := strconv.Atoi(failed.str("code"))
		return nil, &Error{Method: method, Code: code, SubCode: failed.str("sub_code")}
	}
	return body, nil
}

func (c *Client) endpoint() string {
	if c.Endpoint == "" {
		return "https://eco.taobao.com/router/rest"
	}
	return c.Endpoint
}

// form is the call with what every call needs, signed.
func (c *Client) form(seller, method string, params map[string]string) url.Values {
	now, sign, session := time.Now, c.Method, c.Session
	if own := c.Sessions[seller]; own != "" {
		session = own
	}
	if c.Now != nil {
		now = c.Now
	}
	if sign == "" {
		sign = "hmac"
	}
	all := map[string]string{
		"method": method, "app_key": c.AppKey, "session": session, "timestamp": now().In(tiexin.Shanghai()).Format(time.DateTime),
		"format": "json", "v": "2.0", "sign_method": sign,
	}
	for key, value := range params {
		all[key] = value
	}
	form := url.Values{"sign": {Sign(all, c.Secret)}}
	for key, value := range all {
		if value != "" {
			form.Set(key, value)
		}
	}
	return form
}

// fieldsOfTrade are the fields of a trade that are read: TOP gives those that are named. The
// OAID comes only beside the receiver's name, address and numbers.
const fieldsOfTrade = "tid,tid_str,type,status,step_trade_status,trade_from,forbid_consign,is_gift,buyer_open_uid,buyer_nick,ouid,buyer_message," +
	"created,pay_time,consign_time,end_time,modified,timeout_action_time,delivery_time,send_time,promise_sign_time,sign_time," +
	"payment,total_fee,discount_fee,adjust_fee,post_fee,step_paid_fee,num,receiver_name,receiver_state,receiver_city,receiver_district," +
	"receiver_address,receiver_mobile,receiver_phone,oaid,orders"

// Trade returns the answer of taobao.trade.fullinfo.get; nil: there is no such trade.
func (c *Client) Trade(ctx context.Context, seller, tid string) ([]byte, error) {
	return c.ask(ctx, seller, "taobao.trade.fullinfo.get", map[string]string{"tid": tid, "include_oaid": "true", "fields": fieldsOfTrade})
}

// Refund returns the answer of taobao.refund.get; nil: there is no such refund.
func (c *Client) Refund(ctx context.Context, seller, id string) ([]byte, error) {
	return c.ask(ctx, seller, "taobao.refund.get", map[string]string{"refund_id": id, "fields": "refund_id,tid,oid,status,reason,refund_fee,dispute_type,modified"})
}

// Ratings returns the answer of taobao.traderates.get with the buyer's ratings; nil: there are
// none.
func (c *Client) Ratings(ctx context.Context, seller, tid string) ([]byte, error) {
	return c.ask(ctx, seller, "taobao.traderates.get", map[string]string{"tid": tid, "rate_type": "get", "role": "buyer", "fields": "tid,oid,role,result,content,created"})
}

func (c *Client) ask(ctx context.Context, seller, method string, params map[string]string) ([]byte, error) {
	body, err := c.Call(ctx, seller, method, params)
	if e, ok := errors.AsType[*Error](err); ok && e.missing() {
		return nil, nil
	}
	return body, err
}

// Phone requests a number of an order's receiver, by taobao.top.oaid.decrypt and for care
// (客户关怀). It is a privacy number with its extension and its end, or a number. The zero
// Phone: there is none, for example if the buyer changed the address and the OAID is old.
func (c *Client) Phone(ctx context.Context, seller, tid, oaid string) (tiexin.Phone, error) {
	query, _ := json.Marshal([]map[string]string{{"tid": tid, "oaid": oaid, "scene": "2002"}})
	body, err := c.ask(ctx, seller, "taobao.top.oaid.decrypt", map[string]string{"query_list": string(query)})
	if err != nil || body == nil {
		return tiexin.Phone{}, err
	}
	answer, _ := objectIn(body)
	all, _ := answer.object("top_oaid_decrypt_response").list("receiver_list", "receiver")
	if len(all) == 0 {
		return tiexin.Phone{}, nil
	}
	return receiver(split(all[0])), nil
}

// receiver is the number that an OAID stands for.
func receiver(o object) tiexin.Phone {
	p, err := tiexin.ParsePhone(o.str("mobile"))
	if err != nil || o.text("matched") == "false" {
		return tiexin.Phone{}
	}
	if p.Private = p.Private || yes(o.text("privacy_protection")); p.Private {
		p.Expires, _ = readTime(o.text("secret_no_expire_time"))
	}
	return p
}

// consume asks for messages.
func (c *Client) consume(ctx context.Context, group string, quantity int) ([]byte, error) {
	return c.Call(ctx, "", "taobao.tmc.messages.consume", map[string]string{"group_name": group, "quantity": strconv.Itoa(quantity)})
}

// confirm says that messages were taken in.
func (c *Client) confirm(ctx context.Context, group string, ids []string) error {
	_, err := c.Call(ctx, "", "taobao.tmc.messages.confirm", map[string]string{"group_name": group, "s_message_ids": strings.Join(ids, ",")})
	return err
}
