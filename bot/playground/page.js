// The page works without this script. With it, parts of the page are swapped in
// place, commands complete as they are typed, and a report can be dropped.
"use strict";

const byId = (id) => document.getElementById(id);

// load asks for a page and gives its document. The browser parses it, as it does
// any page: no script in it runs, and no string becomes markup here.
function load(method, address, body, done) {
  const request = new XMLHttpRequest();
  request.open(method, address);
  request.responseType = "document";
  request.onload = () => (request.response ? done(request.response, request.responseURL) : tell("Something went wrong here. Please try again."));
  request.onerror = () => tell("Footnote does not answer. Is it still running?");
  request.send(body);
  return request;
}

// tell says what went wrong, or nothing.
function tell(what) {
  byId("notice").textContent = what;
}

// swap puts the parts of another document in the place of those here.
function swap(next, address) {
  const focus = document.activeElement && document.activeElement.id, typed = byId("line").value;
  const fresh = swapMessages(next);
  for (const id of ["places", "compose", "shelf", "report", "cited", "detail", "theme"]) swapPart(next, id);
  tell(next.getElementById("notice").textContent);
  byId("line").value = typed;
  const theme = next.documentElement.dataset.theme;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  byId("log").setAttribute("aria-label", next.getElementById("log").getAttribute("aria-label"));
  byId("paste").action = next.getElementById("paste").action;
  history.replaceState(null, "", address.replace(/#.*/, ""));
  if (focus && byId(focus)) byId(focus).focus({ preventScroll: true });
  wireLine();
  if (fresh) show(fresh);
  if (fresh) look(document.querySelector(".sentence.best"));
}

// look scrolls the report, and nothing around it, to a sentence.
function look(sentence) {
  if (!sentence) return;
  const pane = byId("reading"), at = sentence.getBoundingClientRect(), around = pane.getBoundingClientRect();
  if (at.top > around.top + 60 && at.bottom < around.bottom) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  pane.scrollBy({ top: at.top - around.top - pane.clientHeight / 3, behavior: calm ? "instant" : "smooth" });
}

function swapPart(next, id) {
  const now = byId(id), then = next.getElementById(id);
  if (!now.isEqualNode(then)) now.replaceWith(document.adoptNode(then));
}

// swapMessages adds, changes and drops single messages, so that a screen reader
// reads only what is new. It returns the last new one.
function swapMessages(next) {
  const log = byId("log");
  const then = [...next.getElementById("log").children];
  const ids = new Set(then.map((e) => e.id));
  for (const e of [...log.children]) if (!ids.has(e.id)) e.remove();
  let fresh = null, before = null;
  for (const e of then) {
    const now = byId(e.id);
    if (!now || now.parentNode !== log) {
      const added = document.adoptNode(e);
      log.insertBefore(added, before ? before.nextSibling : log.firstChild);
      before = fresh = added;
      continue;
    }
    const open = now.querySelector("details[open]");
    before = now;
    if (open) open.open = false;
    if (!now.isEqualNode(e)) {
      const changed = document.adoptNode(e);
      if (now.querySelector(".content") && !now.querySelector(".content").isEqualNode(changed.querySelector(".content"))) fresh = changed;
      now.replaceWith(changed);
      before = changed;
    }
    const details = before.querySelector("details");
    if (open && details) details.open = true;
  }
  return fresh;
}

// show scrolls the log, and nothing around it, to a message: to its end, or to its
// beginning where it is too long.
function show(message) {
  const log = byId("log");
  const top = message.offsetTop - log.offsetTop;
  log.scrollTop = Math.min(top - 12, log.scrollHeight);
}

// Forms and links.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const multipart = form.enctype === "multipart/form-data";
  if (form.matches("[popover]")) form.hidePopover();
  load("POST", form.action, multipart ? data : new URLSearchParams(data), (next, address) => {
    swap(next, address);
    const refused = byId("notice").textContent !== "";
    if (multipart && !refused) form.reset();
    if (form.id === "say" && !refused) byId("line").value = "";
    if (form.id === "say" || form.id === "examples") byId("line").focus({ preventScroll: true });
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const hash = new URL(link.href).hash;
  if (link.closest(".panes")) return;
  event.preventDefault();
  load("GET", link.href, null, (next, address) => {
    swap(next, address);
    if (hash === "#line") byId("line").focus();
    else if (hash === "#reading") byId("reading").scrollTop = 0;
    else if (link.closest(".places")) byId("log").scrollTop = byId("log").scrollHeight;
    else if (link.closest(".sources")) look(hash.startsWith("#s") ? byId(hash.slice(1)) : document.querySelector(".theirs"));
  });
});

// The line: a combobox with a listbox, as the ARIA Authoring Practices describe it.

let asked = null; // the request for choices that is under way

function wireLine() {
  const line = byId("line");
  if (line.wired) return;
  line.wired = true;
  line.addEventListener("input", () => ask(line));
  line.addEventListener("keydown", (event) => keys(event, line));
  line.addEventListener("blur", () => close(line));
}

function ask(line) {
  if (asked) asked.abort();
  asked = null;
  if (!line.value.startsWith("/")) return close(line);
  const typed = line.value, address = new URL(line.dataset.choices, location);
  address.searchParams.set("line", typed);
  asked = load("GET", address, null, (next) => {
    if (byId("line").value !== typed) return;
    const chosen = byId("choices").hidden ? null : byId("choices").querySelector("[aria-selected=true]");
    byId("choices").replaceWith(document.adoptNode(next.getElementById("choices")));
    const any = options().length > 0;
    byId("choices").hidden = !any;
    line.setAttribute("aria-expanded", any);
    const again = chosen ? options().findIndex((o) => o.dataset.line === chosen.dataset.line) : -1;
    select(line, again < 0 && /^\/\S*$/.test(typed) ? 0 : again);
  });
}

const options = () => [...byId("choices").querySelectorAll("[role=option]")];

function select(line, at) {
  const all = options();
  all.forEach((o, n) => o.setAttribute("aria-selected", n === at));
  if (all[at]) {
    line.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  } else line.removeAttribute("aria-activedescendant");
}

function take(line, option) {
  line.value = option.dataset.line;
  close(line);
  if ("more" in option.dataset) ask(line);
}

function close(line) {
  byId("choices").hidden = true;
  line.setAttribute("aria-expanded", "false");
  line.removeAttribute("aria-activedescendant");
}

function keys(event, line) {
  const all = byId("choices").hidden ? [] : options();
  const at = all.findIndex((o) => o.getAttribute("aria-selected") === "true");
  if (event.key === "Escape" && all.length) close(line);
  else if (event.key === "ArrowDown" && all.length) select(line, (at + 1) % all.length);
  else if (event.key === "ArrowUp" && all.length) select(line, (Math.max(at, 0) - 1 + all.length) % all.length);
  else if (event.key === "Enter" && at >= 0 && "whole" in all[at].dataset && all[at].dataset.line.trim() === line.value.trim()) return close(line); // and send
  else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) take(line, all[at]);
  else return;
  event.preventDefault();
}

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault(); // the line keeps the focus
  take(byId("line"), option);
});

// A report that is dropped, a file anywhere and text on the report, or pasted
// outside of a field.

const reading = byId("reading"), fields = "input, textarea";
const brings = (event) => event.dataTransfer.types.includes("Files") || (reading.contains(event.target) && !event.target.matches(fields));

document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  reading.classList.add("over");
});
document.addEventListener("dragleave", () => reading.classList.remove("over"));
document.addEventListener("drop", (event) => {
  reading.classList.remove("over");
  if (!brings(event)) return;
  event.preventDefault();
  const files = event.dataTransfer.files;
  if (files.length) byId("file").files = files;
  else byId("text").value = event.dataTransfer.getData("text/plain");
  byId("paste").requestSubmit();
});
document.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!text.trim() || event.target.matches?.(fields)) return;
  byId("text").value = text;
  byId("paste").showPopover();
  byId("read").focus();
});

// The pane that is on screen, where there is one at a time.

const watch = new IntersectionObserver((seen) => {
  for (const entry of seen) {
    const link = document.querySelector(`.panes a[href="#${entry.target.id}"]`);
    if (entry.isIntersecting) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}, { root: document.querySelector("main"), threshold: 0.6 });
document.querySelectorAll(".pane").forEach((pane) => watch.observe(pane));

wireLine();
byId("log").scrollTop = byId("log").scrollHeight;
