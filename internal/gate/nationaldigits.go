package gate

import "strings"

// The checks over the digits of personal numbers. d has as many digits as the form's shapes say.

func num(d string) int {
	v := 0
	for i := range len(d) {
		v = v*10 + int(d[i]-'0')
	}
	return v
}

// weighted is the sum of digits times weights.
func weighted(d string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(d[i]-'0') * w
	}
	return sum
}

// isDay tells whether month and day exist, in some year.
func isDay(month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// luhn is the check of ISO/IEC 7812, annex B, over all digits, the last being the check digit.
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// last is the value of the last digit.
func last(d string) int { return int(d[len(d)-1] - '0') }

func pesel(d string) bool {
	month := num(d[2:4]) % 20
	return isDay(month, num(d[4:6])) && weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}

func baltic(d string) bool {
	if d[0] < '1' || d[0] > '8' || !isDay(num(d[3:5]), num(d[5:7])) {
		return false
	}
	c := weighted(d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if c == 10 {
		c = weighted(d, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return c == last(d)
}

func norwegian(d string) bool {
	day, month := num(d[:2])%40, num(d[2:4])%40
	return isDay(month, day) && weighted(d, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && weighted(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

func turkish(d string) bool {
	odd := weighted(d, 1, 0, 1, 0, 1, 0, 1, 0, 1)
	even := weighted(d, 0, 1, 0, 1, 0, 1, 0, 1)
	return d[0] != '0' && (odd*7+9*even)%10 == int(d[9]-'0') && weighted(d, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%10 == last(d)
}

// croatian is ISO 7064, MOD 11,10.
func croatian(d string) bool {
	p := 10
	for i := range 10 {
		if p = (p + int(d[i]-'0')) % 10; p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return (p+last(d))%10 == 1
}

func belgian(d string) bool {
	check, month := num(d[9:]), num(d[2:4])%20
	if month > 12 || num(d[4:6]) > 31 {
		return false
	}
	body := num(d[:9])
	return check == 97-body%97 || check == 97-(2_000_000_000+body)%97
}

func greek(d string) bool {
	return isDay(num(d[2:4]), num(d[:2])) && luhn(d)
}

func latvian(d string) bool {
	dated := isDay(num(d[2:4]), num(d[:2])) && d[6] <= '2'
	if !dated && (d[:2] < "32" || d[:2] > "39") {
		return false
	}
	return (1+weighted(d, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 == last(d)
}

func bulgarian(d string) bool {
	return isDay(num(d[2:4])%20, num(d[4:6])) && weighted(d, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == last(d)
}

func czech(d string) bool {
	month := num(d[2:4]) % 50
	if month > 20 {
		month -= 20
	}
	return isDay(month, num(d[4:6])) && (num(d)%11 == 0 || num(d[:9])%11 == 10 && last(d) == 0)
}

func swedish(d string) bool {
	if len(d) == 12 {
		if d[:2] != "19" && d[:2] != "20" {
			return false
		}
		d = d[2:]
	}
	day := num(d[4:6])
	if day > 60 { // a coordination number
		day -= 60
	}
	return isDay(num(d[2:4]), day) && luhn(d)
}

// danish numbers have had no check digit since 2007: the form and a date must do.
func danish(d string) bool { return isDay(num(d[2:4]), num(d[:2])) }

func icelandic(d string) bool {
	return isDay(num(d[2:4]), num(d[:2])%40) && (d[9] == '9' || d[9] == '0') && weighted(d, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

func austrian(d string) bool {
	return d[0] != '0' && isDay(max(1, num(d[6:8])%13), num(d[4:6])) && weighted(d, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6)%11 == int(d[3]-'0')
}

func romanian(d string) bool {
	c := weighted(d, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if c == 10 {
		c = 1
	}
	return d[0] != '0' && isDay(num(d[3:5]), num(d[5:7])) && c == last(d)
}

func yugoslav(d string) bool {
	if !isDay(num(d[2:4]), num(d[:2])) || d[4] != '9' && d[4] != '0' {
		return false
	}
	c := 11 - weighted(d, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
	return c%11%10 == last(d)
}

func swiss(d string) bool {
	return d[:3] == "756" && weighted(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)%10 == 0
}

func french(d string) bool {
	month := num(d[3:5])
	dated := month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50
	return len(d) == 15 && d[0] >= '1' && d[0] <= '8' && dated && num(d[13:]) == 97-num(d[:13])%97
}

func moldovan(d string) bool {
	return (d[0] == '2' || d[0] == '0') && weighted(d, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)%10 == last(d)
}

func luxembourgish(d string) bool {
	return isBirthYear(d[:4]) && isDay(num(d[4:6]), num(d[6:8])) && luhn(d[:12])
}

// british health numbers (NHS) weigh ten down to two, modulo 11.
func britishHealth(d string) bool {
	return (11-weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11 == last(d)
}

// hungarian personal numbers weigh ascending for those born until 1996, descending after.
func hungarian(d string) bool {
	if d[0] < '1' || d[0] > '8' || !isDay(num(d[3:5]), num(d[5:7])) {
		return false
	}
	return weighted(d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)%11 == last(d) || weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)%11 == last(d)
}

// hungarianHealth is the TAJ number.
func hungarianHealth(d string) bool { return weighted(d, 3, 7, 3, 7, 3, 7, 3, 7)%10 == last(d) }

// dutch is the test of eleven over a citizen service number.
func dutch(d string) bool { return d != "000000000" && weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0 }

func portuguese(d string) bool {
	return strings.IndexByte("1235689", d[0]) >= 0 && (11-weighted(d, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == last(d)
}

func ukrainian(d string) bool {
	return (weighted(d, -1, 5, 7, 9, 4, 6, 10, 5, 7)%11+11)%11%10 == last(d)
}
