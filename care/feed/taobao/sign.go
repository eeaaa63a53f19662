package taobao

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/care/feed/internal/sign"
)

// Sign is the signature of a call of TOP. It covers all parameters except sign, by the
// method in sign_method, "md5" or "hmac", in upper case.
func Sign(params map[string]string, secret string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(params)) {
		if value := params[key]; key != "sign" && key != "" && value != "" {
			b.WriteString(key)
			b.WriteString(value)
		}
	}
	if params["sign_method"] == "hmac" {
		h := hmac.New(md5.New, []byte(secret))
		h.Write([]byte(b.String()))
		return strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
	}
	return strings.ToUpper(sign.MD5(secret, b.String(), secret))
}

// signedBy tells whether a push is signed as TOP signs its SPI calls: over the parameters in
// its address, the headers that top-sign-list names, and the body.
func signedBy(r *http.Request, body []byte, secret string) bool {
	params := map[string]string{}
	for key, values := range r.URL.Query() {
		params[key] = values[0]
	}
	if list := r.Header.Get("top-sign-list"); list != "" {
		for name := range strings.SplitSeq(list, ",") {
			params[name] = r.Header.Get(name)
		}
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(params)) {
		if key != "sign" {
			b.WriteString(key)
			b.WriteString(params[key])
		}
	}
	b.Write(body)
	return sign.Same(strings.ToUpper(sign.MD5(secret, b.String(), secret)), params["sign"])
}
