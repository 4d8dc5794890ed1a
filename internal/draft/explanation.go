package draft

// explanation is why a kind of mark stops a text, in each of the languages that the marks speak.
type explanation struct{ english, french, spanish string }

func (e explanation) in(language string) string {
	switch language {
	case "fr":
		return e.french
	case "es":
		return e.spanish
	}
	return e.english
}

// together is added where a mark blocks because of its neighbours.
var together = explanation{
	"Together with the other marks of this passage it may single a person out: make at least some of them general.",
	"Avec les autres marques de ce passage, cela peut désigner une personne : rendez-en au moins quelques-unes générales.",
	"Junto con las demás marcas de este pasaje puede señalar a una persona: generalice al menos algunas.",
}

// certainties say how sure the gate is.
var certainties = map[Confidence]explanation{
	ConfidenceCertain: {"The gate is certain of it.", "Le contrôle en est certain.", "El control está seguro de ello."},
	ConfidenceHigh:    {"The gate is fairly sure of it.", "Le contrôle en est assez sûr.", "El control está bastante seguro de ello."},
	ConfidenceMedium:  {"The gate isn't sure; look for yourself.", "Le contrôle n’en est pas sûr ; vérifiez vous-même.", "El control no está seguro; compruébelo usted."},
	ConfidenceLow:     {"The gate only guesses; look for yourself.", "Le contrôle ne fait que supposer ; vérifiez vous-même.", "El control solo lo supone; compruébelo usted."},
}

func (k Kind) explanation() explanation {
	switch k {
	case KindEmail:
		return explanation{
			"An e-mail address leads to one person. Take it out, or name the role to write to.",
			"Une adresse électronique mène à une personne. Supprimez-la ou indiquez la fonction à contacter.",
			"Una dirección de correo conduce a una persona. Suprímala o indique la función a la que escribir.",
		}
	case KindPhone:
		return explanation{
			"A telephone number leads to one person. Take it out, or name the role to call.",
			"Un numéro de téléphone mène à une personne. Supprimez-le ou indiquez la fonction à appeler.",
			"Un número de teléfono conduce a una persona. Suprímalo o indique la función a la que llamar.",
		}
	case KindIdentityNumber:
		return explanation{
			"A personal number names exactly one person, everywhere and for life. Take it out.",
			"Un numéro personnel désigne une seule personne, partout et à vie. Supprimez-le.",
			"Un número personal designa a una sola persona, en todas partes y de por vida. Suprímalo.",
		}
	case KindAccountNumber:
		return explanation{
			"A bank account belongs to somebody. Take its number out.",
			"Un compte bancaire appartient à quelqu’un. Supprimez-en le numéro.",
			"Una cuenta bancaria pertenece a alguien. Suprima su número.",
		}
	case KindBirthDate:
		return explanation{
			"A date of birth, with a place and a year, is often enough to find the person. Give an age group instead.",
			"Une date de naissance, avec un lieu et une année, suffit souvent à retrouver la personne. Donnez plutôt une tranche d’âge.",
			"Una fecha de nacimiento, con un lugar y un año, basta a menudo para encontrar a la persona. Indique más bien un grupo de edad.",
		}
	case KindBirthYear:
		return explanation{
			"A year of birth narrows the search for a person down. Give an age group instead.",
			"Une année de naissance réduit le cercle des personnes possibles. Donnez plutôt une tranche d’âge.",
			"Un año de nacimiento reduce el círculo de las personas posibles. Indique más bien un grupo de edad.",
		}
	case KindCaseNumber:
		return explanation{
			"With a court's number anyone can look up the parties by name. Take it out; keep it only where a public judgment is cited as law.",
			"Avec le numéro d’une affaire, chacun peut retrouver le nom des parties. Supprimez-le ; ne le gardez que pour citer un arrêt public comme droit.",
			"Con el número de un asunto cualquiera puede encontrar el nombre de las partes. Suprímalo; consérvelo solo para citar como derecho una sentencia pública.",
		}
	case KindFileNumber:
		return explanation{
			"A file's number leads to one person for everyone who can open the register. Take it out.",
			"Un numéro de dossier mène à une personne pour quiconque a accès au registre. Supprimez-le.",
			"Un número de expediente conduce a una persona para quien tenga acceso al registro. Suprímalo.",
		}
	}
	if e, ok := tagged[k]; ok {
		return e
	}
	return explanation{
		"This may lead to a person. Take it out, or say it in general terms.",
		"Ceci peut mener à une personne. Supprimez-le ou dites-le en termes généraux.",
		"Esto puede conducir a una persona. Suprímalo o dígalo en términos generales.",
	}
}

// tagged explains the kinds that the gate tells by their words and surroundings.
var tagged = map[Kind]explanation{
	KindPerson: {
		"This looks like the name of a person. Take it out, or name a role; keep it only for an author or judge who is quoted in public.",
		"Ceci ressemble au nom d’une personne. Supprimez-le ou indiquez une fonction ; ne le gardez que pour un auteur ou un juge cité publiquement.",
		"Esto parece el nombre de una persona. Suprímalo o indique una función; consérvelo solo si es un autor o un juez citado en público.",
	},
	KindCode: {
		"This code may name a person, a file or a thing of theirs. Take it out, unless it names a rule or a form.",
		"Ce code peut désigner une personne, un dossier ou un objet. Supprimez-le, sauf s’il désigne une règle ou un formulaire.",
		"Este código puede designar a una persona, un expediente o un objeto. Suprímalo, salvo que designe una norma o un formulario.",
	},
	KindPlace: {
		"This place narrows the search for a person down. Name the type of place, or the country.",
		"Ce lieu réduit le cercle des personnes possibles. Indiquez le type de lieu ou le pays.",
		"Este lugar reduce el círculo de las personas posibles. Indique el tipo de lugar o el país.",
	},
	KindOrganisation: {
		"This looks like the name of one establishment or organisation. Name its type instead, such as a prison or a hospital.",
		"Ceci ressemble au nom d’un établissement ou d’une organisation. Indiquez plutôt son type, comme une prison ou un hôpital.",
		"Esto parece el nombre de un establecimiento o una organización. Indique más bien su tipo, como una prisión o un hospital.",
	},
	KindDate: {
		"A date, or how long something took, can be compared with registers and newspapers. Name the quarter or the year.",
		"Une date ou une durée peut être rapprochée des registres et des journaux. Indiquez le trimestre ou l’année.",
		"Una fecha o una duración puede cotejarse con registros y periódicos. Indique el trimestre o el año.",
	},
	KindTrait: {
		"An age, a nationality, a profession or a condition describes a person. Give a band or a wider group.",
		"Un âge, une nationalité, une profession ou un état de santé décrit une personne. Donnez une tranche ou un groupe plus large.",
		"Una edad, una nacionalidad, una profesión o un estado de salud describe a una persona. Indique un tramo o un grupo más amplio.",
	},
	KindQuantity: {
		"An exact amount can be looked up in a case. Round it, or leave it out.",
		"Un montant exact peut être retrouvé dans une affaire. Arrondissez-le ou omettez-le.",
		"Una cantidad exacta puede encontrarse en un asunto. Redondéela u omítala.",
	},
	KindEvent: {
		"This detail belongs to one case, and whoever knows the case recognises it. Say it in general terms.",
		"Ce détail appartient à une seule affaire, et qui la connaît la reconnaît. Dites-le en termes généraux.",
		"Este detalle pertenece a un solo asunto, y quien lo conoce lo reconoce. Dígalo en términos generales.",
	},
	KindUnknown: {
		"The gate doesn't know this word or code. If it names nobody, clear it together with the others.",
		"Le contrôle ne connaît pas ce mot ou ce code. S’il ne désigne personne, écartez-le avec les autres.",
		"El control no conoce esta palabra o este código. Si no designa a nadie, descártelo junto con los demás.",
	},
}
