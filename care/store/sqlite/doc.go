// Package sqlite keeps what the engine remembers in SQLite files.
package sqlite
