package browser

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
)

// ErrNotFound says that this machine has no Chromium.
var ErrNotFound = errors.New("browser: no Chromium here; install the package chromium, or name the program in CHROMIUM")

// A Browser is one Chromium with one page. It is for one goroutine.
type Browser struct {
	program  *exec.Cmd
	stop     context.CancelFunc
	commands *os.File
	answers  *bufio.Reader
	answered *os.File
	folder   string // of its profile
	session  string
	last     int
}

// A View is how a page is looked at.
type View struct {
	Width int  // of the window, in CSS pixels
	Dark  bool // the reader prefers a dark ground
	Print bool // as on paper
}

// Views are those in which a page has to be readable: on a telephone, a tablet and a
// desk, by day, by night and on paper.
var Views = []View{
	{Width: 380},
	{Width: 768},
	{Width: 1400},
	{Width: 380, Dark: true},
	{Width: 768, Dark: true},
	{Width: 1400, Dark: true},
	{Width: 700, Print: true}, // A4 within its margins
	{Width: 700, Print: true, Dark: true},
}

// program is the name of Chromium on this machine; empty: there is none.
func program() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// Start starts a browser, which ends with the context or by [Browser.Close].
func Start(ctx context.Context) (*Browser, error) {
	path := program()
	if path == "" {
		return nil, ErrNotFound
	}
	folder, err := os.MkdirTemp("", "browser")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	b := &Browser{stop: stop, folder: folder}
	if err := b.start(ctx, path); err != nil {
		b.Close()
		return nil, fmt.Errorf("browser: %s: %w", path, err)
	}
	return b, nil
}

func (b *Browser) start(ctx context.Context, path string) error {
	theirIn, commands, err := os.Pipe()
	if err != nil {
		return err
	}
	defer theirIn.Close()
	b.commands = commands
	answers, theirOut, err := os.Pipe()
	if err != nil {
		return err
	}
	defer theirOut.Close()
	b.answered, b.answers = answers, bufio.NewReader(answers)
	b.program = exec.CommandContext(ctx, path, "--headless=new", "--remote-debugging-pipe", "--user-data-dir="+b.folder,
		"--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--disable-background-networking")
	b.program.ExtraFiles = []*os.File{theirIn, theirOut} // the program's files 3 and 4
	if err := b.program.Start(); err != nil {
		b.program = nil
		return err
	}
	var target struct {
		ID string `json:"targetId"`
	}
	if err := b.do("Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		return err
	}
	var attached struct {
		ID string `json:"sessionId"`
	}
	if err := b.do("Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached); err != nil {
		return err
	}
	b.session = attached.ID
	return nil
}

// Close ends the browser.
func (b *Browser) Close() {
	for _, f := range []*os.File{b.commands, b.answered} {
		if f != nil {
			f.Close()
		}
	}
	b.stop()
	if b.program != nil {
		_ = b.program.Wait() // it was told to end
	}
	os.RemoveAll(b.folder)
}

// do gives a command and waits for its answer; what happens meanwhile is of no interest.
func (b *Browser) do(method string, params map[string]any, answer any) error {
	b.last++
	command := map[string]any{"id": b.last, "method": method, "params": params}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	data, err := json.Marshal(command)
	if err != nil {
		return err
	}
	if _, err := b.commands.Write(append(data, 0)); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	for {
		data, err := b.answers.ReadBytes(0)
		if err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		var reply struct {
			ID     int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		if err := json.Unmarshal(data[:len(data)-1], &reply); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		switch {
		case reply.ID != b.last:
		case reply.Error != nil:
			return fmt.Errorf("%s: %s", method, reply.Error.Message)
		case answer == nil:
			return nil
		default:
			return json.Unmarshal(reply.Result, answer)
		}
	}
}

// open shows a file as the view says.
func (b *Browser) open(file string, v View) error {
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	media, scheme := "screen", "light"
	if v.Print {
		media = "print"
	}
	if v.Dark {
		scheme = "dark"
	}
	if err := b.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": v.Width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil); err != nil {
		return err
	}
	if err := b.do("Emulation.setEmulatedMedia", map[string]any{"media": media, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil); err != nil {
		return err
	}
	var shown struct{ ErrorText string }
	address := url.URL{Scheme: "file", Path: path}
	if err := b.do("Page.navigate", map[string]any{"url": address.String()}, &shown); err != nil {
		return err
	}
	if shown.ErrorText != "" {
		return fmt.Errorf("%s: %s", file, shown.ErrorText)
	}
	return b.evaluate(`new Promise(done => document.readyState === "complete" ? done(true) : addEventListener("load", () => done(true)))`, nil)
}

// evaluate runs an expression in the page and reads its value.
func (b *Browser) evaluate(expression string, value any) error {
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Text string }
	}
	if err := b.do("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer); err != nil {
		return err
	}
	if answer.ExceptionDetails != nil {
		return errors.New(answer.ExceptionDetails.Text)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(answer.Result.Value, value)
}

// Picture is the whole page as PNG.
func (b *Browser) Picture(file string, v View) ([]byte, error) {
	if err := b.open(file, v); err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	var shot struct{ Data string }
	if err := b.do("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true}, &shot); err != nil {
		return nil, fmt.Errorf("browser: %s: %w", file, err)
	}
	return base64.StdEncoding.DecodeString(shot.Data)
}
