package markdown

import "praxis/protocol"

// In is what is wrong and what to do, without the line, in English, French or Spanish; English for any other language.
func (e *Error) In(language string) string {
	rule := in(e.Rule, language).Error()
	switch {
	case e.Field == "":
		return rule
	case language == "fr":
		return e.Field + " : " + rule
	case language == "es":
		return e.Field + ": " + rule
	}
	return e.Field + " " + rule
}

// RuleIn is the same without the name of the field, for where the field itself is shown.
func (e *Error) RuleIn(language string) string { return in(e.Rule, language).Error() }

// in says a rule in a language, and the rules that stand in it.
func in(r protocol.Rule, language string) protocol.Rule {
	at := map[string]int{"fr": 0, "es": 1}
	if i, ok := at[language]; ok {
		if s, ok := said[r.Form]; ok {
			r.Form = s[i]
		}
	}
	args := make([]any, len(r.Args))
	for i, a := range r.Args {
		if inner, ok := a.(protocol.Rule); ok {
			a = in(inner, language)
		}
		args[i] = a
	}
	r.Args = args
	return r
}

// said has every rule by its form in English: the form in French, and in Spanish. The verbs stand in the same order; "%.0s" is
// one of which nothing is shown. After a field's name the English goes on with a verb, the others with a colon.
var said = map[string][2]string{}

func init() {
	for _, some := range []map[string][2]string{saidOfFields, saidOfLists, saidOfFiles, saidOfSections} {
		for form, s := range some {
			said[form] = s
		}
	}
}

// saidOfFields are the rules about what one field holds.
var saidOfFields = map[string][2]string{
	"is needed":                                                                {"à indiquer", "falta indicarlo"},
	"is not UTF-8":                                                             {"pas en UTF-8, enregistrez le texte en UTF-8", "no está en UTF-8, guarde el texto en UTF-8"},
	"has %d bytes, more than %d":                                               {"%d octets, alors qu'il en faut au plus %d", "%d bytes, y se admiten %d como máximo"},
	"holds a control character":                                                {"contient un caractère de commande, supprimez-le", "contiene un carácter de control, elimínelo"},
	"holds a control character or a line break":                                {"contient un caractère de commande ou un saut de ligne, supprimez-le", "contiene un carácter de control o un salto de línea, elimínelo"},
	"has space around it":                                                      {"commence ou finit par une espace, supprimez-la", "empieza o termina con un espacio, elimínelo"},
	"is two capital letters (ISO 3166-1), not %q":                              {"deux lettres majuscules (ISO 3166-1), et non %q", "dos letras mayúsculas (ISO 3166-1), y no %q"},
	"is a language code (ISO 639), not %q":                                     {"un code de langue (ISO 639), et non %q", "un código de idioma (ISO 639), y no %q"},
	"is a language code such as en, fr or es, not %q":                          {"un code de langue comme en, fr ou es, et non %q", "un código de idioma como en, fr o es, y no %q"},
	"is a day such as 2024-05-31, not %q":                                      {"une date comme 2024-05-31, et non %q", "una fecha como 2024-05-31, y no %q"},
	"is in order, after adopted":                                               {"dans l'ordre, après la date d'adoption", "en orden, después de la fecha de adopción"},
	"is not before since":                                                      {"la fin n'est pas avant le début", "el final no es anterior al inicio"},
	"is one of %s, not %q":                                                     {"l'un de ceux-ci : %s, et non %q", "uno de estos: %s, y no %q"},
	"is one of %s, national-XX or common-NAME, not %q":                         {"l'un de ceux-ci : %s, national-XX ou common-NOM, et non %q", "uno de estos: %s, national-XX o common-NOMBRE, y no %q"},
	"is by-name or an-npm, not %q":                                             {"by-name ou an-npm, et non %q", "by-name o an-npm, y no %q"},
	"is written in the form %s here, not %q":                                   {"s'écrit ici sous la forme %s, et non %q", "se escribe aquí en la forma %s, y no %q"},
	"is npms, network, own, public or a group, not %q":                         {"npms, network, own, public ou un groupe, et non %q", "npms, network, own, public o un grupo, y no %q"},
	"%q is no audience: use npms (the default) or network":                     {"%q n'est pas une audience : indiquez npms (par défaut) ou network", "%q no es una audiencia: indique npms (por defecto) o network"},
	"%q is no id: an id has 26 letters and digits":                             {"%q n'est pas un identifiant : il compte 26 lettres et chiffres", "%q no es un identificador: tiene 26 letras y cifras"},
	"is given only where origin is published":                                  {"s'indique seulement si l'origine est « published »", "se indica solo si el origen es «published»"},
	"is an address that begins with https:// or http://, not %q":               {"une adresse qui commence par https:// ou http://, et non %q", "una dirección que empieza por https:// o http://, y no %q"},
	"is received-in-confidence: what was received in confidence is not shared": {"received-in-confidence : ce qui a été reçu à titre confidentiel n'est pas partagé", "received-in-confidence: lo que se recibió con carácter confidencial no se comparte"},
	"is needed for a published report: the address where it was published":     {"à indiquer pour un rapport publié : l'adresse où il a été publié", "falta, en un informe publicado: la dirección donde se publicó"},
	"is needed for a published report: the day of publication":                 {"à indiquer pour un rapport publié : la date de publication", "falta, en un informe publicado: la fecha de publicación"},
	"is needed: the prefix of the provisions' addresses, such as mandela or common-segregation": {"à indiquer : le début des adresses des dispositions, comme mandela ou common-segregation", "falta: el comienzo de las direcciones de las disposiciones, como mandela o common-segregation"},
	"is needed: who adopted the standard":                                                       {"à indiquer : qui a adopté la norme", "falta: quién adoptó la norma"},
	"is needed: the day on which the standard was adopted":                                      {"à indiquer : la date d'adoption de la norme", "falta: la fecha de adopción de la norma"},
	"is needed: how the version was checked":                                                    {"à indiquer : comment la version a été vérifiée", "falta: cómo se verificó la versión"},
	"starts at 1":                                                                               {"commence à 1", "empieza en 1"},
	"is a version before this one":                                                              {"une version antérieure à celle-ci", "una versión anterior a esta"},
	"is another document: a new version of this one supersedes":                                 {"un autre document : une nouvelle version de celui-ci le remplace", "otro documento: una nueva versión de este lo sustituye"},
	"is translation or adaptation, not %q":                                                      {"translation ou adaptation, et non %q", "translation o adaptation, y no %q"},
	"stands in a %s only":                                                                       {"n'a pas sa place dans un document de ce type%.0s", "no corresponde a un documento de este tipo%.0s"},
	"is original in exactly one language, not in %d":                                            {"original dans une seule langue exactement, et non dans %d", "original en un solo idioma exactamente, y no en %d"},
}

// saidOfLists are the rules about lists and the codes in them.
var saidOfLists = map[string][2]string{
	"is in order, each once":                  {"dans l'ordre, chacun une fois", "en orden, cada uno una vez"},
	"is in order of the languages, each once": {"dans l'ordre des langues, chacune une fois", "en el orden de los idiomas, cada uno una vez"},
	"names each step once":                    {"chaque étape une seule fois", "cada paso una sola vez"},
	"has %d, more than %d":                    {"%d, alors qu'il en faut au plus %d", "%d, y se admiten %d como máximo"},
	"has more than %d":                        {"plus de %d", "más de %d"},
	"has 1 to %d":                             {"de 1 à %d", "de 1 a %d"},
	"has 1 to %d languages":                   {"de 1 à %d langues", "de 1 a %d idiomas"},
	"has %d codes, more than %d":              {"%d codes, alors qu'il en faut au plus %d", "%d códigos, y se admiten %d como máximo"},
	"has %d days, more than %d":               {"%d dates, alors qu'il en faut au plus %d", "%d fechas, y se admiten %d como máximo"},
	"has %d links, more than %d":              {"%d liens, alors qu'il en faut au plus %d", "%d enlaces, y se admiten %d como máximo"},
	"has %d provisions, more than %d":         {"%d dispositions, alors qu'il en faut au plus %d", "%d disposiciones, y se admiten %d como máximo"},
	"has no code %q: %v":                      {"le code %q n'existe pas : %v", "el código %q no existe: %v"},
	"use %s":                                  {"indiquez %s", "indique %s"},
	"did you mean %s?":                        {"vouliez-vous dire %s ?", "¿quería decir %s?"},
	"`%s` has a list of codes":                {"voyez la liste des codes de « %s »", "vea la lista de códigos de «%s»"},
	"has %v":                                  {"%v", "%v"},
	"is %v":                                   {"%v", "%v"},
	"%q, which is no provision: write instrument, slash and number, such as mandela/45.1": {"%q n'est pas une disposition : écrivez l'instrument, une barre oblique et le numéro, comme mandela/45.1", "%q no es una disposición: escriba el instrumento, una barra y el número, como mandela/45.1"},
	"%q, whose instrument %q is not known: use one of %s, national-XX or common-NAME":     {"%q : l'instrument %q n'est pas connu ; indiquez l'un de ceux-ci : %s, national-XX ou common-NOM", "%q: el instrumento %q no se conoce; indique uno de estos: %s, national-XX o common-NOMBRE"},
	"%q: what follows the slash is letters and digits, joined by dots or hyphens":         {"%q : après la barre oblique viennent des lettres et des chiffres, reliés par des points ou des traits d'union", "%q: tras la barra van letras y cifras, unidas por puntos o guiones"},
}
