package survey

import (
	"github.com/tiexin-go/tiexin/loyalty"
)

// levelOr is the confidence asked for, or the usual one for 0.
func levelOr(level float64) (float64, error) {
	switch {
	case level == 0:
		return loyalty.Level, nil
	case level >= 0.5 && level <= 0.9999:
		return level, nil
	}
	return 0, zh.Error("survey: a confidence of %v is not possible; it is from 0.5 to 0.9999, such as 0.95", level)
}
