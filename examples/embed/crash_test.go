package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/channel"
)

var crashCycles = flag.Int("crash-cycles", 5, "how often the host is killed")

// Everybody is thanked at once, at whatever hour the test runs.
const crashRules = `version: 1
shop: {name: 青禾家}
channels: {sms: {provider: aliyun, signature: 青禾家, templates: {thanks: {code: SMS_1}}}}
flows:
  thanks: {title: 谢谢, about: order, when: order.paid, purpose: service, via: sms, rules: [{name: all, send: thanks}]}
texts: {thanks: "#买家昵称|亲#，收到您的付款"}
`

// commandLine tells the child how it is started.
const commandLine = "EMBED_TEST_COMMAND_LINE"

// TestChild is the host in a process of its own, for tests that kill it.
func TestChild(t *testing.T) {
	args, set := os.LookupEnv(commandLine)
	if !set {
		t.Skip("it is run by the tests that kill it")
	}
	os.Args = append([]string{"embed"}, strings.Fields(args)...)
	main()
}

// A child is a host that runs in another process.
type child struct {
	*exec.Cmd
	url, pages string
	log        chan string // what it had said when it ended
}

var openLine = regexp.MustCompile(`the host is open" webhooks=(\S+) pages=(\S+)|the host is open webhooks=(\S+) pages=(\S+)`)

// spawn starts a host and waits until it is open, or has ended.
func spawn(t *testing.T, args ...string) *child {
	t.Helper()
	c := &child{Cmd: exec.Command(os.Args[0], "-test.run", "^TestChild$"), log: make(chan string, 1)}
	c.Env = append(os.Environ(), commandLine+"="+strings.Join(append(args, "-listen", "localhost:0", "-pages", "localhost:0"), " "))
	out, err := c.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill() })
	opened := make(chan bool, 1)
	go func() {
		var log strings.Builder
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if found := openLine.FindStringSubmatch(lines.Text()); found != nil {
				c.url, c.pages = found[1]+found[3], found[2]+found[4]
				opened <- true
			}
			log.WriteString(lines.Text() + "\n")
		}
		_, _ = io.Copy(io.Discard, out)
		c.log <- log.String()
		opened <- false
	}()
	<-opened
	return c
}

// ends waits for the process, and tells what it had said.
func (c *child) ends() (log string, err error) {
	log = <-c.log
	return log, c.Wait()
}

// A counter is a provider of SMS that counts how often it got what.
type counter struct {
	mu  sync.Mutex
	got map[string]map[string]int // by phone, then by out_id
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request smsRequest
	_ = json.NewDecoder(r.Body).Decode(&request)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.got[request.Phone] == nil {
		c.got[request.Phone] = map[string]int{}
	}
	c.got[request.Phone][request.OutID]++
	_ = json.NewEncoder(w).Encode(channel.Receipt{ProviderID: "biz"})
}

func (c *counter) has(phone string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.got[phone]) > 0
}

// A platform posts events of orders that were paid, each by another customer.
type platform struct {
	*testing.T
	secret []byte
	next   atomic.Int64
	mu     sync.Mutex
	acked  map[string]bool // phones of those whose event was answered 200
	posted map[string]bool
}

// works posts to hosts, one after the other in turn, until one is gone.
func (p *platform) works(urls ...string) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for p.posts(urls[int(p.next.Load())%len(urls)]) {
			}
		})
	}
	wg.Wait()
}

// posts one event, and says whether the host is still there.
func (p *platform) posts(url string) bool {
	n := p.next.Add(1)
	phone := fmt.Sprintf("139%08d", n)
	body := fmt.Appendf(nil, `{"id": "m%d", "event": "order.paid", "at": %q, "customer": {"id": "c%d", "nick": "小鱼", "mobile": %q}, "order": {"id": "T%d", "amount": "20.00"}}`,
		n, time.Now().Format(time.RFC3339), n, phone, n)
	call, err := http.NewRequest(http.MethodPost, url+"/events", bytes.NewReader(body))
	require.NoError(p, err)
	sign(call.Header, p.secret, body, time.Now())
	p.mu.Lock()
	p.posted[phone] = true
	p.mu.Unlock()
	answer, err := http.DefaultClient.Do(call)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.acked[phone] = p.acked[phone] || answer.StatusCode == http.StatusOK
	return true
}

// A scene is the shop with its provider, its platform and a folder of its own.
type scene struct {
	*platform
	provider *counter
	args     []string
}

func stage(t *testing.T) *scene {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "rules"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "rules", "rules.yaml"), []byte(crashRules), 0o600))
	secret, err := secretIn(filepath.Join(folder, "data"))
	require.NoError(t, err)
	s := &scene{platform: &platform{T: t, secret: secret, acked: map[string]bool{}, posted: map[string]bool{}}, provider: &counter{got: map[string]map[string]int{}}}
	sms := httptest.NewServer(s.provider)
	t.Cleanup(sms.Close)
	s.args = []string{"-rules", filepath.Join(folder, "rules"), "-data", filepath.Join(folder, "data"), "-sms", sms.URL}
	return s
}

// checks that everybody whose event was answered 200 got the message, under one ID however
// often it was sent, and nobody else of whom the host was not told.
func (s *scene) checks() (twice int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, phone := range slices.Sorted(maps.Keys(s.acked)) {
		if s.acked[phone] {
			assert.Len(s, s.provider.got[phone], 1, "the event about %s was answered 200", phone)
		}
	}
	for phone, ids := range s.provider.got {
		assert.True(s, s.posted[phone])
		assert.Len(s, ids, 1, "%s got the same by two IDs", phone)
		for _, n := range ids {
			twice += n - 1
		}
	}
	return twice
}

// arrived says that everybody whose event was answered 200 has got something.
func (s *scene) arrived() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for phone, ok := range s.acked {
		if ok && !s.provider.has(phone) {
			return false
		}
	}
	return true
}

func (s *scene) confirmed() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ok := range s.acked {
		if ok {
			n++
		}
	}
	return n
}

// The process is killed while eight callers post. What was answered 200 goes out, under
// one ID.
func Test任何一刻被杀_答应过的都发了_同一条不换编号(t *testing.T) {
	stage(t).killed(*crashCycles)
}

// killed has the host killed again and again while the platform posts, and checks what it
// left behind.
func (s *scene) killed(cycles int) {
	for range cycles {
		c := spawn(s.T, s.args...)
		require.NotEmpty(s, c.url, "it does not start")
		go func() {
			time.Sleep(200*time.Millisecond + rand.N(400*time.Millisecond))
			_ = c.Process.Kill()
		}()
		s.works(c.url)
		_, _ = c.ends()
	}
	require.NotZero(s, s.confirmed())
	c := spawn(s.T, s.args...)
	s.stops(c)
	s.Logf("%d events answered 200, %d requests to the provider came again under the same ID", s.confirmed(), s.checks())
}

// stops waits until the provider has what was answered 200, and asks hosts to stop.
func (s *scene) stops(hosts ...*child) {
	s.Helper()
	assert.Eventually(s, s.arrived, 30*time.Second, 50*time.Millisecond)
	for _, c := range hosts {
		require.NoError(s, c.Process.Signal(syscall.SIGTERM))
	}
	for _, c := range hosts {
		log, err := c.ends()
		assert.NoError(s, err, "%s", log)
	}
}

// Asked to stop, the host takes no more, finishes, and leaves nothing half done.
func TestTheHostStopsInPeace(t *testing.T) {
	s := stage(t)
	c := spawn(t, s.args...)
	require.NotEmpty(t, c.url)
	go func() {
		time.Sleep(300 * time.Millisecond)
		_ = c.Process.Signal(syscall.SIGTERM)
	}()
	s.works(c.url)
	log, err := c.ends()
	require.NoError(t, err, "%s", log)
	assert.NotContains(t, log, "ERROR")
	s.stops(spawn(t, s.args...))
	assert.Zero(t, s.checks(), "after a stop nothing is sent again")
}

func TestASecondProcessOnTheSameFolderEndsWithASentence(t *testing.T) {
	s := stage(t)
	first := spawn(t, s.args...)
	second := spawn(t, s.args...)
	log, err := second.ends()
	assert.Error(t, err)
	assert.Contains(t, log, "the folder is in use by process "+fmt.Sprint(first.Process.Pid))
	assert.True(t, s.posts(first.url))
	assert.Equal(t, 1, s.confirmed(), "the first goes on")
}
