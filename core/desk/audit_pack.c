#include "core/desk/audit_pack.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/when.h"
#include "core/out/audit_page.h"
#include "core/store/git_program.h"

enum { CHAINS = 100000, BUNDLE_PIECE = 1 << 16 };

struct packing {
	struct arena arena;
	struct ledger *ledger;
	const char *dir;		/* where it is being made */
	int64_t now;
	struct audit_page page;
	struct buf sums;
};

static int
bundle(struct packing *p, struct err *err)
{
	const char *path = path_join(&p->arena, p->dir, "ledger.bundle");
	const char *const args[] = { "bundle", "create", "--quiet", path,
		"--glob=refs/heads/assay/v1/*", NULL };

	return git_program(NULL, repo_dir(p->ledger->repo), args, NULL, err);
}

static int
count_records(struct packing *p, struct err *err)
{
	static const char *const args[] = { "rev-list", "--count",
		"--glob=refs/heads/assay/v1/*", NULL };
	struct buf count = { 0 };
	struct ref *refs;
	size_t chains;
	int status = repo_ref_list(&refs, &chains, &p->arena, p->ledger->repo, LEDGER_LOG,
				   CHAINS, err);

	if (status == 0)
		status = git_program(&count, repo_dir(p->ledger->repo), args, NULL, err);
	for (size_t i = 0; i < count.len && count.data[i] != '\n'; i++)
		p->page.records = p->page.records * 10 + (count.data[i] - '0');
	p->page.chains = (int64_t)chains;
	buf_close(&count);
	return status;
}

static int
digest_file(char hex[DIGEST_HEX], const char *path, struct err *err)
{
	char piece[BUNDLE_PIECE];
	struct digest_stream stream;
	struct digest digest;
	FILE *file = fopen(path, "rb");
	size_t len;
	bool failed;

	if (file == NULL)
		return err_errno(err, "%s", path);
	digest_stream_open(&stream);
	while ((len = fread(piece, 1, sizeof piece, file)) != 0)
		digest_stream_add(&stream, (struct span){ piece, len });
	digest = digest_stream_close(&stream);
	digest_hex(hex, &digest);
	failed = ferror(file) != 0;
	if (fclose(file) != 0 || failed)
		return err_errno(err, "%s", path);
	return 0;
}

static int
add_sum(struct packing *p, const char *name, struct err *err)
{
	char hex[DIGEST_HEX];

	if (digest_file(hex, path_join(&p->arena, p->dir, name), err) != 0)
		return -1;
	buf_printf(&p->sums, "%s  %s\n", hex, name);
	return 0;
}

static int
write_text(struct packing *p, const char *name, struct buf *text, struct err *err)
{
	int status = file_write(path_join(&p->arena, p->dir, name), buf_span(text), 0644,
				err);

	buf_close(text);
	return status == 0 ? add_sum(p, name, err) : -1;
}

static int
fill(struct packing *p, struct err *err)
{
	struct buf id = { 0 }, signers = { 0 }, page = { 0 };
	char when[WHEN_TEXT];

	when_print(when, p->now);
	p->page.ledger = p->ledger->id;
	p->page.version = p->ledger->trust->version;
	p->page.when = when;
	if (bundle(p, err) != 0 || count_records(p, err) != 0
	    || add_sum(p, "ledger.bundle", err) != 0)
		return -1;
	buf_printf(&id, "%s\n", p->ledger->id);
	trust_signers(&signers, p->ledger->trust);
	audit_page_print(&page, &p->page);
	if (write_text(p, "ledger-id", &id, err) != 0
	    || write_text(p, "allowed_signers", &signers, err) != 0
	    || write_text(p, "CHECK.md", &page, err) != 0)
		return -1;
	return file_write(path_join(&p->arena, p->dir, "SHA256SUMS"), buf_span(&p->sums),
			  0644, err);
}

static void
take_away(struct packing *p)
{
	static const char *const names[] = { "ledger.bundle", "ledger.bundle.lock",
		"ledger-id", "allowed_signers", "CHECK.md", "SHA256SUMS" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlink(path_join(&p->arena, p->dir, names[i]));
	rmdir(p->dir);
}

int
audit_pack(const char *dir, struct ledger *ledger, int64_t now, struct err *err)
{
	struct packing p = { .ledger = ledger, .now = now };
	const char *real = path_real(&p.arena, dir);
	char id[RANDOM_ID_HEX];
	struct stat st;
	int status;

	random_id(id);
	p.dir = arena_printf(&p.arena, "%s.new-%.12s", real, id);
	if (lstat(real, &st) == 0)
		status = err_set(err, ERR_EXISTS, "%s exists already", dir);
	else
		status = file_make_dirs(p.dir, 0755, err);
	if (status == 0) {
		status = fill(&p, err);
		if (status == 0 && rename(p.dir, real) != 0)
			status = err_errno(err, "%s", dir);
		if (status != 0)
			take_away(&p);
	}
	buf_close(&p.sums);
	arena_close(&p.arena);
	return status;
}
