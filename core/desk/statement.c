#include "core/desk/statement.h"

#include "core/base/text.h"

static int
append(struct appended *out, const struct speaker *by, const struct append *what,
       struct err *err)
{
	if (what->record.len > RECORD_BYTES)
		return err_set(err, ERR_LIMIT, "the record would be over the limits of the "
			       "ledger");
	for (size_t i = 0; i < what->attachment_count; i++)
		if (what->attachments[i].bytes.len > RECORD_ATTACHMENT)
			return err_set(err, ERR_LIMIT, "%s is over 1 MiB: shorten it",
				       what->attachments[i].name);
	return ledger_append(out, by->ledger, by->signer, what, err);
}

int
statement_record(struct appended *out, const struct speaker *by, enum record_type type,
		 const void *body, const struct blob_to_write *attached, size_t count,
		 struct err *err)
{
	struct arena scratch = { 0 };
	char id[RANDOM_ID_HEX];
	struct record record = { .type = type, .id = by->id == NULL ? id : by->id,
		.body = body, .tool = "assay " ASSAY_VERSION };
	struct append what = { .type = type, .actor = by->actor, .record_id = record.id,
		.attachments = attached, .attachment_count = count, .now = by->now };
	struct buf text = { 0 };
	int failed;

	random_id(id);
	failed = ledger_seen(&record.seen, &record.seen_count, &scratch, by->ledger,
			     by->actor, by->signer->key.kid, err);
	if (failed == 0) {
		record_print(&text, &record);
		what.record = buf_span(&text);
		failed = append(out, by, &what, err);
	}
	buf_close(&text);
	arena_close(&scratch);
	return failed;
}

/* A long word of somebody's name stands in it. */
static bool
names_somebody(const char *text, const char *name)
{
	struct span rest = span_of(name);

	while (rest.len != 0) {
		struct span word = span_cut(&rest, ' ');

		if (word.len >= 4 && text_holds(span_of(text), word))
			return true;
	}
	return false;
}

int
statement_words(const char *text, const struct trust *trust, struct err *err)
{
	size_t len = strlen(text);

	if (text[strspn(text, " ")] == '\0')
		return err_set(err, ERR_REFUSED, "say why, in a few words");
	if (len > STATEMENT_WORDS || strpbrk(text, "\n\t") != NULL
	    || !text_is_clean(span_of(text)))
		return err_set(err, ERR_REFUSED, "say it in one line of at most %d bytes: it "
			       "stands in the record itself", STATEMENT_WORDS);
	if (strpbrk(text, "/\\@") != NULL)
		return err_set(err, ERR_REFUSED, "no paths and no addresses: it stands in the "
			       "record itself, for ever");
	for (size_t i = 0; i < trust->person_count; i++)
		if (names_somebody(text, trust->people[i].name))
			return err_set(err, ERR_REFUSED, "no names: it stands in the record "
				       "itself, for ever; say %s", trust->people[i].actor);
	return 0;
}
