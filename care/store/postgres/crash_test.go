package postgres

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// crashPlace is a place for a store: how to reach the server, and the schema.
func crashPlace(t *testing.T, dsn string, o Options) string {
	t.Helper()
	o.Partitions = 8
	require.NoError(t, Migrate(ctx, newPool(t, dsn), o))
	return dsn + "\n" + o.Schema
}

func crashOpen(place string) (care.Store, error) {
	dsn, schema, _ := strings.Cut(place, "\n")
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s, err := Open(ctx, pool, Options{Schema: schema, Timeout: 5 * time.Second})
	if err != nil {
		pool.Close()
		return nil, err
	}
	return owning{s, pool}, nil
}

// owning closes the pool with the store.
type owning struct {
	*Store
	pool *pgxpool.Pool
}

func (o owning) Close() error {
	o.pool.Close()
	return o.Store.Close()
}

func TestCrashChild(t *testing.T) { crash.Child(t, crashOpen) }

func Test任何一刻被杀_应承过的一件不少_一件不多(t *testing.T) {
	crash.Kill(t, crashPlace(t, testDSN, newSchema(t)), crashOpen)
}

func Test百件忘一件的存储_查得出来(t *testing.T) {
	crash.Control(t, crashPlace(t, testDSN, newSchema(t)), crashOpen)
}

// The server is killed while the shop works; it comes back, and the shop goes on.
func Test数据库忙时被杀_重启后接着做_应承过的一件不少(t *testing.T) {
	s := ownServer(t)
	l := &crash.Loop{Place: crashPlace(t, s.dsn(), Options{}), Open: crashOpen, Faulty: true}
	for range l.Cycles(t, 2, 10) {
		l.Child(t, func(p *os.Process) {
			defer l.Kill(p)
			time.Sleep(crash.AnyInstant())
			if assert.NoError(t, s.kill()) && assert.NoError(t, s.start()) {
				time.Sleep(crash.AnyInstant())
			}
		})
		l.Verify(t)
	}
	l.Report(t)
}
