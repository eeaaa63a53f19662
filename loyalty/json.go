package loyalty

import "encoding/json"

// UnmarshalJSON reads a segmentation. It also reads one that was stored with keys in camel
// case.
func (s *Segmentation) UnmarshalJSON(data []byte) error {
	camel := struct {
		NoOrders *string `json:"noOrders"`
	}{&s.NoOrders}
	type plain Segmentation
	return unmarshalBoth(data, &camel, (*plain)(s))
}

// UnmarshalJSON reads a tier. It also reads one that was stored with keys in camel case.
func (t *Tier) UnmarshalJSON(data []byte) error {
	camel := struct {
		TopCustomers *float64 `json:"topCustomers"`
		TopValue     *float64 `json:"topValue"`
	}{&t.TopCustomers, &t.TopValue}
	type plain Tier
	return unmarshalBoth(data, &camel, (*plain)(t))
}

// UnmarshalJSON reads a rule. It also reads one that was stored under the names of the
// fields.
func (r *Majority) UnmarshalJSON(data []byte) error {
	names := struct{ MinBase *int }{&r.MinBase}
	type plain Majority
	return unmarshalBoth(data, &names, (*plain)(r))
}

// UnmarshalJSON reads a prior. It also reads one that was stored under the names of the
// fields.
func (p *SharePrior) UnmarshalJSON(data []byte) error {
	names := struct{ LogLikelihood *float64 }{&p.LogLikelihood}
	type plain SharePrior
	return unmarshalBoth(data, &names, (*plain)(p))
}

// unmarshalBoth reads other keys first, so that the ones of this release decide.
func unmarshalBoth(data []byte, other, own any) error {
	if err := json.Unmarshal(data, other); err != nil {
		return err
	}
	return json.Unmarshal(data, own)
}
