package protocol

// PlaceTypes are the kinds of place where people are deprived of their liberty (OPCAT, article 4). Custody under
// terrorism law is no kind of place: see [LegalStatuses].
func PlaceTypes() Vocabulary { return Vocabulary{"place-types", placeTypes} }

// Populations are the groups whose needs a document is about.
func Populations() Vocabulary { return Vocabulary{"populations", populations} }

// LegalStatuses are the grounds on which people are held.
func LegalStatuses() Vocabulary { return Vocabulary{"legal-status", legalStatuses} }

var placeTypes = []Term{
	{"prison", "", "Prison", "Prison", "Prisión"},
	{"young-offender-institution", "", "Young offender institution", "Établissement pour jeunes délinquants", "Centro para jóvenes infractores"},
	{"police-custody", "", "Police custody", "Locaux de police", "Dependencias policiales"},
	{"police-vehicle", "", "Police vehicle", "Véhicule de police", "Vehículo policial"},
	{"court-and-escort", "", "Court cells and escort", "Cellules de tribunal et escorte", "Calabozos judiciales y conducción"},
	{"children-secure-setting", "", "Secure setting for children", "Structure fermée pour enfants", "Centro cerrado para menores"},
	{"mental-health", "", "Mental health establishment", "Établissement de santé mentale", "Establecimiento de salud mental"},
	{"health-and-social-care", "", "Health and social care", "Établissement sanitaire ou social", "Centro sanitario o social"},
	{"home-for-older-people", "health-and-social-care", "Home for older people", "Établissement pour personnes âgées", "Residencia de personas mayores"},
	{"immigration-detention", "", "Immigration detention", "Rétention administrative", "Centro de internamiento de extranjeros"},
	{"transit-zone", "", "Transit zone", "Zone de transit", "Zona de tránsito"},
	{"reception-centre", "", "Reception centre", "Centre d'accueil", "Centro de acogida"},
	{"removal-flight", "", "Removal flight", "Vol d'éloignement", "Vuelo de expulsión"},
	{"vessel", "", "Vessel", "Navire", "Buque"},
	{"military-detention", "", "Military detention", "Détention militaire", "Detención militar"},
	{"prisoner-of-war-site", "", "Site for prisoners of war", "Lieu pour prisonniers de guerre", "Lugar para prisioneros de guerra"},
	{"customs-custody", "", "Customs custody", "Retenue douanière", "Retención aduanera"},
	{"unofficial-place", "", "Unofficial place", "Lieu non officiel", "Lugar no oficial"},
	{"other-opcat-art-4", "", "Other place under OPCAT article 4", "Autre lieu au sens de l'article 4 de l'OPCAT", "Otro lugar según el artículo 4 del OPCAT"},
}

var populations = []Term{
	{"women", "", "Women", "Femmes", "Mujeres"},
	{"pregnant-women", "women", "Pregnant women", "Femmes enceintes", "Mujeres embarazadas"},
	{"mothers-with-infants", "women", "Mothers with infants", "Mères avec nourrissons", "Madres con hijos pequeños"},
	{"children", "", "Children", "Enfants", "Niñas, niños y adolescentes"},
	{"unaccompanied-children", "children", "Unaccompanied children", "Enfants non accompagnés", "Menores no acompañados"},
	{"young-adults", "", "Young adults", "Jeunes adultes", "Jóvenes adultos"},
	{"older-persons", "", "Older persons", "Personnes âgées", "Personas mayores"},
	{"persons-with-disabilities", "", "Persons with disabilities", "Personnes handicapées", "Personas con discapacidad"},
	{"persons-under-guardianship", "", "Persons under guardianship", "Personnes sous tutelle", "Personas bajo tutela"},
	{"lgbti", "", "LGBTI persons", "Personnes LGBTI", "Personas LGBTI"},
	{"minorities", "", "Minorities", "Minorités", "Minorías"},
	{"roma", "minorities", "Roma", "Roms", "Personas romaníes"},
	{"indigenous-peoples", "", "Indigenous peoples", "Peuples autochtones", "Pueblos indígenas"},
	{"victims-of-trafficking", "", "Victims of trafficking", "Victimes de la traite", "Víctimas de trata"},
	{"internally-displaced", "", "Internally displaced persons", "Personnes déplacées", "Personas desplazadas internas"},
	{"veterans-with-ptsd", "", "Veterans with post-traumatic stress", "Anciens combattants en stress post-traumatique", "Veteranos con estrés postraumático"},
	{"persons-who-use-drugs", "", "Persons who use drugs", "Personnes usagères de drogues", "Personas que consumen drogas"},
}

var legalStatuses = []Term{
	{"remand", "", "Remand", "Détention provisoire", "Prisión preventiva"},
	{"sentenced", "", "Sentenced", "Personne condamnée", "Persona condenada"},
	{"life-sentenced", "sentenced", "Serving a life sentence", "Condamné à perpétuité", "Condena a cadena perpetua"},
	{"terrorism-law", "", "Held under terrorism law", "Détention au titre de la loi antiterroriste", "Detención por ley antiterrorista"},
	{"administrative-detention", "", "Administrative detention", "Détention administrative", "Detención administrativa"},
	{"asylum-seeker", "", "Asylum seeker", "Demandeur d'asile", "Solicitante de asilo"},
	{"foreign-national", "", "Foreign national", "Ressortissant étranger", "Persona extranjera"},
	{"stateless", "", "Stateless", "Apatride", "Apátrida"},
	{"involuntary-patient", "", "Involuntary patient", "Patient hospitalisé sans consentement", "Paciente involuntario"},
	{"prisoner-of-war", "", "Prisoner of war", "Prisonnier de guerre", "Prisionero de guerra"},
}
