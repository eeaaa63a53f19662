package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiexin-go/tiexin/internal/source"
)

func TestADayThatDoesNotExistIsNamed(t *testing.T) {
	fact, hint := source.NoSuchDate("2026-02-30 10:00")
	assert.Equal(t, "February 2026 has no day 30", fact.English)
	assert.Equal(t, "2026 年 2 月没有 30 日", fact.Chinese)
	assert.Equal(t, "its last day is 2026-02-28", hint.English)
	for _, text := range []string{"2026-02-28 10:00", "2028-02-29", "2026-13-01", "2026/02/30", "20x6-02-30", "tomorrow", ""} {
		fact, _ := source.NoSuchDate(text)
		assert.True(t, fact.Empty(), text)
	}
}
