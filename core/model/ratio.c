#include "core/model/ratio.h"

typedef unsigned __int128 wide;	/* a magnitude */

enum { PLACES = 9, DIGITS = 12, LONGEST = 64 };

#define RATIO_MAX ((__int128)(~(wide)0 >> 1))

static wide
magnitude(__int128 n)
{
	return n < 0 ? -(wide)n : (wide)n;
}

static int
trailing_zeros(wide n)
{
	return (uint64_t)n != 0 ? __builtin_ctzll((uint64_t)n)
		: 64 + __builtin_ctzll((uint64_t)(n >> 64));
}

static uint64_t
small_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* By halving and subtracting: division by 128 bits is slow. */
static wide
divisor(wide a, wide b)
{
	int twos;

	if (a == 0 || b == 0)
		return a | b;
	twos = trailing_zeros(a | b);
	for (b >>= trailing_zeros(b); a > UINT64_MAX || b > UINT64_MAX; ) {
		a >>= trailing_zeros(a);
		if (a < b) {
			wide other = a;

			a = b;
			b = other;
		}
		a -= b;
		if (a == 0)
			return b << twos;
	}
	a >>= trailing_zeros(a);
	return (wide)small_divisor((uint64_t)a, (uint64_t)b) << twos;
}

/* Signed products and sums that must fit; false when they do not. */
static bool
multiply(__int128 *out, __int128 a, __int128 b)
{
	wide product;

	if (__builtin_mul_overflow(magnitude(a), magnitude(b), &product)
	    || product > (wide)RATIO_MAX)
		return false;
	*out = (a < 0) != (b < 0) ? -(__int128)product : (__int128)product;
	return true;
}

static bool
add(__int128 *out, __int128 a, __int128 b)
{
	if ((b > 0 && a > RATIO_MAX - b) || (b < 0 && a < -RATIO_MAX - b))
		return false;
	*out = a + b;
	return true;
}

static struct ratio
reduced(__int128 num, __int128 den)
{
	wide common;

	if (den == 0)
		return ratio_undefined();
	if (den < 0) {
		num = -num;
		den = -den;
	}
	common = den == 1 ? 1 : divisor(magnitude(num), (wide)den);
	if (common == 1)
		return (struct ratio){ num, den };
	return (struct ratio){ num / (__int128)common, den / (__int128)common };
}

struct ratio
ratio_of(int64_t num, int64_t den)
{
	return reduced(num, den);
}

struct ratio
ratio_reduced(struct ratio r)
{
	return reduced(r.num, r.den);
}

struct ratio
ratio_undefined(void)
{
	return (struct ratio){ 0, 0 };
}

bool
ratio_is_defined(struct ratio r)
{
	return r.den != 0;
}

struct ratio
ratio_add(struct ratio a, struct ratio b)
{
	__int128 common, left, right, num, den;

	if (a.den == 0 || b.den == 0)
		return ratio_undefined();
	if (a.den == 1 && b.den == 1)
		return add(&num, a.num, b.num) ? (struct ratio){ num, 1 }
					       : ratio_undefined();
	common = (__int128)divisor((wide)a.den, (wide)b.den);
	if (!multiply(&left, a.num, b.den / common)
	    || !multiply(&right, b.num, a.den / common) || !add(&num, left, right)
	    || !multiply(&den, a.den, b.den / common))
		return ratio_undefined();
	return reduced(num, den);
}

struct ratio
ratio_subtract(struct ratio a, struct ratio b)
{
	return ratio_add(a, (struct ratio){ -b.num, b.den });
}

struct ratio
ratio_multiply(struct ratio a, struct ratio b)
{
	struct ratio left, right, out;

	if (a.den == 0 || b.den == 0)
		return ratio_undefined();
	left = reduced(a.num, b.den); /* first crosswise: only what must be is large */
	right = reduced(b.num, a.den);
	if (!multiply(&out.num, left.num, right.num)
	    || !multiply(&out.den, left.den, right.den))
		return ratio_undefined();
	return out;
}

struct ratio
ratio_divide(struct ratio a, struct ratio b)
{
	if (b.den == 0 || b.num == 0)
		return ratio_undefined();
	return ratio_multiply(a, b.num < 0 ? (struct ratio){ -b.den, -b.num }
					   : (struct ratio){ b.den, b.num });
}

/* Both positive: crosswise, or by their continued fractions where that would overflow. */
static int
compare_positive(wide an, wide ad, wide bn, wide bd)
{
	wide left, right;

	if (((an | ad | bn | bd) >> 64) == 0)
		return (an * bd > bn * ad) - (an * bd < bn * ad);
	if (!__builtin_mul_overflow(an, bd, &left)
	    && !__builtin_mul_overflow(bn, ad, &right))
		return (left > right) - (left < right);
	for (int sign = 1; ; sign = -sign) {
		wide a = an / ad, b = bn / bd, rest;

		if (a != b)
			return a < b ? -sign : sign;
		an %= ad;
		bn %= bd;
		if (an == 0 || bn == 0)
			return an == bn ? 0 : an == 0 ? -sign : sign;
		rest = an;	/* the inverse of what is left, the other way round */
		an = ad;
		ad = rest;
		rest = bn;
		bn = bd;
		bd = rest;
	}
}

int
ratio_compare(struct ratio a, struct ratio b, bool *ok)
{
	int x = (a.num > 0) - (a.num < 0), y = (b.num > 0) - (b.num < 0);

	*ok = a.den != 0 && b.den != 0;
	if (!*ok)
		return 0;
	if (x != y || x == 0)
		return (x > y) - (x < y);
	y = compare_positive(magnitude(a.num), (wide)a.den, magnitude(b.num),
			     (wide)b.den);
	return x * y;
}

/* A run of digits at *at, at most `max`, which moves past it; how many, -1: too many. */
static int
take_digits(int64_t *value, struct span text, size_t *at, int max)
{
	int count = 0;

	for (; *at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9';
	     (*at)++) {
		if (count++ == max)
			return -1;
		*value = *value * 10 + (text.data[*at] - '0');
	}
	return count;
}

bool
ratio_parse(struct ratio *out, struct span text, bool canonical)
{
	int64_t whole = 0, part = 0, scale = 1;
	bool negative = text.len != 0 && text.data[0] == '-';
	size_t at = negative ? 1 : 0, first = at;
	int count = take_digits(&whole, text, &at, DIGITS), places = 0;

	if (count <= 0 || (count > 1 && text.data[first] == '0'))
		return false;
	if (at < text.len) {
		if (text.data[at++] != '.')
			return false;
		places = take_digits(&part, text, &at, PLACES);
		if (places <= 0 || at != text.len)
			return false;
	}
	if (canonical
	    && ((places > 0 && part % 10 == 0) || (negative && whole == 0 && part == 0)))
		return false;
	for (int i = 0; i < places; i++)
		scale *= 10;
	*out = ratio_add(ratio_of(whole, 1), ratio_of(part, scale));
	if (negative)
		out->num = -out->num;
	return true;
}

/* The next decimal of rest/den, rest < den, without ever leaving 128 bits. */
static int
next_digit(wide *rest, wide den)
{
	wide left = 0;
	int digit = 0;

	for (int i = 0; i < 10; i++) {
		left += *rest;
		if (left >= den) {
			left -= den;
			digit++;
		}
	}
	*rest = left;
	return digit;
}

/* Does `rest` of `den`, behind the last digit that is kept, move that digit up? */
static bool
rounds_up(wide rest, wide den, int last, enum rounding rounding)
{
	wide other = den - rest;

	if (rounding == ROUND_DOWN || rest < other)
		return false;
	return rest > other || rounding == ROUND_HALF_UP || last % 2 != 0;
}

/* Add one at the last of `count` digits; the first of them is never 9. */
static void
carry(char *digits, int count)
{
	while (digits[--count] == '9')
		digits[count] = '0';
	digits[count]++;
}

static int
whole_digits(char *out, wide whole)
{
	char reverse[LONGEST];
	int count = 0;

	do
		reverse[count++] = (char)('0' + (int)(whole % 10));
	while ((whole /= 10) != 0);
	for (int i = 0; i < count; i++)
		out[i] = reverse[count - 1 - i];
	return count;
}

void
ratio_print(struct buf *out, struct ratio r, int decimals, enum rounding rounding)
{
	char digits[2 * LONGEST];
	wide rest;
	int count, last;

	if (r.den == 0) {
		buf_text(out, "undefined");
		return;
	}
	digits[0] = '0';	/* for the carry */
	count = 1 + whole_digits(digits + 1, magnitude(r.num) / (wide)r.den);
	rest = magnitude(r.num) % (wide)r.den;
	for (int i = 0; i < decimals; i++)
		digits[count + i] = (char)('0' + next_digit(&rest, (wide)r.den));
	last = digits[count + decimals - 1] - '0';
	if (rest != 0 && rounds_up(rest, (wide)r.den, last, rounding))
		carry(digits, count + decimals);
	while (decimals > 0 && digits[count + decimals - 1] == '0')
		decimals--;
	last = digits[0] == '0' ? 1 : 0;	/* where the number begins */
	if (r.num < 0 && !(decimals == 0 && count - last == 1 && digits[last] == '0'))
		buf_char(out, '-');
	buf_put(out, digits + last, (size_t)(count - last));
	if (decimals > 0) {
		buf_char(out, '.');
		buf_put(out, digits + count, (size_t)decimals);
	}
}
