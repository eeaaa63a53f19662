package channeltest

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// signed checks a signature by ACS3-HMAC-SHA256, and gives the code and words of the
// refusal; empty: it is good.
func (p *Aliyun) signed(c *Call, query string) (code, text string) {
	scheme, rest, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	at, err := time.Parse("2006-01-02T15:04:05Z", c.Header.Get("x-acs-date"))
	names := strings.Split(parts["SignedHeaders"], ";")
	switch {
	case scheme != "ACS3-HMAC-SHA256":
		return "InvalidAuthorization", "The signature's algorithm is unknown."
	case parts["Credential"] != p.AccessKeyID:
		return "InvalidAccessKeyId.NotFound", "Specified access key is not found."
	case err != nil || p.clock().Sub(at).Abs() > 15*time.Minute:
		return "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."
	case c.Header.Get("x-acs-signature-nonce") == "" || c.Header.Get("x-acs-content-sha256") != fmt.Sprintf("%x", sha256.Sum256(c.Body)):
		return "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
	case !slices.IsSorted(names) || !covers(names, "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"):
		return "IncompleteSignature", "The request signature does not conform to Aliyun standards."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n/\n%s\n", c.Method, canonical(query))
	for _, name := range names {
		value := c.Header.Get(name)
		if name == "host" {
			value = c.Host
		}
		fmt.Fprintf(&b, "%s:%s\n", name, strings.TrimSpace(value))
	}
	fmt.Fprintf(&b, "\n%s\n%s", parts["SignedHeaders"], c.Header.Get("x-acs-content-sha256"))
	mac := hmac.New(sha256.New, []byte(p.AccessKeySecret))
	fmt.Fprintf(mac, "ACS3-HMAC-SHA256\n%x", sha256.Sum256([]byte(b.String())))
	if parts["Signature"] != fmt.Sprintf("%x", mac.Sum(nil)) {
		return "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
	}
	return "", ""
}

func covers(names []string, all ...string) bool {
	return !slices.ContainsFunc(all, func(name string) bool { return !slices.Contains(names, name) })
}

// canonical is a query in the order and the writing that are signed: by name, everything
// escaped but letters, digits and - _ . ~
func canonical(query string) string {
	fields, _ := url.ParseQuery(query)
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range fields[name] {
			pairs = append(pairs, escape(name)+"="+escape(value))
		}
	}
	return strings.Join(pairs, "&")
}

// escape is url.QueryEscape but for the space.
func escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
