package postgres

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// texts are statements in PostgreSQL's own words, which are made once each.
type texts struct {
	words    *strings.Replacer // in braces
	made     sync.Map          // by what they were made of
	numbered sync.Map          // likewise
	count    atomic.Int64
}

// mostTexts is how many are kept: there are a few dozen, but for lists of arguments of every
// length.
const mostTexts = 1000

// of puts in the words in braces.
func (t *texts) of(sql string) string {
	return t.keep(&t.made, sql, func() string { return t.words.Replace(sql) })
}

// number also puts in numbers for question marks outside of names.
func (t *texts) number(sql string) string {
	return t.keep(&t.numbered, sql, func() string { return numbered(t.words.Replace(sql)) })
}

func (t *texts) keep(in *sync.Map, sql string, make func() string) string {
	if text, ok := in.Load(sql); ok {
		return text.(string)
	}
	text := make()
	if t.count.Add(1) <= mostTexts {
		in.Store(sql, text)
	}
	return text
}

func numbered(sql string) string {
	b := make([]byte, 0, len(sql)+16)
	number, named := 0, false
	for i := range len(sql) {
		switch c := sql[i]; {
		case c == '?' && !named:
			number++
			b = strconv.AppendInt(append(b, '$'), int64(number), 10)
		default:
			named = named != (c == '"')
			b = append(b, c)
		}
	}
	return string(b)
}
