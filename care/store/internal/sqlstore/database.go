package sqlstore

import (
	"context"
	"strings"

	"github.com/tiexin-go/tiexin/care"
)

// A Row is one row of an answer.
type Row interface{ Scan(into ...any) error }

// A Session executes statements.
type Session interface {
	// Exec says how many rows a statement changed.
	Exec(ctx context.Context, sql string, args ...any) (int64, error)
	// Query calls see with every row of an answer.
	Query(ctx context.Context, sql string, args []any, see func(Row) error) error
}

// A Database is a dialect: see the package's description.
type Database interface {
	Session // each statement is a transaction of its own
	// Transact executes statements in one transaction; an error undoes them.
	Transact(ctx context.Context, do func(Session) error) error
	// Load is care.Partition's.
	Load(ctx context.Context, l Lease, keys []care.Key) ([]care.Record, error)
	// Apply is care.Partition's; the version of commit i becomes first+i.
	Apply(ctx context.Context, l Lease, tx *care.Tx, first care.Version) ([]care.Result, error)
	// Prune removes up to limit entries of {journal} from before an instant.
	Prune(ctx context.Context, before int64, limit int) (int64, error)
	// Inspect looks what there is where the tables belong.
	Inspect(ctx context.Context) (Found, error)
}

// A Lease names who asks: the owner of a partition by its epoch, or a visitor.
type Lease struct {
	Partition int
	Epoch     int64 // 0: a visitor
}

// IsVisitor says that no lease is looked at.
func (l Lease) IsVisitor() bool { return l.Epoch == 0 }

// Tables are the names of the tables.
var Tables = []string{"version", "partitions", "records", "postings", "notes", "letters", "journal", "members", "locks", "serials"}

// Words makes a replacer of the words in braces: of every table by name, and of others.
func Words(table func(name string) string, others ...string) *strings.Replacer {
	for _, name := range Tables {
		others = append(others, "{"+name+"}", table(name))
	}
	return strings.NewReplacer(others...)
}

const (
	mine   = `EXISTS (SELECT 1 FROM {partitions} WHERE number = ? AND epoch = ?)`
	held   = `EXISTS (SELECT 1 FROM {partitions} WHERE number = ? AND epoch = ? {share})`
	anyone = `1 = 1`
)

// where is the beginning of a condition: the lease stands, and a row is of its partition.
func (l Lease) where(guard string) (string, []any) {
	if l.IsVisitor() {
		return ` WHERE ` + anyone + ` AND partition = ?`, []any{l.Partition}
	}
	return ` WHERE ` + guard + ` AND partition = ?`, []any{l.Partition, l.Epoch, l.Partition}
}

// marks are n question marks.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
