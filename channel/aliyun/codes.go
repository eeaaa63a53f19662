package aliyun

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A kind is one of the kinds of failure that package channel tells apart.
type kind int

const (
	passing kind = iota
	throttled
	final   // of this message
	wording // of all that say the same
	stopped // of the channel
	unknown // it may have gone
)

// A meaning is what a code of Aliyun's says, in our words.
type meaning struct {
	kind  kind
	why   string
	cause channel.Cause
}

// codes are those of the calls. Source: Aliyun's documentation, "API error codes" of the short
// message service and the common ones of its gateway.
var codes = map[string]meaning{
	"isp.SYSTEM_ERROR":   {passing, "an error at the provider", ""},
	"isp.GATEWAY_ERROR":  {passing, "an error at the provider", ""},
	"ServiceUnavailable": {passing, "the provider is not available", ""},

	"isv.BUSINESS_LIMIT_CONTROL": {throttled, "too many to this number", ""},

	"isv.MOBILE_NUMBER_ILLEGAL":   {final, "not a number", channel.CauseAddress},
	"isv.CUSTOMER_REFUSED":        {final, "the receiver has unsubscribed", channel.CauseRefused},
	"isv.BLACK_KEY_CONTROL_LIMIT": {final, "the number or a value is on the provider's black list", ""},
	"isv.PARAM_LENGTH_LIMIT":      {final, "a value is too long", ""},
	"isv.PARAM_NOT_SUPPORT_URL":   {final, "a value holds a link", ""},
	"isv.TEMPLATE_PARAMS_ILLEGAL": {final, "a value does not suit its variable", ""},
	"isv.SMS_CONTENT_ILLEGAL":     {final, "the words are not allowed", ""},
	"isv.UNSUPPORTED_CONTENT":     {final, "a sign is not allowed: an emoji, or a traditional character", ""},
	"isv.INVALID_PARAMETERS":      {final, "a parameter is not accepted", ""},

	"isv.SMS_TEMPLATE_ILLEGAL":               {wording, "the template is not registered", ""},
	"isv.SMS_SIGNATURE_SCENE_ILLEGAL":        {wording, "the signature is not for templates of this kind", ""},
	"isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": {wording, "the text advertises, but the template is for notices", ""},
	"isv.DOMESTIC_NUMBER_NOT_SUPPORTED":      {wording, "the template is for numbers abroad", ""},
	"isv.TEMPLATE_MISSING_PARAMETERS":        {wording, "the binding lacks a variable of the template", ""},
	"isv.INVALID_JSON_PARAM":                 {wording, "the variables are not accepted", ""},
	"isv.SMS_TEST_SIGN_TEMPLATE_LIMIT":       {wording, "a signature for tests goes with a template for tests only", ""},
	"isv.SMS_TEST_TEMPLATE_PARAMS_ILLEGAL":   {wording, "the template is for tests", ""},

	"isv.AMOUNT_NOT_ENOUGH":       {stopped, "the account has no balance", ""},
	"isv.OUT_OF_SERVICE":          {stopped, "the account is out of service", ""},
	"isv.DAY_LIMIT_CONTROL":       {stopped, "the account's limit of the day is reached", ""},
	"isv.MONTH_LIMIT_CONTROL":     {stopped, "the account's limit of the month is reached", ""},
	"isv.SMS_SIGNATURE_ILLEGAL":   {stopped, "the signature is not registered", ""},
	"isv.SMS_SIGN_ILLEGAL":        {stopped, "the signature is forbidden", ""},
	"isv.SIGN_STATE_ILLEGAL":      {stopped, "the signature cannot be used", ""},
	"isv.EXTEND_CODE_ERROR":       {stopped, "the extension belongs to another signature", ""},
	"isv.ONE_CODE_MULTIPLE_SIGN":  {stopped, "the extension belongs to another signature", ""},
	"isv.CODE_EXCEED_LIMIT":       {stopped, "there are too many extensions", ""},
	"isv.CODE_ERROR":              {stopped, "the extension cannot be used", ""},
	"isv.SMS_TEST_NUMBER_LIMIT":   {stopped, "the signature is for tests", ""},
	"isv.PRODUCT_UN_SUBSCRIPT":    {stopped, "the account has not activated the service", ""},
	"isv.PRODUCT_UNSUBSCRIBE":     {stopped, "the account has not activated the service", ""},
	"isv.ACCOUNT_NOT_EXISTS":      {stopped, "the account does not exist", ""},
	"isv.ACCOUNT_ABNORMAL":        {stopped, "the account is not in order", ""},
	"isv.SECURITY_FROZEN_ACCOUNT": {stopped, "the account is frozen", ""},
	"isv.DENY_IP_RANGE":           {stopped, "calls from this address are refused, as from abroad", ""},
	"isp.RAM_PERMISSION_DENY":     {stopped, "the access key may not send", ""},
	"Forbidden.RAM":               {stopped, "the access key may not send", ""},
	"NoPermission":                {stopped, "the access key may not send", ""},
	"SignatureDoesNotMatch":       {stopped, "the access key's secret is wrong", ""},
	"IncompleteSignature":         {stopped, "the provider does not accept this kind of signature", ""},
	"InvalidAccessKeyId.NotFound": {stopped, "the access key is unknown", ""},
	"InvalidAccessKeyId.Inactive": {stopped, "the access key is switched off", ""},
	"InvalidTimeStamp.Expired":    {stopped, "this machine's clock is wrong by more than 15 minutes", ""},
	"InvalidTimeStamp.Format":     {stopped, "the provider does not accept this time format", ""},
	"InvalidVersion":              {stopped, "the provider has ended this version of its interface", ""},
	"InvalidAction.NotFound":      {stopped, "the endpoint belongs to another service", ""},
	"isv.UNSUPPORTED_REGION":      {stopped, "the endpoint belongs to another region", ""},

	"SignatureNonceUsed": {unknown, "the same call was received before", ""},
	"InternalError":      {unknown, "an error at the provider", ""},
}

// failure is the error of an answer. Nothing of the provider's own words is in it but the code.
func (s Sender) failure(ctx context.Context, m channel.Message, a answer) error {
	what, known := codes[a.Code]
	switch {
	case strings.HasPrefix(a.Code, "Throttling"):
		what = meaning{throttled, "too many calls", ""}
	case !known && a.status >= http.StatusInternalServerError:
		what = meaning{unknown, "an error at the provider", ""}
	case !known:
		return s.book().UnknownCode(ctx, s.Logger, a.Code, m)
	}
	said := fmt.Errorf("%s (%s)", what.why, sms.Code(a.Code))
	switch what.kind {
	case throttled:
		after := a.after
		if span := window(a.Message); span > 0 {
			after = sms.UntilNext(span, s.now())
		}
		return &channel.RetryAfter{After: after, Err: said}
	case final:
		return &channel.Final{Reason: said.Error(), Cause: what.cause}
	case wording:
		return fmt.Errorf("%w: %w", channel.ErrWording, said)
	case stopped:
		return fmt.Errorf("%w: %w", channel.ErrStopped, said)
	case unknown:
		return fmt.Errorf("%w: %w", channel.ErrUnknownOutcome, said)
	}
	return said
}

// window is the span whose limit was reached, as the words say it; zero: they do not.
func window(words string) time.Duration {
	for text, span := range map[string]time.Duration{"分钟级": time.Minute, "小时级": time.Hour, "天级": 24 * time.Hour} {
		if strings.Contains(words, text) {
			return span
		}
	}
	return 0
}

// receipts are the codes of receipts that say that the phone has not got it. A number that
// is switched off has the same code as one that is nobody's, so neither is taken for a bad
// address. Codes with digits in them are those of carriers.
var receipts = map[string]meaning{
	"IS_CLOSE":                {final, "the carrier's channel was closed", ""},
	"PARAMS_ILLEGAL":          {final, "a parameter is not accepted", ""},
	"MOBILE_NOT_ON_SERVICE":   {final, "switched off, out of reach, or an unassigned number", ""},
	"INVALID_NUMBER":          {final, "switched off, out of reach, or an unassigned number", ""},
	"MOBILE_ACCOUNT_ABNORMAL": {final, "the receiver's account with the carrier is not in order", ""},
	"MOBLLE_TERMINAL_ERROR":   {final, "the receiver's phone is full or broken", ""},
	"MOBILE_TERMINAL_ERROR":   {final, "the receiver's phone is full or broken", ""},
	"MOBILE_SEND_LIMIT":       {final, "too many to this number", ""},
	"MOBILE_IN_BLACK":         {final, "the receiver has unsubscribed or complained", channel.CauseRefused},
	"USER_REJECT":             {final, "the receiver has unsubscribed", channel.CauseRefused},
	"CONTENT_KEYWORD":         {final, "the carrier blocked the text", ""},
	"CONTENT_ERROR":           {final, "the text advertises and does not say how to unsubscribe", ""},
	"NO_ROUTE":                {final, "no carrier accepts this kind of text", ""},
	"SP_NOT_BY_INTER_SMS":     {final, "the receiver accepts no SMS from abroad", ""},
	"SP_UNKNOWN_ERROR":        {final, "the carrier does not say why", ""},
	"REQUEST_SUCCESS":         {unknown, "the carrier has not reported the outcome", ""},
	"MK:0001":                 {final, "an unassigned number", channel.CauseAddress},
	"DB:0101":                 {final, "an unassigned number", channel.CauseAddress},
}

// reportOf is what a code of a receipt says; known is false for a word of Aliyun's own that
// is in no table.
func reportOf(code string, success bool) (r sms.Report, known bool) {
	if success {
		return sms.Report{Delivered: true}, true
	}
	what, known := receipts[code]
	if !known {
		what = meaning{final, "the carrier did not deliver it", ""}
		known = strings.ContainsAny(code, "0123456789") || code == ""
	}
	return sms.Report{Final: what.kind == final, Reason: fmt.Sprintf("%s (%s)", what.why, sms.Code(code)), Cause: what.cause}, known
}

var errNoCode = errors.New("the answer has no code")

// log says a warning, with nothing but ids.
func (s Sender) log(text string, m channel.Message, err error) {
	if s.Logger != nil {
		s.Logger.Warn("aliyun: "+text, slog.String("message", m.ID), slog.Any("error", err))
	}
}
