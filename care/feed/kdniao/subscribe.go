package kdniao

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Client asks Kdniao to follow parcels. Printed or logged it hides the key.
type Client struct {
	ID   string // of the account (EBusinessID); required
	Key  string // of the account (AppKey); required
	Fine bool   // requests the finer codes (8008). Default: 1008, which has fewer
	// Endpoint is the address of requests. Default: https://api.kdniao.com/api/dist
	Endpoint string
	HTTP     *http.Client // Default: one that waits 10 seconds

	hidden
}

// A Subscription is a parcel to follow. Printed or logged it hides all of it.
type Subscription struct {
	Carrier string // as "zhongtong", or as Kdniao spells it; required
	Number  string // required
	// Phone is the sender's or the receiver's, or its last four digits; shunfeng reports
	// nothing without it.
	Phone string

	hidden
}

// Subscribe asks Kdniao to follow a parcel, by one call that is not repeated. A parcel that it
// already follows is no error. Errors contain neither the number nor the key.
func (c Client) Subscribe(ctx context.Context, s Subscription) error {
	body, err := c.form(s)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, cmp.Or(c.Endpoint, "https://api.kdniao.com/api/dist"), strings.NewReader(body))
	if err != nil {
		return errors.New("kdniao: Client.Endpoint is not an address")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	response, err := client.Do(request)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		return fmt.Errorf("kdniao: the parcel was not subscribed: %w", err)
	}
	defer response.Body.Close()
	var answer struct{ Success bool }
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&answer); err != nil {
		return fmt.Errorf("kdniao: the answer to a subscription cannot be read (HTTP status %d)", response.StatusCode)
	}
	if !answer.Success {
		return errors.New("kdniao: the parcel was refused; check the account, the carrier and the number")
	}
	return nil
}

// form is the body of a subscription.
func (c Client) form(s Subscription) (string, error) {
	switch {
	case c.ID == "" || c.Key == "":
		return "", errors.New("kdniao: Client.ID and Client.Key are required")
	case s.Carrier == "" || s.Number == "":
		return "", errors.New("kdniao: a parcel needs its carrier and its number")
	}
	phone := s.Phone
	if len(phone) > 4 {
		phone = phone[len(phone)-4:]
	}
	if codeOf(s.Carrier) == "SF" && phone == "" {
		return "", errors.New("kdniao: a parcel of shunfeng needs the phone of its sender or receiver")
	}
	data, err := json.Marshal(struct {
		Carrier string `json:"ShipperCode"`
		Number  string `json:"LogisticCode"`
		Phone   string `json:"CustomerName,omitempty"`
	}{codeOf(s.Carrier), s.Number, phone})
	if err != nil {
		return "", err
	}
	kind := "1008"
	if c.Fine {
		kind = "8008"
	}
	return url.Values{
		"RequestData": {string(data)}, "EBusinessID": {c.ID}, "RequestType": {kind}, "DataSign": {Sign(string(data), c.Key)}, "DataType": {"2"},
	}.Encode(), nil
}
