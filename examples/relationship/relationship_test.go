package relationship_test

import (
	"os"
	"testing"

	"github.com/tiexin-go/tiexin/care/caretest"
)

func TestRules(t *testing.T) { caretest.Run(t, os.DirFS("."), "*_test.yaml") }
