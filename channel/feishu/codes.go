package feishu

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/channel/internal/call"
)

// tooOften is the code of a robot that has posted too often, or at a time when too many do.
const tooOften = 11232

// stops are the codes after which nothing goes before a person has mended something, and what
// that is. Every other code passes.
var stops = map[int]string{
	9499:  "the robot cannot read the post; check Robot.Link",
	19001: "unknown token of a robot; check Robot.Token",
	19002: "the robot cannot read the post; check Robot.Link",
	19021: "the signature is not right; check Robot.Secret and the clock",
	19022: "the robot does not take posts from this address of the network",
	19024: "the robot wants a keyword; 新待办 is in every post",
}

// heard is what the robot's answer means. Its words may repeat the post: they are left out.
func heard(a call.Answer, now time.Time) error {
	var said struct {
		Code *int `json:"code"`
	}
	if err := json.Unmarshal(a.Body, &said); err != nil || said.Code == nil {
		if a.Status == http.StatusTooManyRequests {
			return &channel.RetryAfter{After: a.RetryAfter(now), Err: errors.New("HTTP 429")}
		}
		return fmt.Errorf("the robot's answer cannot be read, HTTP %d", a.Status)
	}
	told := fmt.Errorf("code %d", *said.Code)
	switch why, stop := stops[*said.Code]; {
	case *said.Code == 0:
		return nil
	case *said.Code == tooOften:
		return &channel.RetryAfter{After: time.Minute, Err: told}
	case stop:
		return fmt.Errorf("%w: %s: %w", channel.ErrStopped, why, told)
	}
	return told
}
