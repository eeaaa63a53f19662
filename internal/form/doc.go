// Package form reads the YAML files that people write, such as a shop's rules
// (规则文件), by a description of what may be written there. The same description
// gives the JSON Schema of the file, so that an editor and the loader agree.
//
// A description is made of kinds. [Text], [Choice], [Yes], [Whole] and [Parsed]
// are single words; [MapOf], [ListOf] and [OneOrMore] are made of others; a [Form]
// is a mapping with a fixed set of keys, each with its documentation and the place
// where the result goes:
//
//	var shopForm = &form.Form[Shop]{Name: zh.Text("shop"), Fields: []form.Field[Shop]{
//		form.Key("name", zh.Text("fills #店铺名称#"), form.Text(), func(s *Shop) *form.Word { return &s.Name }).Require(),
//	}}
//
// A [Reader] parses files and reads them by such a kind. It collects everything
// that is wrong in one pass: unknown keys with the nearest known one, doubled
// names with both places, words outside their list. Reading goes on behind each of
// them; only a file that is no YAML stops, and only that file.
//
// # For people who do not know YAML
//
// YAML reads some things differently from how they look, and the reader says so
// instead of going on with half of a text: a placeholder behind a space is a
// comment (sms: 亲爱的 #买家昵称# 您好), a comma in a condition inside {…} ends it, a
// full-width colon is none. What YAML refuses is looked at again for such slips,
// because YAML's own message seldom names the cause or the line. What YAML allows
// but nobody can follow is refused: anchors, aliases, merge keys, tags, several
// documents in a file, nesting deeper than 64 levels, files above 4 MiB.
//
// # Places
//
// Every value remembers its [Spot]. [Reader.ReportInside] points at a character
// of a text as it stands in the file, through quotes, escapes, folded lines and
// indentation, so that a fault in a condition or a placeholder is shown under the
// character itself.
//
// [Keys] lists the keys of a description for people, with places of another kind:
// flows.NAME.rules[].
//
// This is the one package that knows YAML.
package form
