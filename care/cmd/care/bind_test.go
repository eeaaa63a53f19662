package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Test报备表_粘贴进规则_填上编号就通过(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.yaml")
	const channels = "channels: {sms: {provider: aliyun}, wechat: {provider: wechat}}\n"
	const rules = `version: 1
shop: {name: 青禾家}
` + channels + `flows:
  shipping:
    title: 发货
    about: parcel
    when: parcel.shipped
    purpose: notice
    via: [wechat, sms]
    rules: [{name: shipped, send: shipped}]
texts:
  shipped: "#买家昵称|亲#，您的包裹#运单号#已由#物流公司|快递公司#发出，预计#预计到达时间|近日#到"
`
	require.NoError(t, os.WriteFile(file, []byte(rules), 0o600))
	code, out, _ := calling("", "check", file)
	assert.Equal(t, problems, code)
	assert.Contains(t, out, `text "shipped" may be sent by sms, and aliyun has no template for it; register it, see `+"`care bind`")

	code, draft, errs := calling("", "bind", file, "--format", "yaml")
	require.Equal(t, well, code, errs)
	assert.Equal(t, 2, strings.Count(draft, "code:    #"))
	pasted := strings.Replace(rules, channels, strings.ReplaceAll(draft, "code:    #", "code: SMS_1 #"), 1)
	require.NoError(t, os.WriteFile(file, []byte(pasted), 0o600))
	code, out, errs = calling("", "check", file)
	assert.Equal(t, well, code, out+errs+pasted)

	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(rules, channels, draft, 1)), 0o600))
	code, out, _ = calling("", "check", file)
	assert.Equal(t, problems, code, "without the code it is not registered")
	assert.NotContains(t, out, "no template for it", "one fault is one problem")
}

// The examples are the shop's own: a reviewer sees the shop that asks, and not another.
func Test报备表_示例是自家的店名和电话(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.yaml")
	const rules = `version: 1
shop:
  name: 小鹿家
  agent: 小鹿
  phone: 0755-26660000
  offers: {first: {text: 满99减10}}
channels: {sms: {provider: aliyun}, wechat: {provider: wechat}}
flows:
  hello: {title: 问候, about: customer, when: customer.joined, purpose: service, via: [sms, wechat], rules: [{name: hello, send: hello}]}
texts: {hello: "欢迎来#店铺名称#，有事找#客服#，电话#客服电话#"}
`
	require.NoError(t, os.WriteFile(file, []byte(rules), 0o600))
	code, out, errs := calling("", "bind", file, "--json")
	require.Equal(t, well, code, errs)
	assert.Contains(t, out, "【小鹿家】欢迎来小鹿家，有事找小鹿，电话0755-26660000")
	assert.NotContains(t, out, "青禾家")
	assert.NotContains(t, out, "82123456")
}

// A new template of WeChat's has a field for times where the text names one.
func Test报备表_关闭时间填进微信的时间字段(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.yaml")
	const rules = `version: 1
channels: {wechat: {provider: wechat}}
flows:
  pay: {title: 催付, about: order, while: unpaid, purpose: notice, via: wechat, rules: [{name: r, if: minutes_unpaid > 30, send: pay}]}
texts: {pay: "#商品名称#还没付款，#关闭时间#关闭"}
`
	require.NoError(t, os.WriteFile(file, []byte(rules), 0o600))
	code, draft, errs := calling("", "bind", file, "--format", "yaml")
	require.Equal(t, well, code, errs)
	assert.Contains(t, draft, `time2: "#关闭时间#"`)
	pasted := strings.Replace(rules, "channels: {wechat: {provider: wechat}}\n", strings.Replace(draft, "code:    #", "code: TM1 #", 1), 1)
	require.NoError(t, os.WriteFile(file, []byte(pasted), 0o600))
	code, out, errs := calling("", "check", file)
	assert.Equal(t, well, code, out+errs)
}
