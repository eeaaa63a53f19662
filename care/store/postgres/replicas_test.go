//go:build unix

package postgres

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/replicas"
)

// A place is where the processes of a test find their store.
type place struct{ DSN, Schema string }

func (p place) String() string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // two texts
	}
	return string(text)
}

// A replicaStore closes its pool with itself.
type replicaStore struct {
	*Store
	pool *pgxpool.Pool
}

func (s replicaStore) Close() error {
	s.pool.Close()
	return s.Store.Close()
}

func openPlace(text string) (care.Shared, error) {
	var p place
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(p.DSN)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 8
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		return nil, err
	}
	s, err := Open(context.Background(), pool, Options{Schema: p.Schema})
	if err != nil {
		pool.Close()
		return nil, err
	}
	return replicaStore{s, pool}, nil
}

func TestReplicaChild(t *testing.T) { replicas.Child(t, openPlace) }

func Test三个进程共用一个库_换班被杀打盹走快_一单不少一单不重(t *testing.T) {
	needServer(t)
	replicas.Test(t, func(t *testing.T) string {
		_, _, o := newStore(t, 16)
		require.NotEmpty(t, o.Schema)
		return place{testDSN, o.Schema}.String()
	}, openPlace)
}
