package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// screen is what a terminal of so many columns gets from a run, with answer and
// errors both on it.
func screen(t *testing.T, columns int, args ...string) (shown string, code int) {
	t.Helper()
	t.Setenv("COLUMNS", "")
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no terminals here: ", err)
	}
	defer master.Close()
	ask := func(request, argument uintptr) {
		_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, argument)
		require.Zero(t, errno)
	}
	var number, unlocked uint32
	ask(syscall.TIOCSPTLCK, uintptr(unsafe.Pointer(&unlocked)))
	ask(syscall.TIOCGPTN, uintptr(unsafe.Pointer(&number)))
	size := [4]uint16{24, uint16(columns)}
	ask(syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&size)))
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)

	read := make(chan string)
	go func() {
		var all bytes.Buffer
		_, _ = io.Copy(&all, master) // ends with an error when the terminal is closed
		read <- all.String()
	}()
	code = run(say.English, args, strings.NewReader(""), terminal, terminal)
	require.NoError(t, terminal.Close())
	return strings.ReplaceAll(<-read, "\r\n", "\n"), code
}

// anEvening is a file of orders with ids as Taobao gives them.
func anEvening(t *testing.T, orders int) (events string) {
	t.Helper()
	var b strings.Builder
	for i := range orders {
		fmt.Fprintf(&b, `{"id":"m%d","event":"order.created","at":"2026-11-11 %02d:%02d","customer":{"id":"AAHexample0penUid%04d","nick":"小鱼","wangwang":"小鱼"},`+
			`"order":{"id":"39000000000000%05d","source":"juhuasuan","amount":"199.00","title":"加绒连帽卫衣"}}`+"\n", i, 10+i/600%10, i/10%60, i, i)
	}
	events = filepath.Join(t.TempDir(), "events.jsonl")
	require.NoError(t, os.WriteFile(events, []byte(b.String()), 0o600))
	return events
}

func Test八十列的终端_每一行都有结果_没有空行(t *testing.T) {
	events := anEvening(t, 20)
	for _, columns := range []int{80, 100, 120} {
		shown, code := screen(t, columns, "simulate", "testdata/shop", "--events", events)
		require.Equal(t, well, code, shown)
		timeline, _, found := strings.Cut(shown, "\n\nwhat ")
		require.True(t, found, shown)
		sent := 0
		for line := range strings.Lines(timeline) {
			line = strings.TrimSuffix(line, "\n")
			assert.LessOrEqual(t, source.DisplayWidth(line), columns, line)
			if strings.HasPrefix(line, "        ") {
				continue
			}
			assert.Regexp(t, `^2026-11-1\d \d\d:\d\d:\d\d  \S*\d\d\d\d  \S*\d\d\d\d  \S+ +(\S+ +)?(send|task|wait|skip|regret)  [a-z-]+`, line)
			if strings.Contains(line, "  send  ") {
				assert.Regexp(t, `send  due +wangwang`, line)
				sent++
			}
		}
		assert.Equal(t, 20, sent)
	}
}

func Test结果和进度在同一个终端_进度先有后擦(t *testing.T) {
	events := anEvening(t, 6000)
	was := patience
	patience = 0
	defer func() { patience = was }()
	for _, args := range [][]string{{"--format", "summary"}, {"--only", "regret"}, {"--only", "send"}} {
		shown, code := screen(t, 80, append([]string{"simulate", "testdata/shop", "--events", events}, args...)...)
		require.Equal(t, well, code)
		before, answer, found := strings.Cut(shown, "\r\x1b[Kwhat ")
		if args[1] == "send" {
			before, answer, found = strings.Cut(shown, "\r\x1b[K2026-11-11 ")
		}
		require.True(t, found, "%v: the progress is erased, then comes the answer:\n%.300s", args, shown)
		assert.Contains(t, before, "\r\x1b[K1000 events read")
		assert.NotContains(t, answer, "\r")
		assert.NotContains(t, answer, "\x1b")
		if args[1] != "send" {
			assert.Regexp(t, `\d+ of 6000 events`, before)
		}
	}
}

func Test短的一次_终端上没有进度(t *testing.T) {
	shown, code := screen(t, 80, "simulate", "testdata/shop", "--events", "testdata/events.jsonl")
	assert.Equal(t, well, code)
	assert.NotContains(t, shown, "\r")
	shown, code = screen(t, 80, "explain", "testdata/shop", "--events", "testdata/events.jsonl", "--customer", "newbie")
	assert.Equal(t, well, code)
	assert.NotContains(t, shown, "\r")
}
