#include "core/base/turns.h"

#include <pthread.h>

#include "core/base/arena.h"

/* Whose turn it is next, of those one thread goes round: a ring. */
struct round {
	size_t *ring;
	size_t first, count;
};

struct turns {
	int (*turn)(void *who, size_t hand, size_t number, bool *more, struct err *err);
	void *who;
	struct crew *crew;
	size_t jobs;
	pthread_mutex_t lock;		/* of the rounds */
	struct round rounds[CREW_MAX];
};

static void
push(const struct turns *turns, struct round *round, size_t job)
{
	round->ring[(round->first + round->count++) % turns->jobs] = job;
}

static size_t
pull(const struct turns *turns, struct round *round)
{
	size_t job = round->ring[round->first];

	round->first = (round->first + 1) % turns->jobs;
	round->count--;
	return job;
}

/* From whoever has most. */
static void
take_half(struct turns *turns, struct round *to)
{
	struct round *from = to;

	for (size_t i = 0; i < CREW_MAX; i++)
		if (turns->rounds[i].count > from->count)
			from = &turns->rounds[i];
	for (size_t left = (from->count + 1) / 2; from != to && left > 0; left--)
		push(turns, to, pull(turns, from));
}

static bool
next_job(size_t *out, struct turns *turns, struct round *round)
{
	bool any;

	pthread_mutex_lock(&turns->lock);
	if (round->count == 0)
		take_half(turns, round);
	any = round->count != 0;
	if (any)
		*out = pull(turns, round);
	pthread_mutex_unlock(&turns->lock);
	return any;
}

static void
put_back(struct turns *turns, struct round *round, size_t job)
{
	pthread_mutex_lock(&turns->lock);
	push(turns, round, job);
	pthread_mutex_unlock(&turns->lock);
}

/* All the turns there are for one thread. */
static int
go_round(void *who, size_t hand, size_t number, struct err *err)
{
	struct turns *turns = who;
	struct round *round = &turns->rounds[number];
	size_t job;
	int status = 0;

	while (status == 0 && !atomic_load(&turns->crew->stop)
	       && next_job(&job, turns, round)) {
		bool more = false;

		status = turns->turn(turns->who, hand, job, &more, err);
		if (more)
			put_back(turns, round, job);
	}
	return status;
}

int
crew_take_turns(struct crew *crew, size_t jobs,
		int (*turn)(void *who, size_t hand, size_t number, bool *more, struct err *err),
		struct err *err)
{
	struct turns turns = { .turn = turn, .who = crew->who, .crew = crew, .jobs = jobs,
			       .lock = PTHREAD_MUTEX_INITIALIZER };
	struct arena arena = { 0 };
	size_t threads = crew->threads > CREW_MAX ? CREW_MAX : crew->threads;
	int status;

	if (threads > jobs)
		threads = jobs;
	if (threads < 1)
		threads = 1;
	for (size_t i = 0; i < threads; i++)
		turns.rounds[i].ring = arena_array(&arena, jobs, sizeof(size_t));
	for (size_t i = 0; i < jobs; i++)
		push(&turns, &turns.rounds[i % threads], i);
	crew->job = go_round;
	crew->who = &turns;
	status = crew_run(crew, threads, err);
	crew->who = turns.who;
	arena_close(&arena);
	return status;
}
