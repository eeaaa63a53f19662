package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What each feed's own tests read can be replayed: payload by payload it becomes events, or
// is told of.
func TestFeed_每个平台录下的报文都能重放(t *testing.T) {
	for name := range feeds {
		t.Run(name, func(t *testing.T) {
			files, err := filepath.Glob("../../feed/" + name + "/testdata/*.json")
			require.NoError(t, err)
			require.NotEmpty(t, files)
			for _, file := range files {
				code, _, stderr := calling("", "simulate", "--feed", name, file, "testdata/shop", "--format", "summary")
				assert.NotEqual(t, misuse, code, file)
				assert.Contains(t, stderr, name+": ", file)
				assert.Equal(t, strings.Contains(stderr, "parked: ") || strings.Contains(stderr, "not a JSON document"), code == problems, "%s: %s", file, stderr)
			}
		})
	}
}

// Payloads come through a pipe as well as from a file.
func TestFeed_报文可以从管道来(t *testing.T) {
	const message = `{"id":1,"topic":"taobao_trade_TradeCreate","pub_time":"2026-11-11 10:00:00","content":"{\"tid\":5,\"buyer_open_uid\":\"AAbuyer\",\"payment\":\"9.90\"}"}`
	code, stdout, stderr := calling(strings.Repeat(message, 2), "simulate", "--feed", "taobao", "-", "testdata/shop", "--format", "summary", "--json")
	assert.Equal(t, well, code, stderr)
	assert.NotEmpty(t, stdout)
	assert.Contains(t, stderr, "taobao: 2 payloads: 2 events, 0 parked, 0 unknown words")
}

// replaying replays payloads, and gives what the tool says of them.
func replaying(t *testing.T, platform, payloads string, more ...string) (code int, said string) {
	t.Helper()
	code, _, said = calling(payloads, append([]string{"simulate", "--feed", platform, "-", "testdata/shop", "--format", "summary"}, more...)...)
	return code, said
}

// A document that is nothing of a platform's is said for each, and never lost.
func TestFeed_看不懂的文档都说出来(t *testing.T) {
	for name := range feeds {
		for _, document := range []string{`{}`, `{"x": 1}`, `7`, `"text"`, `null`, `[null]`, `[{}]`} {
			code, said := replaying(t, name, document)
			assert.Equal(t, problems, code, "%s %s: %s", name, document, said)
			assert.Contains(t, said, name+": 1 payloads: 0 events, 1 parked", document)
			assert.Contains(t, said, "payload 1: parked: ", document)
			assert.NotContains(t, said, "the field  is", document)
		}
	}
}

// An answer about a trade, a refund or ratings that has no number can be kept for no message.
func TestFeed_淘宝没有单号的交易和退款都说出来(t *testing.T) {
	for document, want := range map[string]string{
		`{"trade_fullinfo_get_response":{"trade":{"payment":"9.90"}}}`:                          "an answer of taobao.trade.fullinfo.get: cannot be read: tid",
		`{"trade_fullinfo_get_response":{"trade":{"tid":4.3e18}}}`:                              "an answer of taobao.trade.fullinfo.get: cannot be read: tid",
		`{"trade_fullinfo_get_response":{}}`:                                                    "an answer of taobao.trade.fullinfo.get: cannot be read: tid",
		`{"refund_get_response":{"refund":{"reason":"尺码不合适"}}}`:                                 "an answer of taobao.refund.get: cannot be read: refund_id",
		`{"refund_get_response":{"refund":{"refund_id":"R-1"}}}`:                                "an answer of taobao.refund.get: cannot be read: refund_id",
		`{"traderates_get_response":{"trade_rates":{"trade_rate":[{"tid":5},{"oid":5}]}}}`:      "an answer of taobao.traderates.get: cannot be read: tid",
		`{"traderates_get_response":{"trade_rates":7}}`:                                         "an answer of taobao.traderates.get: cannot be read: trade_rates",
		`{"tmc_messages_consume_response":{"messages":"none"}}`:                                 "whose messages are not a list",
		`{"tmc_messages_consume_response":{"messages":[{"topic":"taobao_trade_TradeCreate"}]}}`: "it has no id",
	} {
		code, said := replaying(t, "taobao", document)
		assert.Equal(t, problems, code, document)
		assert.Contains(t, said, want, document)
		assert.Contains(t, said, "1 parked, 0 unknown words, 0 payloads without an event", document)
	}
	code, said := replaying(t, "taobao", `{"trade_fullinfo_get_response":{"trade":{"tid":5}}}`)
	assert.Equal(t, well, code, said)
	assert.Contains(t, said, "0 events, 0 parked, 0 unknown words, 1 payloads without an event", "nothing asked for it")
}

// The payloads of two sellers are two shops', whatever the platform; one of them can be named.
func TestFeed_两个卖家的报文要说出来(t *testing.T) {
	for platform, c := range map[string]struct{ one, other, first, second string }{
		"taobao": {
			`{"id":1,"topic":"taobao_trade_TradeCreate","user_id":111,"pub_time":"2026-11-11 10:00:00","content":{"tid":5,"buyer_open_uid":"AA","payment":"9.90"}}`,
			`{"id":2,"topic":"taobao_trade_TradeCreate","user_id":"222","pub_time":"2026-11-11 10:00:00","content":{"tid":6,"buyer_open_uid":"AA","payment":"9.90"}}`,
			"111", "222",
		},
		"youzan": {
			`{"kdt_id":111,"msg_id":"a","type":"trade_TradeCreate","version":1794312065,"msg":{"tid":"E1","full_order_info":{"buyer_info":{"yz_open_id":"b"}}}}`,
			`{"kdt_id":222,"msg_id":"b","type":"trade_TradeCreate","version":1794312065,"msg":{"tid":"E2","full_order_info":{"buyer_info":{"yz_open_id":"b"}}}}`,
			"111", "222",
		},
		"jd": {
			`{"orderId":"1","venderId":"111","pin":"b","orderState":"FINISHED_L","orderStartTime":"2026-11-11 10:00:00"}`,
			`{"orderId":"2","venderId":"222","pin":"b","orderState":"FINISHED_L","orderStartTime":"2026-11-11 10:00:00"}`,
			"111", "222",
		},
		"shopify": {
			`{"topic":"customers/update","shop":"one.myshopify.com","body":{"id":1,"updated_at":"2026-11-11T10:00:00+08:00"}}`,
			`{"topic":"customers/update","shop":"two.myshopify.com","body":{"id":1,"updated_at":"2026-11-11T10:00:00+08:00"}}`,
			"one.myshopify.com", "two.myshopify.com",
		},
	} {
		code, said := replaying(t, platform, c.one+c.other+c.other)
		assert.Equal(t, problems, code, platform)
		assert.Contains(t, said, "it holds messages of 2 sellers, and they were replayed as one shop's: "+c.first+" (1 messages), "+c.second+" (2 messages). Name the one that is meant with --seller", platform)

		code, said = replaying(t, platform, c.one+c.other+c.other, "--seller", c.first)
		assert.Equal(t, well, code, "%s: %s", platform, said)
		assert.Contains(t, said, "1 events, 0 parked, 0 unknown words, 0 payloads without an event, 2 messages of other sellers left out", platform)

		code, said = replaying(t, platform, c.one, "--seller", "333")
		assert.Equal(t, problems, code, platform)
		assert.Contains(t, said, "no payload is of the seller 333; 1 are of others", platform)
	}
	_, said := replaying(t, "taobao", `[
		{"id":1,"topic":"taobao_trade_TradeCreate","user_id":111,"pub_time":"2026-11-11 10:00:00","content":{"tid":5,"buyer_open_uid":"AA"}},
		{"id":2,"topic":"taobao_trade_TradeCreate","user_id":222,"pub_time":"2026-11-11 10:00:00","content":{"tid":6,"buyer_open_uid":"AA"}}]`, "--seller", "222")
	assert.Contains(t, said, "1 events, 0 parked, 0 unknown words, 0 payloads without an event, 1 messages of other sellers left out", "two in one answer")
	for _, more := range [][]string{{"--feed", "kdniao", "x.json"}, {"--events", "x.jsonl"}} {
		code, _, said := calling("", append([]string{"simulate", "testdata/shop", "--seller", "1"}, more...)...)
		assert.Equal(t, misuse, code)
		assert.Contains(t, said, "--seller")
	}
}

// The file comes before the rules; the other way round is one slip, and one line says so.
func TestFeed_文件和规则的次序写反了(t *testing.T) {
	for _, first := range []string{"testdata/shop", "testdata/bind/rules.yaml"} {
		code, _, said := calling("", "simulate", "--feed", "taobao", first, "../../feed/taobao/testdata/recording.json")
		assert.Equal(t, misuse, code)
		assert.Contains(t, said, first+" is not a file of payloads; the file comes first, and the rules after it: --feed taobao FILE RULES")
		assert.LessOrEqual(t, strings.Count(said, "\n"), 3, said)
	}
}

// A refund of Shopify's names its currency in its payments alone.
func TestFeed_Shopify的退款也能重放(t *testing.T) {
	files := ""
	for _, name := range []string{"orders_create", "refunds_create"} {
		data, err := os.ReadFile("../../feed/shopify/testdata/" + name + ".json")
		require.NoError(t, err)
		files += string(data)
	}
	code, said := replaying(t, "shopify", files)
	assert.Equal(t, well, code, said)
	assert.Contains(t, said, "2 payloads: 2 events, 0 parked")
}

// What simulate and explain replay, diff replays too.
func TestFeed_比较规则也能重放报文(t *testing.T) {
	code, stdout, said := calling("", "diff", "--feed", "taobao", "../../feed/taobao/testdata/recording.json", "testdata/shop", "testdata/shop", "--seller", "123456789")
	assert.Equal(t, well, code, said)
	assert.NotEmpty(t, stdout)
	assert.Contains(t, said, "taobao: ")
}

// An amount that no payload states is not known, and one of 0 is: a rule on amounts speaks
// only about the latter.
func TestFeed_没写金额的订单和零元订单(t *testing.T) {
	const rules = `version: 1
flows:
  small: {title: 小单, about: order, when: [order.created, order.paid, order.updated], purpose: service, via: [wangwang, sms], rules: [{name: r, if: order.amount < 10, send: {task: look, owner: 小禾}}]}
texts: {look: 看一眼这一单}
`
	file := filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(file, []byte(rules), 0o644))
	for platform, payload := range map[string]string{
		"taobao":  `{"id":1,"topic":"taobao_trade_TradeCreate","pub_time":"2026-11-11 10:00:00","content":{"tid":5,"buyer_open_uid":"AA"AMOUNT"payment":"0.00"END}}`,
		"youzan":  `{"kdt_id":1,"msg_id":"a","type":"trade_TradeCreate","version":1794312065,"msg":{"tid":"E1","full_order_info":{"buyer_info":{"yz_open_id":"b"}AMOUNT"pay_info":{"payment":"0.00"}END}}}`,
		"jd":      `{"orderId":"1","pin":"b","orderState":"WAIT_SELLER_STOCK_OUT","orderStartTime":"2026-11-11 10:00:00","paymentConfirmTime":"2026-11-11 10:00:00"AMOUNT"orderPayment":0END}`,
		"shopify": `{"topic":"orders/create","shop":"one.myshopify.com","body":{"id":1,"currency":"CNY","financial_status":"pending","customer":{"id":1},"created_at":"2026-11-11T10:00:00+08:00","updated_at":"2026-11-11T10:00:00+08:00"AMOUNT"total_price":"0.00"END}}`,
	} {
		for stated, want := range map[bool]string{true: `"task"`, false: `"condition-off"`} {
			amount := strings.NewReplacer("AMOUNT", ",", "END", "").Replace(payload)
			if !stated {
				before, rest, _ := strings.Cut(payload, "AMOUNT")
				_, after, _ := strings.Cut(rest, "END")
				amount = before + after
			}
			code, stdout, said := calling(amount, "simulate", "--feed", platform, "-", file, "--json")
			require.Equal(t, well, code, "%s: %s", platform, said)
			assert.Contains(t, stdout, want, "%s: %s", platform, amount)
		}
	}
}
