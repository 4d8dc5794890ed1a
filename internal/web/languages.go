package web

// nameOfLanguage is what a language calls itself, so that whoever reads it finds it in a list whatever the page's language.
func nameOfLanguage(code string) string {
	if name, ok := languageNames[code]; ok {
		return name
	}
	return code
}

var languageNames = map[string]string{
	"ar": "العربية", "be": "беларуская", "bg": "български", "bs": "bosanski", "ca": "català", "cs": "čeština", "da": "dansk", "de": "Deutsch",
	"el": "ελληνικά", "en": "English", "es": "español", "et": "eesti", "fa": "فارسی", "fi": "suomi", "fr": "français", "ga": "Gaeilge", "he": "עברית",
	"hr": "hrvatski", "hu": "magyar", "hy": "հայերեն", "is": "íslenska", "it": "italiano", "ja": "日本語", "ka": "ქართული", "lb": "Lëtzebuergesch",
	"lt": "lietuvių", "lv": "latviešu", "mk": "македонски", "mt": "Malti", "nl": "Nederlands", "no": "norsk", "pl": "polski", "pt": "português",
	"ro": "română", "ru": "русский", "sk": "slovenčina", "sl": "slovenščina", "sq": "shqip", "sr": "српски", "sv": "svenska", "tr": "Türkçe",
	"uk": "українська", "ur": "اردو", "zh": "中文",
}
