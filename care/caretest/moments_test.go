package caretest_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care/caretest"
)

// A year of festivals and birthdays is a rule test like any other: time jumps.
func Test规则测试_一年的节日和生日(t *testing.T) {
	files := fstest.MapFS{
		"year.yaml": {Data: []byte(`version: 1
shop: {name: 小鹿家}
flows:
  birthday: {title: 生日, about: customer, when: [birthday - 7d, birthday at 09:00], purpose: service, via: [wangwang], rules: [{name: r, send: happy}]}
  qixi: {title: 七夕, about: customer, when: 七夕 - 3d at 20:00, purpose: service, via: [wangwang], rules: [{name: r, if: customer.gender == 'male', send: qixi}]}
texts: {happy: 生日快乐, qixi: 七夕快到了}
`)},
		"year_test.yaml": {Data: []byte(`rules: year.yaml
start: 2027-01-01 10:00
customers:
  xiaowang: {nick: 小王, wangwang: 小王2008, birthday: "1990-02-14", gender: male}
  xiaoli: {nick: 小李, wangwang: 小李, birthday: "lunar:07-07"}
tests:
  - name: 一年里各是各的日子
    given: []
    until: 2027-12-31 23:00
    expect:
      - {at: 2027-02-07 10:00, rule: birthday/r, customer: xiaowang}
      - {at: 2027-02-14 09:00, rule: birthday/r, customer: xiaowang}
      - {at: 2027-08-01 10:00, rule: birthday/r, customer: xiaoli}
      - {at: 2027-08-05 20:00, rule: qixi/r, customer: xiaowang}
      - {at: 2027-08-08 09:00, rule: birthday/r, customer: xiaoli}
    withheld:
      - {at: 2027-08-05 20:00, rule: qixi/r, customer: xiaoli, reason: condition-off}
`)},
	}
	results, err := caretest.Test(files, "*_test.yaml")
	require.NoError(t, err)
	require.Len(t, results, 1)
	assert.True(t, results[0].Passed, "%s", results[0].Failure)
}
