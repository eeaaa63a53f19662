package care

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A ruleFolder is the folder that the shop's people write into while the engine runs.
type ruleFolder struct {
	mu       sync.Mutex
	files    fstest.MapFS
	readings int
	gone     error // the disk that it lies on
}

func (f *ruleFolder) Open(name string) (fs.File, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if name == "." {
		f.readings++
	}
	if f.gone != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.gone}
	}
	return f.files.Open(name)
}

// write writes a file as an editor does, all at once.
func (f *ruleFolder) write(name, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Now()}
}

func (f *ruleFolder) remove(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.files, name)
}

func (f *ruleFolder) lies(on error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.gone = on
}

// A ruleWatch is a shop that works while its folder of rules is ruleWatch.
type ruleWatch struct {
	*nightshift
	folder *ruleFolder

	mu      sync.Mutex
	refused []string
}

const (
	shopFile = "version: 1\nshop: {name: 小鹿家}\n"
	goodbye  = "flows:\n  bye: {title: 谢谢, about: order, when: order.paid, purpose: notice, via: wangwang, rules: [{name: thanks, send: bye}]}\ntexts: {bye: 谢谢您}\n"
)

// watches runs a shop whose rules lie in two files, for as long as the story goes on.
func watches(t *testing.T, o WatchOptions, story func(*ruleWatch)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &ruleWatch{folder: &ruleFolder{files: fstest.MapFS{}}}
		w.folder.write("shop.yaml", shopFile)
		w.folder.write("pay.yaml", "version: 1"+unpaid)
		w.nightshift = runs(t, unpaid, Options{})
		rules, err := Load(w.folder, "*.yaml")
		require.NoError(t, err)
		require.NoError(t, w.engine.Swap(rules))
		o.Failed = func(err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.refused = append(w.refused, err.Error())
		}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- Watch(ctx, w.engine, w.folder, o, "*.yaml") }()
		synctest.Wait()
		story(w)
		stop()
		assert.ErrorIs(t, <-ended, context.Canceled, "it ends with its context")
		w.nightshift.stop()
		<-w.ended
	})
}

func (w *ruleWatch) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// refuses looks at what was refused since it was asked last: one complaint with these words
// in it, or none.
func (w *ruleWatch) refuses(words ...string) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(words) == 0 {
		assert.Empty(w.t, w.refused)
		return
	}
	if assert.Len(w.t, w.refused, 1, "it is said once for each change") {
		for _, word := range words {
			assert.Contains(w.t, w.refused[0], word)
		}
		assert.Equal(w.t, 1, strings.Count(w.logged(), "are refused"), "the log says it, too")
	}
	w.refused = nil
	w.log.Reset()
}

// rules are those that the engine decides by.
func (w *ruleWatch) rules() (names []string) {
	for _, f := range w.engine.Rules().Flows {
		for _, r := range f.Rules {
			names = append(names, r.Path())
		}
	}
	return names
}

func TestWatch今晚加一条规则_不用重启就照办(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		w.hears(created("T1"))
		w.passes(5 * time.Minute)
		w.folder.write("bye.yaml", "version: 1\n"+goodbye)
		w.folder.write("pay.yaml", "version: 1"+strings.Replace(unpaid, "> 15", "> 10", 1))
		w.passes(6 * time.Second)
		assert.ElementsMatch(t, []string{"payment/gentle", "bye/thanks"}, w.rules())
		w.passes(5 * time.Minute)
		assert.Equal(t, 1, w.went("wangwang"), "who waited is asked by the new rules")
		w.hears(paid("T1"))
		assert.Equal(t, 2, w.went("wangwang"), "and the new one is there")
		w.refuses()
	})
}

func TestWatch改错了_旧规则照用_所有错误一次说全(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		w.hears(created("T1"))
		w.folder.write("pay.yaml", "version: 1"+strings.NewReplacer("minutes_unpaid", "minuts_unpaid", "#商品名称#", "#宝贝名字#").Replace(unpaid))
		w.folder.write("bye.yaml", "version: 1\n"+strings.Replace(goodbye, "order.paid", "order.payed", 1))
		w.passes(20 * time.Minute)
		assert.Equal(t, 1, w.went("wangwang"), "the order is reminded by the rules that were there")
		w.refuses("pay.yaml", "minuts_unpaid", "宝贝名字", "bye.yaml", "order.payed")
		w.passes(time.Hour)
		w.refuses()

		w.folder.write("pay.yaml", "version: 1"+unpaid)
		w.passes(6 * time.Second)
		w.refuses("bye.yaml", "order.payed") // what is left of it
		w.folder.write("bye.yaml", "version: 1\n"+goodbye)
		w.passes(6 * time.Second)
		assert.Contains(t, w.rules(), "bye/thanks")
		w.refuses()
	})
}

func TestWatch错的改回原样_说一声就好(t *testing.T) {
	swaps, mended := 0, 0
	watches(t, WatchOptions{Swap: func(*Rules) error { swaps++; return nil }, Fixed: func() { mended++ }}, func(w *ruleWatch) {
		for range 2 {
			w.folder.write("pay.yaml", "version: 1"+strings.Replace(unpaid, "minutes", "minuts", 1))
			w.passes(time.Minute)
			w.refuses("minuts_unpaid") // the same fault again is another change
			w.folder.write("pay.yaml", "version: 1"+unpaid)
			w.passes(time.Minute)
			w.refuses()
		}
	})
	assert.Zero(t, swaps, "the engine has these rules")
	assert.Equal(t, 2, mended, "it is said once for each fault that is no more")
}

func TestWatch错的改对了_说一声(t *testing.T) {
	mended := 0
	watches(t, WatchOptions{Fixed: func() { mended++ }}, func(w *ruleWatch) {
		w.folder.write("pay.yaml", "version: 1"+strings.Replace(unpaid, "minutes", "minuts", 1))
		w.passes(time.Minute)
		w.refuses("minuts_unpaid")
		assert.Zero(t, mended)
		w.folder.write("pay.yaml", "version: 1"+strings.Replace(unpaid, "> 15", "> 20", 1))
		w.passes(time.Minute)
		assert.Equal(t, 1, mended)
		w.folder.write("pay.yaml", "version: 1"+unpaid)
		w.passes(time.Minute)
		assert.Equal(t, 1, mended, "nothing was wrong before")
	})
}

// An upload that takes a minute: the file is longer at each reading.
func TestWatch文件只写了一半_等它写完(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		whole := "version: 1\n" + goodbye
		for n := range len(whole) {
			w.folder.write("bye.yaml", whole[:n])
			w.passes(time.Second)
			if n < len(whole)-1 {
				assert.Equal(t, []string{"payment/gentle"}, w.rules(), "after %d bytes", n)
			}
		}
		w.folder.write("bye.yaml", whole)
		w.passes(6 * time.Second)
		assert.Contains(t, w.rules(), "bye/thanks")
		w.refuses()
	})
}

func TestWatch删掉一个文件_它的规则就没了(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		w.folder.write("bye.yaml", "version: 1\n"+goodbye)
		w.passes(6 * time.Second)
		require.Contains(t, w.rules(), "bye/thanks")
		w.folder.remove("bye.yaml")
		w.passes(6 * time.Second)
		assert.Equal(t, []string{"payment/gentle"}, w.rules())
		w.refuses()
		w.folder.remove("pay.yaml")
		w.folder.remove("shop.yaml")
		w.passes(time.Hour)
		assert.Equal(t, []string{"payment/gentle"}, w.rules(), "an empty folder is a mistake, and not a shop without rules")
		w.refuses("no file matches")
	})
}

func TestWatch目录暂时读不了_旧规则照用(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		w.folder.lies(errors.New("input/output error"))
		w.passes(time.Hour)
		assert.Equal(t, []string{"payment/gentle"}, w.rules())
		w.refuses("input/output error")
		w.folder.lies(nil)
		w.folder.write("bye.yaml", "version: 1\n"+goodbye)
		w.passes(6 * time.Second)
		assert.Contains(t, w.rules(), "bye/thanks")
		w.refuses()
	})
}

func TestWatch只是碰了一下_不算改(t *testing.T) {
	swaps := 0
	watches(t, WatchOptions{Swap: func(*Rules) error { swaps++; return nil }}, func(w *ruleWatch) {
		for range 5 {
			w.folder.write("pay.yaml", "version: 1"+unpaid)
			w.passes(time.Minute)
		}
		w.folder.write("tests_test.yaml", "a rule test, with a fault")
		w.passes(time.Minute)
		w.refuses()
		assert.GreaterOrEqual(t, w.folder.readings, 6*20, "it reads every three seconds")
	})
	assert.Zero(t, swaps)
}

// What was changed between Load and Watch, or while the host started, is taken up.
func TestWatch启动时已经不一样(t *testing.T) {
	watches(t, WatchOptions{}, func(w *ruleWatch) {
		require.NoError(t, w.engine.Swap(rulesFrom(t, "\n"+goodbye)))
		ctx, stop := context.WithCancel(context.Background())
		second := make(chan error, 1)
		go func() { second <- Watch(ctx, w.engine, w.folder, WatchOptions{Every: time.Second}, "*.yaml") }()
		w.passes(2 * time.Second)
		assert.Equal(t, []string{"payment/gentle"}, w.rules())
		stop()
		assert.ErrorIs(t, <-second, context.Canceled)
	})
}

func TestWatch店长不同意_也算没换成(t *testing.T) {
	asked := 0
	watches(t, WatchOptions{Swap: func(*Rules) error { asked++; return errors.New("nobody has signed it") }}, func(w *ruleWatch) {
		w.folder.write("bye.yaml", "version: 1\n"+goodbye)
		w.passes(time.Hour)
		assert.Equal(t, []string{"payment/gentle"}, w.rules())
		w.refuses("nobody has signed it")
	})
	assert.Equal(t, 1, asked)
}
