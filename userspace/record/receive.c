// SPDX-License-Identifier: GPL-2.0-or-later
/* The thread that receives: the module's comings and goings, the stream, the manager. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/ending.h"
#include "options/tool.h"
#include "record/intake.h"
#include "record/notify.h"

/* Whoever is woken by each event does little else: what comes is let collect. */
#define LINGER_MS 100

/* Unless so much came the last time that the socket should not be let wait. */
#define MANY 64

/* How often we look whether the module has come. */
#define LOOK_MS 1000

/* Calls in a row, before something else is looked at. */
#define ROUNDS 64

#define NS_PER_MS 1000000ULL

/**
 * struct receiver - What the thread keeps.
 * @r: recorder
 * @in: intake
 * @n: events of the last time
 * @gone: the module said goodbye
 * @went: the number that it said it with; UINT64_MAX if it was seen not to be there
 * @watchdog: how often the manager wants to hear of us, ns; 0 if it does not
 * @bark: when it is told next, ns of CLOCK_MONOTONIC
 */
struct receiver {
	struct recorder *r;
	struct intake in;
	int n;
	bool gone;
	uint64_t went;
	uint64_t watchdog, bark;
};

static uint64_t now(void)
{
	return clock_now(CLOCK_MONOTONIC);
}

/* ---- the manager ---- */

/* Whoever writes may wait for a disk, but not for as long as the watchdog does. */
static bool is_well(const struct receiver *me)
{
	uint64_t since = atomic_load(&me->r->busy_since);

	return !since || now() - since < me->watchdog;
}

static void bark(struct receiver *me)
{
	if (!me->watchdog || now() < me->bark)
		return;
	me->bark = now() + me->watchdog / 3;
	if (!is_well(me))
		return;
	notify("WATCHDOG=1\nSTATUS=%llu events written, %llu missing",
	       (unsigned long long)atomic_load(&me->r->written),
	       (unsigned long long)atomic_load(&me->r->missing));
}

/* ---- the loop ---- */

static int take_event(const struct sessmon_event *e, void *arg)
{
	struct receiver *me = arg;

	intake_event(&me->in, e);
	if (e->type == SESSMON_EVENT_DETACHING) {
		me->gone = true;
		me->went = e->seq;
	}
	return me->gone;
}

/* Until something is to be done that no descriptor tells; -1 if there is nothing. */
static int time_left(const struct receiver *me)
{
	uint64_t at = intake_due(&me->in), from = now();

	if (me->watchdog && (!at || me->bark < at))
		at = me->bark;
	if (!at)
		return -1;
	return at > from ? (int)((at - from) / NS_PER_MS) + 1 : 0;
}

static void hear_bell(struct receiver *me)
{
	uint64_t n;

	(void)!read(me->r->bell, &n, sizeof(n));
	me->in.wrong |= atomic_exchange(&me->r->wrong, false);
}

static bool is_over(const struct receiver *me)
{
	return ending_wanted() || atomic_load(&me->r->failed);
}

/* Wait until something may have come, and then for what comes with it. */
static bool wait_for(struct receiver *me, int fd, int timeout_ms)
{
	struct pollfd p[] = { { .fd = ending_fd(), .events = POLLIN },
			      { .fd = me->r->bell, .events = POLLIN },
			      { .fd = fd, .events = POLLIN } };

	if (poll(p, 3, timeout_ms) > 0 && p[1].revents)
		hear_bell(me);
	if (p[2].revents && me->n < MANY)
		poll(p, 1, LINGER_MS);
	return !is_over(me);
}

/* All that is there, as far as that ever ends. */
static int receive(struct receiver *me)
{
	int n = 1, rounds;

	me->n = 0;
	for (rounds = 0; n > 0 && rounds < ROUNDS; rounds++) {
		n = sessmon_receive(me->in.s, 0, take_event, me);
		me->n += n > 0 ? n : 0;
	}
	return n < 0 ? n : 0;
}

static int step(struct receiver *me)
{
	int err = receive(me);

	if (!err)
		err = intake_do(&me->in);
	bark(me);
	return err;
}

static int loop(struct receiver *me)
{
	int fd = sessmon_fd(me->in.s), err = 0;

	while (!err && wait_for(me, fd, time_left(me)))
		err = step(me);
	/* What came before the signal was to be recorded. */
	if (!err)
		err = receive(me);
	return err == -ECANCELED || err == -EINTR ? 0 : err;
}

/* One life of the module: from its coming, or ours, to its going, or ours. */
static int follow(struct receiver *me)
{
	int err;

	me->gone = false;
	notify("STATUS=recording");
	err = intake_begin(&me->in);
	if (!err)
		err = loop(me);
	if (err == -SESSMON_E_NOT_LOADED) {
		me->gone = true;
		me->went = UINT64_MAX;
		err = 0;
	}
	if (err)
		tool_fail(me->in.s, err);
	intake_end(&me->in, err	     ? STORE_END_FAILED :
			    me->gone ? STORE_END_UNLOADED :
				       STORE_END_ASKED);
	sessmon_close(me->in.s);
	me->in.s = NULL;
	return err;
}

/*
 * A module that goes answers to the last moment, and who joined it again would wait for
 * ever: its numbers go on, those of one that comes begin anew.
 */
static int open_another(struct receiver *me)
{
	int err = sessmon_open(&me->in.s);

	if (err == -SESSMON_E_NOT_LOADED)
		me->went = UINT64_MAX;
	if (err || !me->gone || sessmon_info(me->in.s)->last_seq < me->went)
		return err;
	sessmon_close(me->in.s);
	me->in.s = NULL;
	return -SESSMON_E_NOT_LOADED;
}

static void say_waiting(const struct receiver *me)
{
	fprintf(stderr, "sessmon: the kernel module %s; waiting for it\n",
		me->gone ? "was unloaded" : "is not loaded");
	notify("STATUS=waiting for the kernel module");
}

/* Returns 0 without a handle if it is time to end. */
static int open_module(struct receiver *me)
{
	bool said = false;
	int err;

	while ((err = open_another(me)) == -SESSMON_E_NOT_LOADED) {
		if (!said)
			say_waiting(me);
		said = true;
		if (!wait_for(me, -1, LOOK_MS))
			return 0;
		bark(me);
	}
	if (!err && said)
		fputs("sessmon: the kernel module is there\n", stderr);
	return err;
}

int recorder_receive(struct recorder *r)
{
	struct receiver me = { .r = r, .in = { .r = r }, .watchdog = notify_watchdog() };
	int err;

	do {
		err = open_module(&me);
		if (err)
			return tool_fail(NULL, err);
		if (me.in.s && follow(&me))
			return TOOL_FAILED;
	} while (!is_over(&me));
	return atomic_load(&r->failed) ? TOOL_FAILED : TOOL_OK;
}
