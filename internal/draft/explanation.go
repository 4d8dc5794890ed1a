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

// clues say by what the gate tells.
var clues = map[Clue]explanation{
	ClueForm: {
		"It is written as only such things are.",
		"Seules de telles choses s’écrivent ainsi.",
		"Solo esas cosas se escriben así.",
	},
	ClueLabel: {
		"A word beside it says so.",
		"Un mot à côté l’indique.",
		"Una palabra al lado lo indica.",
	},
	ClueCheck: {
		"Its check digits are right.",
		"Sa clé de contrôle est juste.",
		"Sus dígitos de control son correctos.",
	},
	ClueBoth: {
		"A word beside it says so, and its check digits are right.",
		"Un mot à côté l’indique, et sa clé de contrôle est juste.",
		"Una palabra al lado lo indica, y sus dígitos de control son correctos.",
	},
	ClueWrongCheck: {
		"A word beside it says so; its check digits are wrong, but a number with a typing error still leads to the person.",
		"Un mot à côté l’indique ; sa clé de contrôle est fausse, mais un numéro mal saisi mène encore à la personne.",
		"Una palabra al lado lo indica; sus dígitos de control no son correctos, pero un número con una errata aún conduce a la persona.",
	},
	CluePlan: {
		"It fits the numbers of the country.",
		"Il correspond aux numéros du pays.",
		"Se ajusta a los números del país.",
	},
	ClueWords: {
		"The words themselves say so.",
		"Les mots eux-mêmes l’indiquent.",
		"Las propias palabras lo indican.",
	},
	ClueLikeness: {
		"It and its neighbours look like those that the gate has learnt.",
		"Lui et ses voisins ressemblent à ce que le contrôle a appris.",
		"Se parece, con sus vecinos, a lo que el control ha aprendido.",
	},
	ClueFew: {
		"There are fewer than five such places in the country, or nobody has counted them: the type names the place.",
		"Il y a moins de cinq lieux de ce type dans le pays, ou personne ne les a comptés : le type désigne le lieu.",
		"Hay menos de cinco lugares de este tipo en el país, o nadie los ha contado: el tipo designa el lugar.",
	},
	ClueNumbers: {
		"The numbers of the table show it.",
		"Les nombres du tableau le montrent.",
		"Los números de la tabla lo muestran.",
	},
	ClueNothing: {
		"Neither a dictionary nor the text explains it.",
		"Ni un dictionnaire ni le texte ne l’expliquent.",
		"Ni un diccionario ni el texto lo explican.",
	},
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
	if e, ok := tabulated[k]; ok {
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
	KindUnread: {
		"From here on the gate could not examine the text: it is too long, or has too many numbers. Divide it into several documents, or leave tables out.",
		"À partir d’ici le contrôle n’a pas pu examiner le texte : il est trop long ou contient trop de nombres. Divisez-le en plusieurs documents, ou omettez les tableaux.",
		"A partir de aquí el control no ha podido examinar el texto: es demasiado largo o tiene demasiados números. Divídalo en varios documentos u omita las tablas.",
	},
	KindPlate: {
		"This looks like a vehicle's number plate, which leads to its keeper and to where it stood. Take it out.",
		"Ceci ressemble à la plaque d’un véhicule, qui mène à son détenteur et à l’endroit où il se trouvait. Supprimez-la.",
		"Esto parece la matrícula de un vehículo, que conduce a su titular y al lugar donde estaba. Suprímala.",
	},
	KindAddress: {
		"An address with a house number leads to those who live or work there. Name the type of place or the region; keep it only for an office that is public.",
		"Une adresse avec un numéro mène à ceux qui y vivent ou y travaillent. Indiquez le type de lieu ou la région ; ne la gardez que pour un bureau public.",
		"Una dirección con número conduce a quienes viven o trabajan allí. Indique el tipo de lugar o la región; consérvela solo si es una oficina pública.",
	},
	KindVisit: {
		"This tells of a visit that is still to come. Whoever reads it can prepare for it: leave out the day and the place, or wait until after the visit; keep it only where the visit is announced.",
		"Ceci parle d’une visite à venir. Qui le lit peut s’y préparer : omettez le jour et le lieu, ou attendez la fin de la visite ; ne le gardez que si la visite est annoncée.",
		"Esto habla de una visita que aún no ha tenido lugar. Quien lo lea puede prepararse: omita el día y el lugar, o espere hasta después de la visita; consérvelo solo si la visita está anunciada.",
	},
	KindSource: {
		"This points at somebody who told something in confidence, and who may be made to suffer for it. Say what was found, not who said it.",
		"Ceci désigne quelqu’un qui s’est confié et qui pourrait en subir les conséquences. Dites ce qui a été constaté, non qui l’a dit.",
		"Esto señala a alguien que habló en confianza y que podría sufrir represalias. Diga qué se constató, no quién lo dijo.",
	},
	KindSecurity: {
		"This detail of security could help somebody to escape, to get in or to do harm unseen. Say in general terms what the problem is.",
		"Ce détail de sécurité pourrait aider quelqu’un à s’évader, à entrer ou à nuire sans être vu. Dites le problème en termes généraux.",
		"Este detalle de seguridad podría ayudar a alguien a fugarse, a entrar o a hacer daño sin ser visto. Diga el problema en términos generales.",
	},
	KindUnpublished: {
		"This speaks of findings that are not published. Wait until they are, or say what was learnt without them.",
		"Ceci parle de constatations non publiées. Attendez leur publication, ou dites ce qui a été appris sans elles.",
		"Esto habla de constataciones no publicadas. Espere a que se publiquen, o diga lo aprendido sin ellas.",
	},
	KindForeign: {
		"This speaks of material of the CPT or the SPT that is not published. It is confidential until the state agrees to its publication: take it out.",
		"Ceci parle de documents du CPT ou du SPT non publiés. Ils sont confidentiels tant que l’État n’en a pas accepté la publication : supprimez-le.",
		"Esto habla de material del CPT o del SPT no publicado. Es confidencial hasta que el Estado acepte su publicación: suprímalo.",
	},
	KindPicture: {
		"Nothing but eyes can say what this picture shows: faces, names on doors and papers, a place that is recognised. Look at all of it; keep it only if it leads to nobody, and write down what you looked for.",
		"Seuls des yeux peuvent dire ce que montre cette image : visages, noms sur des portes ou des papiers, lieu reconnaissable. Regardez-la en entier ; ne la gardez que si elle ne mène à personne, et notez ce que vous avez vérifié.",
		"Solo unos ojos pueden decir qué muestra esta imagen: rostros, nombres en puertas o papeles, un lugar reconocible. Mírela entera; consérvela solo si no conduce a nadie, y anote qué ha comprobado.",
	},
	KindUnknown: {
		"The gate doesn't know this word or code. If it names nobody, clear it together with the others.",
		"Le contrôle ne connaît pas ce mot ou ce code. S’il ne désigne personne, écartez-le avec les autres.",
		"El control no conoce esta palabra o este código. Si no designa a nadie, descártelo junto con los demás.",
	},
}
