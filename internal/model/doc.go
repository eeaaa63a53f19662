// Package model reads the structs of package tiexin once, by their tags. So reading JSON,
// checking, normalising and remembering all use one description.
//
// A [Shape] is a struct type, a [Field] one of its fields. Three tags describe a field:
//
//	json  its key; omitzero on a list means that [] differs from nothing
//	is    its meaning: words separated by commas, see below
//	keep  the number under which it is remembered; no tag: it is not remembered
//
// The words of the tag is:
//
//	id event money signed count date phone number extension channel purpose status region
//	customer consent
//	          the meaning of the value (see [Role]); default: that of its Go type
//	most=5    a whole number from 0 to 5; at most so many words, or bytes of an id
//	zero=K    an amount; the flag under the key K means that it is stated, and is 0
//	after=K   a time that cannot be before the time under the key K
//	required  it must be present
//	side      if it cannot be read, it is left out
//	lines     a text that may have line breaks
//	digits    a text that may be a whole number in JSON
//
// The tag keep is a number from 1. It is in stores and never changes; a new field gets a
// new number. With "with=K" the text and the flag under the key K are remembered as one
// value. With "alone" the flag has a meaning without the text. On an amount, "with=K"
// stores a stated 0. On an embedded struct, keep is the number of its first field.
package model
