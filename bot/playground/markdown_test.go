package playground

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDraw(t *testing.T) {
	link := func(address, label string) string {
		return `<a href="` + address + `" target="_blank" rel="noopener noreferrer nofollow">` + label + `</a>`
	}
	tests := []struct{ name, content, want string }{
		{"text", "one\ntwo\n\nthree", "<p>one<br>two<br><br>three</p>"},
		{"markup of the web", `<b>&"'`, "<p>&lt;b&gt;&amp;&#34;&#39;</p>"},
		{"escapes", `\*a\* \\ \<b\> 1\. \a`, `<p>*a* \ &lt;b&gt; 1. \a</p>`},
		{"marks", "**a** *b* _c_ __d__ ~~e~~ ||f|| `g`", `<p><strong>a</strong> <em>b</em> <em>c</em> <u>d</u> <s>e</s> <span class="spoiler">f</span> <code>g</code></p>`},
		{"marks in marks", "**a *b* c** ***d***", "<p><strong>a <em>b</em> c</strong> <strong><em>d</em></strong></p>"},
		{"marks that do not close", "**a *b _c ~~d `e [f](", "<p>**a *b _c ~~d `e [f](</p>"},
		{"no marks", "2 * 3 * 4, snake_case_name, a ** b", "<p>2 * 3 * 4, snake_case_name, a ** b</p>"},
		{"escaped mark inside", `**a\*\*b**`, "<p><strong>a**b</strong></p>"},
		{"quote", "> a\n> -# b\n> **c**\nd", `<blockquote><p>a</p><p class="sub">b</p><p><strong>c</strong></p></blockquote><p>d</p>`},
		{"long quote", "a\n>>> b\n> c", "<p>a</p><blockquote><p>b<br>&gt; c</p></blockquote>"},
		{"no quote", ">a", "<p>&gt;a</p>"},
		{"subdued", "-# a **b**\n-#c", `<p class="sub">a <strong>b</strong></p><p>-#c</p>`},
		{"headings", "# a\n### b\n#c", "<h3>a</h3><h5>b</h5><p>#c</p>"},
		{"list", "- a\n  - b\n- c\n1. d", "<ul><li>a<ul><li>b</li></ul></li><li>c</li><li>d</li></ul>"},
		{"numbered list", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
		{"code block", "```go\n**a** <b>\n```\nc", "<pre><code>**a** &lt;b&gt;</code></pre><p>c</p>"},
		{"code block without end", "```\na", "<p>```<br>a</p>"},
		{"address", "see https://example.org/a?b=1&c=2, and <https://example.org/d>.", "<p>see " + link("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&amp;c=2") + ", and " + link("https://example.org/d", "https://example.org/d") + ".</p>"},
		{"link", "[a **b**](<https://example.org/c_d>) [e](https://example.org)", "<p>" + link("https://example.org/c_d", "a <strong>b</strong>") + " " + link("https://example.org", "e") + "</p>"},
		{"links elsewhere", "[a](javascript:alert(1)) [b](data:text/html,c) <javascript:d>", "<p>[a](javascript:alert(1)) [b](data:text/html,c) &lt;javascript:d&gt;</p>"},
		{"link with a quote", `[a](https://example.org/"onclick="b)`, "<p>" + link("https://example.org/%22onclick=%22b", "a") + "</p>"},
		{"mentions", "<@1100000000000000001> <@!5> <#1100000000000000004> </ask:7> @everyone", `<p><span class="mention">@Footnote</span> <span class="mention">@5</span> <span class="mention">#ask-the-report</span> <span class="mention">/ask</span> <span class="mention">@everyone</span></p>`},
		{"time and emoji", "<t:0:R> <:wave:12>", `<p><span class="time">1 January 1970 00:00 UTC</span> :wave:</p>`},
		{"not UTF-8", "a\xff", "<p>a\ufffd</p>"},
		{"nothing", "", "<p></p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, string(draw(tt.content, names).HTML)); diff != "" {
				t.Errorf("draw(%q) (-want +got)\n%s", tt.content, diff)
			}
		})
	}
}

func TestDrawQuoted(t *testing.T) {
	const content = "**question**\n> The **plan** requires\\* it.\n> -# After.\n— **Axios**\n> Before. **This one.** After."
	want := []string{"plan", "The plan requires* it.", "This one.", "Before. This one. After."}
	if diff := cmp.Diff(want, draw(content, nil).Quoted); diff != "" {
		t.Errorf("quoted (-want +got)\n%s", diff)
	}
}

var (
	anyTag  = regexp.MustCompile(`<[^>]*>?`)
	goodTag = regexp.MustCompile(`^<(/?(p|h3|h4|h5|ul|ol|li|blockquote|pre|code|strong|em|u|s|a|span)|br` +
		`|p class="sub"|span class="(spoiler|mention|time)"|a href="https?://[^"<>]*" target="_blank" rel="noopener noreferrer nofollow")>$`)
)

// checkHTML fails where the HTML has a tag that is not allowed, or one that is not
// closed.
func checkHTML(t *testing.T, content, html string) {
	t.Helper()
	var open []string
	for _, tag := range anyTag.FindAllString(html, -1) {
		if !goodTag.MatchString(tag) {
			t.Fatalf("draw(%q) has %s:\n%s", content, tag, html)
		}
		name := strings.Trim(strings.Fields(strings.Trim(tag, "<>"))[0], "/")
		switch {
		case name == "br":
		case strings.HasPrefix(tag, "</"):
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("draw(%q) closes %s, but %v are open:\n%s", content, name, open, html)
			}
			open = open[:len(open)-1]
		default:
			open = append(open, name)
		}
	}
	if len(open) > 0 {
		t.Fatalf("draw(%q) leaves %v open:\n%s", content, open, html)
	}
}

func FuzzDraw(f *testing.F) {
	for _, s := range []string{
		"**a** *b* _c_ __d__ ~~e~~ ||f|| `g` ***h***", "> a\n>>> b\n-# c\n# d\n- e\n  - f\n1. g\n```h\n```",
		"[a](<https://example.org/\"><script>>) https://example.org/'><b> <@1> </ask:2> <t:3:R> <:a:4>", `\<script\>` + "\xff\x00",
		strings.Repeat("**_", 40), strings.Repeat("[", 40) + strings.Repeat("](https://a.b)", 40), strings.Repeat("- a\n - b\n", 20),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) { checkHTML(t, content, string(draw(content, names).HTML)) })
}
