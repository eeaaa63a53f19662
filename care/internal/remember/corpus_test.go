package remember

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/internal/model"
)

// corpus are the blobs of a version that shops may have, by name. Nothing of it may be
// changed or taken out.
func corpus(t testing.TB, version int) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", fmt.Sprint("v", version), "*.base64"))
	require.NoError(t, err)
	all := map[string][]byte{}
	for _, file := range files {
		encoded, err := os.ReadFile(file)
		require.NoError(t, err)
		blob, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(encoded)))
		require.NoError(t, err)
		require.EqualValues(t, version, blob[0])
		all[strings.TrimSuffix(filepath.Base(file), ".base64")] = blob
	}
	return all
}

// TestCorpus_从前写下的记忆_读得出_意思不变: the corpus holds blobs of every version since the first that shops may
// have, each with what it means beside it.
func TestCorpus_从前写下的记忆_读得出_意思不变(t *testing.T) {
	for version := oldest; version <= Version; version++ {
		blobs := corpus(t, version)
		require.GreaterOrEqual(t, len(blobs), 24, "version %d: go test ./care -run Corpus -collect", version)
		for name, blob := range blobs {
			m, err := Decode(blob)
			require.NoError(t, err, name)
			meant := meaning(t, m)
			beside := filepath.Join("testdata", "corpus", fmt.Sprint("v", version), name+".golden")
			if _, err := os.Stat(beside); *update && os.IsNotExist(err) {
				require.NoError(t, os.WriteFile(beside, []byte(meant), 0o644))
			}
			want, err := os.ReadFile(beside)
			require.NoError(t, err)
			assert.Equal(t, string(want), meant, "%s of version %d", name, version)

			m, _ = Decode(blob)
			written := m.Encode()
			assert.EqualValues(t, Version, written[0])
			again, err := Decode(written)
			require.NoError(t, err, name)
			assert.Equal(t, string(want), meaning(t, again), "%s of version %d, written again", name, version)
			assert.LessOrEqual(t, len(written), len(blob)*11/10+16, "%s of version %d", name, version)
			if m, _ = Decode(written); version == Version {
				written = blob
			}
			assert.Equal(t, written, m.Encode(), "%s of version %d", name, version)
		}
	}
}

// meaning is all that a memory says, a line for each value that is not zero.
func meaning(t *testing.T, m *Customer) string {
	t.Helper()
	m.SlotsSince(0)
	m.Subjects(Everything, func(*Subject) {})
	require.NoError(t, m.Err())
	var lines []string
	tell(&lines, "", reflect.ValueOf(m).Elem())
	if most := 300; len(lines) > most {
		rest := strings.Join(lines[most:], "\n")
		lines = append(lines[:most], fmt.Sprintf("and %d lines more, of the sum %x", len(lines)-most, sha256.Sum256([]byte(rest))))
	}
	return strings.Join(lines, "\n") + "\n"
}

// passing are the fields that only the work of the moment needs.
var passing = []string{
	"Firing.Subject", "Heard.number", "Beginning.number", "Subject.frame", "Subject.at", "Subject.next", "Customer.spareOrders", "Customer.spareParcels", "Customer.spareChats",
	"Customer.spareFirings", "Customer.happened", "Customer.writer", "Customer.reader", "Customer.opener", "Customer.base", "Customer.saidBefore",
}

func tell(lines *[]string, path string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		tell(lines, path, v.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[asRead]() {
			return // how it was written
		}
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Interface().(*time.Time)
			*lines = append(*lines, path+" "+at.UTC().Format(time.RFC3339Nano))
			return
		}
		for i := range v.NumField() {
			if stamps, ok := stampsOf(v.Type(), i); ok {
				for place, k := range stamps.Kept {
					if v.Field(i).Len() > 0 {
						tell(lines, path+".stamp of "+k.Name(), v.Field(i).Index(place))
					}
				}
				continue
			}
			name := v.Type().Field(i).Name
			if name == "unknown" || name == "Unknown" || name == "proofs" || name == "later" {
				continue // what this version does not know
			}
			if !slices.Contains(passing, v.Type().Name()+"."+name) {
				tell(lines, path+"."+name, v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			*lines = append(*lines, fmt.Sprintf("%s %x", path, v.Bytes()))
			return
		}
		for i := range v.Len() {
			tell(lines, fmt.Sprintf("%s %d", path, i), v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			tell(lines, path+" "+k.String(), v.MapIndex(k))
		}
	case reflect.String:
		*lines = append(*lines, fmt.Sprintf("%s %q", path, v.String()))
	default:
		*lines = append(*lines, fmt.Sprintf("%s %v", path, v))
	}
}

// stampsOf says that a field is the stamps of a picture, and of what: the places of the
// fields of a picture are not the same in every version, their names are.
func stampsOf(t reflect.Type, i int) (*model.Shape, bool) {
	if t.Field(i).Name != "stamps" {
		return nil, false
	}
	return map[reflect.Type]*model.Shape{
		reflect.TypeFor[tiexin.Customer](): customerFields.Shape, reflect.TypeFor[tiexin.Order](): orderFields.Shape,
		reflect.TypeFor[tiexin.Parcel](): parcelFields.Shape, reflect.TypeFor[tiexin.Chat](): chatFields.Shape,
	}[t.Field(0).Type], true
}

// FuzzOpen: whatever the bytes, no panic, and what is read and opened is written as it
// will be written again.
func FuzzOpen(f *testing.F) {
	for version := oldest; version <= Version; version++ {
		for _, blob := range corpus(f, version) {
			if len(blob) < 1<<12 {
				f.Add(blob)
			}
		}
	}
	open := func(blob []byte) (*Customer, error) {
		m, err := Decode(blob)
		if err == nil {
			m.Subjects(Everything, func(*Subject) {})
			m.SlotsSince(0)
			err = m.Err()
		}
		return m, err
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		m, err := open(blob)
		if err != nil {
			return
		}
		once := m.Encode()
		again, err := open(once)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if twice := again.Encode(); !bytes.Equal(once, twice) {
			t.Fatalf("written twice, and not the same: %q, %q", once, twice)
		}
	})
}
