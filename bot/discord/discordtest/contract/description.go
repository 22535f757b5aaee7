package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// A Description is Discord's own of its API, in OpenAPI 3.1. It is safe for
// concurrent use.
type Description struct{ router routers.Router }

var descriptions sync.Map // from a path to its *loading

type loading struct {
	once sync.Once
	d    *Description
	err  error
}

// Load reads a description, once in a process.
func Load(path string) (*Description, error) {
	v, _ := descriptions.LoadOrStore(path, new(loading))
	l := v.(*loading)
	l.once.Do(func() { l.d, l.err = load(path) })
	return l.d, l.err
}

func load(path string) (*Description, error) {
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		return nil, fmt.Errorf("description %s: %w", path, err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("description %s: %w", path, err)
	}
	return &Description{router}, nil
}

// An Exchange is a request and its answer.
type Exchange struct {
	Method string
	Path   string // with its query, without "/api/v9"
	Body   []byte // JSON; empty for none
	Status int
	Answer []byte // JSON; empty for none
}

// Check returns what the description says against a request, and against the
// answer where it is no error: errors are not described well.
func (d *Description) Check(ctx context.Context, e Exchange) (request, answer error) {
	r, err := http.NewRequestWithContext(ctx, e.Method, "https://discord.com/api/v10"+e.Path, bytes.NewReader(numbers(e.Body)))
	if err != nil {
		return err, nil
	}
	if len(e.Body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	route, params, err := d.router.FindRoute(r)
	if err != nil {
		return err, nil
	}
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: options}
	request = openapi3filter.ValidateRequest(ctx, in)
	if e.Status < 200 || e.Status >= 300 {
		return short(request), nil
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: e.Status, Options: options,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(e.Answer)),
	}
	return short(request), short(openapi3filter.ValidateResponse(ctx, out))
}

// short leaves the schema out of an error.
func short(err error) error {
	if err == nil {
		return nil
	}
	text, _, _ := strings.Cut(err.Error(), "\nSchema:")
	return errors.New(text)
}

// numbers writes permissions as the description wants them: it asks for numbers
// where the documentation says that text is taken too.
func numbers(body []byte) []byte {
	if !bytes.Contains(body, []byte(`"default_member_permissions":"`)) {
		return body
	}
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, c := range list {
		o, _ := c.(map[string]any)
		if text, ok := o["default_member_permissions"].(string); ok {
			if n, err := strconv.ParseInt(text, 10, 64); err == nil {
				o["default_member_permissions"] = n
			}
		}
	}
	out, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return out
}
