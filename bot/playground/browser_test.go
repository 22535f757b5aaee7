package playground

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
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
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, shut := chromedp.NewContext(ctx)
	t.Cleanup(shut)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// A visit is a tab with a session of its own on a page of its own.
type visit struct {
	*testing.T
	ctx context.Context
	url string
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
func open(t *testing.T, browser context.Context, width int64, scheme string) *visit {
	t.Helper()
	server := httptest.NewServer(newServer(t))
	t.Cleanup(server.Close)
	ctx, shut := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(shut)
	v := &visit{T: t, ctx: ctx, url: server.URL}
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context of its first action
		t.Fatal(err)
	}
	var size []chromedp.EmulateViewportOption
	if width < 500 {
		size = append(size, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	v.do(chromedp.EmulateViewport(width, height, size...), v.prefer("prefers-color-scheme", scheme))
	v.watchConsole()
	v.do(chromedp.Navigate(server.URL), chromedp.WaitReady("#line"))
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
	said := make(chan string, 1)
	messages := chromedp.Console(v.ctx)
	go func() {
		all := ""
		for m, err := range messages {
			if err != nil || m.Text == end {
				break
			}
			all += fmt.Sprintf("%s: %s %s\n", m.Type, m.Text, m.URL)
		}
		said <- all
	}()
	v.Cleanup(func() {
		v.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("void console.log(%q)", end)))
		if all := <-said; all != "" {
			v.Errorf("the console says:\n%s", all)
		}
	})
}

// do runs actions, within a time.
func (v *visit) do(actions ...chromedp.Action[chromedp.Void]) {
	v.Helper()
	ctx, stop := context.WithTimeout(v.ctx, 15*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.Fatal(err)
	}
}

// until waits for a condition in the page.
func (v *visit) until(condition string) {
	v.Helper()
	ctx, stop := context.WithTimeout(v.ctx, 10*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, chromedp.Poll[chromedp.Void]("!!("+condition+")")); err != nil {
		v.Fatalf("%s: %v", condition, err)
	}
}

// value returns what an expression is in the page.
func value[T any](v *visit, expression string) T {
	v.Helper()
	x, err := chromedp.Run(v.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		v.Fatalf("%s: %v", expression, err)
	}
	return x
}

// run runs a statement in the page.
func run(statement string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void]("void (() => {" + statement + "})()")
}

// say types a line and sends it.
func (v *visit) say(line string) {
	v.Helper()
	v.do(run(`document.getElementById("line").value = ""`), chromedp.SendKeys("#line", line+"\r"))
}

// picture writes a screenshot into the folder that PICTURES names, if one does.
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

func TestLook(t *testing.T) {
	browser := startBrowser(t)
	for _, width := range []int64{desktop, phone} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprint(width, scheme), func(t *testing.T) {
				v := open(t, browser, width, scheme)
				n := 0
				look := func(name string) { n++; v.picture(fmt.Sprintf("%d-%s-%d-%s", width, scheme, n, name)) }
				look("start")
				v.do(chromedp.SendKeys("#line", "/"))
				v.until(`document.querySelector("[role=option]")`)
				look("slash")
				v.say(armedForces)
				v.until(`document.querySelector(".sentence.found")`)
				look("ask")
				v.do(run(`document.getElementById("log").scrollTop = 1e6`))
				look("buttons")
				v.do(run(`document.querySelector("button[id^=b]").click()`))
				v.until(`document.querySelector(".ephemeral")`)
				look("context")
				v.do(run(`document.querySelector("#s8").click()`))
				v.until(`document.querySelector("#detail blockquote")`)
				look("sentence")
				v.do(run(`document.querySelector("#source-6").click()`))
				v.until(`document.querySelector("#detail ul")`)
				v.do(run(`document.querySelector(".panes a:last-child").click()`))
				if width == phone {
					v.until(`document.querySelector(".panes a:last-child[aria-current]")`)
				}
				look("source")
				v.do(run(`document.querySelector(".panes a:first-child").click()`))
				v.say("/sources")
				v.until(`document.querySelectorAll(".ephemeral").length > 1`)
				v.do(run(`document.querySelector("article:last-child details").open = true`))
				look("json")
				v.do(run(`document.querySelector("#bring").click()`))
				look("paste")
			})
		}
	}
}
