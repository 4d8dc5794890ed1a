package draft

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Role is what a person does in the body.
type Role string

// The roles.
const (
	RoleReader        Role = "reader"         // reads what is shared
	RoleAuthor        Role = "author"         // writes drafts, asks for reviews, shares
	RoleReviewer      Role = "reviewer"       // reads drafts of others, approves and shares
	RoleDirector      Role = "director"       // signs off, keeps the persons, reads the journal
	RoleCoordinator   Role = "coordinator"    // speaks for the body in the network: admissions, groups, events
	RoleAdministrator Role = "administrator"  // runs the node; does not read drafts, so cannot approve
	RoleOutsideExpert Role = "outside-expert" // from outside the body: reads and approves the drafts that name them, nothing else
)

// Roles lists the roles.
func Roles() []Role {
	return []Role{RoleReader, RoleAuthor, RoleReviewer, RoleDirector, RoleCoordinator, RoleAdministrator, RoleOutsideExpert}
}

// ParseRole reads a role and refuses what is none.
func ParseRole(text string) (Role, error) {
	if r := Role(text); slices.Contains(Roles(), r) {
		return r, nil
	}
	var names []string
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return "", fmt.Errorf("%q is no role: use %s or %s", text, strings.Join(names[:len(names)-1], ", "), names[len(names)-1])
}

// ErrRole says that a person's roles do not allow what they asked for.
var ErrRole = errors.New("your roles do not allow this: ask your director or administrator")

// works tells whether the person works here with one of the roles. Who has left has none.
func (p Person) works(roles ...Role) bool {
	return p.Left == 0 && slices.ContainsFunc(roles, p.HasRole)
}

// MayReadDocuments tells whether the person reads what is shared with the body.
func (p Person) MayReadDocuments() bool {
	return p.works(RoleReader, RoleAuthor, RoleReviewer, RoleDirector, RoleCoordinator, RoleAdministrator)
}

// MayReadDrafts tells whether the person reads every draft of the body. Who only administers the node does not; who also
// writes or reviews does, for a body may be so small.
func (p Person) MayReadDrafts() bool { return p.works(RoleAuthor, RoleReviewer, RoleDirector) }

// MayRead is the one line on which it stands who may read a draft.
func (p Person) MayRead(d Draft) bool {
	return p.MayReadDrafts() || p.works(RoleOutsideExpert) && slices.Contains(d.Experts, p.ID)
}

// MayWrite tells whether the person writes drafts and asks for reviews.
func (p Person) MayWrite() bool { return p.works(RoleAuthor, RoleDirector) }

// MayShare tells whether the person shares what others have approved, and takes documents back.
func (p Person) MayShare() bool { return p.works(RoleAuthor, RoleReviewer, RoleDirector) }

// MayReview tells whether the person reviews a draft, if they are not among its authors.
func (p Person) MayReview(d Draft) bool {
	return p.works(RoleReviewer, RoleDirector) || p.works(RoleOutsideExpert) && slices.Contains(d.Experts, p.ID)
}

// MayCoordinate tells whether the person speaks for the body in the network.
func (p Person) MayCoordinate() bool { return p.works(RoleCoordinator, RoleDirector) }

// MayReadJournal tells whether the person reads who did what.
func (p Person) MayReadJournal() bool { return p.works(RoleDirector, RoleAdministrator) }

// MayAppoint refuses what would let an administrator read drafts in another's name: where a director works, only a
// director gives somebody roles that read drafts, or lets somebody who has one choose a new passphrase. That somebody
// decides at all who works here is for the caller to see to.
func MayAppoint(by Person, roles []Role, all []Person) error {
	directed := slices.ContainsFunc(all, func(p Person) bool { return p.works(RoleDirector) })
	reads := slices.ContainsFunc(roles, func(r Role) bool {
		return r == RoleAuthor || r == RoleReviewer || r == RoleDirector || r == RoleOutsideExpert
	})
	if directed && reads && !by.works(RoleDirector) {
		return fmt.Errorf("only a director lets somebody read drafts, since a director works here: %w", ErrRole)
	}
	return nil
}

// MayChange refuses that an administrator takes a director away, after whom [MayAppoint] would hold nobody back: only a
// director changes another's roles or marks one as left, and their own.
func MayChange(by, changed Person) error {
	if changed.works(RoleDirector) && !by.works(RoleDirector) {
		return fmt.Errorf("only a director changes what a director does here, or marks one as left: %w", ErrRole)
	}
	return nil
}
