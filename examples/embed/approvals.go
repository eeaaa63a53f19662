package main

import (
	"crypto/rand"
	"errors"
	"net/http"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
)

// mostApprovals is how many the page shows; the next ones come when these are done.
const mostApprovals = 100

// approvals show what waits for somebody's yes, with the text as the customer would see it:
// who approves has to read it.
func (h *host) approvals(w http.ResponseWriter, r *http.Request) { h.showApprovals(w, r, "") }

func (h *host) showApprovals(w http.ResponseWriter, r *http.Request, problem string) {
	var all []care.Approval
	for one, err := range h.engine.Approvals(r.Context(), care.ListOptions{Personal: true}) {
		if err != nil {
			h.fails(w, err)
			return
		}
		if all = append(all, one); len(all) == mostApprovals {
			break
		}
	}
	h.show(w, "approvals.html", page{Title: "审核", Body: all, Problem: problem})
}

var errVerdict = errors.New("审核只有 approve、decline 两种结果")

// review takes in what somebody has decided. Every answer is an event of its own: a text
// that has changed is shown again, and wants another one.
func (h *host) review(w http.ResponseWriter, r *http.Request) {
	verdicts := map[string]tiexin.EventType{"approve": tiexin.EventMessageApproved, "decline": tiexin.EventMessageDeclined}
	event, ok := verdicts[r.PostFormValue("verdict")]
	if !ok {
		h.showApprovals(w, r, errVerdict.Error())
		return
	}
	err := h.books.take(r.Context(), tiexin.Event{
		ID: "review " + rand.Text(), Type: event, Shop: r.PostFormValue("shop"), At: time.Now(),
		Customer: tiexin.Customer{ID: r.PostFormValue("customer")}, // of an incident: nobody
		Message:  &tiexin.MessageReport{ID: r.PostFormValue("id"), By: agentOf(r)},
	})
	_, faulty := errors.AsType[*tiexin.EventError](err)
	switch {
	case err == nil:
		http.Redirect(w, r, "/approvals", http.StatusSeeOther)
	case faulty:
		h.showApprovals(w, r, "没有这一条，刷新看看")
	default:
		h.fails(w, err)
	}
}
