// Package mysql is a [care.Shared] store in a MySQL or MariaDB database.
package mysql
