package care

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// linesOf are the lines of a customer's journal.
func (s *shop) linesOf(customer string) []JournalLine {
	s.t.Helper()
	lines, err := s.engine.Journal(context.Background(), Key{Customer: customer}, time.Time{}, time.Time{})
	require.NoError(s.t, err)
	return lines
}

// exported are lines as they are written to a file.
func exported(t testing.TB, lines []JournalLine) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteJournal(&b, lines))
	return b.String()
}

// imported are the lines of a file.
func imported(t testing.TB, rules *Rules, file string) (lines []JournalLine) {
	t.Helper()
	for l, err := range ReadJournal(strings.NewReader(file), rules) {
		require.NoError(t, err)
		lines = append(lines, l)
	}
	return lines
}

func Test日志写成文件_读回来_说的一样(t *testing.T) {
	s := opensJournal(t, toForget)
	s.fails = func(string, channel.Kind) error { return &channel.Final{Reason: "号码\"<不对>\\"} }
	s.hears(created("T1\"<订单>"), created("T2"))
	s.wakes("+16m")
	s.delivers()
	s.hears(paid("T2"), mergedInto("xiaowang", "guest"))
	lines := s.linesOf("xiaowang")
	require.Greater(t, len(lines), 8)
	file := exported(t, lines)
	rules := rulesFrom(t, toForget)
	read := imported(t, rules, file)
	once := exported(t, read)
	assert.Equal(t, once, exported(t, imported(t, rules, once)), "written once more it is the same")

	asked, err := s.engine.ExplainAt(context.Background(), xiaowangs, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	told, err := PastOf(rules, xiaowangs, read, timeAt("+0m"), timeAt("+1h"))
	require.NoError(t, err)
	told.Also, told.Since = asked.Also, asked.Since // that stands in the record
	one, eins := aloud(t, asked)
	two, zwei := aloud(t, told)
	assert.Equal(t, one, two)
	assert.Equal(t, eins, zwei)
}

// The form is a promise to whoever keeps such files, and to later versions.
func Test日志文件的样子_不能随便改(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	s.wakes("+15m")
	s.delivers()
	assert.Equal(t, `{"at":"2026-11-11T10:00:00+08:00","customer":"xiaowang","subject":"T1","flow":"payment","rule":"gentle","verdict":"wait","reason":"not-yet","until":"2026-11-11T10:15:00+08:00","seen":[{"text":"minutes_unpaid > 15","yes":false,"values":["minutes_unpaid = 0"],"turns":"2026-11-11T10:15:00+08:00"}]}
{"at":"2026-11-11T10:15:00+08:00","customer":"xiaowang","subject":"T1","flow":"payment","rule":"gentle","verdict":"send","reason":"due","said":{"id":"v1:/xiaowang/payment/gentle/T1/0/1","via":"wangwang","text":"","parts":1},"queued":true,"seen":[{"text":"minutes_unpaid > 15","yes":true,"values":["minutes_unpaid = 15"]}]}
{"at":"2026-11-11T10:15:00+08:00","customer":"xiaowang","fate":"handed-over","id":"v1:/xiaowang/payment/gentle/T1/0/1","via":"wangwang"}
`, exported(t, s.linesOf("xiaowang")))
}

func Test看不懂的一行_照样留着_照样说(t *testing.T) {
	s := opensJournal(t, unpaid)
	s.hears(created("T1"))
	p := s.store.parts[PartitionOf(xiaowangs, 4)]
	bodies := []string{
		`{"verdict":"ponder","reason":"due","new":{"a":1}}`, `{"fate":"beamed","id":"m"}`, `{"verdict":"send","fate":"delivered"}`,
		`{"verdict":"send","reason":"because"}`, `{"verdict":7}`, `{}`, `[1]`, `null`, "", "\xff\x00", `{"at":"now","verdict":"send"}`, `{"Customer":"13912345678"}`,
	}
	for _, body := range bodies {
		p.journals[xiaowangs] = append(p.journals[xiaowangs], Entry{At: timeAt("+1m").UnixMilli(), Body: []byte(body)})
	}
	lines := s.linesOf("xiaowang")
	require.Len(t, lines, 1+len(bodies))
	for i, l := range lines[1:] {
		assert.Nil(t, l.Decided, bodies[i])
		assert.Nil(t, l.News, bodies[i])
		assert.Equal(t, bodies[i], string(l.Body), "nothing is lost")
	}
	x, err := PastOf(nil, xiaowangs, imported(t, nil, exported(t, lines)), time.Time{}, time.Time{})
	require.NoError(t, err)
	english, chinese := aloud(t, x)
	assert.Contains(t, english, `a line of a later version of this library: {"new":{"a":1},"reason":"due","verdict":"ponder"}`)
	assert.Contains(t, chinese, `这一行是更新的版本写的：{"fate":"beamed","id":"m"}`)
	assert.NotContains(t, english+chinese, "13912345678")
}

func Test日志文件里有坏行_说哪一行_别的照读(t *testing.T) {
	file := "\ufeff" + `{"at":"2026-11-11T10:00:00+08:00","customer":"a","fate":"delivered","id":"m"}` + "\n\nnot json\n" + `{"customer":"a"}` + "\n" + `{"at":"2026-11-11T10:00:00+08:00"}` + "\n" +
		`{"at":"2026-11-11T11:00:00+08:00","customer":"a","fate":"answered","id":"m"}`
	var errs []string
	n := 0
	for l, err := range ReadJournal(strings.NewReader(file), nil) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		n++
		require.NotNil(t, l.News)
	}
	assert.Equal(t, 2, n)
	require.Len(t, errs, 3)
	assert.Contains(t, errs[0], "line 3: ")
	assert.Equal(t, "line 4: at is missing: it is when the line was written", errs[1])
	assert.Equal(t, "line 5: customer is missing: it is whose journal the line is from", errs[2])
	for _, err := range ReadJournal(failingReader{}, nil) {
		require.ErrorContains(t, err, "torn")
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("the cable is torn") }

func TestE15_日志里没有号码姓名地址和文案(t *testing.T) {
	for _, personal := range []bool{false, true} {
		s := opensJournal(t, everyChannel)
		if personal {
			s.engine.means.Personal = true
		}
		failures := []error{nil, &channel.Final{Reason: "13912345678 王小明 unknown"}, channel.ErrUnknownOutcome, errors.New("busy")}
		n := 0
		s.fails = func(string, channel.Kind) error { n++; return failures[n%len(failures)] }
		for i := range 8 {
			s.at("+0m").hears(created(fmt.Sprintf("T%d", i), by(fmt.Sprintf("c%d", i)), marked))
		}
		for _, when := range []string{"+15m", "+16m", "+17m", "+18m", "+19m", "+20m", "+40m", "+2h"} {
			s.wakes(when)
			s.delivers()
		}
		for i := range 8 {
			id := fmt.Sprintf("v1:/c%d/payment/sms/T%d/0/1", i, i)
			s.hears(reports(tiexin.EventMessageFailed, id, by(fmt.Sprint("c", i)), func(e *tiexin.Event) { e.Message.Reason, e.Message.Final = "to 13912345678", true }),
				reports(tiexin.EventMessageReplied, id, by(fmt.Sprint("c", i)), func(e *tiexin.Event) { e.Message.Text = "我是王小明"; e.ID += "r" }))
		}
		var all strings.Builder
		for i := range 8 {
			all.WriteString(exported(t, s.linesOf(fmt.Sprint("c", i))))
		}
		require.Greater(t, strings.Count(all.String(), "\n"), 50)
		assert.Equal(t, personal, strings.Contains(all.String(), "还没付款"))
		for _, secret := range secrets {
			if personal && slices.Contains([]string{"王小明", "0000-5555", "长安街七号"}, secret) {
				continue // what conditions saw, for people who may see it
			}
			assert.NotContains(t, all.String(), secret)
		}
	}
}

// FuzzJournalEntry reads anything that may stand in a journal.
func FuzzJournalEntry(f *testing.F) {
	for _, body := range []string{
		`{"subject":"T1","flow":"payment","rule":"gentle","verdict":"wait","reason":"not-yet","by":"x","until":"2026-11-11T10:15:00+08:00","seen":[{"text":"a","yes":true,"values":["b"]}]}`,
		`{"flow":"a","rule":"b","step":2,"verdict":"send","reason":"due","said":{"id":"m","via":"sms","text":"","parts":2,"cost":"0.1","merged":["T2"],"task":{"form":"call","owner":"x"}},"ways":[{"kind":"sms","closed":"refused","why":"no"}]}`,
		`{"flow":"","rule":"","verdict":"moved","reason":"","move":{"from":"new","to":"lapsing"}}`,
		`{"fate":"failed","id":"m","via":"sms","final":true,"why":"bad"}`, `{"verdict":"later"}`, `[]`, ``, `{"AT":1}`, `{"verdict":null,"fate":null}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		l := JournalLine{At: morning, Key: xiaowangs, Body: body}
		l.read(nil)
		file := exported(t, []JournalLine{l})
		read := imported(t, nil, file)
		require.Len(t, read, 1)
		assert.Equal(t, l.Decided == nil, read[0].Decided == nil)
		assert.Equal(t, l.News, read[0].News)
		if l.Decided == nil && l.News == nil {
			again := imported(t, nil, exported(t, read))
			assert.Equal(t, read[0].Body, again[0].Body)
		}
		x, err := PastOf(nil, xiaowangs, append(read, l), time.Time{}, time.Time{})
		require.NoError(t, err)
		aloud(t, x)
	})
}
