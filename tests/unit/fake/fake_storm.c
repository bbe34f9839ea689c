// SPDX-License-Identifier: GPL-2.0-or-later
/* A login of the world that starts one program after the other, and a crowd. */
#include "fake_storm.h"

#include <stdlib.h>
#include <time.h>

#include "world.h"

/* Lifecycles in a message. */
#define IN_A_MESSAGE 10

/* Above the world's pids and numbers. */
#define FIRST_PID  100000
#define FIRST_SEQ  1000
#define CROWD_PID  2000000
#define CROWD_TIME (70 * SECOND)

#define P(name) BIT(SESSMON_A_PROCESS_##name)
#define E(name) BIT(SESSMON_A_EVENT_##name)

static uint64_t from_environment(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : 0;
}

static uint64_t now(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

uint64_t storm_shift(uint64_t last)
{
	return from_environment("SESSMON_FAKE_TODAY") ? now(CLOCK_REALTIME) - last : 0;
}

/* A child of the login's shell; the text is the caller's. */
static struct sessmon_process child(uint32_t pid, uint64_t start, char *args, size_t size)
{
	const struct sessmon_process *shell = &world_processes[4];
	struct sessmon_process p = *shell;

	p.has &= ~(P(LOGINUID) | P(AUDIT_SESSION) | P(LAST_SEQ));
	p.key.id = p.pgid = p.vpid = pid;
	p.key.start = start;
	p.parent = p.creator = shell->key;
	p.comm = (struct sessmon_str)TEXT("worker");
	p.exe.path = (struct sessmon_str)TEXT("/usr/bin/worker");
	p.exe.inode = 4711;
	p.exe.args.data = args;
	p.exe.args.len = (uint32_t)snprintf(args, size, "worker%c--number%c%u", 0, 0, pid) + 1;
	p.exe.argc = 3;
	return p;
}

static void put(struct nl_msg *msg, struct sessmon_event e, uint64_t more, uint32_t type)
{
	static uint64_t seq = FIRST_SEQ;

	e.has = E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME) | E(PROCESS) | more;
	e.seq = seq++;
	e.type = type;
	e.boottime += e.seq;
	e.realtime += e.seq;
	encode_event(msg, SESSMON_A_EVENT, &e);
}

static void put_life(struct nl_msg *msg, uint32_t n)
{
	uint64_t boottime = now(CLOCK_BOOTTIME),
		 realtime =
			 now(CLOCK_REALTIME) + n * from_environment("SESSMON_FAKE_STEP") * SECOND;
	struct sessmon_event e = { .boottime = boottime, .realtime = realtime };
	char args[64];

	e.process = child(FIRST_PID + n, boottime, args, sizeof(args));
	e.process.has &= ~(P(EXE) | P(NAMESPACES));
	e.clone_flags = 0x11;
	put(msg, e, E(CLONE_FLAGS), SESSMON_EVENT_FORK);
	e.process.has |= P(EXE) | P(EXEC_COUNT);
	e.process.has &= ~P(CREATOR);
	e.process.exec_count = 1;
	put(msg, e, 0, SESSMON_EVENT_EXEC);
	e.process.has &= ~(P(EXE) | P(EXEC_COUNT));
	e.exit_code = n % 3;
	e.lifetime = 1000;
	put(msg, e, E(EXIT_CODE) | E(LIFETIME), SESSMON_EVENT_EXIT);
}

unsigned int storm_put(struct nl_msg *msg)
{
	static uint64_t done;
	uint64_t all = from_environment("SESSMON_FAKE_STORM");
	unsigned int n = 0;

	for (; n < IN_A_MESSAGE && done < all; n++, done++)
		put_life(msg, (uint32_t)done);
	return n * 3;
}

bool storm_crowd(unsigned int i, struct sessmon_process *p)
{
	static char args[64];

	if (i >= from_environment("SESSMON_FAKE_CROWD"))
		return false;
	*p = child(CROWD_PID + i, CROWD_TIME + i, args, sizeof(args));
	p->has |= P(LAST_SEQ);
	return true;
}
