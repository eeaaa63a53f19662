package weixin

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// An Element is a piece of XML: texts, or other elements.
type Element struct {
	Name     string
	text     []byte
	children []*Element
}

// The largest XML that is read.
const (
	mostDepth    = 8
	mostElements = 1000
)

var errXML = errors.New("it is not XML in WeChat's format")

// Parse reads a push. A document type, an entity of its own and XML that is too deep are
// refused: no push has them.
func Parse(body []byte) (*Element, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	root := &Element{}
	open := []*Element{root}
	count := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errXML
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; len(open) > mostDepth || count > mostElements {
				return nil, errXML
			}
			e := &Element{Name: t.Name.Local}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			if len(open) == 1 || top.Name != t.Name.Local {
				return nil, errXML
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.text = append(top.text, t...)
		case xml.Directive:
			return nil, errXML
		}
	}
	if len(open) != 1 || len(root.children) != 1 {
		return nil, errXML
	}
	return root.children[0], nil
}

// Get is the text of the first element on a path, without the blanks around it; empty: there
// is none.
func (e *Element) Get(path ...string) string {
	for _, name := range path {
		if e = e.child(name); e == nil {
			return ""
		}
	}
	return strings.TrimSpace(string(e.text))
}

func (e *Element) child(name string) *Element {
	for _, c := range e.children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// All are the elements of a name below the first element of another.
func (e *Element) All(parent, name string) (all []*Element) {
	p := e.child(parent)
	if p == nil {
		return nil
	}
	for _, c := range p.children {
		if c.Name == name {
			all = append(all, c)
		}
	}
	return all
}
