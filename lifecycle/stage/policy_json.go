package stage

import "encoding/json"

// UnmarshalJSON reads a policy. It also reads one that was stored with keys in camel case.
func (p *Policy) UnmarshalJSON(data []byte) error {
	camel := struct {
		InterestDays *int `json:"interestDays"`
		DwellDays    *int `json:"dwellDays"`
		AnswerDays   *int `json:"answerDays"`
		ActiveOrders *int `json:"activeOrders"`
		LoyalOrders  *int `json:"loyalOrders"`
	}{&p.InterestDays, &p.DwellDays, &p.AnswerDays, &p.ActiveOrders, &p.LoyalOrders}
	if err := json.Unmarshal(data, &camel); err != nil {
		return err
	}
	type plain Policy
	return json.Unmarshal(data, (*plain)(p))
}

// UnmarshalJSON reads thresholds. It also reads keys in camel case.
func (d *Days) UnmarshalJSON(data []byte) error {
	camel := struct {
		NewLapsing *float64 `json:"newLapsing"`
		NewLost    *float64 `json:"newLost"`
	}{&d.NewLapsing, &d.NewLost}
	if err := json.Unmarshal(data, &camel); err != nil {
		return err
	}
	type plain Days
	return json.Unmarshal(data, (*plain)(d))
}
