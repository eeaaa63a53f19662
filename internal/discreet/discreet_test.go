package discreet

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// Each way in which somebody may say again what they were told.
var echoes = map[string]func(string) string{
	"as it is":         func(s string) string { return s },
	"in capitals":      strings.ToUpper,
	"dotted":           spaced("."),
	"dashed":           spaced("-"),
	"with spaces":      spaced(" "),
	"hard spaces":      spaced("\u00a0"),
	"wide spaces":      spaced("\u3000"),
	"zero-width":       spaced("\u200b"),
	"full-width":       wide,
	"in a URL":         url.QueryEscape,
	"every byte":       func(s string) string { return escaped(s, "%%%02X") },
	"twice in a URL":   func(s string) string { return url.QueryEscape(escaped(s, "%%%02x")) },
	"quoted":           strconv.QuoteToASCII,
	"in bytes":         func(s string) string { return escaped(s, `\x%02x`) },
	"in HTML":          entities,
	"escaped for HTML": func(s string) string { return html.EscapeString(entities(s)) },
	"in mail":          func(s string) string { return escaped(s, "=%02X") },
	"in base64":        func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 for URLs":  func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("name=" + s)) },
	"hexadecimal":      func(s string) string { return hex.EncodeToString([]byte(s)) },
}

func spaced(by string) func(string) string {
	return func(s string) string { return strings.Join(strings.Split(s, ""), by) }
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

func escaped(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

func entities(s string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, "&#%d;", r)
	}
	return b.String()
}

func TestWhatAProviderEchoesIsStruckOut(t *testing.T) {
	for _, told := range []string{"13912345678", "oUpF8uMuAJOM2pxb1Q9zNjWeS6o", "旺旺小明", "xm.wang@example.com", "王小明@例子.中国", "tb5521_2013"} {
		var s Striker
		s.Addresses(told)
		for name, echo := range echoes {
			said := "isv.MOBILE " + echo(told) + " 无效"
			assert.Equal(t, "isv.MOBILE *** 无效", strings.ReplaceAll(s.Strike(said), `"`, ""), "%s %s: %s", told, name, said)
		}
	}
	var s Striker
	s.Addresses("+8613912345678", "oUpF8uMuAJOM2pxb1Q9zNjWeS6o", "xm.wang@example.com")
	for said, left := range map[string]string{
		"139-1234 5678 is switched off":     "*** is switched off",
		"0086 139 1234 5678":                "***",
		"no user oUpF8uMuAJOM2p…":           "no user ***…",
		"mailbox xm.wang is full":           "mailbox *** is full",
		"errcode 43004 require subscribe":   "errcode 43004 require subscribe",
		"a=MTM5MTIzNDU2Nzg=MTM5MTIzNDU2Nzg": "a=***",
		"?p=MTM5MTIzNDU2Nzg%3D&q=1":         "?p=***&q=1",
		"number ٠١٣٩١٢٣٤٥٦٧٨ and 𝟭𝟯𝟵𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴": "number *** and ***",
	} {
		assert.Equal(t, left, s.Strike(said), said)
	}
}

func TestNamesAndValuesAreStruckOutAsAWhole(t *testing.T) {
	var s Striker
	s.Words("王小明", "Al", "羽绒服长款", "20", "1268", "🐟", "  ", "¥")
	for said, left := range map[string]string{
		"用户王小明已停机，王 小 明":                "用户***已停机，***",
		`{"name":"\u738b\u5c0f\u660e"}`: `{"name":"***"}`,
		"Al also paid 1268, code 20":    "*** also paid ***, code 20",
		"羽绒服 is not allowed":            "羽绒服 is not allowed",
		"nick 🐟":                        "nick ***",
	} {
		assert.Equal(t, left, s.Strike(said), said)
	}
}

func TestWhatLooksLikeANumberIsHidden(t *testing.T) {
	for said, left := range map[string]string{
		"定制 13912345678":                          "定制 ***",
		"定制１３９１２３４５６７８":                           "定制***",
		"电话一三九一二三四五六七八":                           "电话***",
		"幺三九 壹贰叁肆 5678 找我":                        "*** 找我",
		"一二三楼，第四十五天，满二百减三十":                       "一二三楼，第四十五天，满二百减三十",
		"139.1234.5678 and +44 20 7946 0958":      "*** and ***",
		"(010) 8888-7777 转 12":                    "(*** 转 12",
		"邮箱xm.wang@example.com无效":                 "邮箱***无效",
		"?to=xm.wang%40example.com&n=1":           "?to=***&n=1",
		"寄到 王小明@例子.中国":                            "寄到 ***",
		"https://tb.cn/p?m=1391234%35678":         "https://tb.cn/p?m=***",
		"dial tcp 10.200.130.240:443: refused":    "dial tcp 10.200.130.240:443: refused",
		"errcode 43004, attempt 3 of 10, 199.00":  "errcode 43004, attempt 3 of 10, 199.00",
		"到 2026-11-11 10:00 为止":                   "到 2026-11-11 10:00 为止",
		"139-2026-11-11, 20261111":                "***, ***",
		"SMTP 550 (5.1.10), 421 4.7.100":          "SMTP 550 (5.1.10), 421 4.7.100",
		"139 5.12.3456, 550 5.1.10 1234":          "***, ***",
		"@小王 a@ @b":                               "@小王 a@ @b",
		"again after 59.999914666s, 1h2m3.5s":     "again after 59.999914666s, 1h2m3.5s",
		"429 12.345678901s, 139.123456ms":         "429 12.345678901s, 139.123456ms",
		"HTTP 503: retry after 120s, 30 s or 9µs": "HTTP 503: retry after 120s, 30 s or 9µs",
		"139.12345678s, 1391234.5678s":            "***s, ***s",
		"13912345678s, 139 1234 5678 ms":          "***s, *** ms",
		"SF1012345678901s, 12.345678901sf":        "SF***s, ***sf",
		"12.34.5678901s, 12.3456789012s":          "***s, ***s",
		"":                                        "",
	} {
		assert.Equal(t, left, Hide(said), said)
	}
}

func TestKindAndLengthStandInstead(t *testing.T) {
	assert.Equal(t, "(name, 3 characters)", Instead("name", "王小明"))
	assert.Equal(t, "(text, 1 character)", Instead("text", "好"))
}

func TestALongTextIsCut(t *testing.T) {
	var s Striker
	s.Addresses("oUpF8uMuAJOM2pxb1Q9zNjWeS6o")
	for n := range 60 {
		said := s.Strike(strings.Repeat("err ", 1024)[:4096-n] + "oUpF8uMuAJOM2pxb1Q9zNjWeS6o" + strings.Repeat(" more", 1000))
		assert.Less(t, len(said), 4200)
		assert.NotContains(t, said, "oUp")
	}
}

// However a provider says an address again, among whatever else, nothing of it is
// left.
func FuzzStriker(f *testing.F) {
	f.Add("13912345678", "errcode 1, ", "%20is off", uint8(0))
	f.Add("旺旺小明", "=13", "\\u00", uint8(9))
	f.Add("xm.wang@example.com", "%", "&#4", uint8(3))
	names := slices.Sorted(maps.Keys(echoes))
	f.Fuzz(func(t *testing.T, told, before, after string, way uint8) {
		var s Striker
		if s.Addresses(told); len(s.secrets) == 0 || s.secrets[0].word || len(told) < 6 || len(told) > 60 || len(before)+len(after) > 1000 {
			return
		}
		name := names[int(way)%len(names)]
		said := before + " " + echoes[name](told) + " " + after
		if left := s.Strike(said); len(s.find(before+"\x00"+after, false)) == 0 && len(s.find(strings.ReplaceAll(left, struck, "\x00"), false)) > 0 {
			t.Errorf("%q %s: %q became %q", told, name, said, left)
		}
		if s.find(said, false) == nil && utf8.ValidString(told) {
			t.Errorf("%q %s: nothing is struck out of %q", told, name, said)
		}
	})
}

func TestWhatAPersonWroteIsStruckOutInPart(t *testing.T) {
	var s Striker
	s.Texts("掉毛，客服小张骂人，我叫李雷", "破了", "好")
	assert.Equal(t, "差评：***", s.StrikeTold("差评：掉毛，\n客服小张骂人，我叫李雷"))
	assert.Equal(t, "差评：***……", s.StrikeTold("差评：掉毛，客服小张骂……"), "cut")
	assert.Equal(t, "因为***，您好，订单 4300000000000000017 客服小张", s.StrikeTold("因为破了，您好，订单 4300000000000000017 客服小张"))
}
