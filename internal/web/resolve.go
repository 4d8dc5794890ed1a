package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"praxis/internal/draft"
	"praxis/internal/redaction"
	"praxis/node"
)

// resolveMarks carries out what was decided about the places of a page: all of it or nothing.
func resolveMarks(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	decisions, err := r.decisions()
	if err != nil {
		return Answer{}, err
	}
	if len(decisions) == 0 && len(r.Form.Errors) == 0 {
		r.Wrong("", "marks.nothing-decided")
	}
	if len(r.Form.Errors) == 0 {
		_, err = r.Session.Resolve(d.ID, decisions...)
		if err = r.unresolved(err); err != nil {
			return Answer{}, err
		}
	}
	if len(r.Form.Errors) > 0 {
		return marksPage(r, d, st)
	}
	r.Notice("marks.done", "count", len(decisions))
	return Go("/drafts/" + d.ID.String() + "/marks")
}

// unresolved says why decisions could not be carried out, where the person can do something about it.
func (r *Request) unresolved(err error) error {
	switch {
	case errors.Is(err, redaction.ErrElsewhere):
		r.Wrong("", "marks.elsewhere")
	case errors.Is(err, draft.ErrNeverKept):
		r.Wrong("", "marks.never-kept")
	case errors.Is(err, node.ErrNotFound):
		r.Wrong("", "marks.gone")
	case errors.Is(err, redaction.ErrWords):
		r.Wrong("", "marks.words-wrong")
	case errors.Is(err, redaction.ErrOverlap):
		r.Wrong("", "marks.overlap")
	default:
		return err
	}
	return nil
}

// decisions reads what was decided. The fields of a place end with its number.
func (r *Request) decisions() ([]node.Decision, error) {
	var numbers []int
	for name := range r.Form.Values {
		if at, ok := strings.CutPrefix(name, "place-"); ok {
			n, err := strconv.Atoi(at)
			if err != nil {
				return nil, BadForm
			}
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var all []node.Decision
	for _, n := range numbers {
		one, decided, err := r.decision(strconv.Itoa(n))
		if err != nil {
			return nil, err
		}
		if !decided {
			continue
		}
		if all = append(all, one); one.Decision != draft.Kept {
			continue
		}
		for _, hex := range r.Form.Values["also-"+strconv.Itoa(n)] {
			if err := one.Place.UnmarshalText([]byte(hex)); err != nil {
				return nil, BadForm
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// decision reads what was decided about one place.
func (r *Request) decision(at string) (one node.Decision, decided bool, err error) {
	one = node.Decision{Kind: draft.Kind(r.Form.Get("kind-" + at)), Every: r.Form.Has("every-"+at, "yes")}
	if err := one.Place.UnmarshalText([]byte(r.Form.Get("place-" + at))); err != nil {
		return one, false, BadForm
	}
	chosen := r.Form.Get("decision-" + at)
	proposal, proposed := strings.CutPrefix(chosen, "proposal-")
	switch {
	case chosen == "":
		return one, false, nil
	case chosen == "redacted":
		one.Decision = draft.Redacted
	case chosen == "kept":
		one.Decision, one.Reason = draft.Kept, r.Form.Text("reason-"+at)
		if one.Reason == "" || len(one.Reason) > draft.MaxReason {
			r.Wrong("reason-"+at, "marks.reason-needed")
		}
	case chosen == "generalised":
		one.Decision, one.Words = draft.Generalised, oneLine(r.Form.Get("words-"+at))
		if one.Words == "" {
			r.Wrong("words-"+at, "marks.words-needed")
		}
	case proposed:
		one.Decision, one.Words = draft.Generalised, r.Form.Get("said-"+at+"-"+proposal)
		if one.Words == "" {
			return one, false, BadForm
		}
	default:
		return one, false, BadForm
	}
	return one, true, nil
}

// clearWords clears unknown words that name nobody: those that are ticked.
func clearWords(r *Request) (Answer, error) {
	d, st, err := r.theDraft()
	if err != nil {
		return Answer{}, err
	}
	if st.ReadsFirst {
		return Answer{}, draft.ErrNotRead
	}
	words := r.Form.Values["word"]
	if len(words) == 0 {
		r.Wrong("word", "marks.no-word")
		return marksPage(r, d, st)
	}
	added, err := r.Session.ListWords(draft.Cleared, words...)
	if err != nil {
		return Answer{}, err
	}
	r.Notice("marks.cleared", "count", added)
	return Go("/drafts/" + d.ID.String() + "/marks")
}
