package node

import (
	"testing"

	"praxis/protocol"
)

// Entries are counted anew where an epoch begins short of what was shared: an account of the epoch before must not confirm
// a withdrawal that it cannot know.
func TestAnAccountConfirmsOnlyEntriesOfOurLog(t *testing.T) {
	third := protocol.Head{Epoch: 3, Size: 20, Continues: &protocol.Anchor{Size: 5}}
	for _, tt := range []struct {
		name  string
		head  protocol.Head
		held  protocol.Held
		entry uint64
		want  bool
	}{
		{"of this epoch", third, protocol.Held{Epoch: 3, Size: 7}, 6, true},
		{"of this epoch, short of it", third, protocol.Held{Epoch: 3, Size: 6}, 6, false},
		{"of the epoch before, an entry that goes on", third, protocol.Held{Epoch: 2, Size: 10}, 4, true},
		{"of the epoch before, another entry of that number", third, protocol.Held{Epoch: 2, Size: 10}, 6, false},
		{"of an older epoch", third, protocol.Held{Epoch: 1, Size: 10}, 4, false},
		{"of the first epoch", protocol.Head{Epoch: 1, Size: 3}, protocol.Held{Epoch: 1, Size: 3}, 2, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := agrees(tt.head, tt.held, tt.entry); got != tt.want {
				t.Errorf("agrees: %v", got)
			}
		})
	}
}
