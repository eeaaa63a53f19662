package calendar

import "errors"

// The errors of this package, wrapped by those that say which day or rule.
var (
	// ErrDate is wrapped by every error about an impossible day.
	ErrDate = zh.Error("not a date")
	// ErrRange is wrapped by every error about a day or year outside the tables.
	ErrRange = zh.Error("outside the years that are known")
	// ErrNone is wrapped by the error of Next and Prev if there is no such day.
	ErrNone = errors.New("there is none")
	// ErrNoRule is wrapped by the error of a special day without a rule.
	ErrNoRule = errors.New("no rule says when it is")
	// ErrOutside is wrapped by the error for a day before birth, or outside the pregnancy.
	ErrOutside = errors.New("nothing to count")
	// ErrRule is wrapped by every error of ParseRule.
	ErrRule = zh.Error("not a rule")
)
