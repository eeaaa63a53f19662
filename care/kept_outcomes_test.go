package care

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
)

const asksMuch = `
flows:
  pay:
    title: 催付
    about: order
    while: unpaid
    purpose: service
    via: [sms]
    rules:
      - {name: gold, if: "minutes_unpaid > 15 && customer.grade == 'gold' && customer.name != ''", send: pay}
      - {name: all, if: "minutes_unpaid > 15 && order.amount > 10", send: pay}
texts: {pay: 请付款}
`

// A host keeps outcomes for as long as it likes. What they hold is ids, what was said
// and to whom, and nothing of what is remembered of the customer.
func TestE15_留着的结果里没有顾客的记忆(t *testing.T) {
	engine, err := New(rulesFrom(t, asksMuch), Options{Now: morning.Local, ConditionOff: true})
	require.NoError(t, err)
	out, err := engine.Handle(context.Background(), at("+0m", created("T1", marked)))
	require.NoError(t, err)
	require.Len(t, out, 2)
	for i := range out {
		held := strings.Join(textsIn(reflect.ValueOf(&out[i]), map[uintptr]bool{}), "\n")
		assert.Contains(t, held, "T1", "the walk sees what is there")
		for _, secret := range append(secrets, "羽绒服", "小王") {
			assert.NotContains(t, held, secret)
		}
		assert.Empty(t, out[i].Seen(), "nobody asked for it")
	}
}

// textsIn are all texts and bytes that a value leads to, exported or not. What the
// rule file says and what is handed over are no memory of the customer.
func textsIn(v reflect.Value, been map[uintptr]bool) (all []string) {
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Pointer:
		switch v.Type() {
		case reflect.TypeFor[*rule.Rule](), reflect.TypeFor[*channel.Message](), reflect.TypeFor[*channel.Task]():
			return nil
		}
		if v.IsNil() || been[v.Pointer()] {
			return nil
		}
		been[v.Pointer()] = true
		return textsIn(v.Elem(), been)
	case reflect.Interface:
		return textsIn(v.Elem(), been)
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, textsIn(v.Field(i), been)...)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return []string{string(v.Bytes())}
		}
		for i := range v.Len() {
			all = append(all, textsIn(v.Index(i), been)...)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			all = append(append(all, textsIn(key, been)...), textsIn(v.MapIndex(key), been)...)
		}
	}
	return all
}

// Where the host asks for it, an outcome tells what its condition read: the values, at
// that time, with the personal ones hidden, also when the customer is forgotten.
func TestE15_要看条件看见了什么_留的是看见的值(t *testing.T) {
	engine, err := New(rulesFrom(t, asksMuch), Options{Now: morning.Local, Seen: true})
	require.NoError(t, err)
	out, err := engine.Handle(context.Background(), at("+0m", created("T1", marked, yuan(50))))
	require.NoError(t, err)
	require.NoError(t, engine.Forget(context.Background(), Key{Customer: "xiaowang"}))
	saw := fmt.Sprint(seenBy(out, "T1"))
	assert.Contains(t, saw, "order.amount = 50")
	assert.Contains(t, saw, "customer.name = (name, 3 characters)")
	for i := range out {
		held := strings.Join(textsIn(reflect.ValueOf(&out[i]), map[uintptr]bool{}), "\n")
		assert.Contains(t, held, "order.amount = 50")
		for _, secret := range append(secrets, "羽绒服") {
			assert.NotContains(t, held, secret)
		}
	}

	var simulated []Outcome
	for o := range Simulate(rulesFrom(t, asksMuch), []tiexin.Event{at("+0m", created("T1", marked, yuan(50)))}, SimOptions{}) {
		simulated = append(simulated, o)
	}
	assert.NotEmpty(t, simulated)
	assert.Empty(t, seenBy(simulated, "T1"), "a simulation tells it where it is asked to, too")
}
