#include "core/desk/sample.h"

#include <unistd.h>

#include "core/base/file.h"
#include "core/base/schema.h"
#include "core/base/when.h"
#include "core/desk/programme.h"
#include "core/desk/seal.h"
#include "core/store/plant.h"

struct person_row {
	const char *actor, *name;
	const char **roles;
	size_t role_count;
};

struct portfolio_row {
	const char *folder, *rubric, *author, *email, *message, *when;
};

struct history_row {
	const char *portfolio, *assessor, *sheet;
};

struct sample {
	int64_t format;
	const char *name, *play;
	struct person_row *people;
	size_t person_count;
	struct portfolio_row *portfolios;
	size_t portfolio_count;
	struct history_row *history;
	size_t history_count;
};

#define TEXT_FIELD(type, member) \
	{ .key = #member, .kind = FIELD_TEXT, .offset = offsetof(struct type, member), \
	  .flags = FIELD_REQUIRED }

static const struct field person_fields[] = {
	TEXT_FIELD(person_row, actor),
	TEXT_FIELD(person_row, name),
	{ .key = "roles",
	  .kind = FIELD_TEXTS,
	  .offset = offsetof(struct person_row, roles),
	  .count_offset = offsetof(struct person_row, role_count),
	  .flags = FIELD_REQUIRED },
};
static const struct shape person_shape = {
	.what = "a person",
	.size = sizeof(struct person_row),
	SHAPE_FIELDS(person_fields),
};

static const struct field portfolio_fields[] = {
	TEXT_FIELD(portfolio_row, folder), TEXT_FIELD(portfolio_row, rubric),
	TEXT_FIELD(portfolio_row, author), TEXT_FIELD(portfolio_row, email),
	TEXT_FIELD(portfolio_row, message), TEXT_FIELD(portfolio_row, when),
};
static const struct shape portfolio_shape = {
	.what = "a portfolio", .size = sizeof(struct portfolio_row),
	SHAPE_FIELDS(portfolio_fields),
};

static const struct field history_fields[] = {
	TEXT_FIELD(history_row, portfolio), TEXT_FIELD(history_row, assessor),
	TEXT_FIELD(history_row, sheet),
};
static const struct shape history_shape = {
	.what = "a decision",
	.size = sizeof(struct history_row),
	SHAPE_FIELDS(history_fields),
};

static const struct field sample_fields[] = {
	{ .key = "assay_samples",
	  .kind = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED,
	  .offset = offsetof(struct sample, format),
	  .min = 1,
	  .max = 1 },
	TEXT_FIELD(sample, name),
	TEXT_FIELD(sample, play),
	{ .key = "people",
	  .kind = FIELD_LIST,
	  .offset = offsetof(struct sample, people),
	  .count_offset = offsetof(struct sample, person_count),
	  .shape = &person_shape,
	  .flags = FIELD_REQUIRED,
	  .min = 1,
	  .max = 16 },
	{ .key = "portfolios",
	  .kind = FIELD_LIST,
	  .offset = offsetof(struct sample, portfolios),
	  .count_offset = offsetof(struct sample, portfolio_count),
	  .shape = &portfolio_shape,
	  .flags = FIELD_REQUIRED,
	  .min = 1,
	  .max = 1000 },
	{ .key = "history",
	  .kind = FIELD_LIST,
	  .offset = offsetof(struct sample, history),
	  .count_offset = offsetof(struct sample, history_count),
	  .shape = &history_shape,
	  .max = 1000 },
};
static const struct shape sample_shape = {
	.what = "samples", .size = sizeof(struct sample), SHAPE_FIELDS(sample_fields),
};

struct building {
	struct arena *arena;
	struct workspace *workspace;
	const char *data;
	struct sample sample;
	struct sshkey *keys;		/* by person */
	const char **pseudonyms;	/* by portfolio */
	int64_t now;
};

static int
read_sample(struct building *at, struct err *err)
{
	const char *path = path_join(at->arena, at->data, "samples/programme.yaml");
	struct faults faults = { .arena = at->arena, .path = path };
	const struct node *node;
	struct span bytes;

	if (file_read(&bytes, at->arena, path, yaml_document.bytes, err) != 0)
		return err_within(err, "the samples are not installed");
	node = yaml_parse(at->arena, &faults, bytes, &yaml_document);
	if (node == NULL
	    || schema_read(&at->sample, &sample_shape, node, at->arena, &faults) != 0)
		return fault_check(&faults, err) != 0 ? -1
			: err_set(err, ERR_SYNTAX, "%s: not a sample programme", path);
	return 0;
}

/* One desk of the programme: the same folder, as another person. */
static struct workspace
desk_of(struct building *at, const char *actor)
{
	struct workspace desk = *at->workspace;

	desk.actor = actor;
	desk.key = arena_printf(at->arena, "keys/%s.key", actor);
	return desk;
}

static int
open_desk_signer(struct signer *out, struct building *at, const char *actor,
		 struct err *err)
{
	struct workspace desk = desk_of(at, actor);
	struct passphrase none = { 0 };

	return seal_open_signer(out, &desk, &none, err);
}

static unsigned
role_bits(const struct person_row *person)
{
	unsigned bits = 0;

	for (size_t i = 0; i < person->role_count; i++) {
		int role = trust_role_from_word(span_of(person->roles[i]));

		if (role >= 0)
			bits |= 1u << role;
	}
	return bits;
}

static int
make_keys(struct building *at, struct trust_member *members, struct err *err)
{
	struct passphrase none = { 0 };

	at->keys = arena_array(at->arena, at->sample.person_count, sizeof *at->keys);
	if (file_make_dirs(path_join(at->arena, at->workspace->dir, "keys"), 0700, err)
	    != 0)
		return -1;
	for (size_t i = 0; i < at->sample.person_count; i++) {
		const struct person_row *person = &at->sample.people[i];

		if (keyfile_create(&at->keys[i],
				   arena_printf(at->arena, "%s/keys/%s.key",
						at->workspace->dir, person->actor),
				   &none, person->actor, err)
		    != 0)
			return -1;
		members[i] = (struct trust_member){ &at->keys[i], person->actor,
						    person->name, role_bits(person) };
	}
	return 0;
}

static int
begin(struct building *at, struct err *err)
{
	struct trust_member *members = arena_array(at->arena, at->sample.person_count,
						   sizeof *members);
	struct signer signer;
	int failed;

	at->workspace->name = at->sample.name;
	if (make_keys(at, members, err) != 0)
		return -1;
	*at->workspace = desk_of(at, at->sample.people[0].actor);
	if (open_desk_signer(&signer, at, at->workspace->actor, err) != 0)
		return -1;
	failed = programme_begin(at->workspace, at->arena, &signer, members,
				 at->sample.person_count, RELEASE_ON_SIGN, at->now, err);
	signer_close(&signer);
	return failed;
}

static int
publish_file(struct building *at, struct ledger *ledger, struct signer *signer,
	     const char *path, struct err *err)
{
	const struct rubric *rubric = rubric_file(at->arena, path, err);
	struct appended appended;

	if (rubric == NULL)
		return -1;
	if (programme_keep_rubric(at->workspace, rubric, err) != 0)
		return -1;
	return programme_publish(&appended, ledger, signer, at->workspace->actor, rubric,
				 at->now, err);
}

/* The rubrics that the sample portfolios are for. */
static int
publish(struct building *at, struct ledger *ledger, struct err *err)
{
	struct signer signer;
	int failed = open_desk_signer(&signer, at, at->workspace->actor, err);

	if (failed != 0)
		return -1;
	for (size_t i = 0; i < at->sample.portfolio_count && failed == 0; i++)
		failed = publish_file(at, ledger, &signer,
				      arena_printf(at->arena, "%s/rubrics/%s.yaml",
						   at->data,
						   at->sample.portfolios[i].rubric),
				      err);
	signer_close(&signer);
	return failed;
}

/* The repository's name says nothing about whose it is. */
static int
plant(struct building *at, struct ledger *ledger, size_t index, struct err *err)
{
	const struct portfolio_row *row = &at->sample.portfolios[index];
	struct planting planting = { .ref = "refs/heads/main", .author = row->author,
		.email = row->email, .message = row->message,
		.folder = arena_printf(at->arena, "%s/samples/portfolios/%s", at->data,
				       row->folder) };
	const char *path = arena_printf(at->arena, "%s/portfolios/%zu.git",
					at->workspace->dir, index + 1);
	const struct rubric *rubric;
	enum taking how;
	struct taken taken;
	struct repo *repo;
	struct oid oid;
	int failed;

	if (!when_parse(&planting.when, span_of(row->when)))
		return err_set(err, ERR_SYNTAX, "samples/programme.yaml: '%s' is no time",
			       row->when);
	if (repo_create(&repo, path, planting.ref, NULL, err) != 0)
		return -1;
	failed = plant_folder(&oid, repo, &planting, err);
	repo_close(repo);
	if (failed != 0
	    || workspace_rubric(&rubric, NULL, at->arena, at->workspace, row->rubric, err)
		       != 0
	    || programme_take(&taken, &how, at->arena, at->workspace, ledger, path, "", "",
			      rubric, err) != 0)
		return -1;
	at->pseudonyms[index] = taken.portfolio;
	return 0;
}

static const char *
pseudonym_of(const struct building *at, const char *folder)
{
	for (size_t i = 0; i < at->sample.portfolio_count; i++)
		if (strcmp(at->sample.portfolios[i].folder, folder) == 0)
			return at->pseudonyms[i];
	return "";
}

static int
play_sheet(struct session *session, struct building *at, const char *name,
	   struct err *err)
{
	const char *path = arena_printf(at->arena, "%s/samples/%s", at->data, name);
	struct span rest;

	if (file_read(&rest, at->arena, path, yaml_document.bytes, err) != 0)
		return -1;
	for (int line = 1; rest.len != 0; line++) {
		struct span verb = span_cut(&rest, '\n');

		if (verb.len != 0
		    && session_say(session, arena_copy(at->arena, verb.data, verb.len),
				   err) != 0)
			return err_within(err, "%s:%d:1", path, line);
	}
	return 0;
}

static int
seal_as(struct session *session, struct building *at, struct ledger *ledger,
	const char *actor, struct err *err)
{
	struct signer signer;
	struct sealed sealed;
	struct seal seal;
	int failed;

	if (open_desk_signer(&signer, at, actor, err) != 0)
		return -1;
	failed = seal_prepare(&seal, session, ledger, &signer.key, NULL, err);
	if (failed == 0) {
		failed = seal_sign(&sealed, &seal, &signer, at->now, err);
		seal_close(&seal);
	}
	signer_close(&signer);
	return failed;
}

static int
judge(struct building *at, struct ledger *ledger, const struct history_row *row,
      struct err *err)
{
	struct workspace desk = desk_of(at, row->assessor);
	struct session_options options = { .who = "the sample programme",
					   .ledger = ledger };
	struct session session;
	int failed;

	if (session_open(&session, &desk, pseudonym_of(at, row->portfolio), &options, err)
	    != 0)
		return -1;
	failed = play_sheet(&session, at, row->sheet, err);
	if (failed == 0)
		failed = seal_as(&session, at, ledger, row->assessor, err);
	session_close(&session);
	return failed;
}

static int
fill(struct building *at, struct ledger *ledger, struct err *err)
{
	at->pseudonyms = arena_array(at->arena, at->sample.portfolio_count,
				     sizeof *at->pseudonyms);
	if (publish(at, ledger, err) != 0)
		return -1;
	for (size_t i = 0; i < at->sample.portfolio_count; i++)
		if (plant(at, ledger, i, err) != 0)
			return -1;
	for (size_t i = 0; i < at->sample.history_count; i++)
		if (judge(at, ledger, &at->sample.history[i], err) != 0)
			return -1;
	return 0;
}

/* Stands there while it is being built. */
static const char *
mark_of(struct arena *arena, const char *dir)
{
	return path_join(arena, dir, ".building");
}

int
sample_check(struct arena *arena, const char *dir, struct err *err)
{
	if (!file_exists(mark_of(arena, dir)))
		return 0;
	return err_set(err, ERR_REFUSED,
		       "the sample programme in %s was cut off while it was built: remove "
		       "that folder and try again",
		       dir);
}

static int
begin_to_build(struct building *at, struct err *err)
{
	const char *dir = at->workspace->dir;

	if (file_make_dirs(dir, 0700, err) != 0
	    || file_write(mark_of(at->arena, dir), span_of(""), 0600, err) != 0)
		return -1;
	return begin(at, err);
}

int
sample_build(struct workspace *workspace, const char **play, struct arena *arena,
	     const char *data, int64_t now, struct err *err)
{
	struct building at = { .arena = arena, .workspace = workspace, .data = data,
			       .now = now };
	struct ledger ledger;
	int failed;

	if (read_sample(&at, err) != 0 || begin_to_build(&at, err) != 0
	    || workspace_ledger(&ledger, workspace, err)
		       != 0)
		return -1;
	failed = fill(&at, &ledger, err);
	ledger_close(&ledger);
	if (failed == 0 && unlink(mark_of(arena, workspace->dir)) != 0)
		failed = err_errno(err, "%s", workspace->dir);
	*play = failed == 0 ? pseudonym_of(&at, at.sample.play) : NULL;
	return failed;
}
