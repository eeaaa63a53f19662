package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/rule"
	"github.com/tiexin-go/tiexin/channel"
	"github.com/tiexin-go/tiexin/template"
)

// A registered text is one that the provider has approved: its code, and the body as it
// was registered.
type registered struct {
	Code string `json:"code"`
	Body string `json:"body"`
}

// registeredFile lies beside the rules. It has the registered texts by their names in the
// rule files.
const registeredFile = "registered.json"

// A binding is a text of the rules with the code under which the provider has it.
type binding struct {
	template.Binding
	code string
}

// bind finds the registered text for each text that the rules send by SMS. The error names
// every text that the provider does not have, with the body to register: rules that would
// fail at the first customer are refused before.
func bind(rules *care.Rules, folder fs.FS) (map[string]binding, error) {
	have := map[string]registered{}
	data, err := fs.ReadFile(folder, registeredFile)
	if err == nil {
		err = json.Unmarshal(data, &have)
	}
	if err != nil {
		return nil, fmt.Errorf("the texts that the provider of SMS has registered: %w", err)
	}
	bound, problems := map[string]binding{}, map[string]error{}
	for text, flow := range smsTexts(rules) {
		b, err := template.Compile(text.For(channel.SMS), template.Aliyun(), flow.Purpose)
		known, ok := have[text.Name]
		switch {
		case err != nil:
		case !ok:
			err = fmt.Errorf("is not registered; register %q and add it to %s", b.Body, registeredFile)
		default:
			b, err = b.Registered(known.Body)
		}
		if err != nil {
			problems[text.Name] = fmt.Errorf("the text %s for SMS: %w", text.Name, err)
		}
		bound[text.Name] = binding{b, known.Code}
	}
	var all []error
	for _, name := range slices.Sorted(maps.Keys(problems)) {
		all = append(all, problems[name])
	}
	return bound, errors.Join(all...)
}

// smsTexts are the texts that may go by SMS, each with a flow that sends it.
func smsTexts(rules *care.Rules) map[*rule.Text]*rule.Flow {
	all := map[*rule.Text]*rule.Flow{}
	for _, flow := range rules.Flows {
		for _, r := range flow.Rules {
			for _, step := range r.Steps {
				if !step.Task && slices.Contains(step.Via, channel.SMS) && step.Text.For(channel.SMS) != nil {
					all[step.Text] = flow
				}
			}
		}
	}
	return all
}
