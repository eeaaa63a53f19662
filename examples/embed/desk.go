package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/tiexin-go/tiexin"
	"github.com/tiexin-go/tiexin/channel"
)

// A desk (客服任务台) is where the shop's people find what they have to do. It lies in the
// shop's tables, so it stays over restarts, and replicas show the same.
type desk struct{ books *books }

// The states of a task.
const (
	taskOpen      = "open"
	taskClaimed   = "claimed"
	taskClosed    = "closed"
	taskWithdrawn = "withdrawn"
)

// A deskTask is a task and where it stands.
type deskTask struct {
	channel.Task
	State string
	Agent string // who has claimed it; empty: nobody
}

// Open implements channel.TaskDesk. A task that is there stays as it is, unless it was
// withdrawn: then it is opened anew.
func (d desk) Open(ctx context.Context, t channel.Task) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return d.books.in(ctx, func(tx *sql.Tx) error {
		_, err := d.books.exec(ctx, tx, d.books.ignoring(`INSERT INTO shop_tasks (id, body, state, agent, opened_at) VALUES (?, ?, ?, '', ?)`),
			t.ID, string(body), taskOpen, time.Now().UnixMilli())
		if err != nil {
			return err
		}
		_, err = d.books.exec(ctx, tx, `UPDATE shop_tasks SET state = ?, agent = '', body = ? WHERE id = ? AND state = ?`, taskOpen, string(body), t.ID, taskWithdrawn)
		return err
	})
}

// Withdraw implements channel.TaskWithdrawer. Script and address leave the tables: nobody
// needs them any more, and the customer may have been forgotten.
func (d desk) Withdraw(ctx context.Context, id, _ string) error {
	_, err := d.books.exec(ctx, d.books.db, `UPDATE shop_tasks SET state = ?, body = '{}' WHERE id = ? AND state <> ?`, taskWithdrawn, id, taskClosed)
	return err
}

// tasks are those that are to be done, oldest first.
func (d desk) tasks(ctx context.Context) (all []deskTask, err error) {
	err = d.books.query(ctx, d.books.db, func(scan func(...any) error) error {
		var t deskTask
		var body string
		if err := scan(&body, &t.State, &t.Agent); err != nil {
			return err
		}
		all = append(all, t)
		return json.Unmarshal([]byte(body), &all[len(all)-1].Task)
	}, `SELECT body, state, agent FROM shop_tasks WHERE state IN (?, ?) ORDER BY opened_at, id LIMIT 200`, taskOpen, taskClaimed)
	return all, err
}

var errTaskGone = errors.New("别人已经领走，或者任务已经撤回、做完了")

var errResult = errors.New("任务的结果只有 done、failed、refused")

// results are what may have become of a task, and the event that says it.
var results = map[string]tiexin.EventType{"done": tiexin.EventTaskDone, "failed": tiexin.EventTaskFailed, "refused": tiexin.EventTaskRefused}

// claim gives a task to an agent. Of two who want it at the same time one gets it.
func (d desk) claim(ctx context.Context, id, agent string) error {
	return d.moves(ctx, id, tiexin.EventTaskClaimed, tiexin.TaskReport{ID: id, By: agent},
		`UPDATE shop_tasks SET state = ?, agent = ? WHERE id = ? AND state = ?`, taskClaimed, agent, id, taskOpen)
}

// close ends a task of an agent. Script and address leave the tables.
func (d desk) close(ctx context.Context, id, agent, result, note string) error {
	event, ok := results[result]
	if !ok {
		return errResult
	}
	return d.moves(ctx, id, event, tiexin.TaskReport{ID: id, By: agent, Note: note},
		`UPDATE shop_tasks SET state = ?, body = '{}' WHERE id = ? AND state = ? AND agent = ?`, taskClosed, id, taskClaimed, agent)
}

// moves changes a task by a statement, and tells the engine in the same transaction. A
// statement that finds nothing to change comes too late.
func (d desk) moves(ctx context.Context, id string, event tiexin.EventType, report tiexin.TaskReport, statement string, args ...any) error {
	err := d.books.in(ctx, func(tx *sql.Tx) error {
		var t channel.Task
		err := d.books.query(ctx, tx, func(scan func(...any) error) error {
			var body string
			if err := scan(&body); err != nil {
				return err
			}
			return json.Unmarshal([]byte(body), &t)
		}, `SELECT body FROM shop_tasks WHERE id = ?`, id)
		if err != nil {
			return err
		}
		n, err := d.books.exec(ctx, tx, statement, args...)
		if err == nil && n == 0 {
			err = errTaskGone
		}
		if err != nil {
			return err
		}
		return d.books.enqueue(ctx, tx, tiexin.Event{
			ID: "task " + rand.Text(), Type: event, Shop: t.Shop, At: time.Now(), Customer: tiexin.Customer{ID: t.CustomerID}, Task: &report,
		})
	})
	if err == nil {
		d.books.taken()
	}
	return err
}
