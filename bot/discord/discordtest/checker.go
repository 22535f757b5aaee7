package discordtest

import (
	"context"
	"crypto/sha256"
	"regexp"
	"slices"
	"strings"
	"sync"

	"footnote/bot/discord/discordtest/contract"
)

// checker holds requests and answers against Discord's description, later: it
// takes longer than the answer may.
type checker struct {
	description *contract.Description // nil for none

	mu      sync.Mutex
	seen    map[[32]byte]bool
	pending []exchange
	found   []string
}

// exchange is a request of a route and its answer.
type exchange struct {
	route string
	contract.Exchange
}

func newChecker(o Options) (*checker, error) {
	c := &checker{seen: map[[32]byte]bool{}}
	var err error
	if o.OpenAPI != "" {
		c.description, err = contract.Load(o.OpenAPI)
	}
	return c, err
}

// varying differs between requests that are alike: ids, tokens, times, and what
// buttons carry, which package contract checks in each.
var varying = regexp.MustCompile(`[0-9]+|"custom_id":"[^"]*"`)

// take notes an exchange, but for what varies only once.
func (c *checker) take(e exchange) {
	if c.description == nil {
		return
	}
	key := sha256.Sum256(varying.ReplaceAll(slices.Concat([]byte(e.Method+e.Path), e.Body, e.Answer), []byte("0")))
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.seen[key] {
		c.seen[key] = true
		c.pending = append(c.pending, e)
	}
}

// wait checks what was noted and returns all that was found.
func (c *checker) wait() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.pending {
		request, answer := c.description.Check(context.Background(), e.Exchange)
		if request != nil {
			c.note(e.route+": description: "+request.Error(), e.Body)
		}
		if answer != nil {
			c.note(e.route+": the fake's own answer: "+answer.Error(), e.Answer)
		}
	}
	c.pending = nil
	return slices.Clone(c.found)
}

// note keeps what was found, once, with a body that shows it.
func (c *checker) note(what string, body []byte) {
	const enough = 2000
	if !slices.ContainsFunc(c.found, func(f string) bool { return strings.HasPrefix(f, what+"\n") }) {
		c.found = append(c.found, what+"\n"+string(body[:min(len(body), enough)]))
	}
}
