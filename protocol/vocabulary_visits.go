package protocol

// VisitPurposes say what a visit is for.
func VisitPurposes() Vocabulary { return Vocabulary{"purposes", visitPurposes} }

// Notices say whether a place knows of a visit before.
func Notices() Vocabulary { return Vocabulary{"notice", notices} }

// VisitTimes say when a visit takes place.
func VisitTimes() Vocabulary { return Vocabulary{"times", visitTimes} }

// Compositions say who visits.
func Compositions() Vocabulary { return Vocabulary{"composition", compositions} }

// VisitSteps are the steps of a visit, in their usual order.
func VisitSteps() Vocabulary { return Vocabulary{"steps", visitSteps} }

// CycleSteps are the steps of the monitoring cycle, after the SPT's guidance for NPMs (CAT/OP/12/5, CAT/OP/1/Rev.1).
func CycleSteps() Vocabulary { return Vocabulary{"cycle", cycleSteps} }

var visitPurposes = []Term{
	{"periodic-in-depth", "", "Periodic, in depth", "Périodique et approfondie", "Periódica y en profundidad"},
	{"thematic", "", "Thematic", "Thématique", "Temática"},
	{"follow-up", "", "Follow-up", "De suivi", "De seguimiento"},
	{"ad-hoc", "", "Ad hoc", "Ponctuelle", "Puntual"},
}

var notices = []Term{
	{"unannounced", "", "Unannounced", "Inopinée", "Sin previo aviso"},
	{"short-notice", "", "At short notice", "Annoncée peu avant", "Con poca antelación"},
	{"announced", "", "Announced", "Annoncée", "Anunciada"},
}

var visitTimes = []Term{
	{"day", "", "By day", "De jour", "De día"},
	{"night", "", "By night", "De nuit", "De noche"},
	{"weekend", "", "At the weekend", "Le week-end", "En fin de semana"},
}

var compositions = []Term{
	{"alone", "", "Alone", "Seul", "En solitario"},
	{"joint", "", "Jointly with another body", "Conjointement avec un autre organe", "Junto con otro organismo"},
}

var visitSteps = []Term{
	{"preparation", "", "Preparation", "Préparation", "Preparación"},
	{"initial-talk", "", "Initial talk", "Entretien initial", "Conversación inicial"},
	{"tour", "", "Tour", "Visite des lieux", "Recorrido"},
	{"individual-interviews", "", "Individual interviews", "Entretiens individuels", "Entrevistas individuales"},
	{"group-interviews", "", "Group interviews", "Entretiens de groupe", "Entrevistas en grupo"},
	{"staff-interviews", "", "Interviews with staff", "Entretiens avec le personnel", "Entrevistas con el personal"},
	{"registers", "", "Registers", "Registres", "Libros de registro"},
	{"health-files", "", "Health files", "Dossiers médicaux", "Historias clínicas"},
	{"documents", "", "Other documents", "Autres documents", "Otra documentación"},
	{"final-talk", "", "Final talk", "Entretien final", "Conversación final"},
	{"debrief", "", "Debrief of the team", "Bilan de l'équipe", "Puesta en común del equipo"},
	{"reprisal-check", "", "Check for reprisals", "Vérification d'éventuelles représailles", "Comprobación de represalias"},
}

var cycleSteps = []Term{
	{"strategy", "", "Strategy", "Stratégie", "Estrategia"},
	{"resources", "", "Resources", "Moyens", "Recursos"},
	{"planning", "", "Planning", "Programmation", "Planificación"},
	{"visiting", "", "Visiting", "Visites", "Visitas"},
	{"reporting", "", "Reporting", "Rapports", "Informes"},
	{"dialogue", "", "Dialogue", "Dialogue", "Diálogo"},
	{"follow-up", "", "Follow-up", "Suivi", "Seguimiento"},
	{"reprisal-prevention", "", "Prevention of reprisals", "Prévention des représailles", "Prevención de represalias"},
	{"legislation", "", "Legislation", "Législation", "Legislación"},
	{"cooperation", "", "Cooperation", "Coopération", "Cooperación"},
	{"capacity-building", "", "Capacity building", "Renforcement des capacités", "Desarrollo de capacidades"},
	{"systematisation", "", "Systematisation", "Systématisation", "Sistematización"},
	{"annual-report", "", "Annual report", "Rapport annuel", "Informe anual"},
}
