package dingtalk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

// blocked is how long a robot takes nothing after one post too many.
const blocked = 10 * time.Minute

// tooOften are the codes of a robot that has posted too often.
var tooOften = map[int]bool{130101: true, 410100: true}

// stops are the codes after which nothing goes before a person has mended something, and what
// that is. Every other code passes: -1 is a busy system.
var stops = map[int]string{
	300001: "unknown token of a robot; check Robot.Token",
	300005: "unknown token of a robot; check Robot.Token",
	310000: "the robot's security settings refuse the post; check Robot.Secret, the clock, the robot's keyword or its list of addresses",
	400013: "the group was dissolved",
	400101: "unknown token of a robot; check Robot.Token",
	400102: "the robot was switched off in the group",
	400106: "the robot was taken out of the group",
	430101: "the operator page's address counts as unsafe; check Robot.Link",
	430102: "the post contains words that are not allowed; check the scripts",
	430104: "the post contains words that are not allowed; check the scripts",
}

// heard is what the robot's answer means. Its words may repeat the post: they are left out.
func (r *Robot) heard(a call.Answer, now time.Time) error {
	var said struct {
		Code *int `json:"errcode"`
	}
	if err := json.Unmarshal(a.Body, &said); err != nil || said.Code == nil {
		if a.Status == http.StatusTooManyRequests {
			return &channel.RetryAfter{After: a.RetryAfter(now), Err: errors.New("HTTP 429")}
		}
		return fmt.Errorf("the robot's answer cannot be read, HTTP %d", a.Status)
	}
	told := fmt.Errorf("errcode %d", *said.Code)
	switch why, stop := stops[*said.Code]; {
	case *said.Code == 0:
		return nil
	case tooOften[*said.Code]:
		r.mu.Lock()
		defer r.mu.Unlock()
		r.rest = now.Add(blocked)
		return &channel.RetryAfter{After: blocked, Err: told}
	case stop:
		return fmt.Errorf("%w: %s: %w", channel.ErrStopped, why, told)
	}
	return told
}
