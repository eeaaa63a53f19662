package crash_test

import (
	"testing"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// A memory is gone with its process.
func open(string) (care.Store, error) { return care.NewMemoryOf(8), nil }

func TestCrashChild(t *testing.T) { crash.Child(t, open) }

func Test什么都不记的存储_查得出来(t *testing.T) { crash.Control(t, "nowhere", open) }
