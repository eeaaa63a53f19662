package caretest

import (
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/internal/say"
)

// missing says what no test has seen of a piece that was not seen both ways.
func (c *Covered) missing() say.Text {
	said := sightings[c.Kind]
	switch {
	case c.Both():
		return say.Text{}
	case c.None() && !said.none.Empty():
		return said.none
	case c.Kind == rule.MarkPart && !c.Yes && !c.No:
		return zh.Text("was always unknown")
	case !c.Yes:
		return said.yes
	}
	return said.no
}

// A sighting says of a kind of piece what no test has seen: nothing of it, that it is
// true or at work, and that it is not.
type sighting struct{ none, yes, no say.Text }

var (
	condition = sighting{zh.Text("was never evaluated"), zh.Text("was never true"), zh.Text("was never false")}
	limit     = sighting{yes: zh.Text("never held anything back"), no: zh.Text("never let anything pass")}
	sightings = map[rule.MarkKind]sighting{
		rule.MarkRule:    {zh.Text("was never evaluated"), zh.Text("never sent anything"), zh.Text("always sent")},
		rule.MarkStep:    {yes: zh.Text("was never done"), no: zh.Text("was never left out")},
		rule.MarkPart:    condition,
		rule.MarkSegment: condition,
		rule.MarkQuiet:   limit,
		rule.MarkCap:     limit,
		rule.MarkBudget:  limit,
		rule.MarkNever:   limit,
		rule.MarkMerge:   {yes: zh.Text("never merged anything"), no: zh.Text("never let anything go alone")},
		rule.MarkHoldout: {yes: zh.Text("never left anybody alone"), no: zh.Text("never let anything go")},
	}
)

// name is what a piece is.
func (c *Covered) name() say.Text {
	switch c.Kind {
	case rule.MarkRule:
		return zh.Text("rule %s", c.Of)
	case rule.MarkStep:
		return zh.Text("step %d of rule %s", c.Step, c.Of)
	case rule.MarkPart:
		return zh.Text("%s in %s", c.Text, c.Of)
	case rule.MarkSegment:
		return zh.Text("segment %s", c.Of)
	case rule.MarkQuiet:
		return zh.Text("quiet time %s", c.Of)
	case rule.MarkCap:
		return zh.Text("cap %s", c.Of)
	case rule.MarkBudget:
		return zh.Text("budget %s", c.Of)
	case rule.MarkNever:
		return zh.Text("promise %s", c.Of)
	case rule.MarkMerge:
		return zh.Text("merge of flow %s", c.Of)
	case rule.MarkHoldout:
		return zh.Text("holdout of flow %s", c.Of)
	}
	return say.Plain(string(c.Kind) + " " + c.Of)
}
