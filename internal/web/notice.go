package web

import (
	"slices"
	"strings"

	"praxis/internal/web/messages"
	"praxis/node"
	"praxis/protocol"
)

type noticeData struct {
	ID       protocol.ID
	Language string // of the notice
	Text     string
	Lines    []string
	Written  bool // somebody has kept it; else it is the one that Praxis proposes
	Others   []Choice
}

// noticeOf reads the draft notice about a breach in the language of the path.
func noticeOf(r *Request) (noticeData, node.TakenBack, error) {
	d := noticeData{Language: r.PathValue("language")}
	id, err := r.PathID("id")
	if err == nil && !slices.Contains(messages.Languages(), d.Language) {
		err = NotFound
	}
	if err != nil {
		return d, node.TakenBack{}, err
	}
	d.ID = id
	kept, err := r.Session.TakenBack(id)
	if err == nil && kept.Breach == nil {
		err = NotFound
	}
	if err != nil {
		return d, kept, err
	}
	if d.Text, d.Written = kept.Breach.Notices[d.Language]; !d.Written {
		about, err := takingBack(r.Context(), r, id)
		if err != nil {
			return d, kept, err
		}
		d.Text = draftNotice(r.s.messages.In(d.Language, r.s.Where), View{Request: r}.Body(), about)
	}
	for _, c := range (View{Request: r}).Languages() {
		d.Others = append(d.Others, Choice{Value: c.Value, Label: c.Label, Lang: c.Lang, Chosen: c.Value == d.Language})
	}
	return d, kept, nil
}

// draftNotice proposes what the authority asks for (GDPR, article 33(3)), with what is known; what only people know stands
// in brackets.
func draftNotice(say messages.Speaker, body string, d takeBackData) string {
	b := d.Kept.Breach
	or := func(text, key string) string {
		if text == "" {
			return say.Say(key)
		}
		return text
	}
	lines := []string{say.Say("notice.heading", "body", body), "",
		say.Say("notice.discovered", "time", say.DateTime(b.Discovered), "due", say.DateTime(b.Due())), ""}
	if d.Since != 0 {
		lines = append(lines, say.Say("notice.taken-back", "time", say.DateTime(d.Since)), "")
	}
	lines = append(lines, say.Say("notice.what"), or(b.What, "notice.what-open"), "",
		say.Say("notice.recipients"))
	lines = append(lines, noticeRecipients(say, d.To)...)
	lines = append(lines, "", say.Say("notice.erased", "erased", d.Holders.Withdrawn, "of", d.Holders.Of), say.Say("notice.copies"), "",
		say.Say("notice.at-risk"), or(b.AtRisk, "notice.at-risk-open"), "",
		say.Say("notice.measures"), or(b.Measures, "notice.measures-open"), "",
		say.Say("notice.contact"))
	return strings.Join(lines, "\n")
}

func noticeRecipients(say messages.Speaker, to node.Recipients) []string {
	var lines []string
	for _, g := range toldGroups(to) {
		if len(g.All) > 0 {
			lines = append(lines, say.Say("told-group."+g.Key)+":")
		}
		for _, one := range g.All {
			country := ""
			if one.Country != "" {
				country = " (" + countryName(say.Language, one.Country) + ")"
			}
			lines = append(lines, "– "+one.Body+country)
		}
	}
	return lines
}

type toldGroup struct {
	Key string
	All []node.Recipient
}

func toldGroups(to node.Recipients) []toldGroup {
	return []toldGroup{{"eea", to.EEA}, {"others", to.Others}, {"observers", to.Observers}, {"secretariat", to.Secretariat}}
}

// Groups are the groups of recipients in which there is anybody.
func (d takeBackData) Groups() []toldGroup {
	return slices.DeleteFunc(toldGroups(d.To), func(g toldGroup) bool { return len(g.All) == 0 })
}

func noticeOne(r *Request) (Answer, error) {
	d, _, err := noticeOf(r)
	if err != nil {
		return Answer{}, err
	}
	d.Lines = strings.Split(d.Text, "\n")
	return Answer{Template: "notice", Title: r.Say("notice.title"), Data: d}, nil
}

func noticeKeep(r *Request) (Answer, error) {
	d, kept, err := noticeOf(r)
	if err != nil {
		return Answer{}, err
	}
	text := strings.ReplaceAll(r.Form.Text("text"), "\r\n", "\n")
	b := *kept.Breach
	b.Notices = map[string]string{}
	for language, written := range kept.Breach.Notices {
		b.Notices[language] = written
	}
	if b.Notices[d.Language] = text; text == "" {
		delete(b.Notices, d.Language) // the proposal again
	}
	if err := r.Session.NoteBreach(d.ID, &b); err != nil {
		return Answer{}, err
	}
	r.Notice("notice.kept")
	return Go("/take-back/" + d.ID.String() + "/notice/" + d.Language)
}
