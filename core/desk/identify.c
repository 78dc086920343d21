#include "core/desk/identify.h"

#include "core/base/text.h"

/* Whoever is nobody: what scaffolds and machines put for a name. */
static const char *const nobody[] = { "learner", "localhost", "noreply", "users", "user",
				      "root", "unknown", "the", "and" };

enum { COMMIT_BYTES_MAX = 64 << 10, FIRST_BIRTH = 1920, LAST_BIRTH = 2015,
       DIALLED = 40 };	/* bytes a telephone number may take: names can be long */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ---- words ---- */

/* The next run of letters; `MariaLopez` is two. */
bool
identity_word(struct span *out, struct span *rest)
{
	size_t at = 0, end;

	while (at < rest->len && !is_letter(rest->data[at]))
		at++;
	for (end = at; end < rest->len && is_letter(rest->data[end]); end++)
		if (end > at && rest->data[end] >= 'A' && rest->data[end] <= 'Z'
		    && rest->data[end - 1] >= 'a' && rest->data[end - 1] <= 'z')
			break;
	*out = (struct span){ rest->data + at, end - at };
	*rest = (struct span){ rest->data + end, rest->len - end };
	return out->len != 0;
}

static size_t
letters(struct span word)
{
	size_t count = 0;

	for (size_t i = 0; i < word.len; i++)
		count += ((unsigned char)word.data[i] & 0xC0) != 0x80;
	return count;
}

static bool
knows(const struct identity *identity, const char *folded)
{
	for (size_t i = 0; i < identity->count; i++)
		if (strcmp(identity->words[i], folded) == 0)
			return true;
	return false;
}

static bool
is_nobody(const char *folded)
{
	for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
		if (strcmp(nobody[i], folded) == 0)
			return true;
	return false;
}

static void
learn(struct identity *identity, struct arena *arena, struct span text)
{
	struct buf folded = { 0 };
	struct span word;

	while (identity->count < IDENTITY_WORDS && identity_word(&word, &text)) {
		buf_clear(&folded);
		text_fold(&folded, word);
		if (letters(buf_span(&folded)) >= IDENTITY_LETTERS
		    && !knows(identity, folded.data) && !is_nobody(folded.data))
			identity->words[identity->count++] = arena_text(arena, folded.data);
	}
	buf_close(&folded);
}

/* Everybody once. */
static void
meet(struct identity *identity, struct arena *arena, struct span name, struct span address)
{
	for (size_t i = 0; i < identity->people_count; i++)
		if (span_is(name, identity->people[i].name)
		    && span_is(address, identity->people[i].address))
			return;
	if (identity->people_count < IDENTITY_PEOPLE)
		identity->people[identity->people_count++] = (struct identity_person){
			arena_copy(arena, name.data, name.len),
			arena_copy(arena, address.data, address.len) };
}

/* `author Ann Lee <ann.lee@example.org> 1700000000 +0000`: the name, and who at the address. */
static void
learn_person(struct identity *identity, struct arena *arena, struct span line)
{
	struct span name, local;

	span_cut(&line, ' ');
	name = span_cut(&line, '<');
	local = span_cut(&line, '>');
	while (name.len > 0 && name.data[name.len - 1] == ' ')
		name.len--;
	meet(identity, arena, name, local);
	learn(identity, arena, name);
	learn(identity, arena, span_cut(&local, '@'));
}

static bool
learn_commit(struct identity *identity, struct arena *arena, struct oid *parent,
	     struct repo *repo)
{
	struct arena scratch = { 0 };
	struct oid oid = *parent;
	struct span raw, line;
	struct err ignored;
	bool more = false;

	if (repo_read(&raw, &scratch, repo, &oid, OBJECT_COMMIT, COMMIT_BYTES_MAX, &ignored)
	    == 0)
		while ((line = span_cut(&raw, '\n')).len != 0) {
			if (span_starts(line, "author ") || span_starts(line, "committer "))
				learn_person(identity, arena, line);
			if (!more && span_starts(line, "parent ") && line.len == 47)
				more = oid_from_hex(parent, (struct span){ line.data + 7, 40 });
		}
	arena_close(&scratch);
	return more;
}

void
identity_read_commit(struct identity *out, struct arena *arena, struct repo *repo,
		     struct oid commit)
{
	int commits = 0;

	*out = (struct identity){ .count = 0 };
	while (commits++ < IDENTITY_COMMITS && out->count < IDENTITY_WORDS
	       && learn_commit(out, arena, &commit, repo))
		continue;
}

void
identity_read(struct identity *out, struct arena *arena, const struct dossier *dossier)
{
	*out = (struct identity){ .count = 0 };
	if (dossier->folder == NULL)
		identity_read_commit(out, arena, dossier->repo, dossier->evidence.commit);
}

bool
identity_knows(const struct identity *identity, struct span word)
{
	struct buf folded = { 0 };
	bool found;

	text_fold(&folded, word);
	found = folded.len != 0 && knows(identity, folded.data);
	buf_close(&folded);
	return found;
}

static struct span
find_word(struct span path, const struct identity *identity)
{
	struct span word = { NULL, 0 };

	while (identity_word(&word, &path))
		if (identity_knows(identity, word))
			return word;
	return (struct span){ NULL, 0 };
}

/* ---- numbers and addresses ---- */

static bool
is_address(char c)
{
	return is_letter(c) || is_digit(c) || strchr("._%+-", c) != NULL;
}

struct span
identity_address(struct span path)
{
	for (size_t at = 1; at + 3 < path.len; at++) {
		size_t from = at, to = at + 1, dots = 0;

		if (path.data[at] != '@')
			continue;
		while (from > 0 && path.data[from - 1] != '\0' && is_address(path.data[from - 1]))
			from--;
		for (; to < path.len && is_address(path.data[to]); to++)
			dots += path.data[to] == '.' && to > at + 1 && to + 1 < path.len;
		if (from < at && dots != 0)
			return (struct span){ path.data + from, to - from };
	}
	return (struct span){ NULL, 0 };
}

static int
number(const char *digits, size_t len)
{
	int value = 0;

	for (size_t i = 0; i < len; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

struct day {
	int year;
	size_t len;			/* of the text it stands in; 0: no day */
};

/* Digits in the shape `y`, `m`, `d` of one letter each, `-` for a separator or none. */
static struct day
day_like(struct span at, const char *shape)
{
	char digits[8];
	int year = 0, month = 0, day = 0;
	size_t used = 0, count = 0;
	char separator = '\0';

	for (; *shape != '\0'; shape++) {
		if (*shape == '-') {
			char c = used < at.len ? at.data[used] : '\0';

			if (separator == '\0')
				separator = c != '\0' && strchr("-_. ", c) != NULL ? c : '0';
			if (separator != '0' && c != separator)
				return (struct day){ 0 };
			used += separator != '0';
			continue;
		}
		count = *shape == 'y' ? 4 : 2;
		if (used + count > at.len)
			return (struct day){ 0 };
		for (size_t i = 0; i < count; i++)
			if (!is_digit(digits[i] = at.data[used + i]))
				return (struct day){ 0 };
		*(*shape == 'y' ? &year : *shape == 'm' ? &month : &day) =
			number(digits, count);
		used += count;
	}
	if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2099
	    || (used < at.len && is_digit(at.data[used])))
		return (struct day){ 0 };
	return (struct day){ year, used };
}

static struct day
day_at(struct span at)
{
	static const char *const shapes[] = { "y-m-d", "d-m-y", "m-d-y" };
	struct day day = { 0 };

	for (size_t i = 0; day.len == 0 && i < sizeof shapes / sizeof *shapes; i++)
		day = day_like(at, shapes[i]);
	return day;
}

/* Digits with what stands between them in a number that is written to be dialled. */
static struct span
dialled(struct span at, size_t *digits, size_t *gaps)
{
	size_t len = at.data[0] == '+', end = 0;

	*digits = *gaps = 0;
	for (; len < at.len && len < DIALLED; len++) {
		if (is_digit(at.data[len])) {
			++*digits;
			end = len + 1;
		} else if (strchr(" -.()", at.data[len]) == NULL || at.data[len] == '\0') {
			break;
		} else {
			*gaps += len > 0 && is_digit(at.data[len - 1]);
		}
	}
	return (struct span){ at.data, end };
}

static struct sign_of
number_at(struct span at)
{
	size_t digits, gaps;
	struct span dial = dialled(at, &digits, &gaps);

	if (digits >= 9 && digits <= 15 && (at.data[0] == '+' || at.data[0] == '0' || gaps >= 2))
		return (struct sign_of){ "holds what may be a telephone number", dial };
	for (digits = 0; digits < at.len && is_digit(at.data[digits]);)
		digits++;
	if (digits >= 6 && digits <= 12)
		return (struct sign_of){ "holds what may be somebody's number",
					 { at.data, digits } };
	return (struct sign_of){ NULL, { NULL, 0 } };
}

/* The day of a photograph is passed over, and the time that follows it. */
static size_t
pass(struct span at, size_t day)
{
	size_t len = day;

	while (len < at.len && (strchr("-_. T", at.data[len]) != NULL && at.data[len] != '\0'))
		len++;
	for (size_t i = 0; day != 0 && i < 6; i++)
		if (len + i >= at.len || !is_digit(at.data[len + i]))
			return day;
	return len + 6;
}

static struct sign_of
find_number(struct span path)
{
	struct sign_of found = { NULL, { NULL, 0 } };

	for (size_t i = 0; found.what == NULL && i < path.len; i++) {
		struct span at = { path.data + i, path.len - i };
		struct day day = { 0 };

		if ((i > 0 && is_digit(path.data[i - 1]))
		    || (!is_digit(path.data[i]) && path.data[i] != '+'))
			continue;
		day = day_at(at);
		if (day.len != 0 && day.year >= FIRST_BIRTH && day.year <= LAST_BIRTH)
			return (struct sign_of){ "holds what may be a day of birth",
						 { at.data, day.len } };
		if (day.len != 0)
			i += pass(at, day.len) - 1;
		else
			found = number_at(at);
	}
	return found;
}

struct sign_of
identify(const char *path, const struct identity *identity)
{
	struct span all = span_of(path), found = identity_address(all);

	if (found.len != 0)
		return (struct sign_of){ "holds an e-mail address", found };
	found = find_word(all, identity);
	if (found.len != 0)
		return (struct sign_of){ "holds what may be somebody's name", found };
	return find_number(all);
}
