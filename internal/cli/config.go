package cli

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// Config is praxis.toml. Every zero value works; flags of the same names override.
type Config struct {
	Listen       []string `toml:"listen"`        // multiaddresses
	Announce     []string `toml:"announce"`      // where others reach this node, for the profile
	Peers        []string `toml:"peers"`         // nodes to connect to besides those that profiles name
	OnlyPeers    bool     `toml:"only-peers"`    // connect to nobody else
	Director     bool     `toml:"director"`      // a director approves besides the reviewer
	Canaries     bool     `toml:"canaries"`      // reviewers first read a copy with a made-up detail in it
	Relay        bool     `toml:"relay"`         // let other members' nodes meet through this one
	HolePunching bool     `toml:"hole-punching"` // find a direct way through firewalls
	Pages        string   `toml:"pages"`         // address and port of the pages, or off
	PagesNames   []string `toml:"pages-names"`   // host names by which the office calls this computer
	Log          string   `toml:"log"`           // debug, info, warn, error
}

// defaultListen is where a node listens if nothing else is said.
func defaultListen() []string {
	return []string{"/ip4/0.0.0.0/udp/4710/quic-v1", "/ip4/0.0.0.0/tcp/4710"}
}

// readConfig reads praxis.toml; a missing one is the zero value. It refuses unknown keys by name.
func readConfig(path string) (Config, error) {
	var c Config
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fail(ExitFailed, "the configuration cannot be read: %v", err)
	}
	meta, err := toml.Decode(string(b), &c)
	if p, ok := errors.AsType[toml.ParseError](err); ok {
		return c, wrongUse("%s, line %d: %s: correct the line, or delete it for the default", path, p.Position.Line, p.Message)
	}
	if err != nil {
		return c, wrongUse("%s: %v: correct the value, or delete the line for the default", path, strings.TrimPrefix(err.Error(), "toml: "))
	}
	for _, key := range meta.Undecoded() {
		return c, wrongUse("%s: the key %q is not known: it may be listen, announce, peers, only-peers, director, canaries, relay, hole-punching, pages, pages-names or log", path, key)
	}
	_, err = c.level()
	return c, err
}

func (c Config) level() (slog.Level, error) {
	var l slog.Level
	if c.Log == "" {
		return l, nil
	}
	if err := l.UnmarshalText([]byte(c.Log)); err != nil {
		return l, wrongUse("log is debug, info, warn or error, not %q", c.Log)
	}
	return l, nil
}

// text is the file that init writes: what was given, and the defaults as comments.
func (c Config) text() string {
	var b strings.Builder
	b.WriteString("# The configuration of this node. Lines that begin with # are the defaults.\n\n")
	list := func(about, key string, values, otherwise []string) {
		b.WriteString("# " + about + "\n")
		if len(values) == 0 {
			b.WriteString("# ")
			values = otherwise
		}
		var quoted []string
		for _, v := range values {
			quoted = append(quoted, strconv.Quote(v))
		}
		b.WriteString(key + " = [" + strings.Join(quoted, ", ") + "]\n\n")
	}
	list("Where this node listens.", "listen", c.Listen, defaultListen())
	list("Where others reach it. It is part of the profile, which is signed anew when this changes: praxis profile sign.", "announce", c.Announce, nil)
	list("Nodes to connect to, besides those that members' profiles name.", "peers", c.Peers, nil)
	b.WriteString("# Connect to nobody but those.\n# only-peers = false\n\n" +
		"# Ask for a director's approval besides the reviewer's.\n# director = false\n\n" +
		"# Plant a made-up detail in a copy that reviewers read first, to see whether it is noticed.\n# canaries = false\n\n" +
		"# Let other members' nodes that cannot reach each other meet through this one.\n# relay = false\n\n" +
		"# Find a direct way through firewalls with the help of relays.\n# hole-punching = false\n\n" +
		"# Where the pages are. An address of the office's network, like 192.0.2.7:4780, opens them to it, encrypted; off is nowhere.\n# pages = \"" + defaultPages + "\"\n\n" +
		"# Names by which the office calls this computer, where the pages are open to its network.\n# pages-names = []\n\n" +
		"# What is logged: debug, info, warn or error. Text of drafts and documents never is.\n# log = \"info\"\n")
	return b.String()
}
