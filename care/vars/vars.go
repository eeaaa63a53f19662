package vars

import (
	"context"
	"encoding/json"
	"expvar"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tiexin-go/tiexin/care"
)

// Patience is the longest time for one reading. A slower reading is published in part.
const Patience = 5 * time.Second

// published are the variables of this package, by name: one that stands stays, and may be
// given another engine.
var (
	publishing sync.Mutex
	published  = map[string]*variable{}
)

// A variable is an expvar.Var that shows the health of an engine.
type variable struct {
	engine atomic.Pointer[care.Engine]
}

// Publish publishes the health of an engine under a name, as JSON: the fields of
// [care.Health], and error if the reading is incomplete. A second call with the same name
// replaces the engine, as after a restart. A name that other code uses in expvar is an
// error.
func Publish(name string, engine *care.Engine) error {
	if engine == nil {
		return fmt.Errorf("care: no engine to publish as %q", name)
	}
	publishing.Lock()
	defer publishing.Unlock()
	v := published[name]
	if v == nil {
		if expvar.Get(name) != nil {
			return fmt.Errorf("care: expvar has a variable %q already; choose another name", name)
		}
		v = new(variable)
		v.engine.Store(engine)
		expvar.Publish(name, v)
		published[name] = v
	}
	v.engine.Store(engine)
	return nil
}

// A reading is what a variable shows.
type reading struct {
	care.Health
	Error string `json:"error,omitempty"`
}

// String implements expvar.Var.
func (v *variable) String() string {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	var r reading
	var err error
	if r.Health, err = v.engine.Load().Health(ctx); err != nil {
		r.Error = err.Error()
	}
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Sprintf("{%q: %q}", "error", err)
	}
	return string(text)
}
