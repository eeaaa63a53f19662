// Package postgres is a [care.Shared] store in a PostgreSQL database.
package postgres
