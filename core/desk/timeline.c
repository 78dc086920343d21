#include "core/desk/timeline.h"

#include <stdlib.h>

#include "core/base/when.h"

struct reading {
	struct arena *arena;
	struct timeline *timeline;
	const char *portfolio;
};

static const char *
copy(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_text(arena, text);
}

static struct moment
moment_of(struct arena *arena, const struct entry *entry)
{
	const struct commit *commit = entry->commit;
	struct moment moment = { .type = -1,
				 .seq = entry->seq,
				 .ref = copy(arena, entry->ref),
				 .sha256 = arena_text(arena, entry->sha256),
				 .verdict = entry->code == NULL ? "valid" : entry->code,
				 .detail = copy(arena, entry->detail) };
	char hex[OID_HEX], when[WHEN_TEXT];

	oid_hex(hex, &entry->oid);
	moment.commit = arena_text(arena, hex);
	if (commit != NULL) {
		when_print(when, commit->time);
		moment.time = arena_text(arena, when);
		moment.seconds = commit->time;
		moment.type = (int)commit->type;
		moment.actor = copy(arena, commit->actor);
		moment.kid = copy(arena, commit->kid);
	}
	if (entry->record != NULL && entry->record->decision != NULL) {
		const struct decision *said = entry->record->decision;

		moment.portfolio = copy(arena, said->portfolio);
		moment.outcome =
			outcome_word((enum outcome)(said->outcome + OUTCOME_PASS));
	}
	return moment;
}

static bool
read_entry(void *who, const struct entry *entry)
{
	struct reading *reading = who;
	struct timeline *timeline = reading->timeline;
	const struct decision *said =
		entry->record == NULL ? NULL : entry->record->decision;

	if (reading->portfolio != NULL
	    && (said == NULL || strcmp(said->portfolio, reading->portfolio) != 0))
		return true;
	timeline->moments = arena_grow(reading->arena, timeline->moments, timeline->count,
				       sizeof *timeline->moments);
	timeline->moments[timeline->count++] = moment_of(reading->arena, entry);
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;
	int order;

	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	order = strcmp(x->ref, y->ref);
	if (order != 0)
		return order;
	return (y->seq > x->seq) - (y->seq < x->seq);
}

int
timeline_read(struct timeline *out, struct arena *arena, struct ledger *ledger,
	      const char *portfolio, struct err *err)
{
	struct reading reading = { arena, out, portfolio };

	*out = (struct timeline){ 0 };
	if (ledger_walk(ledger, NULL, read_entry, &reading, err) != 0)
		return -1;
	if (out->count > 1)
		qsort(out->moments, out->count, sizeof *out->moments, newest_first);
	return 0;
}

struct finding {
	struct arena *arena;
	const char *name;
	struct moment *found;
	size_t hits;
};

static bool
find_entry(void *who, const struct entry *entry)
{
	struct finding *finding = who;
	char hex[OID_HEX];

	oid_hex(hex, &entry->oid);
	if (strncmp(hex, finding->name, strlen(finding->name)) != 0
	    || (finding->hits != 0 && strcmp(hex, finding->found->commit) == 0))
		return true; /* one commit on two chains is still one: the first tells it */
	if (finding->hits++ == 0)
		*finding->found = moment_of(finding->arena, entry);
	return true;
}

int
timeline_find(struct moment *out, struct arena *arena, struct ledger *ledger,
	      const char *name, struct err *err)
{
	struct finding finding = { .arena = arena, .name = name, .found = out };
	size_t len = strlen(name);

	if (len < 4 || len > 40 || !hex_is((struct span){ name, len }, len))
		return err_set(err, ERR_NOT_FOUND,
			       "'%.80s' is no commit: expected its id or at "
			       "least 4 digits of it; see `assay log`",
			       name);
	if (ledger_walk(ledger, NULL, find_entry, &finding, err) != 0)
		return -1;
	if (finding.hits == 1)
		return 0;
	if (finding.hits == 0)
		return err_set(err, ERR_NOT_FOUND,
			       "no record begins with %s; see `assay log`", name);
	return err_set(err, ERR_NOT_FOUND, "%zu records begin with %s; give more digits",
		       finding.hits, name);
}
