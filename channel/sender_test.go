package channel_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

func hello() channel.Message {
	return channel.Message{
		ID: "v1:/lingling/payment/everyone/T1//1", CustomerID: "lingling", Kind: channel.SMS, Purpose: tiexin.Notice,
		Address:   channel.Address{Kind: channel.SMS, To: "13800000000", Phone: number("13800000000")},
		Signature: "小鹿家", Text: "玲玲妈妈,您的订单还没付款", Values: map[string]string{"买家昵称": "玲玲妈妈"},
		Flow: "payment", Rule: "everyone", Subject: "T1", Step: 1,
	}
}

func errand() channel.Task {
	return channel.Task{
		ID: "v1:/lingling/payment/newcomer/T1//1", CustomerID: "lingling", Kind: channel.Phone, Form: channel.FormCall, Purpose: tiexin.Notice,
		Address: channel.Address{Kind: channel.Phone, To: "13800000000", Phone: number("13800000000")},
		Script:  "玲玲妈妈您好", Owner: "小李", Deadline: noon,
	}
}

func Test印出来记下来都看不到号码和内容(t *testing.T) {
	m, task := hello(), errand()
	secrets := []string{"13800000000", "玲玲妈妈"}
	for _, thing := range []any{m, &m, []channel.Message{m}, task, &task, m.Address, struct{ M channel.Message }{m}} {
		var seen []string
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			seen = append(seen, fmt.Sprintf(verb, thing))
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "thing", thing)
		seen = append(seen, log.String())
		for _, text := range seen {
			for _, secret := range secrets {
				assert.NotContains(t, text, secret)
			}
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "message", m, "task", task, "address", m.Address)
	for _, secret := range secrets {
		assert.NotContains(t, log.String(), secret)
	}
	assert.Contains(t, log.String(), m.ID)
	assert.Contains(t, log.String(), "138****0000")
	assert.Equal(t, "message v1:/lingling/payment/everyone/T1//1: sms 138****0000, notice, 13 units", m.String())
	assert.Equal(t, "task v1:/lingling/payment/newcomer/T1//1: call, phone 138****0000", task.String())
	assert.Equal(t, "nowhere", channel.Address{}.String())
}

func Test消息和任务存下来再读回来一样(t *testing.T) {
	m := hello()
	m.NotAfter = noon.UTC()
	out, err := json.Marshal(m)
	require.NoError(t, err)
	var back channel.Message
	require.NoError(t, json.Unmarshal(out, &back))
	assert.True(t, m.NotAfter.Equal(back.NotAfter))
	back.NotAfter = m.NotAfter
	assert.Equal(t, m, back)

	task := errand()
	task.Deadline, task.Budget = task.Deadline.UTC(), 2000
	out, err = json.Marshal(task)
	require.NoError(t, err)
	var again channel.Task
	require.NoError(t, json.Unmarshal(out, &again))
	assert.True(t, task.Deadline.Equal(again.Deadline))
	again.Deadline = task.Deadline
	assert.Equal(t, task, again)
}

func Test发送的错误说得清楚(t *testing.T) {
	cause := errors.New("isv.MOBILE_NUMBER_ILLEGAL")
	err := fmt.Errorf("aliyun: %w", &channel.Final{Reason: "bad number", Err: cause})
	require.ErrorIs(t, err, channel.ErrUndeliverable)
	require.ErrorIs(t, err, cause)
	assert.NotErrorIs(t, err, channel.ErrStopped)
	assert.EqualError(t, err, "aliyun: undeliverable: bad number: isv.MOBILE_NUMBER_ILLEGAL")
	assert.EqualError(t, &channel.Final{Reason: "not a follower"}, "undeliverable: not a follower")

	err = &channel.RetryAfter{After: time.Minute, Err: cause}
	require.ErrorIs(t, err, cause)
	assert.NotErrorIs(t, err, channel.ErrUndeliverable)
	assert.EqualError(t, err, "throttled, to be tried again after 1m0s: isv.MOBILE_NUMBER_ILLEGAL")
}

func TestE15_错误怎么打印都没有号码(t *testing.T) {
	cause := errors.New("13912345678 is off")
	final, throttled := &channel.Final{Reason: "bad number 13912345678", Err: cause}, &channel.RetryAfter{Err: cause}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, x := range []any{final, *final, []any{final}, throttled, *throttled, struct{ Err error }{throttled}} {
			printed := fmt.Sprintf(verb, x)
			assert.NotContains(t, printed, "13912345678", "%s of %T", verb, x)
			assert.NotContains(t, printed, fmt.Sprintf("%x", "13912345678"), "%s of %T", verb, x)
		}
	}
	assert.Equal(t, "undeliverable: bad number ***: *** is off", fmt.Sprintf("%#v", final))
	assert.Equal(t, "<nil>", fmt.Sprint((*channel.Final)(nil)))
}

func Test任务的形式(t *testing.T) {
	require.Len(t, channel.Forms(), 7)
	for _, form := range channel.Forms() {
		read, ok := channel.ParseForm(string(form))
		assert.True(t, ok)
		assert.Equal(t, form, read)
	}
	for _, word := range []string{"", "Call", "email"} {
		_, ok := channel.ParseForm(word)
		assert.False(t, ok, word)
	}
}

func Test任务交给柜台(t *testing.T) {
	var got channel.Task
	var desk channel.TaskDesk = channel.TaskFunc(func(_ context.Context, task channel.Task) error {
		got = task
		return nil
	})
	require.NoError(t, desk.Open(t.Context(), errand()))
	assert.Equal(t, errand(), got)
}
