package remember

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care/internal/ask"
)

// A Child is a customer's child as what a flow may be about. The customer's picture
// lists the children. One without a valid consent of the guardian is as one that is not
// there, and so are children who cannot be told apart: two with one id, or without any.
// What was said about a child is remembered while it is away.
type Child struct {
	Subject
	// Thing is the child as the picture has it; nothing while it is not There.
	Thing tiexin.Child
	// There says that rules may look at the child.
	There bool
	// Refused says that it is not there only because a guardian's consent is missing.
	Refused bool

	since int64 // when a picture first showed it with a consent
	left  int64 // since when it is not there; 0: it is
}

// Since is when a picture first showed the child with a guardian's consent, in
// milliseconds.
func (k *Child) Since() int64 { return k.since }

// Child finds a child by its id; nil: rules never saw it.
func (c *Customer) Child(id string) *Child {
	i, found := slices.BinarySearchFunc(c.Children, id, byChild)
	if !found {
		return nil
	}
	return c.Children[i]
}

func byChild(k *Child, id string) int { return cmp.Compare(k.ID, id) }

// OnlyChild is the one child that rules may look at; nil: there is none, or several.
func (c *Customer) OnlyChild() (only *Child) {
	for _, k := range c.Children {
		switch {
		case !k.There:
		case only != nil:
			return nil
		default:
			only = k
		}
	}
	return only
}

// A withdrawal says when a consent was revoked by its id, of which only a hash is kept.
type withdrawal struct {
	consent uint64
	at      int64
	unknown string // fields
}

// withdrawnMost bounds how many withdrawals are known.
const withdrawnMost = 64

// noteWithdrawal keeps the last time that a consent was revoked.
func (c *Customer) noteWithdrawal(w withdrawal) {
	if i := slices.IndexFunc(c.withdrawn, func(x withdrawal) bool { return x.consent == w.consent }); i >= 0 {
		c.withdrawn[i].at = max(c.withdrawn[i].at, w.at)
	} else {
		c.withdrawn = append(c.withdrawn, w)
	}
	slices.SortFunc(c.withdrawn, func(a, b withdrawal) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.consent, b.consent)) })
	if more := len(c.withdrawn) - withdrawnMost; more > 0 {
		c.withdrawn = slices.Delete(c.withdrawn, 0, more)
	}
}

// stands says that a guardian's consent was given and not revoked since.
func (c *Customer) stands(consent string) bool {
	if consent == "" {
		return false
	}
	hash := Hash(consent)
	i := slices.IndexFunc(c.withdrawn, func(w withdrawal) bool { return w.consent == hash })
	return i < 0 || slices.ContainsFunc(c.Consents, func(said tiexin.Consent) bool {
		return !said.Refused && said.ID == consent && Millis(said.At) > c.withdrawn[i].at
	})
}

// childrenShown is when the picture that lists the children was taken.
func (c *Customer) childrenShown() int64 {
	if len(c.stamps) == 0 {
		return 0
	}
	return *c.Picture.stamp(customerFields, unsafe.Pointer(&c.Thing.Children))
}

// meetChildren looks at the list of children anew, as of a millisecond, and returns those
// of whom rules see something else than before.
func (c *Customer) meetChildren(at int64) (changed []*Child) {
	c.showChildren(c.Thing.Children, c.childrenShown())
	for _, k := range c.Children {
		was, wasThere := k.Thing, k.There
		k.Thing, k.There, k.Refused = c.listed(k.ID)
		if k.There {
			k.left = 0
		} else if k.left == 0 {
			k.left = at
		}
		if k.Thing != was || k.There != wasThere {
			changed = append(changed, k)
		}
	}
	return changed
}

// showChildren notes that a picture showed children with a guardian's consent, whether or
// not it stands, and whether or not a newer picture is known.
func (c *Customer) showChildren(children []tiexin.Child, at int64) {
	for i := range children {
		if children[i].ConsentID == "" {
			continue
		}
		place, known := slices.BinarySearchFunc(c.Children, children[i].ID, byChild)
		if !known {
			k := c.newChild(children[i].ID)
			k.since = at
			c.Children = slices.Insert(c.Children, place, k)
		}
		c.Children[place].since = min(c.Children[place].since, at)
	}
}

// Idle says that the child is away, and that nothing waits for it.
func (k *Child) Idle() bool {
	return !k.There && len(k.Wakes)+len(k.Begun) == 0 && !slices.ContainsFunc(k.Firings, func(f *Firing) bool { return !f.Over() })
}

// listed is the child with an id as the picture has it, if it may be looked at.
func (c *Customer) listed(id string) (child tiexin.Child, there, refused bool) {
	i := slices.IndexFunc(c.Thing.Children, func(t tiexin.Child) bool { return t.ID == id })
	switch {
	case i < 0:
		return child, false, false
	case !c.stands(c.Thing.Children[i].ConsentID):
		return child, false, true
	case !c.isOne(&c.Thing.Children[i]):
		return child, false, false
	}
	return c.Thing.Children[i], true, false
}

// isOne says that no other child has the id of this one.
func (c *Customer) isOne(t *tiexin.Child) bool {
	return !slices.ContainsFunc(c.Thing.Children, func(other tiexin.Child) bool { return other.ID == t.ID && other != *t })
}

// absorbChildren takes over what was said about children under another id. The list of
// them is the newer one already.
func (c *Customer) absorbChildren(from *Customer) (aside []*Firing) {
	for _, w := range from.withdrawn {
		c.noteWithdrawal(w)
	}
	for _, k := range from.Children {
		place, known := slices.BinarySearchFunc(c.Children, k.ID, byChild)
		if !known {
			mine := c.newChild(k.ID)
			mine.since, mine.left = k.since, k.left
			c.Children = slices.Insert(c.Children, place, mine)
		}
		mine := c.Children[place]
		mine.since, mine.left = min(mine.since, k.since), max(mine.left, k.left)
		aside = append(aside, mine.Subject.absorb(&k.Subject, !known)...)
	}
	c.meetChildren(c.Now)
	return aside
}

func (k *Child) restsAt() int64 {
	if k.left == 0 {
		return 0
	}
	return k.left + quietFor.Milliseconds()
}

func (c *Customer) newChild(id string) *Child {
	k := again(&c.spareChildren)
	k.Subject.reset(ask.Child, id)
	k.Thing, k.There, k.Refused, k.since, k.left = tiexin.Child{}, false, false, 0, 0
	return k
}

// plain says that the list of children alone tells all there is to know of the child.
func (k *Child) plain(shown int64) bool {
	return k.There && k.since == shown && len(k.Heard)+len(k.Wakes)+len(k.Ended)+len(k.Firings)+len(k.Begun) == 0 && k.unknown == ""
}

func (c *Customer) putChildren(w *Writer) {
	shown := c.childrenShown()
	for _, k := range c.Children {
		if k.plain(shown) {
			continue
		}
		at := w.Field(childKey)
		w.Text(k.ID)
		k.Subject.put(w)
		w.at(sinceKey, k.since)
		w.at(leftKey, k.left)
		w.End(at, k.unknown)
	}
	for i := range c.withdrawn {
		at := w.Field(withdrawnKey)
		w.instant(c.withdrawn[i].at)
		w.hash(consentSumKey, c.withdrawn[i].consent)
		w.End(at, c.withdrawn[i].unknown)
	}
}

func (c *Customer) getChild(r *Reader) {
	around := r.Enter()
	k := c.newChild(r.Text())
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		switch {
		case k.Subject.take(key, r, c):
		case key == sinceKey:
			k.since = r.instant()
		case key == leftKey:
			k.left = r.instant()
		default:
			r.Unknown(key, &k.unknown)
		}
	}
	c.Children = append(c.Children, k)
	r.Leave(around)
}

func getWithdrawal(r *Reader) withdrawal {
	around := r.Enter()
	defer r.Leave(around)
	w := withdrawal{at: r.instant()}
	for key, ok := r.Next(); ok; key, ok = r.Next() {
		if key == consentSumKey {
			w.consent = r.hash()
		} else {
			r.Unknown(key, &w.unknown)
		}
	}
	return w
}
