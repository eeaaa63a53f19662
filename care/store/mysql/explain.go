package mysql

import (
	"errors"
	"fmt"

	driver "github.com/go-sql-driver/mysql"
)

// Errors of the server that mean something to the store.
const (
	duplicateKey   = 1062
	packetTooLarge = 1153
	moreThanOneRow = 1242
	readOnlyServer = 1290
	readOnlyMode   = 1836
	lockTimeout    = 1205
	deadlock       = 1213
	noPrivilege    = 1142
	unknownColumn  = 1054
)

func numberOf(err error) uint16 {
	var e *driver.MySQLError
	if errors.As(err, &e) {
		return e.Number
	}
	return 0
}

// explained adds to an error of the server what there is to do.
func explained(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, driver.ErrPktTooLarge), numberOf(err) == packetTooLarge:
		return fmt.Errorf("a record is larger than the server takes: raise max_allowed_packet: %w", err)
	}
	switch numberOf(err) {
	case readOnlyServer, readOnlyMode:
		return fmt.Errorf("the database cannot be written to; connect to the primary: %w", err)
	case noPrivilege:
		return fmt.Errorf("this user may not do that; it needs SELECT, INSERT, UPDATE and DELETE on the store's tables: %w", err)
	case lockTimeout, deadlock:
		return fmt.Errorf("nothing was written, because others hold the rows; it can be tried again: %w", err)
	}
	return err
}
