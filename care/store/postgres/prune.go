package postgres

import "context"

// Prune implements sqlstore.Database.
func (d *database) Prune(ctx context.Context, before int64, limit int) (int64, error) {
	return d.Exec(ctx, `DELETE FROM {journal} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {journal} WHERE at < ? ORDER BY at LIMIT ?))`, before, limit)
}
