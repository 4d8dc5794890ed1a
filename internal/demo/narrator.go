package demo

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// narrator writes the story.
type narrator struct {
	out   io.Writer
	color bool
}

// Ways to show a line on a terminal.
const (
	bold  = "1"
	faint = "2"
	red   = "31"
	green = "32"
)

func (n *narrator) in(style, text string) string {
	if !n.color {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func (n *narrator) say(format string, args ...any) { fmt.Fprintf(n.out, format+"\n", args...) }

// good says that all is done; bad says what went wrong.
func (n *narrator) good(format string, args ...any) {
	n.say("%s", n.in(green, "✓ "+fmt.Sprintf(format, args...)))
}

func (n *narrator) bad(format string, args ...any) {
	n.say("%s", n.in(red, "✗ "+fmt.Sprintf(format, args...)))
}

func (n *narrator) heading(number int, title string) {
	n.say("\n%s", n.in(bold, fmt.Sprintf("%2d. %s", number, title)))
}

// words says what happens and why it matters.
func (n *narrator) words(format string, args ...any) {
	for _, line := range wrapped(fmt.Sprintf(format, args...), 112) {
		n.say("    %s", line)
	}
}

// found says an outcome that was checked.
func (n *narrator) found(format string, args ...any) {
	for i, line := range wrapped(fmt.Sprintf(format, args...), 110) {
		if i == 0 {
			line = n.in(green, "✓") + " " + line
		} else {
			line = "  " + line
		}
		n.say("    %s", line)
	}
}

// quote shows some lines of what a person would see, the rest as a count.
func (n *narrator) quote(text string, most int) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		if i == most {
			n.say("      %s", n.in(faint, fmt.Sprintf("│ … and %d more lines", len(lines)-most)))
			return
		}
		n.say("      %s %s", n.in(faint, "│"), short(line, 108))
	}
}

// quoteWhole shows texts in full.
func (n *narrator) quoteWhole(texts ...string) {
	for _, text := range texts {
		for _, line := range wrapped(text, 108) {
			n.say("      %s %s", n.in(faint, "│"), line)
		}
	}
}

func short(line string, most int) string {
	if utf8.RuneCountInString(line) <= most {
		return line
	}
	return string([]rune(line)[:most-1]) + "…"
}

// wrapped breaks a text between words into lines of at most so many characters.
func wrapped(text string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
