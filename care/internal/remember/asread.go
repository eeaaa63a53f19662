package remember

// An asRead is where some fields stand in the blob that they were read from. As long as
// nothing of them changes, and times count from the same instant, they are written back
// as they stand: what an event costs does not grow with what it leaves alone.
type asRead struct {
	fields    string // with their keys; empty: they changed, or do not stand side by side
	from      int    // where they begin in what was read
	now       int64  // the instant that their times count from
	scattered bool   // they do not stand side by side, or changed
}

// add takes note of a field that was just read and begins at a place.
func (a *asRead) add(r *Reader, begins int) {
	switch {
	case a.scattered || r.Err != nil:
	case a.fields == "":
		a.from, a.now, a.fields = begins, r.now, r.Data[begins:r.At]
	case a.from+len(a.fields) == begins:
		a.fields = r.Data[a.from:r.At]
	default:
		a.changed()
	}
}

// changed says that the fields are not as they were read.
func (a *asRead) changed() { a.fields, a.scattered = "", true }

// put writes the fields as they were read; false: they have to be written anew.
func (a *asRead) put(w *Writer) bool {
	if a.fields == "" || a.now != w.now {
		return false
	}
	w.Buf = append(w.Buf, a.fields...)
	return true
}
