package learn

import (
	"testing"

	"github.com/tiexin-go/tiexin/internal/say/saytest"
)

func TestEveryMessageHasItsChinese(t *testing.T) { saytest.Check(t, zh) }
