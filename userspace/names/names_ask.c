// SPDX-License-Identifier: GPL-2.0-or-later
/* The thread that asks the C library for names of users and groups. */
#include "names/names_ask.h"

#include <errno.h>
#include <grp.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Waiting questions and answers; more than users who do things at the same moment. */
#define QUEUE 128

/* A group of tens of thousands of members; of more nobody wants to know. */
#define MOST_SCRATCH (16u << 20)

/**
 * struct queue - First in, first out.
 * @slot: what is in it
 * @first: the oldest
 * @n: how many; also looked at without the lock
 */
struct queue {
	struct names_answer slot[QUEUE];
	unsigned int first;
	atomic_uint n;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t asked_more = PTHREAD_COND_INITIALIZER, answered_more;
static struct queue asked, answered;
static unsigned int unanswered;

static void push(struct queue *q, struct names_answer a)
{
	q->slot[(q->first + q->n) % QUEUE] = a;
	q->n++;
}

static struct names_answer pop(struct queue *q)
{
	struct names_answer a = q->slot[q->first];

	q->first = (q->first + 1) % QUEUE;
	q->n--;
	return a;
}

static int ask_user(uint32_t uid, char *scratch, size_t size, const char **name)
{
	struct passwd pw, *found = NULL;
	int err = getpwuid_r(uid, &pw, scratch, size, &found);

	*name = found ? found->pw_name : NULL;
	return err;
}

static int ask_group(uint32_t gid, char *scratch, size_t size, const char **name)
{
	struct group gr, *found = NULL;
	int err = getgrgid_r(gid, &gr, scratch, size, &found);

	*name = found ? found->gr_name : NULL;
	return err;
}

/* The members of a group come with its name, and may need any space. */
static char *ask(bool group, uint32_t id)
{
	char *scratch = NULL, *more, *copy = NULL;
	const char *name = NULL;
	size_t size = 4096;
	int err = ERANGE;

	for (; err == ERANGE && size <= MOST_SCRATCH; size *= 4) {
		more = realloc(scratch, size);
		if (!more)
			break;
		scratch = more;
		err = (group ? ask_group : ask_user)(id, scratch, size, &name);
	}
	if (!err && name)
		copy = strdup(name);
	free(scratch);
	return copy;
}

static void *work(void *arg)
{
	struct names_answer a;

	(void)arg;
	pthread_mutex_lock(&lock);
	for (;;) {
		while (!asked.n)
			pthread_cond_wait(&asked_more, &lock);
		a = pop(&asked);
		pthread_mutex_unlock(&lock);
		a.name = ask(a.group, a.id);
		pthread_mutex_lock(&lock);
		push(&answered, a);
		pthread_cond_signal(&answered_more);
	}
	return NULL;
}

/* Signals are for who reads events. */
static bool start(void)
{
	pthread_condattr_t clock;
	sigset_t all, before;
	pthread_t thread;
	int err;

	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&answered_more, &clock);
	pthread_condattr_destroy(&clock);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	err = pthread_create(&thread, NULL, work, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!err)
		pthread_detach(thread);
	return !err;
}

bool names_ask(bool group, uint32_t id)
{
	static bool started;

	started = started || start();
	if (!started || unanswered == QUEUE)
		return false;
	unanswered++;
	pthread_mutex_lock(&lock);
	push(&asked, (struct names_answer){ .group = group, .id = id });
	pthread_cond_signal(&asked_more);
	pthread_mutex_unlock(&lock);
	return true;
}

bool names_answered(struct names_answer *a)
{
	if (!atomic_load_explicit(&answered.n, memory_order_relaxed))
		return false;
	pthread_mutex_lock(&lock);
	*a = pop(&answered);
	pthread_mutex_unlock(&lock);
	unanswered--;
	return true;
}

bool names_wait(const struct timespec *end)
{
	int err = 0;

	pthread_mutex_lock(&lock);
	while (!answered.n && !err)
		err = pthread_cond_timedwait(&answered_more, &lock, end);
	pthread_mutex_unlock(&lock);
	return !err;
}
