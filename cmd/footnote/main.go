package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
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

// exit says what went wrong, on one line, and returns the exit code.
func exit(err error, stderr io.Writer) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(stderr, "footnote: %v\n", err) //nolint:errcheck // there is nobody left to tell
	if errors.Is(err, errUsage) {
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
	Ask     askCommand     `cmd:"" help:"Answer a question, or prompt for questions."`
	Inspect inspectCommand `cmd:"" help:"Show the sentences of a report with their cited sources."`
	Eval    evalCommand    `cmd:"" help:"Answer question sets and print the figures."`
}

const description = `Answers questions about news reports with the report's own sentences, word for word, and who is cited for them.

Every flag can be set by the environment variable shown beside it, also in a file .env in this folder, which never overrides the environment.`

// run is the program: what tests start.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	if err := godotenv.Load(); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf(".env: %w: each line is KEY=value", err)
	}
	var line commandLine
	done := false
	parser, err := kong.New(&line,
		kong.Name("footnote"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { done = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
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
	return command.Run(&program{getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr})
}
