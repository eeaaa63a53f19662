package tencent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/sms"
)

// A kind is one of the kinds of failure that package channel tells apart.
type kind int

const (
	later    kind = iota // the meaning says when
	tomorrow             // after midnight in Beijing
	morning              // from 08:00 in Beijing
	final                // of this message
	wording              // of all that say the same
	stopped              // of the channel
	unknown              // it may have gone
)

// A meaning is what a code of Tencent's says, in our words.
type meaning struct {
	kind  kind
	why   string
	cause channel.Cause
	after time.Duration
}

// codes are those of a request and of a number. "….*" stands for all others of a family.
// Source: Tencent's error codes of the SMS service, version 2021-01-11, and the common ones.
var codes = map[string]meaning{
	"LimitExceeded.PhoneNumberThirtySecondLimit":     {later, "too many to this number in 30 seconds", "", 30 * time.Second},
	"LimitExceeded.PhoneNumberOneHourLimit":          {later, "too many to this number in an hour", "", time.Hour},
	"LimitExceeded.PhoneNumberDailyLimit":            {tomorrow, "too many to this number today", "", 0},
	"LimitExceeded.PhoneNumberSameContentDailyLimit": {tomorrow, "the same to this number too often today", "", 0},
	"LimitExceeded.DeliveryFrequencyLimit":           {later, "too many; Tencent does not name the limit of the console", "", 10 * time.Minute},
	"LimitExceeded.GlobalSmsSendingRateLimit":        {later, "too many numbers abroad at once", "", time.Second},
	"LimitExceeded.AppGlobalDailyLimit":              {tomorrow, "too many numbers abroad today", "", 0},
	"LimitExceeded.AppCountryOrRegionDailyLimit":     {tomorrow, "too many numbers of this country today", "", 0},
	"LimitExceeded.DailyLimit":                       {tomorrow, "too many numbers abroad today", "", 0},
	"RequestLimitExceeded":                           {later, "too many calls", "", time.Second},
	"RequestLimitExceeded.*":                         {later, "too many calls", "", time.Second},
	"FailedOperation.MarketingSendTimeConstraint":    {morning, "marketing goes from 8 to 22 o'clock only", "", 0},

	"InvalidParameterValue.IncorrectPhoneNumber":                {final, "not a number", channel.CauseAddress, 0},
	"FailedOperation.PhoneNumberParseFail":                      {final, "not a number", channel.CauseAddress, 0},
	"FailedOperation.PhoneNumberInBlacklist":                    {final, "the receiver has unsubscribed, or refuses such messages", channel.CauseRefused, 0},
	"FailedOperation.ContainSensitiveWord":                      {final, "the words are not allowed", "", 0},
	"InvalidParameter.DirtyWordFound":                           {final, "the words are not allowed", "", 0},
	"InvalidParameterValue.ContentLengthLimit":                  {final, "the text is too long", "", 0},
	"InvalidParameterValue.TemplateParameterLengthLimit":        {final, "a value is too long", "", 0},
	"InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": {final, "a value holds a link", "", 0},
	"UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone": {final, "the template is for numbers of the mainland", "", 0},
	"UnsupportedOperation.GlobalTemplateToChineseMainlandPhone": {final, "the template is for numbers abroad", "", 0},
	"UnsupportedOperation.UnsupportedRegion":                    {final, "the number's country is not served", "", 0},
	"LimitExceeded.AppCountryOrRegionInBlacklist":               {final, "the number's country is not allowed in the console", "", 0},

	"FailedOperation.MissingTemplateList":                            {wording, "the template is not approved", "", 0},
	"FailedOperation.TemplateIdNotExist":                             {wording, "the template does not exist", "", 0},
	"FailedOperation.TemplateIncorrectOrUnapproved":                  {wording, "the template is not approved, or is another", "", 0},
	"FailedOperation.TemplateUnapprovedOrNotExist":                   {wording, "the template is not approved, or does not exist", "", 0},
	"FailedOperation.TemplateParamSetNotMatchApprovedTemplate":       {wording, "the template has another number of variables", "", 0},
	"InvalidParameterValue.TemplateParameterFormatError":             {wording, "the template is for codes to type in", "", 0},
	"InvalidParameterValue.UnsupportedTemplateVariable":              {wording, "the account may not use variables", "", 0},
	"InvalidParameterValue.MarketingTemplateWithoutUnsubscribe":      {wording, "the template does not say how to unsubscribe", "", 0},
	"UnauthorizedOperation.IndividualUserMarketingSmsPermissionDeny": {wording, "the account may not send marketing", "", 0},

	"FailedOperation.InsufficientBalanceInSmsPackage":  {stopped, "the package of messages is used up", "", 0},
	"UnauthorizedOperation.ServiceSuspendDueToArrears": {stopped, "the account is in arrears", "", 0},
	"LimitExceeded.AppDailyLimit":                      {stopped, "the application's limit of the day is reached", "", 0},
	"LimitExceeded.AppMainlandChinaDailyLimit":         {stopped, "the application's limit of the day is reached", "", 0},
	"FailedOperation.SignatureIncorrectOrUnapproved":   {stopped, "the signature is not approved", "", 0},
	"FailedOperation.MissingSignature":                 {stopped, "the signature is not approved", "", 0},
	"FailedOperation.MissingSignatureList":             {stopped, "the signature is not approved", "", 0},
	"FailedOperation.SignIdNotExist":                   {stopped, "the signature does not exist", "", 0},
	"InvalidParameterValue.SignNameLengthTooLong":      {stopped, "the signature is too long", "", 0},
	"FailedOperation.QualificationIdNotApproved":       {stopped, "the shop's papers are not approved", "", 0},
	"FailedOperation.NotEnterpriseCertification":       {stopped, "the account is not that of a company", "", 0},
	"InvalidParameter.AppidAndBizId":                   {stopped, "the application belongs to another account", "", 0},
	"UnauthorizedOperation.SmsSdkAppIdVerifyFail":      {stopped, "the application belongs to another account", "", 0},
	"InvalidParameterValue.SdkAppIdNotExist":           {stopped, "the application does not exist", "", 0},
	"UnauthorizedOperation.SdkAppIdIsDisabled":         {stopped, "the application is switched off", "", 0},
	"UnauthorizedOperation.RequestIpNotInWhitelist":    {stopped, "calls from this address are not allowed in the console", "", 0},
	"UnauthorizedOperation":                            {stopped, "the key may not send", "", 0},
	"UnauthorizedOperation.*":                          {stopped, "the key may not send", "", 0},
	"AuthFailure.SignatureExpire":                      {stopped, "this machine's clock is wrong by more than 5 minutes", "", 0},
	"AuthFailure.SecretIdNotFound":                     {stopped, "the key is unknown", "", 0},
	"AuthFailure.*":                                    {stopped, "the key is not accepted", "", 0},
	"InternalError.RequestTimeException":               {stopped, "this machine's clock is wrong by more than 10 minutes", "", 0},
	"InternalError.SigFieldMissing":                    {stopped, "the key is not accepted", "", 0},
	"InternalError.SigVerificationFail":                {stopped, "the key is not accepted", "", 0},
	"InternalError.RestApiInterfaceNotExist":           {stopped, "the endpoint belongs to another service", "", 0},
	"UnsupportedRegion":                                {stopped, "the service is not in this region", "", 0},
	"InvalidAction":                                    {stopped, "the endpoint belongs to another service", "", 0},
	"NoSuchVersion":                                    {stopped, "the provider has ended this version of its interface", "", 0},

	"InternalError":   {unknown, "an error at the provider", "", 0},
	"InternalError.*": {unknown, "an error at the provider", "", 0},
}

// meaningOf looks a code up, and then its family.
func meaningOf(code string) (meaning, bool) {
	m, known := codes[code]
	if family, _, member := strings.Cut(code, "."); !known && member {
		m, known = codes[family+".*"]
	}
	return m, known
}

// failure is the error of a code. Nothing of the provider's own words is in it but the code.
func (s Sender) failure(ctx context.Context, m channel.Message, code string) error {
	what, known := meaningOf(code)
	if !known {
		return s.book().UnknownCode(ctx, s.Logger, code, m)
	}
	said := errors.New(what.said(code))
	switch day := 24 * time.Hour; what.kind {
	case later:
		return &channel.RetryAfter{After: what.after, Err: said}
	case tomorrow:
		return &channel.RetryAfter{After: sms.UntilNext(day, s.now()), Err: said}
	case morning:
		return &channel.RetryAfter{After: sms.UntilNext(day, s.now().Add(-8*time.Hour)), Err: said}
	case final:
		return &channel.Final{Reason: said.Error(), Cause: what.cause}
	case wording:
		return fmt.Errorf("%w: %w", channel.ErrWording, said)
	case stopped:
		return fmt.Errorf("%w: %w", channel.ErrStopped, said)
	}
	return fmt.Errorf("%w: %w", channel.ErrUnknownOutcome, said)
}

func (m meaning) said(code string) string { return m.why + " (" + sms.Code(code) + ")" }

// carriers are the codes of receipts that say something of other messages, where all sources
// agree. A number that is switched off has most of its codes in common with one that is
// nobody's, so those are not taken for a bad address.
var carriers = map[string]meaning{
	"MK:0001": {final, "an unassigned number", channel.CauseAddress, 0},
	"MI:0073": {final, "an unassigned number", channel.CauseAddress, 0},
	"MI:0210": {final, "an unassigned number", channel.CauseAddress, 0},
	"DB:0101": {final, "an unassigned number", channel.CauseAddress, 0},
	"BLACK":   {final, "the receiver has unsubscribed or complained", channel.CauseRefused, 0},
	"MBBLACK": {final, "the receiver has unsubscribed or complained", channel.CauseRefused, 0},
	"DBBLACK": {final, "the receiver has unsubscribed or complained", channel.CauseRefused, 0},
	"TDBLACK": {final, "the receiver has unsubscribed", channel.CauseRefused, 0},
	"TSBLACK": {final, "the receiver has complained", channel.CauseRefused, 0},
}

// undelivered is what a carrier's code says.
func undelivered(code string) meaning {
	if what, known := carriers[code]; known {
		return what
	}
	return meaning{final, "the carrier did not deliver it", "", 0}
}
