package care_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// The shop's people edit the rules while the engine runs. A slip of the pen changes
// nothing, and is reported with its place.
func ExampleWatch() {
	folder, err := os.MkdirTemp("", "rules")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	save := func(text string) {
		file := filepath.Join(folder, "payment.yaml")
		if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
			fmt.Println(err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			fmt.Println(err)
		}
	}
	save(reminding)
	rules, err := care.Load(os.DirFS(folder), "*.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := care.New(rules, care.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}

	ctx, stop := context.WithCancel(context.Background())
	changed, ended := make(chan string), make(chan error)
	go func() {
		ended <- care.Watch(ctx, engine, os.DirFS(folder), care.WatchOptions{
			Every:  10 * time.Millisecond, // a shop leaves it out
			Swap:   func(r *care.Rules) error { changed <- r.Flows[0].Title; return engine.Swap(r) },
			Failed: func(err error) { changed <- err.Error() },
		}, "*.yaml")
	}()
	save(strings.Replace(reminding, "unpaid > 30", "unpayd > 20", 1))
	fmt.Println(<-changed)
	save(strings.Replace(reminding, "title: 催付", "title: 付款提醒", 1))
	fmt.Println(<-changed)
	stop()
	fmt.Println(<-ended)
	// Output:
	// payment.yaml:11:44: unknown name "minutes_unpayd"; did you mean "minutes_unpaid"?
	//       - {name: gentle, title: 半小时后说一句, if: minutes_unpayd > 20, send: gentle}
	//                                                   ^~~~~~~~~~~~~~
	// 付款提醒
	// context canceled
}
