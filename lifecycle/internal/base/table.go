package base

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/tiexin-go/tiexin/loyalty"
)

// mostTable is the longest table of rules that is read, in bytes.
const mostTable = 1 << 20

// ReadTable reads a table of rules from JSON and validates it.
func ReadTable[Rule any, Table interface {
	~[]Rule
	Validate() error
}](r io.Reader, what string) (Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, mostTable+1))
	if err == nil && len(data) > mostTable {
		err = fmt.Errorf("it is longer than %d bytes", mostTable)
	}
	var rules []Rule
	if err == nil {
		rules, err = readRules[Rule](data)
	}
	if err == nil {
		err = Table(rules).Validate()
	}
	if err != nil {
		return nil, fmt.Errorf("lifecycle: %s: %w", what, err)
	}
	return rules, nil
}

// readRules reads a JSON list, every bad entry of which is a fault.
func readRules[Rule any](data []byte) ([]Rule, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		return nil, fmt.Errorf("it is not a list: %w", err)
	}
	var faults loyalty.Problems
	rules := make([]Rule, len(raw))
	for i, one := range raw {
		decoder := json.NewDecoder(bytes.NewReader(one))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&rules[i]); err != nil {
			faults = append(faults, loyalty.Problem{Row: i, Message: fmt.Sprintf("cannot be read: %v", err)})
		}
	}
	return rules, faults.Err()
}
