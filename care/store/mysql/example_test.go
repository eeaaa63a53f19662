package mysql_test

import (
	"context"
	"database/sql"
	"os"
	"strings"

	driver "github.com/go-sql-driver/mysql"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/care"
	"github.com/tiexin-go/tiexin/care/store/mysql"
)

// The shop makes the tables and opens the store.
func ExampleOpen() {
	ctx := context.Background()
	config, err := driver.ParseDSN("shop:secret@tcp(db:3306)/shop")
	if err != nil {
		panic(err)
	}
	if err := mysql.Migrate(ctx, config, mysql.Options{}); err != nil {
		panic(err)
	}
	store, err := mysql.Open(ctx, config, mysql.Options{})
	if err != nil {
		panic(err)
	}
	defer store.Close()
	rules, err := care.Load(os.DirFS("rules"), "*.yaml")
	if err != nil {
		panic(err)
	}
	engine, err := care.New(rules, care.Options{Store: store})
	if err != nil {
		panic(err)
	}
	defer engine.Close(ctx)
}

// The order and the event about it are committed together.
func ExampleStore_Enqueue() {
	place := func(ctx context.Context, db *sql.DB, store *mysql.Store, event tiexin.Event) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() // nothing, after the commit
		if _, err := tx.ExecContext(ctx, "INSERT INTO orders (id, amount) VALUES (?, ?)", event.Order.ID, event.Order.Amount); err != nil {
			return err
		}
		if err := store.Enqueue(ctx, tx, event); err != nil {
			return err
		}
		return tx.Commit()
	}
	_ = place
}

// A host with a migration tool of its own gets the statements.
func ExampleMigrateSQL() {
	var file strings.Builder // or a file of the tool
	if err := mysql.MigrateSQL(&file, mysql.Options{Partitions: 16}, 0); err != nil {
		panic(err)
	}
	os.Stdout.WriteString(strings.Join(strings.SplitN(file.String(), "\n", 3)[:2], "\n") + "\n")
	// Output:
	// -- tiexin care: schema 1.1
	// CREATE TABLE IF NOT EXISTS `care_version` (
}
