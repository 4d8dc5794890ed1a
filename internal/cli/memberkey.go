package cli

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"praxis/internal/passed"
	"praxis/protocol"
)

func (a *app) keyCommand() *cobra.Command {
	c := &cobra.Command{Use: "key", Short: "Make, print and restore a member key", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "new FILE", Short: "Make a member key, in a file that a passphrase opens", Args: exact("FILE"),
			Long: "The member key signs the organisation's profile, and charters if it is a keyholder. One per organisation, kept offline:\n" +
				"on a stick in a safe, and on paper (praxis key paper).",
			RunE: a.run(func(_ context.Context, args []string) error { return a.newKey(args[0]) })},
		&cobra.Command{Use: "paper FILE", Short: "Print a member key as words for a safe", Args: exact("FILE"),
			RunE: a.run(func(_ context.Context, args []string) error { return a.paperKey(args[0]) })},
		&cobra.Command{Use: "restore FILE", Short: "Make the file anew from the words on paper, read from standard input", Args: exact("FILE"),
			RunE: a.run(func(_ context.Context, args []string) error { return a.restoreKey(args[0]) })},
		a.keyChange(),
	)
	return c
}

// minKeyPassphrase is how many bytes a passphrase has at least.
const minKeyPassphrase = 8

func (a *app) newKey(path string) error {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(a.Random, seed); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	return a.writeKey(path, seed)
}

func (a *app) writeKey(path string, seed []byte) error {
	if err := a.outsideData(path); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return fail(ExitRefused, "%s is there already and is not replaced: name another file", path)
	}
	passphrase, err := a.newPassphrase("New passphrase for the member key")
	if err != nil {
		return err
	}
	if len(passphrase) < minKeyPassphrase {
		return wrongUse("the passphrase has fewer than %d characters: choose a longer one", minKeyPassphrase)
	}
	sealed, err := passed.SealKey(seed, passphrase, a.WorkFactor)
	if err != nil {
		return err
	}
	if err := writeNew(path, sealed, 0o600); err != nil {
		return err
	}
	key := protocol.KeyOf(ed25519.NewKeyFromSeed(seed))
	return a.print(map[string]string{"file": path, "key": key.String()}, func() {
		a.say("The member key is in %s. Keep it off this computer, and a copy on paper: praxis key paper %s", path, path)
	})
}

// outsideData refuses to put a member key where backups of the node, and whoever steals it, would find it.
func (a *app) outsideData(path string) error {
	d, err := a.directory()
	if err != nil {
		return nil // no data directory, so nothing is within it
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(string(d), abs); err == nil && filepath.IsLocal(rel) {
		return fail(ExitRefused, "a member key never lies in a node's data directory: name a file elsewhere, best on a stick")
	}
	return nil
}

// openKey opens the file of a member key with the passphrase that it asks for.
func (a *app) openKey(path string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, wrongUse("the key file cannot be read: %v", err)
	}
	damaged := wrongUse("%s is no file of a member key, or it is damaged: use a copy, or the words on paper with praxis key restore", path)
	if !passed.IsKey(b) {
		return nil, damaged
	}
	passphrase, err := a.passphrase("Passphrase of the member key " + filepath.Base(path))
	if err != nil {
		return nil, err
	}
	if passphrase == "" {
		return nil, fail(ExitNotSigned, "the passphrase is empty: type it again")
	}
	key, err := passed.OpenKey(b, passphrase)
	switch {
	case errors.Is(err, passed.ErrPassphrase):
		return nil, fail(ExitNotSigned, "the passphrase does not open %s: type it again", path)
	case errors.Is(err, passed.ErrKeyFile):
		return nil, damaged
	}
	return key, err
}

// paperCheck is how many bytes of a hash follow the seed on paper, to find mistakes.
const paperCheck = 4

func onPaper(seed []byte) []string {
	check := sha256.Sum256(seed)
	return protocol.Spell(append(bytes.Clone(seed), check[:paperCheck]...))
}

func (a *app) paperKey(path string) error {
	key, err := a.openKey(path)
	if err != nil {
		return err
	}
	words := onPaper(key.Seed())
	return a.print(map[string]any{"words": words}, func() {
		a.say("Member key. Whoever reads these words can sign for the organisation.")
		a.say("")
		for len(words) > 0 {
			a.say("  %s", strings.Join(words[:3], " "))
			words = words[3:]
		}
		a.say("")
		a.say("Fingerprint: %s", strings.Join(protocol.Words(protocol.Hash(sha256.Sum256(key.Public().(ed25519.PublicKey)))), " "))
	})
}

func (a *app) restoreKey(path string) error {
	if a.passphraseFD == 0 {
		return wrongUse("standard input has the words: give another --passphrase-fd")
	}
	text, err := io.ReadAll(io.LimitReader(a.Stdin, 4096))
	if err != nil {
		return err
	}
	b, err := protocol.ParseWords(string(text))
	if err != nil {
		return wrongUse("%v", err)
	}
	if len(b) != ed25519.SeedSize+paperCheck {
		return wrongUse("a member key has %d words on paper, not %d", (ed25519.SeedSize+paperCheck)/2, len(b)/2)
	}
	seed := b[:ed25519.SeedSize]
	if check := sha256.Sum256(seed); !bytes.Equal(check[:paperCheck], b[ed25519.SeedSize:]) {
		return wrongUse("a word is not what was printed: compare them one by one")
	}
	return a.writeKey(path, seed)
}
