package aliyun

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
)

// loose is a text that Aliyun writes now as a text and now as a number or a truth.
type loose string

var errNotOne = errors.New("there is a list or an object where one value belongs")

// UnmarshalJSON takes a text, a number, true, false or null.
func (l *loose) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		return json.Unmarshal(data, (*string)(l))
	}
	if bytes.Equal(data, []byte("null")) {
		*l = ""
		return nil
	}
	if data[0] == '{' || data[0] == '[' {
		return errNotOne
	}
	*l = loose(data)
	return nil
}

// number is a count; zero: it is none.
func (l loose) number() int {
	n, err := strconv.Atoi(string(l))
	if err != nil || n < 0 {
		return 0
	}
	return n
}
