package kinds

import (
	"regexp"
	"slices"
	"strings"

	"github.com/tiexin-go/tiexin/internal/source"
)

// unmasked is a name; false where the platform has hidden a part of it.
func unmasked(name string) (string, bool) {
	if strings.ContainsAny(name, "*＊") {
		return "", false
	}
	return text(name)
}

// named is the name of a person; false where it is masked, and where it is the number of a
// phone or of an account.
func named(name string) (string, bool) {
	if !onlyHan(name) && numeric.MatchString(source.Fold(name)) {
		return "", false
	}
	return unmasked(name)
}

var numeric = regexp.MustCompile(`^[\d\s+\-()._]*\d[\d\s+\-()._]*$`)

// chosen is the nick that a customer chose; false for one that is masked, or that a
// platform gave to somebody who chose none: the text takes its fallback then.
func chosen(nick string) (string, bool) {
	if mayBeHandedOut(nick) && handedOut.MatchString(source.Fold(nick)) {
		return "", false
	}
	return named(nick)
}

// mayBeHandedOut says that a nick has to be matched, which takes long: it holds something
// else than Chinese characters, or ends in a word for a customer.
func mayBeHandedOut(nick string) bool {
	return !onlyHan(nick) || nick == anonymous || slices.ContainsFunc(anybody, func(word string) bool { return strings.HasSuffix(nick, word) })
}

// onlyHan says that a name is of common Chinese characters alone.
func onlyHan(name string) bool {
	for _, r := range name {
		if r < '\u4e00' || r > '\u9fff' {
			return false
		}
	}
	return true
}

// anybody are the words for a customer that platforms give as nicks, and anonymous is theirs
// for one who gives no name.
var anybody = []string{"用户", "会员", "买家", "顾客", "客户", "网友", "游客", "访客"}

const anonymous = "匿名"

// handedOut are the nicks that platforms give to those who choose none.
var handedOut = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`tb_?\d[\d_]*`, `t_\d[\d_]*`, // Taobao
	`jd_[0-9a-z]{6,}`,                 // JD
	`(?:pdd|dy|ks|xhs|wx|qq)_?\d{6,}`, // numbers with a sign of the platform before them
	`wxid_\w+`,                        // WeChat
	`小红薯[0-9a-f]{6,}`,                 // Xiaohongshu
	`(?:淘宝|天猫|京东|拼多多|抖音|快手|小红书|微信|支付宝|微博|qq|手机|匿名|新)?(?:` + strings.Join(anybody, "|") + `)(?:[-_]?[0-9a-z]{4,})?`,
	`(?:user|guest|member|customer|buyer)[-_]?\d{4,}`,
	anonymous,
}, "|") + `)$`)
