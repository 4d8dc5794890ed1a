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
	return explanation{
		"This may lead to a person. Take it out, or say it in general terms.",
		"Ceci peut mener à une personne. Supprimez-le ou dites-le en termes généraux.",
		"Esto puede conducir a una persona. Suprímalo o dígalo en términos generales.",
	}
}
