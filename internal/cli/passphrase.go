package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// lineReader reads passphrases, one a line.
type lineReader struct{ r *bufio.Reader }

// passphrase asks for a passphrase on the terminal, or reads the next line of --passphrase-fd.
func (a *app) passphrase(prompt string) (string, error) {
	if a.passphraseFD >= 0 {
		return a.nextPassphrase()
	}
	in, ok := a.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", fail(ExitNotSigned, "there is no terminal to ask for a passphrase: give --passphrase-fd N and write it there")
	}
	fmt.Fprint(a.Stderr, prompt+": ")
	b, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(a.Stderr)
	if err != nil {
		return "", fmt.Errorf("read the passphrase: %w", err)
	}
	return string(b), nil
}

// newPassphrase asks twice on a terminal.
func (a *app) newPassphrase(prompt string) (string, error) {
	first, err := a.passphrase(prompt)
	if err != nil || a.passphraseFD >= 0 {
		return first, err
	}
	again, err := a.passphrase("The same once more")
	if err == nil && again != first {
		err = fail(ExitNotSigned, "the two passphrases differ: try again")
	}
	return first, err
}

func (a *app) nextPassphrase() (string, error) {
	if a.lines == nil {
		var r io.Reader = a.Stdin
		if a.passphraseFD != 0 {
			f := os.NewFile(uintptr(a.passphraseFD), "passphrases")
			if f == nil {
				return "", wrongUse("--passphrase-fd %d: there is no such file descriptor", a.passphraseFD)
			}
			r = f
		}
		a.lines = &lineReader{bufio.NewReader(r)}
	}
	line, err := a.lines.r.ReadString('\n')
	if err != nil && (!errors.Is(err, io.EOF) || line == "") {
		return "", fail(ExitNotSigned, "--passphrase-fd %d has no further line: write one passphrase a line, in the order in which they are asked for", a.passphraseFD)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
