package attach

import "errors"

// Reason is why a file is refused.
type Reason string

// The reasons.
const (
	ReasonEmpty     Reason = "empty"
	ReasonTooLarge  Reason = "too-large" // the file, or what it unpacks to
	ReasonPacked    Reason = "packed"    // it unpacks to far more than it is: a bomb, or meant as one
	ReasonUnknown   Reason = "unknown"   // of no type that is known
	ReasonLies      Reason = "lies"      // its name says another type
	ReasonEncrypted Reason = "encrypted"
	ReasonMacros    Reason = "macros"
	ReasonOld       Reason = "old"     // .doc, .xls, .ppt, .rtf
	ReasonArchive   Reason = "archive" // a file of files
	ReasonScan      Reason = "scan"    // pages without text that is visible
	ReasonLetters   Reason = "letters" // text whose letters cannot be told, or cannot be written
	ReasonNothing   Reason = "nothing" // nothing visible in it
	ReasonDamaged   Reason = "damaged"
	ReasonNotText   Reason = "not-text" // no UTF-8
	ReasonPixels    Reason = "pixels"
	ReasonChanged   Reason = "changed" // it is not what was rebuilt
	ReasonPicture   Reason = "picture" // no text to import
)

// Refusal says why a file is refused, and what to do.
type Refusal struct {
	Reason Reason
	cause  error
}

func refuse(r Reason) error { return &Refusal{Reason: r} }

func refuseFor(r Reason, cause error) error {
	if earlier, ok := errors.AsType[*Refusal](cause); ok {
		return earlier
	}
	return &Refusal{Reason: r, cause: cause}
}

// Error is the sentence in English.
func (r *Refusal) Error() string { return r.In("en") }

// Unwrap is what a reader of the format said. It may quote the file: it is for tests, never for a log.
func (r *Refusal) Unwrap() error { return r.cause }

// In is the sentence in English, French or Spanish; English for any other language.
func (r *Refusal) In(language string) string { return in(refusals[r.Reason], language) }

// said is a sentence in English, French and Spanish.
type said [3]string

func in(s said, language string) string {
	switch language {
	case "fr":
		return s[1]
	case "es":
		return s[2]
	}
	return s[0]
}

var refusals = map[Reason]said{
	ReasonEmpty: {"the file is empty: choose another file",
		"le fichier est vide : choisissez un autre fichier",
		"el archivo está vacío: elija otro archivo"},
	ReasonTooLarge: {"the file, or what it unpacks to, is too large: divide it, or leave out what is not needed",
		"le fichier, ou ce qu'il contient une fois décompressé, est trop volumineux : divisez-le ou retirez-en ce qui n'est pas nécessaire",
		"el archivo, o lo que contiene una vez descomprimido, es demasiado grande: divídalo o quite lo que no haga falta"},
	ReasonPacked: {"the file unpacks to far more than it is, as files do that are made to fill a computer: open it in its program and save it anew",
		"le fichier se décompresse en bien plus que sa taille, comme ceux qui sont faits pour saturer un ordinateur : ouvrez-le dans son programme et enregistrez-le à nouveau",
		"el archivo se descomprime en mucho más de lo que ocupa, como los que se hacen para saturar un ordenador: ábralo en su programa y guárdelo de nuevo"},
	ReasonUnknown: {"this type of file cannot be rebuilt: save it as .docx, .odt, .xlsx, .csv, .txt, .pdf, .png or .jpg",
		"ce type de fichier ne peut pas être reconstruit : enregistrez-le en .docx, .odt, .xlsx, .csv, .txt, .pdf, .png ou .jpg",
		"este tipo de archivo no se puede reconstruir: guárdelo como .docx, .odt, .xlsx, .csv, .txt, .pdf, .png o .jpg"},
	ReasonLies: {"the file is not what its name says: open it in its program and save it anew, with the ending that belongs to it",
		"le fichier n'est pas ce que dit son nom : ouvrez-le dans son programme et enregistrez-le à nouveau, avec l'extension qui lui correspond",
		"el archivo no es lo que dice su nombre: ábralo en su programa y guárdelo de nuevo, con la extensión que le corresponde"},
	ReasonEncrypted: {"the file is protected by a password or encrypted: save a copy without a password, and attach that",
		"le fichier est protégé par un mot de passe ou chiffré : enregistrez une copie sans mot de passe et joignez-la",
		"el archivo está protegido con contraseña o cifrado: guarde una copia sin contraseña y adjúntela"},
	ReasonMacros: {"the file holds macros, which are programs: save it as .docx or .xlsx, which hold none, and attach that",
		"le fichier contient des macros, c'est-à-dire des programmes : enregistrez-le en .docx ou .xlsx, qui n'en contiennent pas, et joignez-le",
		"el archivo contiene macros, es decir, programas: guárdelo como .docx o .xlsx, que no las contienen, y adjúntelo"},
	ReasonOld: {"the file is in an older format: open it in its program, save it as .docx, .xlsx, .odt or .pdf, and attach that",
		"le fichier est dans un ancien format : ouvrez-le dans son programme, enregistrez-le en .docx, .xlsx, .odt ou .pdf, et joignez-le",
		"el archivo está en un formato antiguo: ábralo en su programa, guárdelo como .docx, .xlsx, .odt o .pdf y adjúntelo"},
	ReasonArchive: {"the file holds other files: unpack it, and attach each of them by itself",
		"le fichier contient d'autres fichiers : décompressez-le et joignez chacun d'eux séparément",
		"el archivo contiene otros archivos: descomprímalo y adjunte cada uno por separado"},
	ReasonScan: {"the pages are pictures without text that can be seen, so nobody could check what stands in them: attach the text itself, or the pages as .png or .jpg pictures, which a person must look at",
		"les pages sont des images sans texte visible, personne ne pourrait donc vérifier ce qui y figure : joignez le texte lui-même, ou les pages en images .png ou .jpg, qu'une personne devra regarder",
		"las páginas son imágenes sin texto visible, así que nadie podría comprobar lo que contienen: adjunte el texto mismo, o las páginas como imágenes .png o .jpg, que una persona deberá mirar"},
	ReasonLetters: {"the letters of its text cannot be read or written anew: attach it as .docx, .odt or .txt",
		"les lettres de son texte ne peuvent pas être lues ou réécrites : joignez-le en .docx, .odt ou .txt",
		"las letras de su texto no se pueden leer o volver a escribir: adjúntelo como .docx, .odt o .txt"},
	ReasonNothing: {"nothing in the file can be seen: choose another file",
		"rien n'est visible dans le fichier : choisissez un autre fichier",
		"no hay nada visible en el archivo: elija otro archivo"},
	ReasonDamaged: {"the file is damaged and cannot be read as a whole: open it in its program and save it anew",
		"le fichier est endommagé et ne peut pas être lu en entier : ouvrez-le dans son programme et enregistrez-le à nouveau",
		"el archivo está dañado y no se puede leer entero: ábralo en su programa y guárdelo de nuevo"},
	ReasonNotText: {"the file is no text in UTF-8: save it as text, in UTF-8",
		"le fichier n'est pas un texte en UTF-8 : enregistrez-le comme texte, en UTF-8",
		"el archivo no es un texto en UTF-8: guárdelo como texto, en UTF-8"},
	ReasonPixels: {"the picture has too many pixels: make it smaller, to at most 50 million, and attach that",
		"l'image a trop de pixels : réduisez-la à 50 millions au plus et joignez-la",
		"la imagen tiene demasiados píxeles: redúzcala a 50 millones como máximo y adjúntela"},
	ReasonChanged: {"the attachment is not as it was rebuilt: attach the file again",
		"la pièce jointe n'est pas telle qu'elle a été reconstruite : joignez à nouveau le fichier",
		"el adjunto no está tal como se reconstruyó: adjunte el archivo de nuevo"},
	ReasonPicture: {"a picture has no text to take over: attach it instead",
		"une image n'a pas de texte à reprendre : joignez-la plutôt",
		"una imagen no tiene texto que tomar: adjúntela en su lugar"},
}
