package taobao

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"

	"github.com/tiexin-go/tiexin/care/feed/internal/field"
)

// A message is one of TMC's: an envelope with what it says.
type message struct {
	id        text
	topic     string
	seller    text
	publisher text
	published text
	content   object
}

var errNoMessage = errors.New("it is neither a message, nor a list of them, nor an answer of taobao.tmc.messages.consume")

// bodies are the messages in what came: the answer that holds them, a list, or one alone.
func bodies(data []byte) ([][]byte, error) {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) > math.MaxInt32 || !json.Valid(data):
		return nil, errNoMessage
	case data[0] == '[':
		return field.Elements(data), nil
	case data[0] != '{':
		return nil, errNoMessage
	}
	if o := split(data); o.raw("topic") == nil {
		if answer := o.raw("tmc_messages_consume_response"); len(answer) == 0 || answer[0] != '{' {
			return nil, errNoMessage
		}
		all, ok := o.object("tmc_messages_consume_response").list("messages", "tmc_message")
		if !ok {
			return nil, errors.New("it is an answer of taobao.tmc.messages.consume whose messages are not a list")
		}
		return all, nil
	}
	return [][]byte{data}, nil
}

// open reads an envelope and what it says: a text that holds JSON, or JSON itself.
func open(body []byte) (message, error) {
	o := split(body)
	m := message{
		id: o.text("id"), topic: o.str("topic"), seller: o.text("user_id"), publisher: o.text("pub_app_key"), published: o.text("pub_time"),
	}
	if m.topic == "" {
		return m, errNoMessage
	}
	said := o.raw("content")
	if len(said) > 0 && said[0] == '"' {
		said = field.Unquote(said)
	}
	var ok bool
	if m.content, ok = objectIn(said); !ok && len(said) > 0 {
		return m, errors.New("content is not a JSON object")
	}
	if m.id == "" {
		m.id = m.content.text("msg_id")
	}
	if m.id == "" {
		return m, errors.New("it has no id")
	}
	return m, nil
}
