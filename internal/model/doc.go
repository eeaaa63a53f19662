// Package model reads the structs of package tiexin once, by their tags, so that
// reading JSON, checking, normalising and remembering all go by one description.
//
// A [Shape] is a struct type, a [Field] one of its fields. Three tags describe a
// field:
//
//	json  its key; omitzero on a list says that [] differs from nothing
//	is    what it is: words separated by commas, see below
//	keep  the number under which it is remembered; no tag: it is not remembered
//
// The words of the tag is:
//
//	id event money signed count date phone number extension channel purpose status region
//	customer consent
//	          what the value means (see [Role]); none: what its Go type says
//	most=5    a whole number from 0 to 5; at most so many words, or bytes of an id
//	zero=K    an amount of which the flag under the key K says that it is told, and is 0
//	after=K   a time that cannot lie before the time under the key K
//	required  it must be there
//	side      it only decorates: what cannot be read or meant is left out
//	lines     a text that may have line breaks
//	digits    a text that may be a whole number in JSON
//
// The tag keep is a number from 1. It is in stores and never changes; a new field
// gets a new number. With "with=K" the text and the flag under the key K are
// remembered as one value; with "alone" the flag says something without the text. With
// "with=K" on an amount the flag says that it is told, and is 0: as such it is stored.
// On an embedded struct keep is the number of its first field.
package model
