package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"
)

func main() { os.Exit(start()) }

// start runs the program and returns its exit code.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr), os.Stderr)
}

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage marks a command line that cannot be understood.
var errUsage = errors.New("see footnote --help")

// A setupError is what must be mended before starting again is of use.
type setupError struct{ error }

// exit says what went wrong, on one line, and returns the exit code.
func exit(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "footnote: %v\n", err) //nolint:errcheck // there is nobody left to tell
	if _, ok := errors.AsType[setupError](err); ok || errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

// A program is what a command sees of the world.
type program struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// commandLine is the whole surface of the program.
type commandLine struct {
	Ask         askCommand         `cmd:"" help:"Answer a question, or prompt for questions."`
	Serve       serveCommand       `cmd:"" help:"Answer on Discord, by the gateway (DISCORD_TOKEN) or by HTTP (DISCORD_PUBLIC_KEY); .env.example has all settings."`
	Play        playCommand        `cmd:"" help:"Serve a page on this machine on which anyone can try the bot, without an account."`
	Inspect     inspectCommand     `cmd:"" help:"Show the sentences of a report with their cited sources."`
	Import      importCommand      `cmd:"" help:"Turn a web page, PDF or Word document into a text for you to check."`
	Eval        evalCommand        `cmd:"" help:"Answer question sets and print the figures."`
	Check       checkCommand       `cmd:"" help:"Check the configuration and the reports; exit code 1 on a fault."`
	Healthcheck healthcheckCommand `cmd:"" help:"Exit with code 0 where footnote serve is well, for containers."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

const description = `Answers questions about news reports with the report's own sentences, word for word, and who is cited for them.

Every flag can be set by the environment variable shown beside it, also in a file .env in this folder, which never overrides the environment.`

// run is the program: what tests start.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	file, err := godotenv.Read()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf(".env: %w: each line is KEY=value", err)
	}
	setting := func(key string) string { return cmp.Or(getenv(key), file[key]) }
	var line commandLine
	done := false
	parser, err := kong.New(&line,
		kong.Name("footnote"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { done = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		environment(setting),
	)
	if err != nil {
		return fmt.Errorf("command line: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case done: // the help was printed
		return nil
	case err != nil:
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	command.BindTo(ctx, (*context.Context)(nil))
	return command.Run(&program{getenv: setting, stdin: stdin, stdout: stdout, stderr: stderr})
}

// environment has flags that are not on the command line set by getenv, where
// kong alone would look at the process's environment. A variable that is set to
// nothing counts as not set.
func environment(getenv func(string) string) kong.Option {
	names := map[*kong.Value][]string{}
	var hide func(*kong.Node)
	hide = func(n *kong.Node) {
		for _, f := range n.Flags {
			names[f.Value] = f.Tag.Envs
			f.Tag.Envs = nil
		}
		for _, child := range n.Children {
			hide(child)
		}
	}
	return kong.OptionFunc(func(k *kong.Kong) error {
		return errors.Join(
			kong.PostBuild(func(k *kong.Kong) error { hide(k.Model.Node); return nil }).Apply(k),
			kong.Resolvers(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
				for _, name := range names[f.Value] {
					if v := getenv(name); v != "" {
						return v, nil
					}
				}
				return nil, nil //nolint:nilnil // kong's way to say that nothing is set
			})).Apply(k),
			kong.ValueFormatter(func(v *kong.Value) string {
				if len(names[v]) == 0 {
					return v.Help
				}
				return strings.TrimSuffix(v.Help, ".") + " ($" + strings.Join(names[v], ", $") + ")."
			}).Apply(k),
		)
	})
}
