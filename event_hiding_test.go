package tiexin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
)

// What stands in the wrong field may be anybody's name or number: an error says where
// it stands, what kind it is and how long, and what to write instead.
func TestErrorsAndWarningsKeepWhatStandsInTheWrongField(t *testing.T) {
	secrets := []string{"王小明", "13912345678", "xm@example.com", "长安街七号", "１３９１２３４５６７８", "110101199003077571", "13912345678.5"}
	wrong := []string{
		`{"%s": 1}`, `{"event": "%s"}`, `{"at": "%s"}`, `{"customer": {"%s": 1}}`, `{"customer": {"birthday": "%s"}}`, `{"customer": {"consents": ["%s"]}}`,
		`{"customer": {"consents": ["sms/%s"]}}`, `{"customer": {"consents": [{"channel": "%s", "purpose": "%[1]s"}]}}`, `{"customer": {"joined_at": "%s"}}`,
		`{"customer": {"attr": {"%s": 1}}}`, `{"customer": {"mobile": {"%s": 1}}}`, `{"customer": {"mobile": "x%s"}}`, `{"customer": {"points": "%s"}}`,
		`{"order": {"id": "T1", "amount": "%s", "paid_at": "%[1]s", "quantity": "%[1]s"}}`, `{"order": {"id": "T1", "status": "%s"}}`,
		`{"order": {"id": "T1", "customer_id": "%s"}}`, `{"parcel": {"number": "1", "order_id": "%s"}, "order": {"id": "T1"}}`,
		`{"parcel": {"number": "1", "order_id": "T1", "status": "%s"}}`, `{"refund": {"amount": "%s", "at": "%[1]s"}}`, `{"message": {"id": "m", "channel": "%s"}}`,
		`{"survey": {"score": "%s", "answers": {"%[1]s": 1}}}`,
	}
	for _, secret := range secrets {
		for _, line := range wrong {
			told := whatIsWrong(fmt.Sprintf(line, secret))
			require.NotEmpty(t, told, line)
			assert.NotContains(t, told, secret, line)
		}
	}
	for _, number := range []string{"13912345678", "-13912345678", "13912345678.5"} {
		for _, line := range []string{
			`{"customer": {"points": %s, "paid_orders": %[1]s}}`, `{"order": {"id": "T1", "quantity": %s, "items": [{"quantity": %[1]s}]}}`,
			`{"order": {"id": "T1", "amount": -13912345678}}`, `{"order": {"id": "T1", "amount": 13912345678000}}`, `{"chat": {"score": %s}}`, `{"survey": {"score": %s}}`,
			`{"at": %s}`, `{"customer": {"name": %s}}`,
		} {
			if strings.Contains(line, "%s") {
				line = fmt.Sprintf(line, number)
			}
			assert.NotContains(t, whatIsWrong(line), "13912345678", line)
		}
	}
	at := time.Unix(13912345678000, 0)
	e := tiexin.Event{ID: "1", Type: tiexin.EventOrderPaid, At: at, Customer: tiexin.Customer{ID: "c", Birthday: tiexin.Date{Year: 13912345678}}, Order: &tiexin.Order{ID: "T1"}}
	assert.ErrorContains(t, e.Validate(), "customer.birthday: (number, 15 digits) is not a date: its year must be 1800 to 2200")
}

// whatIsWrong is everything that is said of an event.
func whatIsWrong(line string) string {
	line = strings.Replace(line, `{"customer": {`, `{"customer": {"id": "c1", `, 1)
	event := `{"id": "m1", ` + line[1:]
	for _, need := range []string{`"event": "order.paid"`, `"at": "2026-11-11 10:00:00"`, `"customer": "c1"`, `"order": {"id": "T1"}`} {
		if key, _, _ := strings.Cut(need, ":"); !strings.HasPrefix(line, "{"+key) && !strings.Contains(line, ", "+key) {
			event = "{" + need + ", " + event[1:]
		}
	}
	var told strings.Builder
	for e, err := range tiexin.ReadEvents(strings.NewReader(event), nil) {
		if err != nil {
			told.WriteString(err.Error())
		}
		for _, w := range e.Warnings {
			told.WriteString(w.String())
		}
	}
	return told.String()
}

// What can be nobody's name or number is shown, so that it is found.
func TestErrorsShowWhatIsNobodys(t *testing.T) {
	for line, want := range map[string]string{
		`{"at": "2026-13-01 10:00"}`:                   `not a time: "2026-13-01 10:00"`,
		`{"at": "gestern"}`:                            `not a time: "gestern"`,
		`{"at": 1762776065}`:                           "must be text, is a number",
		`{"at": "1762776065000"}`:                      "not a time: (number, 13 digits)",
		`{"at": "昨天上午"}`:                               "not a time: (text, 4 characters)",
		`{"order": {"id": "T1", "amount": "199.999"}}`: `"199.999" has more than two decimals`,
		`{"order": {"id": "T1", "amount": "¥199"}}`:    "not an amount in yuan: (text, 4 characters)",
		`{"order": {"id": "T1", "customer_id": "c2"}}`: `is "c2", but the event's customer is "c1"`,
		`{"order": {"id": "T1", "status": "GOT_IT"}}`:  `"GOT_IT" is in no table`,
		`{"customer": {"昵称": "小王"}}`:                   "customer[(key, 2 characters)]: no such key",
		`{"customer": {"attr": {"skin-type": 1}}}`:     `customer.attr["skin-type"]: must be text, is a number`,
	} {
		assert.Contains(t, whatIsWrong(line), want, line)
	}
	e := tiexin.Event{
		ID: "1", Type: tiexin.EventOrderPaid, At: time.Date(2026, 11, 11, 0, 0, 0, 0, time.UTC), Customer: tiexin.Customer{ID: "13912345678"},
		Order: &tiexin.Order{ID: "4300000000000000017", CustomerID: "王小明"}, Parcel: &tiexin.Parcel{ID: "p", OrderID: "4300000000000000018"},
	}
	err := e.Validate()
	assert.ErrorContains(t, err, "order.customer_id: is (id, 3 characters), but the event's customer is (id, 11 characters)")
	assert.ErrorContains(t, err, `parcel.order_id: is "4300000000000000018", but the event's order is "4300000000000000017"`)
}
