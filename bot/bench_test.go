package bot_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"footnote/bot"
	"footnote/index"
	"footnote/index/indextest"
)

// BenchmarkAsk asks the bot and bare Bleve the same questions by turns, on one
// core: x/bleve is how many times as long the bot takes.
//
//	go test ./bot -run - -bench Ask/1000$ -benchtime 1000x
func BenchmarkAsk(b *testing.B) {
	for _, n := range indextest.Sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			reports, asked := indextest.Sized(b, n, index.Prepare)
			x, err := index.New(reports)
			if err != nil {
				b.Fatal(err)
			}
			peer, err := indextest.NewBleve(reports)
			if err != nil {
				b.Fatal(err)
			}
			answerer := bot.New(x)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			var ours, bleve indextest.Series
			for i := 0; b.Loop(); i++ {
				n := i % len(asked)
				typed := asked[n]
				ours.Time(n, func() { _, err = answerer.Ask(b.Context(), bot.NewQuestion(typed)) })
				if err != nil {
					b.Fatal(err)
				}
				bleve.Time(n, func() { _, err = peer.Search(b.Context(), typed) })
				if err != nil {
					b.Fatal(err)
				}
			}
			indextest.Compare(b, &ours, "bleve", &bleve)
			if err := errors.Join(x.Close(), peer.Close()); err != nil {
				b.Fatal(err)
			}
		})
	}
}
