package channel

import "regexp"

// MayRefuse reports whether a reply that Refuses does not take for a refusal looks like one:
// a refusal in other words (别再发了, 请勿打扰), with more words around it (退订这个商品), or
// misspelt (退定). A person should read it. A question about a deposit (退订金吗), about goods
// (T恤还有吗) or about delivery (别发韵达) is none.
func (o OptOut) MayRefuse(reply string) bool {
	if len(reply) > mostBytes || o.Refuses(reply) {
		return false
	}
	return refusing.MatchString(opposite.ReplaceAllString(foldReply(reply), ""))
}

// opposite are the words of those who want to go on hearing.
var opposite = regexp.MustCompile(`(?:不|没|未|别|取消)(?:想|要|用|会|有|是)?(?:退订|拒收)`)

// refusing is found in folded replies that look like a refusal.
var refusing = regexp.MustCompile(
	`退订(?:[^金单购货房票]|$)|取消(?:订阅|推送|短信|关注)|UNSUBSCRIBE|OPTOUT|^` + signs + `STOP|` +
		`拒收(?:短信|信息|消息|你)|^我?(?:要|想)拒收` + signs + `$|` +
		// 别再发了, 不要给我发短信, 请勿打扰, 别烦我; not 别发顺丰, 不用发货
		`(?:别|不要|不用|不许|不准|不必|勿|停止)[再给跟向对老总我们你您]*(?:(?:发送?|推送?|联系)(?:[了啦吧我给短信消广推这那 ?]|$)|打扰|骚扰|烦)|` +
		`不(?:想|要|愿意?|需要)?再?[想要]?(?:收到?|接收|看到?|接到?)[^ ?]{0,6}(?:短信|信息|消息|广告|推送)|` +
		`骚扰|拉黑|屏蔽[你了]|再[给我们]*发[^货]{0,6}(?:投诉|举报)|` +
		`^` + signs + `TD[^A-Z0-9 ]|^` + signs + `(?:请|我要|我想)?(?:退定|褪订|推订|腿订|TUIDING)` + signs + `$`)
