package wecom

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/tiexin-go/tiexin/internal/ids"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/digest"
	"github.com/tiexin-go/tiexin/channel/internal/weixin"
)

// A Robot (群机器人) posts open tasks to a group of the shop's staff: how many, of which form,
// until when, and where. It is a channel.TaskDesk. Tasks that are opened together are one post,
// since a robot accepts twenty a minute; Open returns when its post was accepted. A post contains
// no customer, number or script unless Scripts is set. Printed or logged it hides its key. Do not
// copy it.
//
// Use it for care.Options.Tasks. A task that is withdrawn after its post stays in the group; the
// operator page shows the current state. After a crash a post may count a task a second time.
type Robot struct {
	Key  string // the key in the robot's address; a secret; required
	Link string // the staff's page of tasks. Default: none
	// Scripts also posts the tasks' scripts, with the names in them, to everybody in the group, as
	// far as there is room. Default: false
	Scripts bool
	// Mention are userids that the post mentions; "@all" is everybody. Default: none
	Mention []string
	// Gather is the time in which tasks are collected into one post. With n replicas make it n
	// times as long. It must be at least ten seconds shorter than care.Options.SendTimeout.
	// Default: 5 s
	Gather time.Duration
	Zone   *time.Location // of deadlines. Default: Asia/Shanghai
	// Endpoint is the base address of requests. Default: https://qyapi.weixin.qq.com
	Endpoint string
	Client   *http.Client // Default: one with usual settings, ten seconds for an answer

	digest digest.Digest

	hidden
}

// hidden keeps what it is embedded in from being printed.
type hidden = ids.Hidden

// mostPost is how long a post may be, in bytes.
const mostPost = 2048

// Open returns when a post with the task was accepted.
func (r *Robot) Open(ctx context.Context, t channel.Task) error {
	return r.digest.Open(ctx, t, r.Gather, r.post)
}

// Withdraw removes a task from the next post, if it is not posted yet.
func (r *Robot) Withdraw(_ context.Context, id, _ string) error {
	r.digest.Withdraw(id)
	return nil
}

// A robotPost is a post as WeCom takes it.
type robotPost struct {
	Type string    `json:"msgtype"`
	Text robotText `json:"text"`
}

type robotText struct {
	Content string   `json:"content"`
	Mention []string `json:"mentioned_list,omitempty"`
}

func (r *Robot) post(ctx context.Context, tasks []channel.Task) error {
	if r.Key == "" {
		return fmt.Errorf("wecom: a post of %d tasks: %w: Robot.Key is empty", len(tasks), channel.ErrStopped)
	}
	words := digest.Text{Link: r.Link, Scripts: r.Scripts, Most: mostPost, Zone: r.Zone}.Of(tasks)
	var answer struct{}
	err := weixin.API{Name: "WeCom", Endpoint: endpoint(r.Endpoint), Client: r.Client}.Do(ctx, weixin.Call{
		Path: "/cgi-bin/webhook/send", Query: url.Values{"key": {r.Key}}, Hide: []string{r.Key},
		Body: robotPost{"text", robotText{words, r.Mention}},
	}, &answer)
	if err = robotCodes.Error(err, 1, time.Time{}); err != nil {
		return fmt.Errorf("wecom: a post of %d tasks: %w", len(tasks), err)
	}
	return nil
}
