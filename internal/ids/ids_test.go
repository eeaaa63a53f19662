package ids_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/ids"
)

type thing struct{ id, note string }

func (t thing) LogValue() slog.Value {
	return ids.Of(slog.String("id", t.id), slog.String("shop", ""), ids.At("at", time.Time{}), slog.Group("in", "n", 2))
}

func (t thing) Format(f fmt.State, _ rune) { ids.Print(f, t, t.LogValue()) }

func TestAThingPrintsItsTypeAndIDs(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		assert.Equal(t, "ids_test.thing{id=T1 in={n=2}}", fmt.Sprintf(verb, thing{"T1", "王小明"}), verb)
		assert.Equal(t, "[ids_test.thing{id=T1 in={n=2}}]", fmt.Sprintf("%v", []thing{{"T1", "王小明"}}))
	}
}

// Whoever prints settings, or a struct that embeds them, reads no secret.
func TestWhatIsHiddenPrintsNothing(t *testing.T) {
	type settings struct {
		Key string
		ids.Hidden
	}
	within := struct {
		settings
		Endpoint string
	}{settings{Key: "hush"}, "https://example.com"}
	for _, thing := range []any{within, &within, within.settings, []*settings{&within.settings}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%z"} {
			assert.Contains(t, []string{"(hidden)", "[(hidden)]", "[]*ids_test.settings{(hidden)}"}, fmt.Sprintf(verb, thing), verb)
		}
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("starting", "with", within)
	assert.Contains(t, log.String(), `"with":"(hidden)"`)
}

// An id comes from outside: it forges no line and no other id, and does nothing to a
// terminal.
func TestAnIDStaysWithinItsPlace(t *testing.T) {
	for id, want := range map[string]string{
		"T1/9@sms": "T1/9@sms", "号42": "号42", "T1\nerror: all is lost": `"T1\nerror: all is lost"`, "T1 status=paid": `"T1 status=paid"`,
		"T1}": `"T1}"`, "\x1b[2J": `"\x1b[2J"`, "T1\u202e": `"T1\u202e"`,
	} {
		assert.Equal(t, "ids_test.thing{id="+want+" in={n=2}}", fmt.Sprint(thing{id: id}))
	}
}
