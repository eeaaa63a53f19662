// Package form reads YAML files that people write, such as a shop's rules (规则文件), by a
// description of their content. The same description gives the JSON Schema of the file, so
// an editor and the loader agree.
//
// A description consists of kinds. [Text], [Choice], [Yes], [Whole] and [Parsed] are single
// words. [MapOf], [ListOf] and [OneOrMore] consist of other kinds. A [Form] is a mapping
// with fixed keys, each with its documentation and the place of its result:
//
//	var shopForm = &form.Form[Shop]{Name: zh.Text("shop"), Fields: []form.Field[Shop]{
//		form.Key("name", zh.Text("fills #店铺名称#"), form.Text(), func(s *Shop) *form.Word { return &s.Name }).Require(),
//	}}
//
// A [Reader] parses files and reads them by such a kind. It collects all faults in one
// pass: unknown keys with the nearest known one, doubled names with both places, words
// outside their list. It goes on after each of them. Only a file that is not YAML stops,
// and only that file.
//
// # For people who do not know YAML
//
// YAML reads some texts differently from how they look, and the reader reports them. A
// placeholder after a space is a comment (sms: 亲爱的 #买家昵称# 您好). A comma in a
// condition inside {…} ends it. A full-width colon does not separate key and value. If YAML
// refuses a file, the reader looks for such slips, because YAML's own message seldom names
// the cause or the line.
//
// The reader also refuses what is hard to follow: anchors, aliases, merge keys, tags and
// several documents in a file. It refuses nesting deeper than 64 levels and files above 4
// MiB.
//
// # Places
//
// Every value has its [Spot]. [Reader.ReportInside] points at a character of a text in the
// file, through quotes, escapes, folded lines and indentation. So the caret is under the
// faulty character itself.
//
// [Keys] lists the keys of a description for people, with places such as
// flows.NAME.rules[].
//
// Only this package imports the YAML parser.
package form
