#include "core/base/when.h"

#include <string.h>

/*
 * Days from civil and back: the proleptic Gregorian calendar in eras of 400 years, years
 * beginning in March (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
static int64_t
days_from_civil(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
civil_from_days(int64_t days, int64_t *y, int64_t *m, int64_t *d)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

/* The last `count` digits of a number. */
static void
put_digits(char *at, int count, int64_t n)
{
	for (; count-- > 0; n /= 10)
		at[count] = (char)('0' + n % 10);
}

void
when_print(char out[WHEN_TEXT], int64_t seconds)
{
	int64_t y, m, d, rest = seconds % 86400;

	civil_from_days(seconds / 86400, &y, &m, &d);
	memcpy(out, "0000-00-00T00:00:00Z", WHEN_TEXT);
	put_digits(out, 4, y);
	put_digits(out + 5, 2, m);
	put_digits(out + 8, 2, d);
	put_digits(out + 11, 2, rest / 3600);
	put_digits(out + 14, 2, rest / 60 % 60);
	put_digits(out + 17, 2, rest % 60);
}

static int
digits(const char *at, int count)
{
	int n = 0;

	while (count-- > 0) {
		if (*at < '0' || *at > '9')
			return -1;
		n = n * 10 + (*at++ - '0');
	}
	return n;
}

bool
when_parse(int64_t *seconds, struct span text)
{
	int y, mo, d, h, mi, s;
	char again[WHEN_TEXT];

	if (text.len != WHEN_TEXT - 1)
		return false;
	y = digits(text.data, 4);
	mo = digits(text.data + 5, 2);
	d = digits(text.data + 8, 2);
	h = digits(text.data + 11, 2);
	mi = digits(text.data + 14, 2);
	s = digits(text.data + 17, 2);
	if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || h > 23 || mi < 0
	    || mi > 59 || s < 0 || s > 59)
		return false;
	*seconds = days_from_civil(y, mo, d) * 86400 + h * 3600 + mi * 60 + s;
	when_print(again, *seconds);	/* punctuation, and days that no month has */
	return memcmp(again, text.data, WHEN_TEXT - 1) == 0;
}
