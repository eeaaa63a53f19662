package care

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"io/fs"
	"time"

	"github.com/tiexin-go/tiexin/care/rule"
)

// WatchOptions configure Watch. The zero options read the files every three seconds.
type WatchOptions struct {
	// Every is the interval between two readings. A change counts when two readings in a
	// row are the same, so it takes up to twice as long. Default: 3 s.
	Every time.Duration
	// Swap receives the new rules: a host may ask for approval first, or log the change.
	// If it returns an error, the change is refused like a faulty file. Default:
	// Engine.Swap.
	Swap func(*Rules) error
	// Failed receives the error of a refused change: every problem of every file, as from
	// [Load], once for each change. The engine's Logger logs it as well. Default: none.
	Failed func(error)
	// Fixed learns that the files are the rules in use again, after a change that was
	// refused: somebody has mended it, or taken it back. The Logger learns it as well.
	// Default: nobody.
	Fixed func()
}

// Watch updates an engine's rules when the files of a folder change (热更新), until the
// context ends; then it returns the context's error. After [Engine.Close] it returns
// [ErrClosed]. The files are those that [Load] reads by the same patterns. It compares their
// content and not their times. A file with only a new time is no change, and a change between
// Load and Watch is found.
//
// Rules that load go to [Engine.Swap]. Rules with a fault change nothing: the engine keeps
// its rules, and WatchOptions.Failed and the Logger get every problem, once. A folder that
// cannot be read, or has lost all its files, is treated the same.
//
// A file that is half written at two readings in a row is refused if faulty, and used if
// it is valid. Write a large file outside the folder and rename it. Each engine of a shop
// watches for itself.
func Watch(ctx context.Context, e *Engine, fsys fs.FS, o WatchOptions, patterns ...string) error {
	switch {
	case ctx == nil:
		return errNoContext
	case e == nil:
		return zh.Error("care: the engine is missing; care.New makes one")
	case fsys == nil:
		return errNoFolder
	}
	if o.Every <= 0 {
		o.Every = 3 * time.Second
	}
	if o.Swap == nil {
		o.Swap = e.Swap
	}
	if o.Failed == nil {
		o.Failed = func(error) {}
	}
	if o.Fixed == nil {
		o.Fixed = func() {}
	}
	w := watcher{engine: e, folder: fsys, patterns: patterns, options: o}
	for {
		if e.isClosed() {
			return ErrClosed
		}
		w.look()
		if err := pause(ctx, o.Every, e.batches.Done()); err != nil {
			return err
		}
	}
}

// A watcher remembers what it has read by its hash.
type watcher struct {
	engine   *Engine
	folder   fs.FS
	patterns []string
	options  WatchOptions

	last    uint64 // what the last reading found
	judged  uint64 // what was last taken or refused
	refused bool   // it was refused
}

// look reads the files, and judges what stands still and is new.
func (w *watcher) look() {
	files, err := rule.Files(w.folder, w.patterns...)
	found := hashOf(files, err)
	still := found == w.last
	w.last = found
	if !still || found == w.judged {
		return
	}
	w.judged = found
	if err == nil {
		err = w.take(files)
	}
	before := w.refused
	switch w.refused = err != nil; {
	case w.refused:
		w.engine.options.Logger.Error("care: the rules that changed are refused, and the ones in use stay", "error", err)
		w.options.Failed(err)
	case before:
		w.engine.options.Logger.Info("care: the files are the rules in use again")
		w.options.Fixed()
	}
}

// take has the engine decide by the files, unless it does already.
func (w *watcher) take(files []rule.File) error {
	rules, problems := rule.Load(files...)
	if err := problems.Err(); err != nil {
		return err
	}
	if rules.Fingerprint() == w.engine.Rules().Fingerprint() {
		return nil
	}
	if err := w.options.Swap(rules); err != nil {
		return zh.Error("care: the new rules were not taken: %w", err)
	}
	w.engine.options.Logger.Info("care: the rules have changed", "files", len(files))
	return nil
}

// hashOf stands for what a reading found: the files, their names among it, or why they
// cannot be read.
func hashOf(files []rule.File, err error) uint64 {
	h := fnv.New64a()
	add := func(data []byte) {
		_, _ = h.Write(binary.AppendUvarint(nil, uint64(len(data))))
		_, _ = h.Write(data)
	}
	if err != nil {
		add([]byte(err.Error()))
	}
	for _, f := range files {
		add([]byte(f.Name))
		add(f.Data)
	}
	return h.Sum64()
}
