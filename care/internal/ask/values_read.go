package ask

import (
	"strings"

	"github.com/tiexin-go/tiexin/internal/say"
)

// What a clock that does not run shows.
const (
	notStarted = " has not started"
	isOver     = " is over"
)

// ValuesRead are the values of a part as people read them; empty where there are none.
func ValuesRead(s Seen) say.Text {
	all := make([]say.Text, len(s.Values))
	for i, value := range s.Values {
		all[i] = s.read(value)
	}
	return say.Join(all, ", ", ", ")
}

// read is a value for people. One that is shown rounded to the number that the part
// compares it with lies on the side that the answer says.
func (s Seen) read(value string) say.Text {
	if name, ok := strings.CutSuffix(value, notStarted); ok {
		return zh.Text("%s has not started", name)
	}
	if name, ok := strings.CutSuffix(value, isOver); ok {
		return zh.Text("%s is over", name)
	}
	name, number, ok := strings.Cut(value, " = ")
	rest, same := strings.CutPrefix(s.Text, name+" ")
	op, compared, _ := strings.Cut(rest, " ")
	if !ok || !same || compared != number || s.Unknown {
		return say.Plain(value)
	}
	switch {
	case op == ">" && s.Yes, op == "<=" && !s.Yes:
		return zh.Text("%s = just over %s", name, number)
	case op == "<" && s.Yes, op == ">=" && !s.Yes:
		return zh.Text("%s = just under %s", name, number)
	}
	return say.Plain(value)
}
