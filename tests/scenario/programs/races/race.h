/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two parties, each pinned to a processor of its own, do two things at once.
 *
 * Each round has a subject, a new process on the second processor, which does
 * one of the two. The other one is done on the first processor by the driver,
 * by another thread of the subject or by a child of it.
 */
#ifndef RACE_H
#define RACE_H

#include <stdbool.h>
#include <sys/types.h>

#define STAYED_MAX 4096

/** enum party - Who acts on the first processor. */
enum party {
	DRIVER,
	THREAD,
	CHILD,
};

/**
 * struct race - A race.
 * @name: as the command line has it
 * @other: who does @left
 * @prepare: the subject gets ready, before the start; or NULL
 * @left: done on the first processor; @subject is the subject's number
 * @right: done by the subject's first thread
 * @stays: the subject and its children go on living, if nothing ends them
 */
struct race {
	const char *name;
	enum party other;
	void (*prepare)(void);
	void (*left)(pid_t subject);
	void (*right)(void);
	bool stays;
};

extern const struct race races[];

/**
 * struct shared - Seen by all parties of a round.
 * @arrived: parties at the start
 * @terminal: descriptors of a pseudo terminal, opened before the subject was made
 * @stayed: processes that live on, to be killed in the end
 * @kept: how many
 */
struct shared {
	int arrived;
	int master, slave;
	pid_t stayed[STAYED_MAX];
	int kept;
};

extern struct shared *shared;

/* End with a message if the race could not be set up. */
#define must(call) must_(call, #call)
long must_(long result, const char *call);

/* Wait for the other party, and then a moment that differs each time. */
void start(void);

/* Live on until the driver ends it. */
_Noreturn void stay(void);

/* A child that lives on, or ends at once, as this race has it. */
pid_t child(void);

#endif
