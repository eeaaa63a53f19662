package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
)

// A parcel that is shipped after the message went is silenced by it, and its number told
// to nobody, exactly in the flows that the check remarks on.
func Test合着说_没报过的单号会不会被吞掉_检查时就看得出来(t *testing.T) {
	for _, tt := range []struct {
		after, merge string
		swallows     bool
	}{
		{"0m", "10m", true},
		{"5m", "10m", true},
		{"10m", "10m", false},
		{"20m", "10m", false},
	} {
		t.Run(tt.after+"之后说,合并"+tt.merge, func(t *testing.T) {
			file := fmt.Sprintf(`
limits: {caps: {lots: {at_most: 99, per: day}}}
flows: {f: {title: 发货, about: parcel, when: parcel.shipped, purpose: service, merge: %s, via: [wangwang], rules: [{name: r, after: %s, send: sent}]}}
texts: {sent: "#运单号#"}
`, tt.merge, tt.after)
			_, remarks := rule.Load(rule.File{Name: "f.yaml", Data: []byte("version: 1\nshop: {name: 小鹿家}\n" + file)})
			assert.Equal(t, tt.swallows, strings.Contains(remarks.Error(), "sends nothing for another parcel"), remarks.Error())

			unnamed := false
			for minute := range 40 {
				told := tellUntil(t, "+90m", file, at("+0m", befalls(tiexin.EventParcelShipped, "P1", "T1")),
					at(fmt.Sprint("+", time.Duration(minute)*time.Minute+time.Second), befalls(tiexin.EventParcelShipped, "P2", "T2")))
				unnamed = unnamed || !slices.ContainsFunc(told.outcomes, func(o Outcome) bool { return o.Goes() && strings.Contains(spokenLine(&o), "75P2") })
			}
			assert.Equal(t, tt.swallows, unnamed)
		})
	}
}
