package playground

import (
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"

	"footnote/bot"
	"footnote/bot/discord"
	"footnote/index"
	"footnote/index/report"
)

// newShelf returns a page over reports of the given texts, with letters as ids.
func newShelf(t testing.TB, texts ...string) *Server {
	t.Helper()
	var reports []*report.Report
	for n, text := range texts {
		r := report.New(string(rune('a'+n)), "en", text)
		index.Prepare(r)
		reports = append(reports, r)
	}
	x, err := index.New(reports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	s, err := New(x, discord.Settings{}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// told is a searcher over a report whose sources are written down.
type told struct {
	bot.Searcher
	report *report.Report
}

func (s told) Reports() []*report.Report { return []*report.Report{s.report} }

func TestRead(t *testing.T) {
	const text = "The bridge will close, the council said.\nBuses will run.\n\nNobody asked us, Ada Moreno told Radio North."
	r := report.New("bridge", "en", text)
	r.Publisher, r.Published = "The Gazette", "2026-03-04"
	council := report.Source{Name: "the council"}
	carried := council
	carried.ResolvedFrom = &report.Place{Paragraph: 1, Sentence: 1}
	moreno := report.Source{Name: "Ada Moreno", Via: "Radio North"}
	cue := report.Span{Start: 35, End: 39}
	number := 0
	add := func(p, start, end int, by ...report.Attribution) {
		number++
		r.Paragraphs[p].Sentences = append(r.Paragraphs[p].Sentences, report.Sentence{
			Number: number, Paragraph: p + 1, Span: report.Span{Start: start, End: end}, Attributions: by,
		})
	}
	add(0, 0, 40, report.Attribution{Source: council, Cue: &cue, Quote: report.Indirect})
	add(0, 41, 56, report.Attribution{Source: carried, Quote: report.Indirect})
	add(1, 58, len(text), report.Attribution{Source: moreno, Quote: report.Direct}, report.Attribution{Source: council, Quote: report.Indirect})
	r.Entities = []report.Entity{{Name: "Ada Moreno", Kind: report.Person, Role: "engineer"}}
	b := bot.New(told{report: r})

	got := read(b, r, 2, "", []spot{{"bridge", 3, 1}, {"other", 1, 2}})
	sentences := []sentence{
		{Number: 1, Text: "The bridge will close, the council said.", Marks: []int{1}, Note: "the council"},
		{Number: 2, Text: "Buses will run.", Marks: []int{1}, Note: "the council, carried over from the sentence before", Chosen: true},
		{Number: 3, Text: "Nobody asked us, Ada Moreno told Radio North.", Marks: []int{1, 2}, Note: "Ada Moreno, to Radio North; the council", Rank: 1},
	}
	cited := []source{
		{Cited: bot.Cited{Entity: report.Entity{Name: "the council"}, Sentences: 3}, Number: 1, Share: 100},
		{Cited: bot.Cited{Entity: r.Entities[0], Sentences: 1}, Number: 2, Share: 33},
	}
	want := &reading{
		Report: r, Facts: []string{"The Gazette", "2026-03-04", "English"}, Sentences: 3, Credited: 3,
		Paragraphs: [][]sentence{sentences[:2], sentences[2:]}, Sources: cited,
		Detail: &detail{
			Sentence: &sentences[1], Place: report.Place{Paragraph: 1, Sentence: 2},
			Credits: []credit{{Source: 1, Name: "the council", Quote: report.Indirect, From: 1, FromText: sentences[0].Text}},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(bot.Cited{})); diff != "" {
		t.Errorf("with a sentence chosen (-want +got)\n%s", diff)
	}

	got = read(b, r, 0, "Ada Moreno", nil)
	sentences[1].Chosen, sentences[2].Rank, sentences[2].Cited, cited[1].Chosen = false, 0, true, true
	want.Detail = &detail{Source: &cited[1], Cited: sentences[2:]}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(bot.Cited{})); diff != "" {
		t.Errorf("with a source chosen (-want +got)\n%s", diff)
	}

	for _, of := range []string{"", "nobody"} {
		if got := read(b, r, 99, of, nil); got.Detail != nil {
			t.Errorf("with nothing that there is chosen: %+v", got.Detail)
		}
	}
}

func TestSpots(t *testing.T) {
	d := newShelf(t, "The Rovers won\nthe cup on Saturday. It rained.", "United won the league. It rained.").house
	tests := []struct {
		name   string
		quoted []string
		want   []spot
	}{
		{"in order", []string{"United won the league.", "The Rovers won the cup on Saturday."}, []spot{{"b", 1, 1}, {"a", 1, 2}}},
		{"shortened", []string{"The Rovers won the cup…"}, []spot{{"a", 1, 1}}},
		{"shortened too much", []string{"The Rovers…"}, nil},
		{"in two reports", []string{"It rained."}, []spot{{"a", 2, 1}, {"b", 2, 2}}},
		{"twice", []string{"United won the league.", "United won the league."}, []spot{{"b", 1, 1}}},
		{"a part", []string{"won", "the league", ""}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, d.spots(tt.quoted), cmp.AllowUnexported(spot{})); diff != "" {
				t.Errorf("spots(%q) (-want +got)\n%s", tt.quoted, diff)
			}
		})
	}
}

// TestFollow holds that the report of the answer is turned to.
func TestFollow(t *testing.T) {
	c := newClient(t, newShelf(t, "The Rovers won the cup, the referee said.", "A comet was seen over Oslo, astronomers said."))
	if page := c.get("/"); !strings.Contains(page, "<h2>a</h2>") || strings.Count(page, `id="shelf-`) != 2 {
		t.Error("the first report is not shown, or not both are on the shelf")
	}
	page := c.post("/say", "line", "Where was the comet seen?")
	if !strings.Contains(page, "<h2>b</h2>") || !strings.Contains(page, ` found best"`) {
		t.Error("the report of the answer is not shown")
	}
}

// allowed are the attributes that each element of the page may have.
var allowed = map[string]string{
	"html": "lang data-theme", "head": "", "body": "", "meta": "charset name content", "title": "", "link": "rel href type",
	"script": "src defer", "header": "class", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "img": "src alt width height",
	"p": "class id role", "nav": "class id aria-label", "a": "href id class aria-current aria-label target rel", "main": "",
	"form": "class method action id enctype popover aria-label", "span": "class role aria-label aria-hidden", "section": "class id aria-label tabindex",
	"button": "id name value class aria-pressed disabled form popovertarget popovertargetaction type",
	"input":  "id name value type maxlength autocomplete autocapitalize enterkeyhint placeholder role aria-expanded aria-controls aria-autocomplete aria-describedby data-choices accept",
	"div":    "class id role aria-label aria-live tabindex hidden lang data-line data-more data-whole aria-selected",
	"label":  "class for", "textarea": "id name rows spellcheck", "article": "class id aria-label", "time": "datetime",
	"details": "class id", "summary": "", "pre": "tabindex", "mark": "", "sup": "", "ol": "", "ul": "", "li": "", "dl": "", "dt": "", "dd": "",
	"svg": "class viewbox preserveaspectratio aria-hidden", "rect": "width height class", "blockquote": "", "strong": "", "em": "", "u": "", "s": "",
	"code": "", "b": "", "br": "",
}

// checkPage fails where a page holds an element or an attribute that its template
// does not have, or leads elsewhere than to itself and the web.
func checkPage(t *testing.T, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF { //nolint:errorlint // it is never wrapped
				t.Fatal(z.Err())
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			attributes, known := allowed[tag.Data]
			for _, a := range tag.Attr {
				leads := a.Key == "href" || a.Key == "src" || a.Key == "action"
				good := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, "#") ||
					tag.Data == "a" && (strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "https://"))
				known = known && slices.Contains(strings.Fields(attributes), a.Key) && (!leads || good)
			}
			if !known {
				t.Fatalf("the page holds %s:\n%s", tag, page)
			}
		case html.CommentToken:
			t.Fatalf("the page holds a comment: %s", z.Token())
		default: // text is escaped, or it would be one of the above
		}
	}
}

func TestPageIsItsTemplate(t *testing.T) {
	c := newClient(t, newServer(t))
	checkPage(t, c.get("/"))
	checkPage(t, c.post("/say", "line", "/ask "+armedForces))
	checkPage(t, c.get("/?sentence=8"))
	checkPage(t, c.get("/?place=dm&source=Axios"))
	checkPage(t, c.get("/choices?line=/"))
	checkPage(t, c.bring("x.md", hostile))
}

func FuzzPage(f *testing.F) {
	f.Add("/ask <script>", hostile, "Ada Moreno")
	f.Add("](https://a.b) **_`", "---\ntitle: </h2><script>\nurl: https://a.b/\"><b>\n---\n\"A\", B said.", `"><b>`)
	s := newShelf(f, "The Rovers won the cup.")
	f.Fuzz(func(t *testing.T, line, text, name string) {
		if len(text) > 1<<10 {
			return // attribution is not what is looked at here
		}
		c := newClient(t, s)
		c.bring("x.txt", text)
		checkPage(t, c.post("/say?desk=own-1", "line", line, "message", name))
		for _, at := range []view{{Desk: "own-1", Sentence: 1}, {Desk: name, Report: name, Source: name, Reply: name}} {
			checkPage(t, c.get("/"+at.Query()))
		}
		checkPage(t, c.get("/choices"+view{}.Query()+"&line="+url.QueryEscape(line)))
		s.Close()
	})
}
