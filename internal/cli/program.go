package cli

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"praxis/internal/store"
	"praxis/node"
)

// Program is what the command line is given from outside. All fields but WorkFactor are needed.
type Program struct {
	Version string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Env     func(string) string
	Home    string // where the data directory is by default; "" where there is no home

	Open   func(NodeConfig) (*node.Node, func() error, error) // the function closes the node and what it stands on
	Files  store.FS
	Now    func() time.Time
	Random io.Reader

	WorkFactor int // of passphrases, for tests; 0 is the safe default
}

// NodeConfig is what a node is opened with.
type NodeConfig struct {
	Store        string // directory
	Key          ed25519.PrivateKey
	Listen       []string // multiaddresses; none: nobody can connect to it
	Announce     []string // where others reach it, if not where it listens
	Peers        []string
	Passive      bool // connect only to Peers
	Director     bool // a director approves besides the reviewer
	Canaries     bool // reviewers first read a copy with a made-up detail in it
	Relay        bool // let others of the network meet through this node
	HolePunching bool
	WorkFactor   int
	Logger       *slog.Logger
}

// Exit codes. They are stable: scripts branch on them.
const (
	ExitDone       = 0
	ExitFailed     = 1
	ExitWrongUse   = 2
	ExitNotRunning = 3
	ExitNotFound   = 4
	ExitRefused    = 5
	ExitNotSigned  = 6
	ExitTimeout    = 7
	ExitInUse      = 8
)

const exitHelp = `Exit codes: 0 done, 1 failed, 2 wrong use (a flag, an argument or a file), 3 the node is not running, 4 not found,
5 refused (by the gate, the approvals or somebody's rights), 6 not signed in (the passphrase is wrong or missing),
7 not in time, 8 in use by another process.`

// Run runs one command line, without the program's name, and returns the exit code.
func (p *Program) Run(ctx context.Context, args []string) int {
	a := &app{Program: p}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	a.close()
	if err == nil {
		return ExitDone
	}
	code, text := explain(err)
	if text != "" {
		fmt.Fprintln(p.Stderr, "praxis: "+text)
	}
	return code
}

// ran marks an error of a command that was understood. Others come from reading the command line itself.
type ran struct{ error }

func (r ran) Unwrap() error { return r.error }

// run makes a command's function from one that has no need of cobra.
func (a *app) run(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := f(cmd.Context(), args); err != nil {
			return ran{err}
		}
		return nil
	}
}

// app is one run of the command line.
type app struct {
	*Program
	dir          string
	as           string
	passphraseFD int
	json         bool

	lines   *lineReader // of the passphrase file
	closers []func()
}

func (a *app) close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "praxis",
		Short:         "The exchange network of the European National Preventive Mechanisms",
		Long:          "Praxis keeps a body's own work in its own node, and shares with its peers what two people have approved.\n\n" + exitHelp,
		Version:       a.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:          cobra.NoArgs,
	}
	home := a.Home
	if dir := a.Env("PRAXIS_DIR"); dir != "" {
		home = dir
	}
	f := root.PersistentFlags()
	f.StringVar(&a.dir, "dir", home, "the node's data directory (or the variable PRAXIS_DIR)")
	f.StringVar(&a.as, "as", "", "the person in whose name to act; asks for the passphrase")
	f.IntVar(&a.passphraseFD, "passphrase-fd", -1, "read passphrases from this file descriptor, one a line, instead of the terminal")
	f.BoolVar(&a.json, "json", false, "print JSON")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: %s --help shows what there is", err, cmd.CommandPath())
	})
	root.AddGroup(&cobra.Group{ID: "node", Title: "The node and its network:"}, &cobra.Group{ID: "write", Title: "Writing and sharing:"},
		&cobra.Group{ID: "read", Title: "Reading:"}, &cobra.Group{ID: "state", Title: "How things stand:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("node", a.initCommand(), a.startCommand(), a.requestCommand(), a.admitCommand(), a.charterCommand(), a.denyCommand(), a.joinCommand(), a.connectCommand(), a.keyCommand(), a.profileCommand(), a.personCommand())
	add("write", a.examineCommand(), a.attachCommand(), a.draftCommand(), a.reviewCommand(), a.wordsCommand(), a.placesCommand(), a.approveCommand(), a.shareCommand(), a.withdrawCommand(), a.recallCommand())
	add("read", a.listCommand(), a.showCommand(), a.searchCommand())
	add("state", a.statusCommand(), a.peersCommand(), a.holdingsCommand(), a.whyCommand(), a.waitCommand(), a.verifyCommand())
	root.AddCommand(a.demoCommand())
	return root
}

// exact demands a number of arguments, and says which.
func exact(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == len(names) {
			return nil
		}
		return fmt.Errorf("%s takes %s: use it like %q", cmd.CommandPath(), count(len(names), "argument"), cmd.UseLine())
	}
}

func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least {
			return fmt.Errorf("%s needs %s: use it like %q", cmd.CommandPath(), count(least, "argument"), cmd.UseLine())
		}
		if most >= 0 && len(args) > most {
			return fmt.Errorf("%s takes no more than %s: use it like %q", cmd.CommandPath(), count(most, "argument"), cmd.UseLine())
		}
		return nil
	}
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

var errDir = errors.New("there is no home directory to keep data in: name a directory with --dir")
