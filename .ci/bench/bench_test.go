// Package bench sets Footnote beside plain search engines, on the same sentences
// and the same questions.
//
//	cd .ci/bench && go test -bench /1000$ -benchtime 1000x
package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode"

	_ "modernc.org/sqlite"

	"footnote/bot"
	"footnote/index"
	"footnote/index/indextest"
	"footnote/index/report"
)

// fts is SQLite's FTS5 alone: the sentences of reports in a table in memory, with
// its Porter stemmer and bm25.
type fts struct {
	db    *sql.DB
	query *sql.Stmt
}

func newFTS(ctx context.Context, reports []*report.Report) (*fts, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each would have a memory of its own
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE sentence USING fts5(text, tokenize='porter unicode61')`); err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	insert, err := tx.PrepareContext(ctx, `INSERT INTO sentence(text) VALUES (?)`)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		for _, s := range r.Sentences() {
			if _, err := insert.ExecContext(ctx, s.Span.In(r.Text)); err != nil {
				return nil, err
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	query, err := db.PrepareContext(ctx, `SELECT rowid FROM sentence WHERE sentence MATCH ? ORDER BY bm25(sentence) LIMIT 10`)
	return &fts{db, query}, err
}

// Search looks for the ten best sentences with any of the question's words, and
// returns how many there are.
func (x *fts) Search(ctx context.Context, question string) (n int, err error) {
	words := strings.FieldsFunc(question, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	rows, err := x.query.QueryContext(ctx, `"`+strings.Join(words, `" OR "`)+`"`)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func (x *fts) Close() error { return errors.Join(x.query.Close(), x.db.Close()) }

// BenchmarkAsk asks the bot, bare Bleve and SQLite the same questions by turns, on
// one core; x/bleve and x/sqlite are how many times as long the bot takes.
func BenchmarkAsk(b *testing.B) {
	for _, n := range indextest.Sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			reports, asked := indextest.Sized(b, n, index.Prepare)
			x, err := index.New(reports)
			if err != nil {
				b.Fatal(err)
			}
			bleve, err := indextest.NewBleve(reports)
			if err != nil {
				b.Fatal(err)
			}
			sqlite, err := newFTS(b.Context(), reports)
			if err != nil {
				b.Fatal(err)
			}
			answerer := bot.New(x)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			var ours, byBleve, bySQLite indextest.Series
			for i := 0; b.Loop(); i++ {
				n := i % len(asked)
				typed := asked[n]
				var errs [3]error
				ours.Time(n, func() { _, errs[0] = answerer.Ask(b.Context(), bot.NewQuestion(typed)) })
				byBleve.Time(n, func() { _, errs[1] = bleve.Search(b.Context(), typed) })
				bySQLite.Time(n, func() { _, errs[2] = sqlite.Search(b.Context(), typed) })
				if err := errors.Join(errs[:]...); err != nil {
					b.Fatal(err)
				}
			}
			indextest.Compare(b, &ours, "bleve", &byBleve)
			indextest.Compare(b, &ours, "sqlite", &bySQLite)
			if err := errors.Join(x.Close(), bleve.Close(), sqlite.Close()); err != nil {
				b.Fatal(err)
			}
		})
	}
}
