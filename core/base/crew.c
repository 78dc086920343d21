#include "core/base/crew.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { STEPS = 64, PAUSE_NS = 50000000 };

struct shift {
	struct crew *crew;
	size_t jobs;
	atomic_size_t next;
	pthread_mutex_t lock;		/* of what follows */
	pthread_cond_t over;
	size_t at_work, failed;		/* failed: the lowest that did */
	int status;
	struct err err;
};

struct hand {
	struct shift *shift;
	size_t number;
	pthread_t thread;
};

size_t
crew_online(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online < 1 ? 1 : online > CREW_MAX ? CREW_MAX : (size_t)online;
}

static int
cancelled(struct err *err)
{
	return err_set(err, ERR_CANCELLED, "stopped");
}

bool
crew_tick(struct crew *crew, struct err *err)
{
	long long done = atomic_fetch_add(&crew->done, 1);

	if (crew->threads <= 1 && done % STEPS == 0
	    && !progress_tick(crew->progress, done, crew->total))
		atomic_store(&crew->stop, true);
	return !atomic_load(&crew->stop) || cancelled(err) == 0;
}

static void
note_end(struct shift *shift, size_t job, int status, const struct err *err)
{
	pthread_mutex_lock(&shift->lock);
	if (status > 0 && shift->status == 0)
		shift->status = 1;
	/* who was only told to stop has nothing to say, if another has */
	if (status < 0 && (shift->status >= 0 || shift->err.code == ERR_CANCELLED
			   || (job < shift->failed && err->code != ERR_CANCELLED))) {
		shift->status = -1;
		shift->failed = job;
		shift->err = *err;
	}
	pthread_mutex_unlock(&shift->lock);
	atomic_store(&shift->crew->stop, true);
}

static void *
work(void *arg)
{
	struct hand *hand = arg;
	struct shift *shift = hand->shift;
	struct crew *crew = shift->crew;
	size_t job;

	while (!atomic_load(&crew->stop)
	       && (job = atomic_fetch_add(&shift->next, 1)) < shift->jobs) {
		struct err err = { 0 };
		int status = crew->job(crew->who, hand->number, job, &err);

		if (status != 0)
			note_end(shift, job, status, &err);
	}
	pthread_mutex_lock(&shift->lock);
	shift->at_work--;
	pthread_cond_signal(&shift->over);
	pthread_mutex_unlock(&shift->lock);
	return NULL;
}

/* Tell how far it is until all are done. */
static void
wait_for_all(struct shift *shift)
{
	struct crew *crew = shift->crew;

	pthread_mutex_lock(&shift->lock);
	while (shift->at_work != 0) {
		struct timespec until;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += PAUSE_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&shift->over, &shift->lock, &until);
		if (!progress_tick(crew->progress, atomic_load(&crew->done), crew->total))
			atomic_store(&crew->stop, true);
	}
	pthread_mutex_unlock(&shift->lock);
}

static int
run_together(struct shift *shift, size_t threads)
{
	struct hand hands[CREW_MAX];
	size_t count = 0;

	shift->at_work = threads;
	for (; count < threads; count++) {
		hands[count] = (struct hand){ .shift = shift, .number = count };
		if (pthread_create(&hands[count].thread, NULL, work, &hands[count]) != 0)
			break;
	}
	pthread_mutex_lock(&shift->lock);
	shift->at_work -= threads - count;
	pthread_mutex_unlock(&shift->lock);
	if (count == 0) {		/* then we do it */
		shift->at_work = 1;
		work(&(struct hand){ .shift = shift });
	}
	wait_for_all(shift);
	for (size_t i = 0; i < count; i++)
		pthread_join(hands[i].thread, NULL);
	return shift->status;
}

static int
run_alone(struct crew *crew, size_t jobs, struct err *err)
{
	int status = 0;

	for (size_t i = 0; i < jobs && status == 0; i++)
		status = crew->job(crew->who, 0, i, err);
	return status;
}

int
crew_run(struct crew *crew, size_t jobs, struct err *err)
{
	struct shift shift = { .crew = crew, .jobs = jobs };
	size_t threads = crew->threads > CREW_MAX ? CREW_MAX : crew->threads;
	int status;

	atomic_store(&crew->stop, false);
	if (threads <= 1 || jobs <= 1) {
		crew->threads = 1;
		return run_alone(crew, jobs, err);
	}
	pthread_mutex_init(&shift.lock, NULL);
	pthread_cond_init(&shift.over, NULL);
	status = run_together(&shift, threads < jobs ? threads : jobs);
	pthread_cond_destroy(&shift.over);
	pthread_mutex_destroy(&shift.lock);
	if (status < 0)
		*err = shift.err;
	else if (status == 0 && atomic_load(&crew->stop))
		status = cancelled(err);
	return status;
}
