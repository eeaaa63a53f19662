package tencent_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/channeltest"
)

// kindOf names what an error means for the engine.
func kindOf(err error) string {
	var kinds []string
	for name, kind := range map[string]error{
		"final": channel.ErrUndeliverable, "stopped": channel.ErrStopped, "wording": channel.ErrWording, "late": channel.ErrTooLate, "unknown": channel.ErrUnknownOutcome,
	} {
		if errors.Is(err, kind) {
			kinds = append(kinds, name)
		}
	}
	switch {
	case err == nil:
		return "sent"
	case len(kinds) == 0:
		return "passing"
	}
	return strings.Join(kinds, " ")
}

func TestSend_TellsTheKindsOfFailureApart(t *testing.T) {
	for _, c := range []struct {
		code, kind string
		cause      channel.Cause
		after      time.Duration
	}{
		{"LimitExceeded.PhoneNumberThirtySecondLimit", "passing", "", 30 * time.Second},
		{"LimitExceeded.PhoneNumberOneHourLimit", "passing", "", time.Hour},
		{"LimitExceeded.PhoneNumberDailyLimit", "passing", "", 13*time.Hour + 29*time.Minute + 45*time.Second},
		{"LimitExceeded.PhoneNumberSameContentDailyLimit", "passing", "", 13*time.Hour + 29*time.Minute + 45*time.Second},
		{"LimitExceeded.DeliveryFrequencyLimit", "passing", "", 10 * time.Minute},
		{"RequestLimitExceeded", "passing", "", time.Second},
		{"RequestLimitExceeded.UinLimitExceeded", "passing", "", time.Second},
		{"FailedOperation.MarketingSendTimeConstraint", "passing", "", 21*time.Hour + 29*time.Minute + 45*time.Second},
		{"InvalidParameterValue.IncorrectPhoneNumber", "final", channel.CauseAddress, 0},
		{"FailedOperation.PhoneNumberParseFail", "final", channel.CauseAddress, 0},
		{"FailedOperation.PhoneNumberInBlacklist", "final", channel.CauseRefused, 0},
		{"FailedOperation.ContainSensitiveWord", "final", "", 0},
		{"InvalidParameterValue.TemplateParameterLengthLimit", "final", "", 0},
		{"InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", "final", "", 0},
		{"InvalidParameterValue.ContentLengthLimit", "final", "", 0},
		{"FailedOperation.TemplateIncorrectOrUnapproved", "wording", "", 0},
		{"FailedOperation.TemplateUnapprovedOrNotExist", "wording", "", 0},
		{"FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "wording", "", 0},
		{"FailedOperation.SignatureIncorrectOrUnapproved", "stopped", "", 0},
		{"FailedOperation.InsufficientBalanceInSmsPackage", "stopped", "", 0},
		{"UnauthorizedOperation.ServiceSuspendDueToArrears", "stopped", "", 0},
		{"UnauthorizedOperation.RequestIpNotInWhitelist", "stopped", "", 0},
		{"UnauthorizedOperation.NeverHeardOf", "stopped", "", 0},
		{"LimitExceeded.AppDailyLimit", "stopped", "", 0},
		{"AuthFailure.SignatureFailure", "stopped", "", 0},
		{"AuthFailure.NeverHeardOf", "stopped", "", 0},
		{"InternalError.RequestTimeException", "stopped", "", 0},
		{"InternalError.Timeout", "unknown", "", 0},
		{"InternalError.SendAndRecvFail", "unknown", "", 0},
		{"InternalError.NeverHeardOf", "unknown", "", 0},
		{"FailedOperation.NeverHeardOf", "passing", "", 0},
		{"NeverHeardOf", "passing", "", 0},
	} {
		t.Run(c.code, func(t *testing.T) {
			d := newDesk(t)
			d.provider.Then(channeltest.Refuses(c.code))
			_, err := d.Send(t.Context(), message(1))
			assert.Equal(t, c.kind, kindOf(err), "%v", err)
			if f, ok := errors.AsType[*channel.Final](err); ok {
				assert.Equal(t, c.cause, f.Cause)
			}
			if wait, ok := errors.AsType[*channel.RetryAfter](err); ok || c.after > 0 {
				require.True(t, ok, "%v", err)
				assert.Equal(t, c.after, wait.After)
			}
			d.pass(time.Hour)
			_, err = d.Send(t.Context(), message(1))
			if c.kind == "unknown" {
				assert.ErrorIs(t, err, channel.ErrUnknownOutcome, "what may have gone is not tried again")
			} else {
				assert.NoError(t, err, "what was not taken may be tried again")
			}
		})
	}
}

// In the night marketing waits for eight o'clock of the same morning.
func TestSend_MarketingWaitsForEight(t *testing.T) {
	for at, want := range map[string]time.Duration{
		"2026-11-11 00:10:00": 7*time.Hour + 50*time.Minute, "2026-11-11 07:59:59": time.Second,
		"2026-11-11 22:00:00": 10 * time.Hour, "2026-11-11 23:59:59": 8*time.Hour + time.Second,
	} {
		d := newDesk(t)
		now, err := time.ParseInLocation(time.DateTime, at, beijing)
		require.NoError(t, err)
		d.set(now.UTC()) // the host's zone is another
		d.provider.Then(channeltest.Refuses("FailedOperation.MarketingSendTimeConstraint"))
		_, err = d.Send(t.Context(), message(1))
		wait, ok := errors.AsType[*channel.RetryAfter](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, want, wait.After, at)
	}
}

// A request that is refused as a whole has its code in another place.
func TestSend_TheWholeRequestIsRefused(t *testing.T) {
	d := newDesk(t)
	d.SecretKey = "another"
	_, err := d.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "AuthFailure.SignatureFailure")
	d = newDesk(t)
	d.provider.Now = func() time.Time { return d.at().Add(time.Hour) }
	_, err = d.Send(t.Context(), message(1))
	require.ErrorIs(t, err, channel.ErrStopped)
	assert.ErrorContains(t, err, "clock")
	assert.Zero(t, d.provider.Reached(message(1).ID))
}

// A code that no table knows passes three times, then its wording is stopped. It is told once.
func TestSend_AnUnknownCodePassesThreeTimes(t *testing.T) {
	d := newDesk(t)
	for attempt, want := range []string{"passing", "passing", "passing", "wording", "wording"} {
		d.provider.Then(channeltest.Refuses("FailedOperation.NeverHeardOf"))
		m := message(1)
		m.Attempt = attempt + 1
		_, err := d.Send(t.Context(), m)
		assert.Equal(t, want, kindOf(err), "attempt %d: %v", m.Attempt, err)
	}
	assert.Equal(t, 1, strings.Count(d.log.String(), "FailedOperation.NeverHeardOf"), d.log.String())
}

// What a server answers that is not Tencent's service, or not as it answers usually.
func TestSend_OtherAnswers(t *testing.T) {
	for _, c := range []struct {
		status       int
		answer, want string
	}{
		{200, `{"Response":{"SendStatusSet":[{"SerialNo":"1","Code":"Ok","Fee":"2"}]}}`, "sent"},
		{200, `{"Response":{"SendStatusSet":[{"SerialNo":"1","Code":"OK","Fee":1}]}}`, "sent"},
		{200, `{"Response":{"SendStatusSet":[{"Code":"FailedOperation.PhoneNumberInBlacklist"}]}}`, "final"},
		{200, `{"Response":{"SendStatusSet":[{"SerialNo":"1"}]}}`, "unknown"},
		{200, `{"Response":{"SendStatusSet":[]}}`, "unknown"},
		{200, `{"Response":{"SendStatusSet":[{"Code":"Ok"},{"Code":"Ok"}]}}`, "unknown"},
		{200, `{"Response":{}}`, "unknown"},
		{200, `{}`, "unknown"},
		{200, `{"Response":{"Send`, "unknown"},
		{200, ``, "unknown"},
		{500, ``, "unknown"},
		{502, `<html>bad gateway</html>`, "unknown"},
		{503, ``, "unknown"},
		{429, ``, "passing"},
		{404, `<html>not found</html>`, "stopped"},
		{302, ``, "stopped"},
		{400, `{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure"}}}`, "stopped"},
		{500, `{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}`, "passing"},
	} {
		t.Run(fmt.Sprint(c.status, c.answer), func(t *testing.T) {
			d := newDesk(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.answer))
			}))
			defer server.Close()
			d.Endpoint = server.URL
			_, err := d.Send(t.Context(), message(1))
			assert.Equal(t, c.want, kindOf(err), "%v", err)
		})
	}
}
