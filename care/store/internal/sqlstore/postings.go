package sqlstore

import "github.com/tiexin-go/tiexin/care"

// Changes are what the commits of a transaction do to the outbox, in order.
type Changes struct {
	Send   []Sent
	Cancel []Cancelled
	// Entangled: two commits name the same posting, and have to be applied one after the
	// other.
	Entangled bool
}

// A Sent is a posting of a commit.
type Sent struct {
	Commit int
	*care.Posting
}

// A Cancelled is a posting that a commit takes back.
type Cancelled struct {
	Commit int
	ID     string
}

// ChangesOf says what commits do to the outbox. Of two postings of one commit with the
// same ID it keeps the second, and it cancels nothing that the commit sends anew.
func ChangesOf(commits []care.Commit) Changes {
	var c Changes
	n := 0
	for i := range commits {
		n += len(commits[i].Send) + len(commits[i].Cancel)
	}
	if n == 0 {
		return c
	}
	last := make(map[string]Sent, n) // by which commit an ID was named, and its posting
	for i := range commits {
		for j := range commits[i].Send {
			m := &commits[i].Send[j]
			if one, named := last[m.ID]; named && one.Commit != i {
				c.Entangled = true
			}
			last[m.ID] = Sent{i, m}
		}
		for _, id := range commits[i].Cancel {
			one, named := last[id]
			switch {
			case named && one.Commit != i:
				c.Entangled = true
			case !named:
				last[id] = Sent{Commit: i}
				c.Cancel = append(c.Cancel, Cancelled{i, id})
			}
		}
		for j := range commits[i].Send {
			if m := &commits[i].Send[j]; last[m.ID].Posting == m {
				c.Send = append(c.Send, Sent{i, m})
			}
		}
	}
	return c
}
