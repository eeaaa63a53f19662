package mysql

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/internal/crash"
)

// The order and the letter about it are there together, or neither is: whatever the
// host's own connections speak like.
func Test随订单一起提交_一起回滚(t *testing.T) {
	config := base(t)
	s := made(t, config, Options{Partitions: 1})
	run(t, config, "CREATE TABLE orders (id INT)")
	p, err := s.Acquire(ctx, 0, "owner", 0)
	require.NoError(t, err)
	event := crash.Event(0, 1, 1, false, crash.Day(0))
	event.Order.Title = "\"羊绒\" '围巾' \\ 第{records}款 partition ?"
	want, err := care.LettersOf(1, event)
	require.NoError(t, err)
	for i, mode := range []string{"", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", "ANSI"} {
		config.Params = map[string]string{"sql_mode": "'" + mode + "'"}
		config.InterpolateParams = i == 1
		host := pool(t, config)
		for _, commit := range []bool{false, true} {
			tx, err := host.BeginTx(ctx, nil)
			require.NoError(t, err)
			_, err = tx.Exec("INSERT INTO orders VALUES (1)")
			require.NoError(t, err)
			require.NoError(t, s.Enqueue(ctx, tx))
			require.NoError(t, s.Enqueue(ctx, tx, event))
			letters, err := p.Letters(ctx, 10)
			require.NoError(t, err)
			assert.Empty(t, letters, "the host has not committed")
			if !commit {
				require.NoError(t, tx.Rollback())
				continue
			}
			require.NoError(t, tx.Commit())
			letters, err = p.Letters(ctx, 10)
			require.NoError(t, err)
			require.Len(t, letters, 1)
			assert.Equal(t, string(want[0].Body), string(letters[0].Body))
			_, err = p.Apply(ctx, care.Tx{Taken: []int64{letters[0].Number}})
			require.NoError(t, err)
		}
	}
	tx, err := pool(t, config).BeginTx(ctx, nil)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback() }()
	event.Customer.ID = ""
	require.ErrorContains(t, s.Enqueue(ctx, tx, event), "event 1 of 1")
}
