package jd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/feed"
	"github.com/tiexin-go/tiexin/care/feed/internal/field"
	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// Endpoint is the address of JD's interface.
const Endpoint = "https://api.jd.com/routerjson"

// A Source is a feed.Puller of one shop's orders. Use it in one goroutine at a time.
type Source struct {
	AppKey    string
	AppSecret string
	Token     string // the shop's access token
	Shop      string // Event.Shop of its orders

	// Since is the start of the first query. Default: an hour before the query. JD returns a
	// month at most.
	Since time.Time
	// Overlap is the overlap of each span with the previous one. Default: 5 min
	Overlap time.Duration
	// PageSize is the number of orders in one answer, at most 100. Default: 50
	PageSize int

	Endpoint string           // Default: the constant
	Client   *http.Client     // Default: one that waits 30 seconds
	Now      func() time.Time // Default: time.Now

	mu       sync.Mutex
	from, to time.Time // of the span that is asked for; from zero: none was yet
	page     int
	asked    time.Time

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// Name is "jd".
func (*Source) Name() string { return "jd" }

// Asked is the time up to which orders were processed: use it as Since after a restart.
func (f *Source) Asked() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

const longest = 30 * 24 * time.Hour // that JD answers for

// Pull requests one page. It reads the pages of a span from the last to the first. An order
// that changes meanwhile leaves the span, and later ones move to a page that is still to be
// read.
func (f *Source) Pull(ctx context.Context) (r feed.Reading, done func(context.Context) error, more bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.page == 0 {
		f.begin()
		_, total, err := f.ask(ctx, 1)
		if err != nil {
			return r, nil, false, err
		}
		f.page = max(1, (total+f.size()-1)/f.size())
	}
	r, _, err = f.ask(ctx, f.page)
	if err != nil {
		return r, nil, false, err
	}
	return r, func(context.Context) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.page--; f.page == 0 {
			f.asked = f.to
		}
		return nil
	}, f.page > 1, nil
}

// begin sets the span of the questions that come.
func (f *Source) begin() {
	now := f.now().Truncate(time.Second)
	overlap := f.Overlap
	if overlap <= 0 {
		overlap = 5 * time.Minute
	}
	f.from, f.to = f.asked.Add(-overlap), now
	if f.asked.IsZero() {
		if f.from = f.Since; f.from.IsZero() {
			f.from = now.Add(-time.Hour)
		}
	}
	if now.Sub(f.from) > longest {
		f.to = f.from.Add(longest)
	}
}

func (f *Source) size() int {
	if f.PageSize <= 0 || f.PageSize > 100 {
		return 50
	}
	return f.PageSize
}

func (f *Source) now() time.Time {
	if f.Now == nil {
		return time.Now()
	}
	return f.Now()
}

var patient = &http.Client{Timeout: 30 * time.Second}

// ask asks for a page of the span, and says how many orders the span has.
func (f *Source) ask(ctx context.Context, page int) (r feed.Reading, total int, err error) {
	text, err := json.Marshal(map[string]any{
		"start_date": f.from.In(tiexin.Shanghai()).Format(time.DateTime), "end_date": f.to.In(tiexin.Shanghai()).Format(time.DateTime),
		"page": strconv.Itoa(page), "page_size": strconv.Itoa(f.size()), "dateType": "0", "sortType": "1",
		"order_state": strings.Join(states, ","), "optional_fields": strings.Join(fields, ","),
	})
	if err != nil {
		return r, 0, err
	}
	doc, err := f.post(ctx, text)
	if err != nil {
		return r, 0, fmt.Errorf("jd: %w", err)
	}
	return f.read(doc)
}

// post calls the interface for orders.
func (f *Source) post(ctx context.Context, param []byte) ([]byte, error) {
	form := url.Values{
		"method": {"jingdong.pop.order.search"}, "app_key": {f.AppKey}, "access_token": {f.Token}, "v": {"2.0"}, "format": {"json"},
		"timestamp": {f.now().In(tiexin.Shanghai()).Format(time.DateTime)}, "360buy_param_json": {string(param)},
	}
	form.Set("sign", Sign(f.AppSecret, form))
	endpoint, client := f.Endpoint, f.Client
	if endpoint == "" {
		endpoint = Endpoint
	}
	if client == nil {
		client = patient
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("the endpoint is not an address")
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	doc, err := io.ReadAll(io.LimitReader(response.Body, 16<<20))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("it answers %s", response.Status)
	}
	return doc, err
}

// Sign is the signature of a request's parameters. It is MD5 over the secret, each key with
// its value in the order of the keys, and the secret again, in capital hexadecimal.
func Sign(secret string, form url.Values) string {
	parts := []string{secret}
	for _, key := range slices.Sorted(maps.Keys(form)) {
		if key != "sign" {
			parts = append(parts, key, form.Get(key))
		}
	}
	return strings.ToUpper(sign.MD5(append(parts, secret)...))
}

// Read returns the events of a page as jingdong.pop.order.search gives it, or of one order of
// it.
func (f *Source) Read(_ context.Context, page []byte) (feed.Reading, error) {
	r, _, err := f.read(page)
	return r, err
}

var errNoPage = errors.New("jd: the answer is not a page of orders")

// read is Read, and how many orders the span has of which it is a page.
func (f *Source) read(doc []byte) (r feed.Reading, total int, err error) {
	var answer struct {
		Fault *struct {
			Code field.Text `json:"code"`
			Says field.Text `json:"zh_desc"`
		} `json:"error_response"`
		Answer *struct {
			Result struct {
				API struct {
					Success bool       `json:"success"`
					Code    field.Text `json:"errorCode"`
					Says    field.Text `json:"chineseErrCode"`
				} `json:"apiResult"`
				Total  field.Text        `json:"orderTotal"`
				Orders []json.RawMessage `json:"orderInfoList"`
			} `json:"searchorderinfo_result"`
		} `json:"jingdong_pop_order_search_responce"`
		ID field.Text `json:"orderId"`
	}
	var in field.Reader
	if err := in.Decode(doc, &answer); err != nil || len(in.Problems) > 0 {
		return r, 0, errNoPage
	}
	switch {
	case answer.ID != "":
		return f.order(doc), 1, nil
	case answer.Fault != nil:
		return r, 0, fmt.Errorf("jd: refused with code %s: %s", answer.Fault.Code, answer.Fault.Says)
	case answer.Answer == nil:
		return r, 0, errNoPage
	}
	result := answer.Answer.Result
	if !result.API.Success {
		return r, 0, fmt.Errorf("jd: refused with code %s: %s", result.API.Code, result.API.Says)
	}
	for _, whole := range result.Orders {
		r.Add(f.order(whole))
	}
	total, err = strconv.Atoi(string(result.Total))
	if err != nil || total < len(result.Orders) {
		total = len(result.Orders)
	}
	return r, total, nil
}
