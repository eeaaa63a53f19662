package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Replicas that sign by secrets of their own refuse each other's requests, and do not find
// each other's numbers.
func TestOverADatabaseServerTheSecretIsGivenAndNotMade(t *testing.T) {
	data := t.TempDir()
	t.Setenv(secretVariable, "")
	for _, store := range []string{"postgres://care@nowhere/shop", "mysql://care@nowhere/shop"} {
		err := start(t.Context(), []string{"-data", data, "-store", store})
		assert.ErrorContains(t, err, "set SHOP_SECRET, to the same for every replica")
	}
	assert.NoFileExists(t, data+"/secret")

	t.Setenv(secretVariable, "too short")
	for _, c := range []config{{data: data}, {data: data, store: "postgres://care@nowhere/shop"}} {
		_, err := secretOf(c)
		assert.ErrorContains(t, err, "SHOP_SECRET holds fewer than 16 characters")
	}
	t.Setenv(secretVariable, "one that every replica has\n")
	for _, c := range []config{{data: t.TempDir(), store: "postgres://care@nowhere/shop"}, {data: t.TempDir()}} {
		given, err := secretOf(c)
		require.NoError(t, err)
		assert.Equal(t, "one that every replica has", string(given))
	}
	t.Setenv(secretVariable, "")
	made, err := secretOf(config{data: data})
	require.NoError(t, err)
	again, err := secretOf(config{data: data})
	require.NoError(t, err)
	assert.Equal(t, made, again, "over SQLite it lies in the folder")
}

// A command line is seen by everybody on the machine.
func TestTheAddressOfTheDatabaseMayComeFromTheEnvironment(t *testing.T) {
	t.Setenv(storeVariable, "oracle://db")
	assert.ErrorContains(t, start(t.Context(), []string{"-data", t.TempDir(), "-migrate"}), "-store oracle:")
	assert.ErrorContains(t, start(t.Context(), []string{"-data", t.TempDir(), "-migrate", "-store", "sybase://db"}), "-store sybase:", "the command line has the last word")
}

func TestNoErrorShowsThePasswordOfTheDatabase(t *testing.T) {
	for _, store := range []string{"host=db password=hunter2", "oracle://care:hunter2@db", "mysql://care:hunter2@db:x/shop", "postgres://care:hunter2@db:x/shop"} {
		_, err := openDatabase(t.Context(), config{data: t.TempDir(), store: store}, false)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "hunter2")
	}
}

// The events of the page happen when they are posted, whenever somebody tries them.
func Test照着首页发两个事件_先等着提醒_付了就说谢谢(t *testing.T) {
	atTen(t, func(s *shop) {
		c := config{secret: secret, client: &http.Client{Transport: over(func() http.Handler { return s.webhooks() })}}
		posts := func(file string) {
			var out bytes.Buffer
			require.NoError(s, postFile(s.Context(), &out, c, "http://host/events", file))
			assert.Equal(s, "200 OK", strings.TrimSpace(out.String()))
			s.settles()
		}
		s.passes(time.Hour)
		posts("event.json")
		assert.Contains(s, s.page("/why?customer=AAH1"), "时间还没到")
		posts("paid.json")
		assert.Equal(s, []string{"13800000000 SMS_1004 小鱼"}, s.sent())

		dated := filepath.Join(s.TempDir(), "dated.json")
		require.NoError(s, os.WriteFile(dated, []byte(wangPays), 0o600))
		posts(dated)
		at := int64(0)
		require.NoError(s, s.books.query(s.Context(), s.books.db, func(scan func(...any) error) error { return scan(&at) }, `SELECT changed_at FROM shop_orders WHERE id = 'T1'`))
		assert.Equal(s, time.Hour, time.Since(time.UnixMilli(at)).Truncate(time.Minute), "a time that stands in a file is kept")
	})
}
