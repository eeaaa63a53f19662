package mysql

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"

	driver "github.com/go-sql-driver/mysql"
)

// connect makes a database of connections that are the store's own.
func connect(config *driver.Config, o Options) (*database, error) {
	if config == nil || config.DBName == "" {
		return nil, errors.New("mysql: the config names no database: set DBName, or end the address of the data source with /name")
	}
	own := config.Clone()
	own.MultiStatements, own.InterpolateParams, own.ClientFoundRows, own.MaxAllowedPacket = true, true, true, 0 // 0: as the server says
	if err := own.Apply(driver.Charset("utf8mb4", "utf8mb4_bin")); err != nil {
		return nil, fmt.Errorf("mysql: %w", err)
	}
	c, err := driver.NewConnector(own)
	if err != nil {
		return nil, fmt.Errorf("mysql: %w", err)
	}
	pool := sql.OpenDB(&connector{c, max(1, int(o.timeout().Seconds()/2))})
	connections := o.Connections
	if connections == 0 {
		connections = 16
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return &database{pool: pool, name: config.DBName, prefix: o.prefix(), words: o.words(config.DBName), lossy: o.NotDurable}, nil
}

// A connector has every connection begin in the same way, whatever the server's defaults
// are.
type connector struct {
	sqldriver.Connector
	patience int // for a lock, in seconds: the server gives up before the call does
}

// Connect implements driver.Connector. At this level of isolation nobody waits for rows
// that are not there, and in this time zone every instant is there once.
func (c *connector) Connect(ctx context.Context) (sqldriver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	begin := fmt.Sprintf(`SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES', autocommit = 1, innodb_lock_wait_timeout = %d`, c.patience)
	if _, err := conn.(sqldriver.ExecerContext).ExecContext(ctx, begin, nil); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}
