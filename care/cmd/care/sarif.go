package main

import (
	"net/url"
	"path"
	"slices"

	"github.com/tiexin-go/tiexin/internal/say"
	"github.com/tiexin-go/tiexin/internal/source"
)

// SARIF 2.1.0 is the form in which tools that check files answer code review and editors.
// The names are the standard's.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifFile    `json:"artifactLocation"`
		Region           *sarifRegion `json:"region,omitempty"` // nil: the file as a whole
	}
	sarifFile struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"` // of the character after the last
	}
)

// unreadable is the rule for files that could not be read at all.
const unreadable source.Kind = "file"

func kindMeaning(k source.Kind) say.Text {
	switch k {
	case source.Syntax:
		return zh.Text("The file is not text, or not YAML.")
	case source.Key:
		return zh.Text("A key is unknown or missing.")
	case source.Value:
		return zh.Text("A key cannot hold this value.")
	case source.Fit:
		return zh.Text("Parts do not fit together: names, limits, rules, channels.")
	case source.Condition:
		return zh.Text("Something inside a condition is wrong.")
	case source.Wording:
		return zh.Text("The words of a text, a placeholder or a template are wrong.")
	}
	return zh.Text("A file cannot be read.")
}

// sarifOf are problems as one run of the tool.
func sarifOf(found []drawnProblem, l say.Language) sarifLog {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "care", InformationURI: "https://github.com/tiexin-go/tiexin"}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, k := range slices.Concat([]source.Kind{unreadable}, source.Kinds()) {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{string(k), sarifText{kindMeaning(k).In(l)}})
	}
	for _, p := range found {
		run.Results = append(run.Results, resultOf(p, l))
	}
	return sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}
}

func resultOf(p drawnProblem, l say.Language) sarifResult {
	r := sarifResult{RuleID: string(p.Kind), Level: "error", Message: sarifText{p.Message + hint(say.Plain(p.Hint)).In(l)}}
	if p.Kind == "" {
		r.RuleID = string(unreadable)
	}
	if p.Severity == source.Remark.String() {
		r.Level = "note"
	}
	if p.File != "" {
		r.Locations = []sarifLocation{locationOf(source.Place{File: p.File, Line: p.Line, Column: p.Column}, p.Width)}
	}
	for _, place := range p.also {
		r.RelatedLocations = append(r.RelatedLocations, locationOf(place, 0))
	}
	return r
}

// locationOf is a place; a width of 0 is not known.
func locationOf(p source.Place, width int) sarifLocation {
	uri := url.URL{Path: p.File}
	if path.IsAbs(p.File) {
		uri.Scheme = "file"
	}
	l := sarifLocation{sarifPlace{ArtifactLocation: sarifFile{uri.String()}}}
	if p.Line > 0 {
		l.PhysicalLocation.Region = &sarifRegion{StartLine: p.Line, StartColumn: p.Column}
		if p.Column > 0 && width > 0 {
			l.PhysicalLocation.Region.EndColumn = p.Column + width
		}
	}
	return l
}
