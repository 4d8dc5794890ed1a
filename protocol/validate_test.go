package protocol_test

import (
	"errors"
	"strings"
	"testing"

	"praxis/protocol"
	"praxis/protocol/wire"
)

// Objects with more parts than their bounds allow are refused by the name of the field.
func TestCounts(t *testing.T) {
	for _, test := range []struct {
		field  string
		refuse interface{ Validate() error }
	}{
		{"members", protocol.Charter{Name: "x", Version: 1, Created: 1, Expires: 2, Members: make([]protocol.Member, protocol.MaxMembers+1)}},
		{"relays", protocol.Charter{Name: "x", Version: 1, Created: 1, Expires: 2, Threshold: 1,
			Keys:    []protocol.CharterKey{{Key: protocol.Key{1}, Member: protocol.ID{1}}},
			Members: []protocol.Member{{ID: protocol.ID{1}, Key: protocol.Key{1}, Name: "x", Standing: protocol.StandingNPM}},
			Relays:  make([]protocol.Key, protocol.MaxNodes+1)}},
		{"bodies", profileWith(func(p *protocol.Profile) { p.Bodies = make([]protocol.Body, protocol.MaxBodies+1) })},
		{"nodes", profileWith(func(p *protocol.Profile) { p.Nodes = make([]protocol.Node, protocol.MaxNodes+1) })},
		{"writers", profileWith(func(p *protocol.Profile) { p.Writers = make([]protocol.Writer, protocol.MaxWriters+1) })},
		{"contacts", profileWith(func(p *protocol.Profile) { p.Contacts = make([]protocol.Contact, protocol.MaxContacts+1) })},
		{"key", profileWith(func(p *protocol.Profile) { p.Key = protocol.Key{} })},
		{"nodes", protocol.Denial{Time: 1, Charter: 1, Nodes: make([]protocol.Key, protocol.MaxNodes+1)}},
		{"members", protocol.Denial{Time: 1, Charter: 1, Members: make([]protocol.ID, protocol.MaxMembers+1)}},
		{"members", protocol.GroupList{ID: protocol.ID{1}, Name: "x", Time: 1, Version: 1, Members: make([]protocol.GroupMember, protocol.MaxMembers+1)}},
		{"held", protocol.Holdings{Node: protocol.Key{1}, Time: 1, Audience: protocol.AudienceNPMs, Held: make([]protocol.Held, protocol.MaxBodies*protocol.MaxMembers+1)}},
		{"version", protocol.Entry{Op: protocol.OpWithdraw, Document: protocol.ID{1}, Version: 1}},
		{"version", protocol.Entry{Op: protocol.OpWithdraw, Document: protocol.ID{1}, Content: wire.SumCID(wire.DAGCBOR, nil)}},
		{"version", protocol.Entry{Op: protocol.OpWithdraw, Document: protocol.ID{1}, Ends: true}},
		{"op", protocol.Entry{Op: 2, Document: protocol.ID{1}}},
	} {
		var field *protocol.FieldError
		if err := test.refuse.Validate(); !errors.As(err, &field) || field.Field != test.field || strings.Contains(field.Rule.Form, "order") {
			t.Errorf("%T: %v, want the field %s", test.refuse, err, test.field)
		}
	}
}

// profileWith is a valid profile, changed.
func profileWith(change func(*protocol.Profile)) protocol.Profile {
	member := protocol.ID{1}
	p := protocol.Profile{Key: protocol.Key{1}, Name: "x", Time: 1, Member: member, Version: 1, Standing: protocol.StandingNPM,
		Bodies: []protocol.Body{{ID: protocol.BodyID(member, 1), Name: "x", Number: 1}}}
	change(&p)
	return p
}

// An object that one key answers for is not signed by two, and none is signed by nobody.
func TestSignCountsItsKeys(t *testing.T) {
	recall := protocol.Recall{Body: protocol.ID{1}, Time: 1, Member: protocol.ID{1}, Document: protocol.ID{1}}
	if _, err := protocol.Sign(recall, testKey(1), testKey(2)); !errors.Is(err, protocol.ErrSignature) {
		t.Errorf("a recall was signed twice: %v", err)
	}
	if _, err := protocol.Sign(recall); !errors.Is(err, protocol.ErrSignature) {
		t.Errorf("a recall was signed by nobody: %v", err)
	}
	one := mustSign(t, recall, testKey(1))
	if _, err := one.Cosign(testKey(2)); !errors.Is(err, protocol.ErrSignature) {
		t.Errorf("a recall was cosigned: %v", err)
	}
	denial := mustSign(t, protocol.Denial{Time: 1, Charter: 1, Members: []protocol.ID{{1}}}, testKey(1))
	both, err := denial.Cosign(testKey(2), testKey(1))
	if err != nil || len(both.Keys()) != 2 || both.Hash() != denial.Hash() || len(denial.Keys()) != 1 {
		t.Errorf("a denial was cosigned by %d keys, %v", len(both.Keys()), err)
	}
	if opened, err := protocol.Open[protocol.Denial](both.Bytes()); err != nil || !opened.SignedBy(protocol.KeyOf(testKey(2))) {
		t.Errorf("a cosigned denial opens: %v", err)
	}
}
