package draft

// with names the document that was shared before, rounded and combined the remedies that the mark carries.
var (
	with = explanation{
		"Compare “%s”, which was shared before.",
		"Comparez « %s », partagé auparavant.",
		"Compare «%s», que se compartió antes.",
	}
	rounded = explanation{
		"A rounded table that can take the place of this one is proposed.",
		"Un tableau arrondi qui peut remplacer celui-ci est proposé.",
		"Se propone una tabla redondeada que puede sustituir a esta.",
	}
	combined = explanation{
		"A table with lines put together is proposed too.",
		"Un tableau aux lignes regroupées est aussi proposé.",
		"También se propone una tabla con líneas agrupadas.",
	}
)

// tabulated explains what tables of counts disclose.
var tabulated = map[Kind]explanation{
	KindSmallCell: {
		"So few people are counted here that whoever knows one of them learns about them. Round the whole table, or put lines together; keep it only if it counts no people.",
		"Si peu de personnes sont comptées ici que quiconque en connaît une apprend quelque chose sur elle. Arrondissez tout le tableau ou regroupez des lignes ; ne le gardez que s’il ne compte pas de personnes.",
		"Aquí se cuentan tan pocas personas que quien conozca a una sabrá algo de ella. Redondee toda la tabla o agrupe líneas; consérvelo solo si no cuenta personas.",
	},
	KindDerivable: {
		"What isn't printed here can be worked out from the other numbers, and it is a count of few people. Round the whole table, or leave out more numbers.",
		"Ce qui n’est pas imprimé ici se calcule à partir des autres nombres, et il s’agit de peu de personnes. Arrondissez tout le tableau ou omettez davantage de nombres.",
		"Lo que aquí no figura puede calcularse con los demás números, y son pocas personas. Redondee toda la tabla u omita más números.",
	},
	KindOneCategory: {
		"Everybody in this line belongs to the same category, so that it is known of each of them. Round the whole table, or put categories together.",
		"Toutes les personnes de cette ligne appartiennent à la même catégorie : on le sait donc de chacune d’elles. Arrondissez tout le tableau ou regroupez des catégories.",
		"Todas las personas de esta línea pertenecen a la misma categoría, de modo que se sabe de cada una. Redondee toda la tabla o agrupe categorías.",
	},
	KindDifference: {
		"The difference between this number and another that is shared is a count of few people. Round the whole table, or leave one of the two numbers out.",
		"La différence entre ce nombre et un autre qui est partagé correspond à peu de personnes. Arrondissez tout le tableau ou omettez l’un des deux nombres.",
		"La diferencia entre este número y otro que se comparte corresponde a pocas personas. Redondee toda la tabla u omita uno de los dos números.",
	},
	KindDominance: {
		"This amount comes from so few people that one of them can tell that of the others. Leave it out, or put lines together.",
		"Ce montant provient de si peu de personnes que l’une d’elles peut en déduire celui des autres. Omettez-le ou regroupez des lignes.",
		"Esta cantidad procede de tan pocas personas que una de ellas puede deducir la de las demás. Omítala o agrupe líneas.",
	},
	KindUnreadTable: {
		"This table couldn't be checked: it is too large, or no counts fit its totals. Divide it into smaller ones, or correct its totals.",
		"Ce tableau n’a pas pu être contrôlé : il est trop grand, ou aucun nombre ne correspond à ses totaux. Divisez-le ou corrigez ses totaux.",
		"Esta tabla no pudo comprobarse: es demasiado grande, o ningún recuento se ajusta a sus totales. Divídala o corrija sus totales.",
	},
}
