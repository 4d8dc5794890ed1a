package attach

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Kind is a kind of thing that is left behind when a file is rebuilt.
type Kind string

// The kinds.
const (
	LeftProperties Kind = "properties" // of the file: author, company, title, times, place of a photograph
	LeftChanges    Kind = "changes"    // tracked changes: what was deleted or moved away
	LeftComments   Kind = "comments"
	LeftHidden     Kind = "hidden" // text that is hidden, tiny, off the page or in the colour of its ground
	LeftCovered    Kind = "covered"
	LeftFields     Kind = "fields" // the instructions of fields, such as paths of files
	LeftLinks      Kind = "links"  // where links lead, and outside templates
	LeftHeaders    Kind = "headers"
	LeftPictures   Kind = "pictures" // in a text, table or PDF
	LeftObjects    Kind = "objects"  // embedded files, charts, forms, scripts
	LeftSheets     Kind = "sheets"   // hidden
	LeftRows       Kind = "rows"     // hidden rows and columns
	LeftFormulas   Kind = "formulas" // their values stay
	LeftCharacters Kind = "characters"
	LeftFrames     Kind = "frames"   // of a moving picture, but the first
	LeftSize       Kind = "size"     // the picture was made smaller
	LeftLayout     Kind = "layout"   // fonts, colours, columns
	LeftUnread     Kind = "unread"   // letters that the file does not name
	LeftNotes      Kind = "notes"    // footnotes that nothing refers to
	LeftEarlier    Kind = "earlier"  // earlier states of the file
	LeftTrailing   Kind = "trailing" // bytes after the end of a picture
)

// Left is what was left behind.
type Left struct {
	Kind  Kind `json:"kind"`
	Count int  `json:"count"` // at least 1
}

// In says it in English, French or Spanish, in plain words.
func (l Left) In(language string) string {
	words := in(lefts[l.Kind], language)
	if counted[l.Kind] {
		return fmt.Sprintf("%s: %d", words, l.Count)
	}
	return words
}

func (l Left) String() string { return l.In("en") }

// counted are the kinds of which the number says something.
var counted = map[Kind]bool{LeftChanges: true, LeftComments: true, LeftHidden: true, LeftCovered: true, LeftPictures: true, LeftObjects: true,
	LeftSheets: true, LeftRows: true, LeftFormulas: true, LeftCharacters: true, LeftFrames: true, LeftUnread: true, LeftNotes: true, LeftLinks: true}

var lefts = map[Kind]said{
	LeftProperties: {"properties of the file, such as author, company, times or place", "propriétés du fichier, telles qu'auteur, organisme, dates ou lieu", "propiedades del archivo, como autor, organismo, fechas o lugar"},
	LeftChanges:    {"tracked changes: passages that were deleted or moved away", "suivi des modifications : passages supprimés ou déplacés", "control de cambios: pasajes eliminados o desplazados"},
	LeftComments:   {"comments", "commentaires", "comentarios"},
	LeftHidden:     {"text that cannot be seen", "passages invisibles", "texto que no se ve"},
	LeftCovered:    {"text under something that covers it", "texte recouvert", "texto tapado"},
	LeftFields:     {"instructions of fields (what they show stays)", "instructions de champs (ce qu'ils affichent reste)", "instrucciones de campos (lo que muestran se conserva)"},
	LeftLinks:      {"where links lead (their words stay)", "destinations de liens (leur texte reste)", "destinos de enlaces (su texto se conserva)"},
	LeftHeaders:    {"headers and footers: write into the text what matters in them", "en-têtes et pieds de page : écrivez dans le texte ce qui y importe", "encabezados y pies de página: escriba en el texto lo que importe de ellos"},
	LeftPictures:   {"pictures: attach those that matter by themselves", "images : joignez séparément celles qui importent", "imágenes: adjunte por separado las que importen"},
	LeftObjects:    {"embedded objects, charts, forms or scripts", "objets incorporés, graphiques, formulaires ou scripts", "objetos incrustados, gráficos, formularios o programas"},
	LeftSheets:     {"hidden sheets", "feuilles masquées", "hojas ocultas"},
	LeftRows:       {"hidden rows and columns", "lignes et colonnes masquées", "filas y columnas ocultas"},
	LeftFormulas:   {"formulas (their values stay)", "formules (leurs valeurs restent)", "fórmulas (sus valores se conservan)"},
	LeftCharacters: {"characters that cannot be seen", "caractères invisibles", "caracteres que no se ven"},
	LeftFrames:     {"frames of a moving picture (the first stays)", "images d'une animation (la première reste)", "fotogramas de una animación (el primero se conserva)"},
	LeftSize:       {"size: the picture was made smaller", "taille : l'image a été réduite", "tamaño: la imagen se ha reducido"},
	LeftLayout:     {"fonts, colours and layout", "polices, couleurs et mise en page", "tipos de letra, colores y maquetación"},
	LeftUnread:     {"letters that the file does not name: compare with the original", "lettres que le fichier ne désigne pas : comparez avec l'original", "letras que el archivo no identifica: compare con el original"},
	LeftNotes:      {"notes that nothing refers to", "notes auxquelles rien ne renvoie", "notas a las que nada remite"},
	LeftEarlier:    {"earlier states of the file", "états antérieurs du fichier", "estados anteriores del archivo"},
	LeftTrailing:   {"bytes after the end of the picture", "octets après la fin de l'image", "bytes tras el final de la imagen"},
}

// report counts what is left behind.
type report map[Kind]int

func (r report) add(k Kind) { r[k]++ }

func (r report) list() []Left {
	all := make([]Left, 0, len(r))
	for _, k := range slices.SortedFunc(maps.Keys(r), cmp.Compare[Kind]) {
		if r[k] > 0 {
			all = append(all, Left{Kind: k, Count: r[k]})
		}
	}
	return all
}
