package postgres_test

import (
	"context"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/postgres"
)

// The tables are made when the host migrates, and the store is opened when it starts.
func ExampleOpen() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, postgres.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	store, err := postgres.Open(ctx, pool, postgres.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := care.Load(os.DirFS("rules"), "*.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := care.New(rules, care.Options{Store: store})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close(ctx)
	_ = engine.Run(ctx)
}

// The order and the event about it are written together, or neither is.
func ExampleStore_Enqueue() {
	pay := func(ctx context.Context, pool *pgxpool.Pool, store *postgres.Store, paid tiexin.Event) error {
		return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `UPDATE orders SET status = 'paid' WHERE id = $1`, paid.Order.ID); err != nil {
				return err
			}
			return store.Enqueue(ctx, tx, paid)
		})
	}
	_ = pay
}
