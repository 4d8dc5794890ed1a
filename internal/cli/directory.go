package cli

import (
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"praxis/internal/passed"
)

// directory is a node's data directory. The names of what is in it stand here and nowhere else.
type directory string

func (d directory) config() string   { return filepath.Join(string(d), "praxis.toml") }
func (d directory) nodeKey() string  { return filepath.Join(string(d), "node.key") }
func (d directory) store() string    { return filepath.Join(string(d), "store") }
func (d directory) socket() string   { return filepath.Join(string(d), "control.sock") }
func (d directory) pagesKey() string { return filepath.Join(string(d), "pages.pem") } // certificate of the pages, with its key
func (d directory) process() string  { return filepath.Join(string(d), "process") }   // id of the process that runs the node

// directory is the one that the flags name.
func (a *app) directory() (directory, error) {
	if a.dir == "" {
		return "", fail(ExitWrongUse, "%v", errDir)
	}
	dir, err := filepath.Abs(a.dir)
	return directory(dir), err
}

// setUpDirectory is the directory of a node that has been set up.
func (a *app) setUpDirectory() (directory, error) {
	d, err := a.directory()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(d.nodeKey()); errors.Is(err, fs.ErrNotExist) {
		return "", fail(ExitNotFound, "there is no node in %s: set one up with praxis init, or name its directory with --dir", d)
	}
	return d, nil
}

// PEM types of the files that people pass on.
const (
	pemNodeKey = "PRAXIS NODE KEY"
	pemRequest = passed.Request
	pemCharter = passed.Charter
	pemNetwork = passed.Network
	pemDenial  = passed.Denial
)

// makeNodeKey writes a new node key. It never replaces one.
func makeNodeKey(path string, random io.Reader) (ed25519.PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("make the node key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), writeNew(path, pem.EncodeToMemory(&pem.Block{Type: pemNodeKey, Bytes: seed}), 0o600)
}

// readNodeKey reads a node key, and refuses one that others can read or that is damaged.
func readNodeKey(path string) (ed25519.PrivateKey, error) {
	if err := onlyOurs(path); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fail(ExitFailed, "the node key cannot be read (%v): run Praxis as the account that set up the node", err)
	}
	block, rest := pem.Decode(b)
	if block == nil || block.Type != pemNodeKey || len(block.Bytes) != ed25519.SeedSize || strings.TrimSpace(string(rest)) != "" {
		return nil, fail(ExitFailed, "the node key in %s is damaged: restore the file from a backup, or set up the node anew in another directory", path)
	}
	return ed25519.NewKeyFromSeed(block.Bytes), nil
}

// onlyOurs refuses a secret file that other accounts can read.
func onlyOurs(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fail(ExitFailed, "%s cannot be read: %v", path, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fail(ExitRefused, "%s can be read by other accounts of this computer: run chmod 600 on it, and consider whether somebody has copied it", path)
	}
	return nil
}

// writeNew writes a file that must not be there yet, all or nothing.
func writeNew(path string, b []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fail(ExitRefused, "%s is there already and is not replaced: name another file", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		_ = os.Remove(path) // half a file helps nobody
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeProcess says which process runs the node; only who holds the store's lock calls it.
func (d directory) writeProcess() error {
	return os.WriteFile(d.process(), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
}

// inUse says which process holds the store.
func (d directory) inUse() error {
	b, _ := os.ReadFile(d.process()) // only for the message
	if id := strings.TrimSpace(string(b)); id != "" {
		return fail(ExitInUse, "this node is running already, as process %s: use that one, or stop it first", id)
	}
	return fail(ExitInUse, "another praxis has the data directory %s open: wait for it, or stop it", d)
}
