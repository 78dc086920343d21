#include "core/desk/changes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/text.h"

enum { FED_NOW = 1, FED_THEN = 2 };

/* What stands in one of the two portfolios: its files by path, then its links. */
struct thing {
	const char *path;
	bool link;
	size_t item;			/* of the evidence; of a link, none */
	size_t piece;
};

struct things {
	struct thing *all;
	size_t count, files;
};

struct comparing {
	struct changes *out;
	struct things now, then;
	unsigned char *fed;		/* by piece, for the criterion at hand */
	bool *any;			/* by piece: does it feed one? */
};

const char *
change_word(enum change change)
{
	static const char *const words[] = { "untouched", "changed", "new", "removed" };

	return words[change];
}

static int
compare_things(const void *a, const void *b)
{
	const struct thing *x = a, *y = b;

	return x->link != y->link ? (x->link ? 1 : -1) : strcmp(x->path, y->path);
}

static struct things
things_of(struct arena *arena, const struct dossier *dossier)
{
	const struct evidence *evidence = &dossier->evidence;
	struct things out = { .files = evidence->count };
	size_t kept;

	out.all = arena_array(arena, evidence->count + dossier->count, sizeof *out.all);
	for (size_t i = 0; i < evidence->count; i++)
		out.all[out.count++] = (struct thing){ evidence->items[i].path, false, i, 0 };
	for (size_t i = 0; i < dossier->count; i++)
		if (dossier->items[i].kind == DOSSIER_LINK)
			out.all[out.count++] =
				(struct thing){ dossier->items[i].path, true, 0, 0 };
	if (out.count - out.files > 1)
		qsort(out.all + out.files, out.count - out.files, sizeof *out.all,
		      compare_things);
	kept = out.files;
	for (size_t i = out.files; i < out.count; i++)
		if (i == out.files
		    || compare_things(&out.all[i], &out.all[kept - 1]) != 0)
			out.all[kept++] = out.all[i];
	out.count = kept;
	return out;
}

static const struct evidence_item *
item_of(const struct evidence *evidence, ptrdiff_t item)
{
	return &evidence->items[item];
}

static bool
same_blob(const struct evidence_item *a, const struct evidence_item *b)
{
	return a->kind == b->kind && oid_equal(&a->oid, &b->oid);
}

static void
add_piece(struct comparing *c, struct thing *now, struct thing *then)
{
	struct changes *out = c->out;
	const struct thing *either = now != NULL ? now : then;
	struct change_piece *piece = &out->pieces[out->count];

	*piece = (struct change_piece){
		.kind = then == NULL ? CHANGE_NEW : now == NULL ? CHANGE_REMOVED
			: CHANGE_UNTOUCHED,
		.link = either->link, .path = either->path,
		.now = now == NULL || now->link ? -1 : (ptrdiff_t)now->item,
		.then = then == NULL || then->link ? -1 : (ptrdiff_t)then->item,
	};
	if (now != NULL && then != NULL && !now->link
	    && !same_blob(item_of(&out->now->evidence, piece->now),
			  item_of(&out->then.evidence, piece->then)))
		piece->kind = CHANGE_CHANGED;
	if (now != NULL)
		now->piece = out->count;
	if (then != NULL)
		then->piece = out->count;
	out->count++;
}

static void
pair_by_path(struct comparing *c)
{
	size_t i = 0, k = 0;

	c->out->pieces = arena_array(&c->out->arena, c->now.count + c->then.count,
				     sizeof *c->out->pieces);
	while (i < c->now.count || k < c->then.count) {
		int order = i == c->now.count ? 1 : k == c->then.count ? -1
			: compare_things(&c->now.all[i], &c->then.all[k]);

		add_piece(c, order <= 0 ? &c->now.all[i] : NULL,
			  order >= 0 ? &c->then.all[k] : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

struct lost {				/* or found: a file on one side only */
	const struct evidence_item *item;
	size_t piece;
};

static int
compare_lost(const void *a, const void *b)
{
	const struct lost *x = a, *y = b;
	int order = memcmp(x->item->oid.bytes, y->item->oid.bytes, OID_SIZE);

	if (order != 0)
		return order;
	if (x->item->kind != y->item->kind)
		return x->item->kind < y->item->kind ? -1 : 1;
	return (x->piece > y->piece) - (x->piece < y->piece);
}

static size_t
list_lost(struct lost **out, struct arena *arena, const struct changes *changes,
	  enum change kind)
{
	size_t count = 0;

	*out = arena_array(arena, changes->count, sizeof **out);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change_piece *piece = &changes->pieces[i];

		if (piece->kind != kind || piece->link)
			continue;
		(*out)[count++] = (struct lost){
			kind == CHANGE_NEW ? item_of(&changes->now->evidence, piece->now)
				: item_of(&changes->then.evidence, piece->then), i };
	}
	if (count > 1)
		qsort(*out, count, sizeof **out, compare_lost);
	return count;
}

/* The removed one is told with the new one; what it fed is told by that. */
static void
join(struct comparing *c, size_t found, size_t lost)
{
	struct change_piece *to = &c->out->pieces[found];
	const struct change_piece *from = &c->out->pieces[lost];

	to->kind = CHANGE_UNTOUCHED;
	to->then = from->then;
	to->was = from->path;
	c->then.all[from->then].piece = found;
}

static void
pair_by_blob(struct comparing *c)
{
	struct arena scratch = { 0 };
	struct lost *found, *lost;
	size_t founds = list_lost(&found, &scratch, c->out, CHANGE_NEW);
	size_t losts = list_lost(&lost, &scratch, c->out, CHANGE_REMOVED);

	for (size_t i = 0, k = 0; i < founds && k < losts; ) {
		int order = memcmp(found[i].item->oid.bytes, lost[k].item->oid.bytes,
				   OID_SIZE);

		if (order == 0 && found[i].item->kind == lost[k].item->kind)
			join(c, found[i++].piece, lost[k++].piece);
		else if (order < 0
			 || (order == 0 && found[i].item->kind < lost[k].item->kind))
			i++;
		else
			k++;
	}
	arena_close(&scratch);
}

/* Which piece a dossier's item is; NULL: nothing that could change. */
static const struct thing *
thing_of(const struct things *things, const struct dossier_item *item)
{
	struct thing key = { .path = item->path, .link = true };

	if (item->kind == DOSSIER_FILE)
		return &things->all[item->item];
	if (item->kind != DOSSIER_LINK || things->count == things->files)
		return NULL;
	return bsearch(&key, things->all + things->files, things->count - things->files,
		       sizeof key, compare_things);
}

static void
mark_fed(struct comparing *c, const struct dossier *dossier, const struct things *things,
	 size_t criterion, unsigned char bit)
{
	for (size_t i = 0; i < dossier->count; i++) {
		const struct thing *thing;

		if (!dossier_feeds(dossier, i, criterion))
			continue;
		thing = thing_of(things, &dossier->items[i]);
		if (thing == NULL)
			continue;
		c->fed[thing->piece] |= bit;
		c->any[thing->piece] = true;
	}
}

static void
add_row(struct changes *changes, struct change_list *list, size_t piece, enum change kind)
{
	if (kind == CHANGE_UNTOUCHED && changes->pieces[piece].was == NULL)
		return;
	if (list->count == CHANGES_ROWS) {
		list->more++;
		return;
	}
	list->rows = arena_grow(&changes->arena, list->rows, list->count,
				sizeof *list->rows);
	list->rows[list->count++] = (struct change_row){ piece, kind };
}

static void
sum_up(struct comparing *c, struct change_list *list)
{
	size_t seen[CHANGE_REMOVED + 1] = { 0 }, all = 0;

	for (size_t i = 0; i < c->out->count; i++) {
		enum change kind = c->fed[i] == FED_NOW ? CHANGE_NEW
			: c->fed[i] == FED_THEN ? CHANGE_REMOVED
			: c->out->pieces[i].kind;

		if (c->fed[i] == 0)
			continue;
		add_row(c->out, list, i, kind);
		seen[kind]++;
		all++;
	}
	list->kind = CHANGE_CHANGED;
	for (int kind = CHANGE_UNTOUCHED; kind <= CHANGE_REMOVED; kind++)
		if (seen[kind] == all)
			list->kind = (enum change)kind;
	if (all == 0)
		list->kind = CHANGE_UNTOUCHED;
}

/* What feeds no criterion, but is there. */
static void
mark_rest(struct comparing *c)
{
	for (size_t i = 0; i < c->now.count; i++)
		if (!c->any[c->now.all[i].piece])
			c->fed[c->now.all[i].piece] |= FED_NOW;
	for (size_t i = 0; i < c->then.count; i++)
		if (!c->any[c->then.all[i].piece])
			c->fed[c->then.all[i].piece] |= FED_THEN;
}

static void
compare(struct changes *out)
{
	struct comparing c = { .out = out, .now = things_of(&out->arena, out->now),
			       .then = things_of(&out->arena, &out->then) };
	size_t criteria = out->now->rubric->criterion_count;

	pair_by_path(&c);
	pair_by_blob(&c);
	c.fed = arena_array(&out->arena, out->count, sizeof *c.fed);
	c.any = arena_array(&out->arena, out->count, sizeof *c.any);
	out->lists = arena_array(&out->arena, criteria + 1, sizeof *out->lists);
	for (size_t i = 0; i <= criteria; i++) {
		memset(c.fed, 0, out->count * sizeof *c.fed);
		if (i < criteria) {
			mark_fed(&c, out->now, &c.now, i, FED_NOW);
			mark_fed(&c, &out->then, &c.then, i, FED_THEN);
		} else {
			mark_rest(&c);
		}
		sum_up(&c, &out->lists[i]);
	}
}

void
changes_open(struct changes *out, const struct dossier *now, const char *repo,
	     const struct past_decision *judged)
{
	const struct record_evidence *then;
	struct err err;

	*out = (struct changes){ .now = now, .judged = judged };
	if (judged == NULL) {
		out->trouble = "nothing was judged before";
		return;
	}
	then = &judged->said->evidence;
	if (dossier_open(&out->then, repo, then->commit, then->path, now->rubric, NULL,
			 &err) == 0)
		compare(out);
	else if (err.code == ERR_NOT_FOUND)
		out->trouble = arena_printf(&out->arena, "commit %.12s, which attempt %"
			PRId64 " judged, is not in the repository any more",
			then->commit, judged->said->attempt);
	else
		out->trouble = arena_printf(&out->arena, "commit %.12s, which attempt %"
			PRId64 " judged: %s", then->commit, judged->said->attempt,
			err.text);
}

void
changes_close(struct changes *changes)
{
	if (changes->lists != NULL)
		dossier_close(&changes->then);
	arena_close(&changes->arena);
	*changes = (struct changes){ .count = 0 };
}

bool
changes_touch(const struct changes *changes, size_t criterion)
{
	return changes->lists != NULL
		&& changes->lists[criterion].kind != CHANGE_UNTOUCHED;
}

static void
print_file(struct buf *out, const struct evidence *evidence, ptrdiff_t item)
{
	static const char *const kinds[] = { "", ", executable", ", a symbolic link" };
	char hex[OID_HEX];
	struct err err;
	int64_t size;

	oid_hex(hex, &evidence->items[item].oid);
	if (evidence_size(&size, evidence, (size_t)item, &err) == 0)
		buf_printf(out, "%" PRId64 " bytes%s, blob %.12s", size,
			   kinds[evidence->items[item].kind], hex);
	else
		buf_printf(out, "blob %.12s, which does not open", hex);
}

void
changes_print(struct buf *out, const struct changes *changes,
	      const struct change_row *row)
{
	const struct change_piece *piece = &changes->pieces[row->piece];

	buf_printf(out, "%s ", change_word(row->kind));
	text_line(out, span_of(piece->path), 0);
	if (piece->was != NULL) {
		buf_text(out, ": same bytes, renamed from ");
		text_line(out, span_of(piece->was), 0);
	}
	if (piece->link)
		buf_text(out, ": a link");
	if (piece->link || piece->was != NULL)
		return;
	buf_text(out, ": ");
	print_file(out, piece->now >= 0 ? &changes->now->evidence : &changes->then.evidence,
		   piece->now >= 0 ? piece->now : piece->then);
	if (piece->kind != CHANGE_CHANGED)
		return;
	buf_text(out, "; was ");
	print_file(out, &changes->then.evidence, piece->then);
}

static int
read_piece(struct span *out, struct arena *arena, const struct dossier *dossier,
	   ptrdiff_t item, struct err *err)
{
	return repo_read(out, arena, dossier->repo, &dossier->evidence.items[item].oid,
			 OBJECT_BLOB, WORDS_BYTES, err);
}

int
changes_words(struct word_changes *out, struct arena *arena,
	      const struct changes *changes, size_t piece, struct err *err)
{
	const struct change_piece *at = &changes->pieces[piece];
	struct span old, new;

	if (at->kind != CHANGE_CHANGED || at->link)
		return err_set(err, ERR_REFUSED, "only what changed can be compared");
	if (read_piece(&old, arena, &changes->then, at->then, err) != 0
	    || read_piece(&new, arena, changes->now, at->now, err) != 0)
		return err->code == ERR_LIMIT
			? err_set(err, ERR_LIMIT,
				  "it is too long to be compared word by word") : -1;
	return words_compare(out, arena, old, new, err);
}
