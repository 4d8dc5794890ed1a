package protocol

// Instruments are the prefixes of provision addresses. [KnownInstrument] adds national law and common standards.
func Instruments() Vocabulary { return Vocabulary{"instruments", instruments} }

var instruments = []Term{
	{"opcat", "", "Optional Protocol to the Convention against Torture", "Protocole facultatif à la Convention contre la torture", "Protocolo Facultativo de la Convención contra la Tortura"},
	{"cat", "", "Convention against Torture", "Convention contre la torture", "Convención contra la Tortura"},
	{"echr", "", "European Convention on Human Rights", "Convention européenne des droits de l'homme", "Convenio Europeo de Derechos Humanos"},
	{"ecthr", "", "Case law of the European Court of Human Rights", "Jurisprudence de la Cour européenne des droits de l'homme", "Jurisprudencia del Tribunal Europeo de Derechos Humanos"},
	{"ecpt", "", "European Convention for the Prevention of Torture", "Convention européenne pour la prévention de la torture", "Convenio Europeo para la Prevención de la Tortura"},
	{"udhr", "", "Universal Declaration of Human Rights", "Déclaration universelle des droits de l'homme", "Declaración Universal de Derechos Humanos"},
	{"iccpr", "", "Covenant on Civil and Political Rights", "Pacte relatif aux droits civils et politiques", "Pacto de Derechos Civiles y Políticos"},
	{"crc", "", "Convention on the Rights of the Child", "Convention relative aux droits de l'enfant", "Convención sobre los Derechos del Niño"},
	{"crpd", "", "Convention on the Rights of Persons with Disabilities", "Convention relative aux droits des personnes handicapées", "Convención sobre los Derechos de las Personas con Discapacidad"},
	{"eu-charter", "", "Charter of Fundamental Rights of the European Union", "Charte des droits fondamentaux de l'Union européenne", "Carta de los Derechos Fundamentales de la Unión Europea"},
	{"eu-2023-681", "", "Commission Recommendation (EU) 2023/681 on detention", "Recommandation (UE) 2023/681 sur la détention", "Recomendación (UE) 2023/681 sobre la privación de libertad"},
	{"mandela", "", "Mandela Rules", "Règles Nelson Mandela", "Reglas Nelson Mandela"},
	{"bangkok", "", "Bangkok Rules", "Règles de Bangkok", "Reglas de Bangkok"},
	{"beijing", "", "Beijing Rules", "Règles de Beijing", "Reglas de Beijing"},
	{"havana", "", "Havana Rules", "Règles de La Havane", "Reglas de La Habana"},
	{"tokyo", "", "Tokyo Rules", "Règles de Tokyo", "Reglas de Tokio"},
	{"bop", "", "Body of Principles on detention", "Ensemble de principes sur la détention", "Conjunto de Principios sobre la detención"},
	{"epr", "", "European Prison Rules", "Règles pénitentiaires européennes", "Reglas Penitenciarias Europeas"},
	{"cm-2008-11", "", "Recommendation CM/Rec(2008)11 on juvenile offenders", "Recommandation CM/Rec(2008)11 sur les délinquants mineurs", "Recomendación CM/Rec(2008)11 sobre menores infractores"},
	{"cm-2004-10", "", "Recommendation Rec(2004)10 on persons with mental disorder", "Recommandation Rec(2004)10 sur les personnes atteintes de troubles mentaux", "Recomendación Rec(2004)10 sobre personas con trastorno mental"},
	{"cpt", "", "Standards of the CPT", "Normes du CPT", "Normas del CPT"},
	{"mendez", "", "Méndez Principles on effective interviewing", "Principes Méndez sur l'entretien efficace", "Principios Méndez sobre entrevistas efectivas"},
	{"istanbul", "", "Istanbul Protocol", "Protocole d'Istanbul", "Protocolo de Estambul"},
	{"geneva-iii", "", "Third Geneva Convention", "Troisième Convention de Genève", "Tercer Convenio de Ginebra"},
	{"geneva-iv", "", "Fourth Geneva Convention", "Quatrième Convention de Genève", "Cuarto Convenio de Ginebra"},
}
