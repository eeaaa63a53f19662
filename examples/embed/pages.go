package main

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"expvar"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

//go:embed pages
var pageFiles embed.FS

var templates = template.Must(template.New("").Funcs(words).ParseFS(pageFiles, "pages/*.html"))

// A page is what every template gets.
type page struct {
	Title, Shop, Problem string
	Body                 any
}

// pages are what the shop's people see. Nothing in them runs in the browser but HTML, a
// form counts only when it comes from one of these pages, and no other page can frame
// them. Who may see them is for the login before them to say.
func (h *host) pages() http.Handler {
	files, err := fs.Sub(pageFiles, "pages")
	if err != nil {
		panic(err) // it is compiled in
	}
	mux := http.NewServeMux()
	mux.Handle("GET /style.css", http.FileServerFS(files))
	mux.HandleFunc("GET /{$}", h.today)
	mux.HandleFunc("GET /tasks", h.tasks)
	mux.HandleFunc("POST /tasks/claim", h.claim)
	mux.HandleFunc("POST /tasks/close", h.closeTask)
	mux.HandleFunc("GET /approvals", h.approvals)
	mux.HandleFunc("POST /approvals", h.review)
	mux.HandleFunc("GET /why", h.why)
	mux.HandleFunc("GET /health", h.health)
	mux.HandleFunc("GET /debug/vars", figures)
	sameOrigin := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "same-origin")
		w.Header().Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, largest)
		sameOrigin.ServeHTTP(w, r)
	})
}

// show writes a page whole or not at all.
func (h *host) show(w http.ResponseWriter, name string, p page) {
	p.Shop = h.engine.Rules().Shop.Name
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, p); err != nil {
		h.fails(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if p.Problem != "" {
		w.WriteHeader(http.StatusConflict)
	}
	_, _ = out.WriteTo(w)
}

// fails says that something went wrong, and the details only to the log.
func (h *host) fails(w http.ResponseWriter, err error) {
	slog.Error("a page failed", "error", err)
	http.Error(w, "出错了，请稍后再试", http.StatusInternalServerError)
}

// agentOf is who is logged in, as the login before the pages passes it on.
func agentOf(r *http.Request) string {
	name, _, _ := r.BasicAuth()
	return cmp.Or(strings.TrimSpace(name), "客服")
}

// figures are the variables of expvar for graphs, and not the command line, which expvar
// shows as well.
func figures(w http.ResponseWriter, _ *http.Request) {
	shown := map[string]json.RawMessage{}
	for _, name := range []string{"care", "memstats"} {
		if v := expvar.Get(name); v != nil {
			shown[name] = json.RawMessage(v.String())
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(shown)
}

func (h *host) today(w http.ResponseWriter, r *http.Request) {
	s, err := h.situation(r)
	if err != nil {
		h.fails(w, err)
		return
	}
	h.show(w, "today.html", page{Title: "今天", Body: s})
}

func (h *host) tasks(w http.ResponseWriter, r *http.Request) { h.showTasks(w, r, "") }

func (h *host) showTasks(w http.ResponseWriter, r *http.Request, problem string) {
	tasks, err := h.desk.tasks(r.Context())
	if err != nil {
		h.fails(w, err)
		return
	}
	h.show(w, "tasks.html", page{Title: "任务", Body: tasks, Problem: problem})
}

func (h *host) claim(w http.ResponseWriter, r *http.Request) {
	h.after(w, r, h.desk.claim(r.Context(), r.PostFormValue("id"), agentOf(r)))
}

func (h *host) closeTask(w http.ResponseWriter, r *http.Request) {
	h.after(w, r, h.desk.close(r.Context(), r.PostFormValue("id"), agentOf(r), r.PostFormValue("result"), r.PostFormValue("note")))
}

// after goes back to the tasks, or says what stood in the way.
func (h *host) after(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case err == nil:
		http.Redirect(w, r, "/tasks", http.StatusSeeOther)
	case errors.Is(err, errTaskGone), errors.Is(err, errResult):
		h.showTasks(w, r, err.Error())
	default:
		h.fails(w, err)
	}
}

// why tells about a customer what waits for what and why nothing was sent; of a day that is
// over, what was decided then. It shows no number, and of names what a text to the customer
// says.
func (h *host) why(w http.ResponseWriter, r *http.Request) {
	key := care.Key{Shop: r.FormValue("shop"), Customer: strings.TrimSpace(r.FormValue("customer"))}
	body := struct {
		Key  care.Key
		Day  string
		Now  *care.Explanation
		Past string
	}{Key: key, Day: r.FormValue("day")}
	p := page{Title: "为什么"}
	day, err := time.ParseInLocation(time.DateOnly, body.Day, h.engine.Rules().Shop.Zone)
	switch {
	case key.Customer == "":
		err = nil
	case body.Day == "":
		var now care.Explanation
		now, err = h.engine.Explain(r.Context(), key)
		body.Now = &now
	case err != nil:
		p.Problem, err = "日期要写成 2026-11-09", nil
	default:
		var past care.Past
		if past, err = h.engine.ExplainAt(r.Context(), key, day, day.AddDate(0, 0, 1)); err == nil {
			var text strings.Builder
			err = past.WriteChinese(&text)
			body.Past = text.String()
		}
	}
	if err != nil {
		h.fails(w, err)
		return
	}
	p.Body = body
	h.show(w, "why.html", p)
}
