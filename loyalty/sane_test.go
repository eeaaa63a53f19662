package loyalty_test

import (
	"encoding/json"
	"testing"

	"github.com/tiexin-go/tiexin/loyalty"
)

// sane is what every measure promises: a value or a reason, finite numbers, the
// value within its interval.
func sane(t *testing.T, m loyalty.Measure) {
	t.Helper()
	if _, err := json.Marshal(m); err != nil {
		t.Fatalf("%v: %s", err, m)
	}
	switch {
	case m.Method == "":
		t.Fatalf("no method: %s", m)
	case m.OK && m.Why != "", !m.OK && m.Why == "":
		t.Fatalf("a value or a reason: %s", m)
	case !m.OK && (m.Value != 0 || m.Level != 0):
		t.Fatalf("unknown with numbers: %s", m)
	case m.Level > 0 && (m.Lo > m.Value+1e-9 || m.Hi < m.Value-1e-9):
		t.Fatalf("the value is outside its interval: %s", m)
	}
}
