package playground

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// findBrowser returns the path of a Chromium. CHROMIUM names one.
func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Skip("there is no browser: install chromium to test the page in one")
	return ""
}

// startBrowser returns a context in which tabs are opened.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(findBrowser(t)), chromedp.UserDataDir(t.TempDir()),
		chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(time.Minute),
	}
	for _, flag := range []string{
		"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-default-apps",
		"disable-extensions", "no-default-browser-check", "disable-dev-shm-usage", "hide-scrollbars",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	// The context of a test ends before its clean-up, which closes the browser.
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, shut := chromedp.NewContext(ctx)
	t.Cleanup(shut)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil { // waits until it is closed, and its files with it
			t.Errorf("close the browser: %v", err)
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// A visit is a tab with a session of its own on a page of its own.
type visit struct {
	*testing.T
	ctx    context.Context
	server *httptest.Server
	passed string // a part of what the console may say
}

// The widths of windows that the page is looked at in.
const (
	phone   = 390
	desktop = 1280
	height  = 800
)

// open opens the page in a window of a width, in a colour scheme. The test fails
// where anything goes wrong in the console: an error of the script, or something
// that the content security policy refuses.
func open(browser context.Context, t *testing.T, width int64, scheme string) *visit {
	t.Helper()
	server := httptest.NewServer(newServer(t))
	t.Cleanup(server.Close)
	ctx, shut := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(shut)
	v := &visit{T: t, ctx: ctx, server: server}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first action
		t.Fatal(err)
	}
	var size []chromedp.EmulateViewportOption
	if width < 500 {
		size = append(size, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	v.do(chromedp.EmulateViewport(width, height, size...), v.prefer("prefers-color-scheme", scheme))
	v.watchConsole()
	v.do(chromedp.Navigate(server.URL), chromedp.WaitReady(css("#line")))
	return v
}

// prefer sets a media feature beside less motion.
func (v *visit) prefer(name, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: name, Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	})
}

// watchConsole fails the test at its end where the console said anything.
func (v *visit) watchConsole() {
	const end = "the test is over"
	said := make(chan []string, 1)
	messages := chromedp.Console(v.ctx)
	go func() {
		var all []string
		for m, err := range messages {
			if err != nil || m.Text == end {
				break
			}
			all = append(all, fmt.Sprintf("%s: %s %s", m.Type, m.Text, m.URL))
		}
		said <- all
	}()
	v.Cleanup(func() {
		v.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("void console.log(%q)", end)))
		for _, m := range <-said {
			if v.passed == "" || !strings.Contains(m, v.passed) {
				v.Errorf("the console says %s", m)
			}
		}
	})
}

// do runs actions, within a time.
func (v *visit) do(actions ...chromedp.Action[chromedp.Void]) {
	v.Helper()
	ctx, stop := context.WithTimeout(v.ctx, 40*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.Fatal(err)
	}
}

// until waits for a condition in the page.
func (v *visit) until(condition string) {
	v.Helper()
	ctx, stop := context.WithTimeout(v.ctx, 30*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void]("(() => { try { return !!("+condition+") } catch { return false } })()")); err != nil {
		v.Fatalf("%s: %v", condition, err)
	}
}

// want fails the test where a condition does not hold.
func (v *visit) want(condition, what string) {
	v.Helper()
	if !value[bool](v, "!!("+condition+")") {
		v.Errorf("not so: %s\n%s", what, condition)
	}
}

// value returns what an expression is in the page.
func value[T any](v *visit, expression string) T {
	v.Helper()
	x, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.Fatalf("%s: %v", expression, err)
	}
	return x
}

// run runs a statement in the page.
func run(statement string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void]("void (() => {" + statement + "})()")
}

// A css names one element. (A bare string would be searched for in attributes too.)
type css = chromedp.CSS

// keys types into the line.
func keys(text string) chromedp.Action[chromedp.Void] {
	return chromedp.SendKeys(css("#line"), text)
}

// enter presses Enter as a keyboard does: a page that refuses the key down gets no
// character of it.
var enter = chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			p.Text = "\r"
		}
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, p); err != nil {
			return err
		}
	}
	return nil
})

// say puts a line into the field and sends it.
func (v *visit) say(line string) {
	v.Helper()
	v.do(chromedp.Focus(css("#line")), run(fmt.Sprintf(`const line = document.getElementById("line");
		line.value = %q;
		line.dispatchEvent(new Event("input"));`, line)), enter)
}

// picture writes a screenshot into the folder that PICTURES names, if one does.
// page.png is that of an answer and a sentence, 1280 wide and light.
func (v *visit) picture(name string) {
	v.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+name+".png", png, 0o600); err != nil {
		v.Fatal(err)
	}
}

const armedForces = "What does the plan require Ukraine to do with its armed forces?"

// Parts of the page.
const (
	lastMessage = `document.querySelector("#log article:last-child")`
	firstButton = `#log article:last-child .rows button`
)

func TestPage(t *testing.T) {
	browser := startBrowser(t)
	tests := []struct {
		name  string
		width int64
		do    func(*visit)
	}{
		{"ask", desktop, askByMention},
		{"command", desktop, askByCommand},
		{"buttons", desktop, clickButtons},
		{"follow-up", desktop, followUp},
		{"direct message", desktop, writeDirectly},
		{"report", desktop, readReport},
		{"dark", desktop, chooseColours},
		{"phone", phone, askOnPhone},
		{"paste", desktop, pasteReport},
		{"drop", desktop, dropReport},
		{"keyboard", desktop, useKeyboard},
		{"without script", desktop, askWithoutScript},
		{"wide message", phone, sayUnbroken},
		{"stopped", desktop, askInVain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.do(open(browser, t, tt.width, "light")) })
	}
}

func askByMention(v *visit) {
	if shift := value[float64](v, `new Promise(done => new PerformanceObserver(list =>
		done(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({type: "layout-shift", buffered: true})
		|| setTimeout(() => done(0), 300))`); shift > 0.01 {
		v.Errorf("the layout shifts by %v while the page loads", shift)
	}
	v.say(armedForces)
	v.until(lastMessage + `.textContent.includes("slash its armed forces by half")`)
	v.until(`document.querySelector("#s8.found mark") && document.querySelector(".best .rank")`)
	v.want(lastMessage+`.querySelector("blockquote strong").textContent.length > 0`, "matching words are bold")
	v.want(lastMessage+`.previousElementSibling.querySelector(".mention").textContent === "@Footnote"`, "the mention is shown")
	v.want(`document.activeElement.id === "line" && document.activeElement.value === ""`, "the line is empty and has the focus")
	v.want(`JSON.parse(`+lastMessage+`.querySelector(".wire pre").textContent).content.includes("armed")`, "the JSON is what was sent")
	best := value[string](v, `document.querySelector(".best").getBoundingClientRect().top + "/" + innerHeight`)
	v.want(`(r => r.top > 0 && r.bottom < innerHeight)(document.querySelector(".best").getBoundingClientRect())`, "the passage is in sight: "+best)
}

func askByCommand(v *visit) {
	v.do(keys("/s"))
	v.until(`document.querySelectorAll("[role=option]").length === 1`)
	v.want(`document.getElementById("line").getAttribute("aria-expanded") === "true"`, "the list is open")
	v.do(enter)
	v.until(`document.getElementById("line").value === "/sources " && document.querySelectorAll("[role=option]").length > 3`)
	v.do(keys("financ"))
	v.until(`document.querySelectorAll("[role=option]").length === 1`)
	v.do(chromedp.KeyEvent(kb.ArrowDown))
	v.want(`document.getElementById("line").getAttribute("aria-activedescendant") === document.querySelector("[aria-selected=true]").id`, "the choice is told")
	v.do(enter)
	v.until(`document.getElementById("line").value === "/sources Financial Times" && document.getElementById("choices").hidden`)
	v.do(enter)
	v.until(lastMessage + `?.querySelector("strong")?.textContent === "Financial Times"`)
	v.want(lastMessage+`.matches(".ephemeral")`, "only the visitor sees it")

	v.say("/ask " + armedForces)
	v.until(lastMessage + `.querySelector(".before").textContent.includes("/ask")`)
	v.want(lastMessage+`.textContent.includes("slash its armed forces by half")`, "the command is answered")
	v.say("/nonsense")
	v.until(`document.getElementById("notice").textContent.includes("/nonsense")`)
	v.want(`document.getElementById("line").value === "/nonsense"`, "what was typed is kept")
}

func clickButtons(v *visit) {
	v.say(armedForces)
	v.until(`document.querySelector("` + firstButton + `")`)
	const messages = `document.querySelectorAll("#log article").length`
	press := func(label string) {
		v.Helper()
		v.do(run(`document.querySelectorAll("#log article:not(.ephemeral) .rows button").forEach(b => { if (b.textContent === "` + label + `") b.id = "press" })`))
		v.do(chromedp.Click(css("#press")))
	}
	v.do(chromedp.Click(css(firstButton)))
	v.until(lastMessage + `.matches(".ephemeral")`)
	v.want(lastMessage+`.textContent.includes("Only you can see this")`, "it says who sees it")
	v.want(`[...`+lastMessage+`.querySelectorAll("strong")].some(b => b.textContent.startsWith("According to their data"))`, "the passage is bold")
	v.do(chromedp.Click(css("#log article:last-child .only button")))
	v.until(messages + ` === 2`)
	press("More")
	v.until(`[...` + lastMessage + `.querySelectorAll("button")].some(b => b.textContent === "Back")`)
	v.want(messages+` === 2`, "the page is turned in place")
	press("Sources")
	v.until(lastMessage + `.matches(".ephemeral")`)
	press("Helpful")
	v.until(messages + ` === 4`)
	press("Delete")
	v.until(messages + ` === 3 && !document.querySelector("#log article:not(.ephemeral):not(.mine)")`)
}

func followUp(v *visit) {
	v.say(armedForces)
	v.until(`document.querySelector("` + firstButton + `")`)
	v.do(chromedp.Focus(css("#log article:last-child .acts a")), enter)
	v.until(`document.getElementById("replying") && document.activeElement.id === "line"`)
	v.say("who said that?")
	v.until(`document.querySelectorAll("#log article").length === 4 && !document.getElementById("replying")`)
	v.want(lastMessage+`.textContent.includes("armed forces") && `+lastMessage+`.querySelector(".sub")`, "the questions are read together")
	v.do(run(`document.querySelector("#log article.mine .acts button").click()`))
	v.until(lastMessage + `.querySelector(".before").textContent.includes("Find in the report")`)
}

func writeDirectly(v *visit) {
	v.say(armedForces)
	v.until(`document.querySelectorAll("#log article").length === 2`)
	v.do(chromedp.Click(css("#place-dm")))
	v.until(`document.querySelector("#place-dm[aria-current]") && document.querySelectorAll("#log article").length === 0`)
	v.say(armedForces)
	v.until(lastMessage + `?.textContent.includes("slash its armed forces by half")`)
	v.want(`!document.querySelector("#log article.mine .mention")`, "no mention is needed")
	v.do(chromedp.Click(css("#place-server")))
	v.until(`document.querySelector("#place-server[aria-current]") && document.querySelector("#log article.mine .mention")`)
}

func readReport(v *visit) {
	v.want(`getComputedStyle(document.querySelector("#s8 .note")).visibility === "hidden"`, "notes are hidden")
	v.do(chromedp.Focus(css("#s8")))
	v.want(`getComputedStyle(document.querySelector("#s8 .note")).visibility === "visible"`, "the note is shown on focus")
	v.want(`document.querySelector("#s8 .note").textContent.includes("Financial Times")`, "it says who is cited")
	v.do(enter)
	v.until(`document.querySelector("#detail h2")?.textContent === "Sentence 8"`)
	v.want(`document.activeElement.id === "s8" && document.querySelector("#s8[aria-current]")`, "the focus stays")
	v.do(chromedp.Click(css("#detail .credit a")))
	v.until(`document.querySelectorAll("#detail li a").length >= 2 && document.querySelector("#s8.theirs")`)
	v.do(chromedp.Click(css("#detail li:last-child a")))
	v.until(`document.querySelector("#detail h2").textContent.startsWith("Sentence")`)
	v.do(chromedp.Navigate(value[string](v, "location.href")), chromedp.WaitReady(css("#line")))
	v.want(`document.querySelector("#detail h2").textContent.startsWith("Sentence")`, "the address leads back")
}

func chooseColours(v *visit) {
	const dark = `(c => c[0] + c[1] + c[2] < 200)(getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number))`
	v.want("!"+dark, "light as the system says")
	v.do(v.prefer("prefers-color-scheme", "dark"))
	v.until(dark)
	v.do(chromedp.Click(css("#theme-light")))
	v.until(`!` + dark + ` && document.getElementById("theme-light").getAttribute("aria-pressed") === "true"`)
	v.do(chromedp.Reload(), chromedp.WaitReady(css("#line")))
	v.want("!"+dark, "the choice is kept")
	v.do(chromedp.Click(css("#theme-dark")))
	v.until(dark)
}

func askOnPhone(v *visit) {
	const pane = `document.querySelector(".panes a[aria-current]")?.textContent`
	v.say(armedForces)
	v.until(lastMessage + `?.textContent.includes("slash its armed forces by half")`)
	v.until(pane + ` === "Channel"`)
	v.want(`document.documentElement.scrollWidth <= innerWidth && document.getElementById("log").scrollWidth <= innerWidth`, "nothing is wider than the window")
	v.want(`[...document.querySelectorAll("#log article:last-child *")].every(e => e.closest(".wire, .hidden") || e.getBoundingClientRect().right <= innerWidth)`, "no part of an answer is")
	v.do(chromedp.Click(css(`.panes a[href="#reading"]`)))
	v.until(pane + ` === "Report"`)
	v.want(`(r => r.left >= 0 && r.right <= innerWidth && r.top > 0 && r.top < innerHeight)(document.querySelector(".best").getBoundingClientRect())`, "the passage is in sight")
	v.do(chromedp.Click(css(`.panes a[href="#sources"]`)))
	v.until(pane + ` === "Sources"`)
}

// hostile is a report that tries to be a page.
const hostile = `---
title: "<img src=x onerror=\"window.pwned=1\">"
---
"The <script>window.pwned = 1</script> bridge will close on Monday," engineer Ada Moreno told Radio North.

<iframe src="javascript:window.pwned=1"></iframe> Buses will run, said the <b onmouseover="window.pwned=1">council</b>.

**[Click](javascript:window.pwned=1)** \u202eand {{.View}} "><svg onload=window.pwned=1>.`

const harmless = `!window.pwned && !document.querySelector("#report script, #report iframe, #report b, #log iframe, #log script") &&
	![...document.querySelectorAll("a, img")].some(e => /javascript:/.test(e.href || e.src)) && document.querySelectorAll("img[src=x]").length === 0`

func pasteReport(v *visit) {
	v.do(chromedp.Click(css("#bring")), chromedp.WaitVisible(css("#text")))
	v.do(run(fmt.Sprintf("document.getElementById('text').value = %q", hostile)), chromedp.Click(css("#read")))
	v.until(`document.querySelector("#report h2").textContent.includes("onerror")`)
	v.want(harmless, "markup in a report is text")
	v.want(`document.querySelectorAll("#shelf nav a").length === 2`, "both reports are on the shelf")
	v.say("When will the bridge close?")
	v.until(lastMessage + `?.textContent.includes("window.pwned = 1")`)
	v.until(`document.querySelector("#s1.found")`)
	v.say("<script>window.pwned=1</script> <img src=x onerror=window.pwned=1>")
	v.until(`document.querySelectorAll("#log article").length === 4`)
	v.want(harmless, "markup in messages is text")
	v.do(chromedp.Click(css("#shut")))
	v.until(`!document.querySelector("#shelf nav") && document.querySelector("#report h2").textContent.includes("28-point")`)
	v.do(chromedp.Click(css("#bring")), chromedp.Click(css("#read")))
	v.until(`document.getElementById("notice").textContent.includes("Paste a report")`)
}

func dropReport(v *visit) {
	v.do(run(`
		const data = new DataTransfer();
		data.items.add(new File(["The Rovers won the cup, the referee said."], "cup.md", {type: "text/markdown"}));
		for (const kind of ["dragover", "drop"]) document.getElementById("reading").dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));`))
	v.until(`document.querySelector("#report h2").textContent === "cup"`)
	v.say("Who won the cup?")
	v.until(lastMessage + `?.textContent.includes("Rovers")`)
	v.do(run(`
		const data = new DataTransfer();
		data.setData("text/plain", "United won the league.");
		document.getElementById("s1").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));`))
	v.until(`document.activeElement.id === "read" && document.getElementById("text").value === "United won the league."`)
	v.do(enter)
	v.until(`document.querySelector("#report h2").textContent === "pasted" && document.querySelectorAll("#shelf nav a").length === 3`)
}

func useKeyboard(v *visit) {
	tabTo := func(what string) {
		v.Helper()
		for range 80 {
			v.do(chromedp.KeyEvent(kb.Tab))
			if value[bool](v, `document.activeElement.matches('`+what+`')`) {
				v.want(`getComputedStyle(document.activeElement).outlineStyle !== "none" || document.activeElement.id === "line"`, "the focus is visible at "+what)
				return
			}
		}
		v.Fatalf("Tab does not come to %s", what)
	}
	tabTo("#line")
	v.do(chromedp.KeyEvent("/h"))
	v.until(`document.querySelectorAll("[role=option]").length === 1`)
	v.do(chromedp.KeyEvent(kb.Tab))
	v.until(`document.getElementById("line").value.startsWith("/h")`)
	v.do(run(`document.getElementById("line").value = ""`))
	v.do(chromedp.KeyEvent(armedForces), enter)
	v.until(lastMessage + `?.querySelector(".rows")`)
	v.do(chromedp.Focus(css("#log")))
	tabTo("#log .rows button")
	v.do(enter)
	v.until(lastMessage + `.matches(".ephemeral")`)
	tabTo(".only button")
	v.do(chromedp.KeyEvent(" "))
	v.until(`document.querySelectorAll("#log article").length === 2`)
	tabTo("#bring")
	v.do(enter, chromedp.WaitVisible(css("#text")))
	tabTo("#text")
	v.do(chromedp.KeyEvent("The Rovers won the cup."))
	tabTo("#read")
	v.do(enter)
	v.until(`document.querySelectorAll("#shelf nav a").length === 2`)
	tabTo("#report .sentence")
	v.do(enter)
	v.until(`document.querySelector("#detail h2")`)
}

func askWithoutScript(v *visit) {
	v.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	v.do(chromedp.Reload(), chromedp.WaitReady(css("#line")))
	v.do(keys(armedForces), enter, chromedp.WaitReady(css("#log article .rows button")), chromedp.WaitReady(css("#s8.found")))
	v.do(chromedp.Click(css("#log article .rows button")), chromedp.WaitReady(css("#log article.ephemeral")))
	v.do(chromedp.Click(css("#s8")), chromedp.WaitReady(css("#detail blockquote")))
}

func sayUnbroken(v *visit) {
	v.say(strings.Repeat("W", 600))
	v.until(`document.querySelectorAll("#log article").length === 2`)
	v.want(`document.getElementById("log").scrollWidth <= innerWidth`, "long words are broken")
}

func askInVain(v *visit) {
	v.passed = "net::ERR_CONNECTION_REFUSED"
	v.server.Close()
	v.say("Hello?")
	v.until(`document.getElementById("notice").textContent.includes("Is it still running?")`)
	v.want(`document.getElementById("line").value === "Hello?"`, "what was typed is kept")
}

// TestAccessible has axe look for faults of any weight. AXE_JS names axe.min.js of
// axe-core.
func TestAccessible(t *testing.T) {
	name := os.Getenv("AXE_JS")
	if name == "" {
		t.Skip("AXE_JS names no axe.min.js: npm install axe-core")
	}
	axe, err := os.ReadFile(name) //nolint:gosec // whoever runs the test names it
	if err != nil {
		t.Fatal(err)
	}
	browser := startBrowser(t)
	for _, look := range []struct {
		width  int64
		scheme string
	}{{desktop, "light"}, {desktop, "dark"}, {phone, "light"}} {
		t.Run(fmt.Sprint(look.width, " ", look.scheme), func(t *testing.T) {
			v := open(browser, t, look.width, look.scheme)
			v.do(chromedp.Evaluate[chromedp.Void](string(axe) + "; void 0"))
			n := 0
			check := func(state string) {
				t.Helper()
				n++
				v.picture(fmt.Sprintf("%d-%s-%d-%s", look.width, look.scheme, n, strings.ReplaceAll(state, " ", "-")))
				found, err := chromedp.Run(v.ctx, chromedp.Evaluate[[]string](`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations
					.map(f => f.impact + " " + f.id + ": " + f.help + ": " + f.nodes.map(n => n.target + " " + n.html + " " + n.any.map(a => a.message)).join("; ")))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found {
					t.Errorf("%s: %s", state, f)
				}
			}
			check("start")
			v.do(keys("/"))
			v.until(`document.querySelector("[role=option]")`)
			check("commands")
			v.say(armedForces)
			v.until(`document.querySelector(".sentence.found")`)
			v.do(run(`document.querySelector("#s8").click()`))
			v.until(`document.querySelector("#detail blockquote")`)
			check("answer and sentence")
			v.do(run(`document.querySelector("` + firstButton + `").click()`))
			v.until(`document.querySelector(".ephemeral")`)
			check("context")
			v.do(run(lastMessage + `.querySelector("details").open = true; document.querySelector("#source-6").click()`))
			v.until(`document.querySelector("#detail ul")`)
			check("JSON and source")
			v.do(run(`document.getElementById("bring").click()`), chromedp.WaitVisible(css("#text")))
			check("another report")
		})
	}
}
