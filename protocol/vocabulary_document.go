package protocol

// KindTerms are the kinds with their labels.
func KindTerms() Vocabulary { return Vocabulary{"kind", kindTerms} }

// Origins say where a text's substance comes from.
func Origins() Vocabulary { return Vocabulary{"origin", origins} }

// Handlings say how readers may use a document.
func Handlings() Vocabulary { return Vocabulary{"handling", handlings} }

// Attributions say how the body is shown as the author.
func Attributions() Vocabulary { return Vocabulary{"attribution", attributions} }

// Statuses say how a text of one language came about.
func Statuses() Vocabulary { return Vocabulary{"status", statuses} }

// Levels are the levels of a standard's tree.
func Levels() Vocabulary { return Vocabulary{"levels", levels} }

// Relations say how a document was derived from another.
func Relations() Vocabulary { return Vocabulary{"relation", relations} }

// ReportTypes are the types of report.
func ReportTypes() Vocabulary { return Vocabulary{"report", reportTypes} }

// EvidenceStrengths say how strong the evidence for a practice is, from the weakest.
func EvidenceStrengths() Vocabulary { return Vocabulary{"evidence", evidenceStrengths} }

// Responses say how authorities responded.
func Responses() Vocabulary { return Vocabulary{"response", responses} }

// SectionTerms are the sections that methodologies and practice notes know, with the labels that stand over them where
// a text gives no heading of its own.
func SectionTerms() Vocabulary { return Vocabulary{"sections", sectionTerms} }

var kindTerms = []Term{
	{"standard", "", "Standard", "Norme", "Norma"},
	{"methodology", "", "Methodology", "Méthodologie", "Metodología"},
	{"practice-note", "", "Practice note", "Note de pratique", "Nota de práctica"},
	{"report", "", "Report", "Rapport", "Informe"},
}

var origins = []Term{
	{"published", "", "Published", "Publié", "Publicado"},
	{"own-unpublished", "", "Our own, unpublished", "De notre fait, non publié", "Propio, sin publicar"},
	{"received-in-confidence", "", "Received in confidence", "Reçu à titre confidentiel", "Recibido en confianza"},
}

var handlings = []Term{
	{"cite-by-name", "", "May be cited by name", "Peut être cité nommément", "Puede citarse por su nombre"},
	{"cite-unnamed", "", "May be cited without the name", "Peut être cité sans nommer", "Puede citarse sin nombrar"},
	{"internal", "", "For the reader's own body", "À usage interne", "De uso interno"},
	{"no-onward-sharing", "", "Not to be passed on", "Ne pas transmettre", "No compartir con otros"},
}

var attributions = []Term{
	{"by-name", "", "By name", "Nommément", "Con su nombre"},
	{"an-npm", "", "As \u201can NPM\u201d", "En tant que \u00ab un MNP \u00bb", "Como \u00abun MNP\u00bb"},
}

var statuses = []Term{
	{"original", "", "Original", "Original", "Original"},
	{"official", "", "Official translation", "Traduction officielle", "Traducción oficial"},
	{"unofficial", "", "Unofficial translation", "Traduction non officielle", "Traducción no oficial"},
	{"machine", "", "Machine translation", "Traduction automatique", "Traducción automática"},
	{"stale", "", "Translation of an earlier text", "Traduction d'un texte antérieur", "Traducción de un texto anterior"},
}

var levels = []Term{
	{"part", "", "Part", "Partie", "Parte"},
	{"section", "", "Section", "Section", "Sección"},
	{"rule", "", "Rule", "Règle", "Regla"},
	{"paragraph", "", "Paragraph", "Paragraphe", "Párrafo"},
}

var relations = []Term{
	{"translation", "", "Translation", "Traduction", "Traducción"},
	{"adaptation", "", "Adaptation", "Adaptation", "Adaptación"},
}

var reportTypes = []Term{
	{"visit", "", "Visit report", "Rapport de visite", "Informe de visita"},
	{"thematic", "", "Thematic report", "Rapport thématique", "Informe temático"},
	{"annual", "", "Annual report", "Rapport annuel", "Informe anual"},
}

var evidenceStrengths = []Term{
	{"reported", "", "Reported to us", "Rapporté", "Referido por otros"},
	{"observed", "", "Observed once", "Constaté une fois", "Observado una vez"},
	{"repeated", "", "Observed in several places or visits", "Constaté à plusieurs reprises", "Observado varias veces"},
	{"measured", "", "Measured before and after", "Mesuré avant et après", "Medido antes y después"},
	{"evaluated", "", "Evaluated by others", "Évalué par des tiers", "Evaluado por terceros"},
}

var responses = []Term{
	{"accepted", "", "Accepted", "Acceptée", "Aceptada"},
	{"accepted-in-part", "", "Accepted in part", "Acceptée en partie", "Aceptada en parte"},
	{"rejected", "", "Rejected", "Rejetée", "Rechazada"},
	{"none", "", "No response", "Sans réponse", "Sin respuesta"},
}

var sectionTerms = []Term{
	{"purpose", "", "Purpose", "Finalité", "Finalidad"},
	{"team", "", "Team", "Équipe", "Equipo"},
	{"duration", "", "Duration", "Durée", "Duración"},
	{"steps", "", "Steps", "Étapes", "Pasos"},
	{"checklist", "", "Checklist", "Liste de contrôle", "Lista de comprobación"},
	{"interview-guide", "", "Interview guide", "Guide d'entretien", "Guía de entrevista"},
	{"sampling", "", "Sampling", "Échantillonnage", "Muestreo"},
	{"sources", "", "Sources to compare", "Sources à recouper", "Fuentes que contrastar"},
	{"safeguards", "", "Safeguards against harm and reprisals", "Ne pas nuire, prévenir les représailles", "No dañar y evitar represalias"},
	{"consent", "", "Asking for consent", "Demander le consentement", "Pedir el consentimiento"},
	{"limits", "", "Limits", "Limites", "Límites"},
	{"problem", "", "Problem", "Problème", "Problema"},
	{"context", "", "Context", "Contexte", "Contexto"},
	{"action", "", "What was done", "Ce qui a été fait", "Qué se hizo"},
	{"result", "", "Result", "Résultat", "Resultado"},
	{"evidence", "", "Evidence", "Éléments de preuve", "Pruebas"},
	{"response", "", "Response of the authorities", "Réponse des autorités", "Respuesta de las autoridades"},
	{"transfer", "", "Conditions for transfer", "Conditions de transposition", "Condiciones para aplicarlo en otro lugar"},
	{"pitfalls", "", "Pitfalls", "Écueils", "Escollos"},
	{"contact", "", "Whom to ask", "À qui s'adresser", "A quién preguntar"},
}
