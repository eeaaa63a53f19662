package mysql

import (
	"context"
	"fmt"
	"strings"

	"github.com/tiexin-go/tiexin/care/store/internal/sqlstore"
)

// Inspect implements sqlstore.Database.
func (d *database) Inspect(ctx context.Context) (found sqlstore.Found, err error) {
	err = d.on(ctx, func(s *session) error {
		if err := d.durable(ctx, s); err != nil {
			return err
		}
		if found, err = d.inspect(ctx, s); err != nil || found.Application == "" {
			return err
		}
		// It changes nothing, and a server that takes no changes refuses it.
		_, err := s.Exec(ctx, `UPDATE {version} SET number = number WHERE number = -1`)
		switch numberOf(err) {
		case readOnlyServer, readOnlyMode, noPrivilege:
			found.ReadOnly, err = err.Error(), nil
		}
		return err
	})
	return found, err
}

// inspect looks which tables there are, and whose.
func (d *database) inspect(ctx context.Context, s *session) (found sqlstore.Found, err error) {
	rows, err := s.conn.QueryContext(ctx, `SELECT table_name FROM information_schema.tables WHERE table_schema = ?`, d.name)
	if err != nil {
		return found, err
	}
	defer rows.Close()
	versioned := false
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return found, err
		}
		if strings.HasPrefix(name, d.prefix) {
			found.Tables++
			versioned = versioned || name == d.prefix+"version"
		}
	}
	if err := rows.Err(); err != nil || !versioned {
		return found, err
	}
	err = s.Query(ctx, `SELECT application, number, major FROM {version}`, nil, func(r sqlstore.Row) error {
		return r.Scan(&found.Application, &found.Number, &found.Major)
	})
	switch {
	case numberOf(err) == unknownColumn:
		return found, nil // it is somebody else's
	case err == nil && found.Application == "" && found.Tables == 1:
		found.Tables = 0 // a Migrate was interrupted at its very beginning
	}
	return found, err
}

// durable says what is wrong with the server: it is too old, or may lose what it has
// confirmed.
func (d *database) durable(ctx context.Context, s *session) error {
	is := map[string]string{}
	rows, err := s.conn.QueryContext(ctx, `SHOW VARIABLES WHERE Variable_name IN ('version', 'innodb_flush_log_at_trx_commit', 'log_bin', 'sync_binlog')`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		is[strings.ToLower(name)] = value
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var major, minor int
	_, _ = fmt.Sscanf(is["version"], "%d.%d", &major, &minor)
	if strings.Contains(is["version"], "MariaDB") && (major < 10 || major == 10 && minor < 6) || major < 8 {
		return fmt.Errorf("the server has version %s; the store needs MySQL 8.0, MariaDB 10.6 or a newer one", is["version"])
	}
	switch {
	case d.lossy:
		return nil
	case is["innodb_flush_log_at_trx_commit"] != "1":
		return fmt.Errorf("the server has innodb_flush_log_at_trx_commit = %s, and loses what it has confirmed when its machine loses power: set it to 1, or accept that with Options.NotDurable", is["innodb_flush_log_at_trx_commit"])
	case is["log_bin"] == "ON" && is["sync_binlog"] != "1":
		return fmt.Errorf("the server has a binary log and sync_binlog = %s, and loses what it has confirmed when its machine loses power: set it to 1, or accept that with Options.NotDurable", is["sync_binlog"])
	}
	return nil
}
