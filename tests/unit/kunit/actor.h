/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processes of a test's, with the numbers, parents and users that it wants.
 */
#ifndef SESSMON_TESTS_ACTOR_H
#define SESSMON_TESTS_ACTOR_H

#include <kunit/test.h>

#include "model/process.h"

#define ACTORS 24

/**
 * struct actor - a process that the table knows and the kernel does not
 * @task: what the module reads of it; it never runs
 * @key: its name
 * @p: its entry; NULL before it is born, and when it has been reaped
 */
struct actor {
	struct task_struct *task;
	struct sessmon_key key;
	struct sessmon_process *p;
};

/**
 * struct world - all that a case makes, so that it can be ended
 * @actors: every process there ever was
 * @count: how many
 * @programs: objects that lived before
 */
struct world {
	struct actor actors[ACTORS];
	unsigned int count;
	u64 programs;
};

int world_init(struct kunit *test);
void world_exit(struct kunit *test);

struct actor *actor_adopt(struct kunit *test, u32 id);
struct actor *actor_conceive(struct kunit *test, struct actor *parent, u32 id);
void actor_born(struct kunit *test, struct actor *a, struct actor *parent);
struct actor *actor_fork(struct kunit *test, struct actor *parent, u32 id);
struct actor *actor_fork_into_container(struct kunit *test, struct actor *parent, u32 id);
struct sessmon_session *actor_setsid(struct actor *a);
struct sessmon_session *actor_setsid_of(struct actor *a, bool alone);
void actor_setsid_done(struct actor *a);
bool actor_exec(struct actor *a, struct sessmon_exe *exe);
void actor_exec_facts(struct actor *a, struct sessmon_exe *exe, struct sessmon_exec *exec);
void actor_exit(struct actor *a);
bool actor_leads(const struct actor *a);

#endif /* SESSMON_TESTS_ACTOR_H */
