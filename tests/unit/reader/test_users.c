// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of users and groups, from a directory that is slow, has long names and large
 * groups, and changes: the C library's functions are the test's own here.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "names/names.h"
#include "tap.h"

#define SLOW_UID 7777
#define LARGE	 200000

static const char long_name[] =
	"alexandra.konstantinopoulou-rodriguez-de-la-montana@corporation.example.org";

static atomic_int asked, later;
static sem_t directory;
static _Atomic(const char *) name_of_5 = "before";

/* A minute passes when the test says so. */
int clock_gettime(clockid_t id, struct timespec *ts)
{
	int ret = (int)syscall(SYS_clock_gettime, id, ts);

	if (id == CLOCK_MONOTONIC_COARSE)
		ts->tv_sec = 6000 + later;
	return ret;
}

static const char *directory_name(uint32_t id)
{
	switch (id) {
	case 0:
		return "root";
	case 5:
		return name_of_5;
	case 64:
	case 128:
		return "apart";
	case 1000:
		return long_name;
	case SLOW_UID:
		sem_wait(&directory);
		return "slow";
	default:
		return NULL;
	}
}

int getpwuid_r(uid_t uid, struct passwd *pw, char *scratch, size_t size, struct passwd **found)
{
	const char *name = directory_name(uid);

	asked++;
	*found = name ? pw : NULL;
	pw->pw_name = scratch;
	if (name)
		snprintf(scratch, size, "%s", name);
	return 0;
}

int getgrgid_r(gid_t gid, struct group *gr, char *scratch, size_t size, struct group **found)
{
	*found = NULL;
	if (gid != 4343)
		return 0;
	if (size < LARGE)
		return ERANGE;
	gr->gr_name = scratch;
	strcpy(scratch, "everybody");
	*found = gr;
	return 0;
}

/* The name that there is in the end: nobody says how fast a thread is. */
static const char *in_the_end(uint32_t uid, const char *want)
{
	const char *name = NULL;
	int i;

	for (i = 0; i < 60000; i++) {
		name = user_name(uid);
		if (name && !strcmp(name, want))
			break;
		usleep(1000);
	}
	return name;
}

static void test_names(void)
{
	uint32_t epoch;
	int i, before;

	is_text(user_name(0), "root", "a user");
	ok(!user_name(77), "nobody");
	is_text(user_name(1000), long_name, "a long name is whole");
	is_text(group_name(4343), "everybody", "a group with many members");
	ok(!group_name(1000), "the number of a user is not that of a group");
	before = asked;
	for (i = 0; i < 100; i++) {
		user_name(64);
		user_name(128);
	}
	ok(asked == before + 2, "two users 64 apart are asked for once each");
	is_text(user_name(5), "before", "a name");
	epoch = names_epoch();
	ok(names_epoch() == epoch, "is good for a while");
	name_of_5 = "after";
	is_text(user_name(5), "before", "and not asked for again");
	later = 60;
	ok(names_epoch() != epoch, "but not for ever");
	is_text(in_the_end(5, "after"), "after", "another name is seen");
}

/* A directory that does not answer: who reads events goes on. */
static void test_slow(void)
{
	uint32_t epoch;
	int before = asked, i;

	names_hurry(20);
	ok(!user_name(SLOW_UID), "a name that does not come");
	for (i = 0; i < 3000; i++)
		user_name(100000 + (uint32_t)i);
	ok(asked == before, "nor do those behind it, and nobody waits for them");
	is_text(user_name(0), "root", "what is known is known");
	epoch = names_epoch();
	sem_post(&directory);
	is_text(in_the_end(SLOW_UID, "slow"), "slow", "it is given when it came");
	ok(names_epoch() != epoch, "and what was written without it is old");
}

static void test_scope(void)
{
	struct sessmon_process p = { .key.id = 10 };
	struct sessmon_session s = { .key.id = 10 };
	uint32_t epoch = names_epoch();
	bool before;

	ok(names_of_process(&p) && names_of_session(&s), "of this host");
	p.creds.has = 1ULL << SESSMON_A_CREDS_USER_NS;
	p.creds.user_ns = 1;
	ok(!names_of_process(&p), "another user namespace");
	p.creds.has = 0;
	p.has = 1ULL << SESSMON_A_PROCESS_VPID;
	p.vpid = 1;
	ok(!names_of_process(&p), "another pid namespace");
	p.vpid = 10;
	ok(names_of_process(&p), "its own number in the first one");
	s.flags = SESSMON_SESSION_CONTAINER;
	ok(!names_of_session(&s), "a container's session");
	before = names_are_hosts(false);
	ok(before && !user_name(0) && !group_name(4343), "numbers of others have no names");
	ok(names_epoch() != epoch, "and no text with names is taken for them");
	names_are_hosts(before);
	is_text(user_name(0), "root", "ours have");
	names_numeric();
	ok(!user_name(0), "unless nobody wants them");
}

int main(void)
{
	sem_init(&directory, 0, 0);
	test_names();
	test_slow();
	test_scope();
	return tap_done();
}
