package exprloop

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A Loop is compiled conditions. It is for one goroutine.
type Loop struct {
	programs []*vm.Program
	machine  vm.VM
}

// Compile compiles conditions that use facts only: no clock and no segment.
func Compile(sources []string) (*Loop, error) {
	l := &Loop{}
	for _, source := range sources {
		p, err := expr.Compile(source, expr.Env(ask.Facts{}), expr.AsBool())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		l.programs = append(l.programs, p)
	}
	return l, nil
}

// Run runs every condition on facts and returns how many are true. One that fails is not.
func (l *Loop) Run(facts ask.Facts) (holds int) {
	env := any(facts)
	for _, p := range l.programs {
		if yes, err := l.machine.Run(p, env); err == nil && yes == true {
			holds++
		}
	}
	return holds
}
