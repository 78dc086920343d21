/*
 * Does the name of a file say who somebody is? An e-mail address, a day of birth, a telephone
 * number, a student's number, or a word of the name that stands in the learner's own commits.
 * These are guesses for a person to look at, never a verdict.
 */
#ifndef CORE_DESK_IDENTIFY_H
#define CORE_DESK_IDENTIFY_H

#include "core/desk/dossier.h"

enum { IDENTITY_WORDS = 64, IDENTITY_PEOPLE = 16, IDENTITY_COMMITS = 200,
       IDENTITY_LETTERS = 3 };

/* As a commit has them: `Ann Lee`, `ann.lee@example.org`. Foreign. */
struct identity_person {
	const char *name, *address;
};

/* Words of the names and addresses in the learner's commits, folded. */
struct identity {
	const char *words[IDENTITY_WORDS];
	size_t count;
	struct identity_person people[IDENTITY_PEOPLE];
	size_t people_count;
};

/* From the commit judged back along first parents; what cannot be read is left out, and a
 * folder has none. Words are of at least IDENTITY_LETTERS letters. */
void identity_read(struct identity *out, struct arena *arena, const struct dossier *dossier);

/* The same, from a commit of a repository. */
void identity_read_commit(struct identity *out, struct arena *arena, struct repo *repo,
			  struct oid commit);
/* Does a word, in any case, stand in the names and addresses? */
bool identity_knows(const struct identity *identity, struct span word);
/* The next run of letters, which *rest moves past; `MariaLopez` is two. */
bool identity_word(struct span *out, struct span *rest);
/* The first e-mail address in a text; empty: none. */
struct span identity_address(struct span text);

struct sign_of {
	const char *what;	/* "holds an e-mail address"; NULL: nothing found */
	struct span where;	/* in the path: foreign */
};
struct sign_of identify(const char *path, const struct identity *identity);

#endif
