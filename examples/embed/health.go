package main

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// A situation is how the host stands.
type situation struct {
	Sick     []string    `json:"sick"` // what needs a person; empty: all is well
	Tasks    int         `json:"tasks"`
	Waiting  int         `json:"waiting_events"` // written, and not decided
	Refused  int         `json:"refused_events"` // by the engine
	Rules    int         `json:"rules"`
	Reloaded *reloaded   `json:"reloaded,omitempty"`
	Engine   care.Health `json:"engine"`
}

// patience is how long messages and wake-ups may be late before somebody is told.
const patience = 15 * time.Minute

func (h *host) situation(r *http.Request) (s situation, err error) {
	tasks, err := h.desk.tasks(r.Context())
	if err != nil {
		return s, err
	}
	if s.Waiting, s.Refused, err = h.outbox.length(r.Context()); err != nil {
		return s, err
	}
	if s.Engine, err = h.engine.Health(r.Context()); err != nil {
		return s, err
	}
	s.Tasks, s.Rules, s.Reloaded, s.Sick = len(tasks), h.engine.Rules().Size(), h.reload.last.Load(), []string{}
	for _, fault := range []struct {
		is   bool
		what string
	}{
		{s.Refused > 0, "引擎拒收了事件"},
		{len(s.Engine.Stopped) > 0, "有渠道停下了"},
		{s.Reloaded != nil && s.Reloaded.Problem != "", "改过的规则没换上"},
		{s.Engine.OutboxAge > patience, "消息等得太久"},
		{s.Engine.WakeLate > patience, "醒得太晚"},
		{!s.Engine.ClocksDisagree.IsZero(), "时钟对不上"},
	} {
		if fault.is {
			s.Sick = append(s.Sick, fault.what)
		}
	}
	return s, nil
}

// health is for machines: 503 while something needs a person.
func (h *host) health(w http.ResponseWriter, r *http.Request) {
	s, err := h.situation(r)
	if err != nil {
		h.fails(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if len(s.Sick) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(s)
}
