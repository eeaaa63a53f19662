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
	assert.Contains(t, out, `text "shipped" may go by sms, and aliyun has no template for it; register it, see `+"`care bind`")

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
