// SPDX-License-Identifier: GPL-2.0-only
/*
 * race NAME ROUNDS: drive a race. Those of the last rounds who stay are held until
 * standard input ends, so that somebody can look at them. Prints "held N" then.
 * race list: the names. Without arguments, which is how it executes itself, nothing.
 */
#include "race.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_PAUSE 4096
/* Rounds at the end whose survivors are held. */
#define HELD_ROUNDS   100

struct shared *shared;
static const struct race *race;
static bool hold;

long must_(long result, const char *call)
{
	if (result >= 0)
		return result;
	fprintf(stderr, "race: %s: %s\n", call, strerror(errno));
	_exit(3);
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(sched_setaffinity(0, sizeof(set), &set));
}

void start(void)
{
	static _Thread_local unsigned int seed;
	unsigned int i;

	if (!seed)
		seed = (unsigned int)gettid();
	__atomic_add_fetch(&shared->arrived, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&shared->arrived, __ATOMIC_ACQUIRE) < 2)
		;
	for (i = (unsigned int)rand_r(&seed) % LONGEST_PAUSE; i; i--)
		__asm__ volatile("");
}

void stay(void)
{
	int place;

	if (!race->stays || !hold)
		_exit(0);
	place = __atomic_fetch_add(&shared->kept, 1, __ATOMIC_ACQ_REL);
	__atomic_store_n(&shared->stayed[place % STAYED_MAX], getpid(), __ATOMIC_RELEASE);
	for (;;)
		pause();
}

pid_t child(void)
{
	pid_t pid = fork();

	if (!pid)
		stay();
	return pid;
}

static void *second_thread(void *subject)
{
	pin(0);
	start();
	race->left(*(pid_t *)subject);
	return NULL;
}

static void first_child(pid_t subject)
{
	if (must(fork()))
		return;
	pin(0);
	start();
	race->left(subject);
	stay();
}

static void be_subject(void)
{
	static pid_t self;
	pthread_t thread;

	self = getpid();
	pin(1);
	if (race->prepare)
		race->prepare();
	if (race->other == THREAD)
		must(-pthread_create(&thread, NULL, second_thread, &self));
	else if (race->other == CHILD)
		first_child(self);
	start();
	race->right();
	if (race->other == THREAD)
		pthread_join(thread, NULL);
	stay();
}

static void open_terminal(void)
{
	const char *name;

	shared->master = (int)must(posix_openpt(O_RDWR | O_NOCTTY));
	must(unlockpt(shared->master));
	name = ptsname(shared->master);
	shared->slave = (int)must(open(name, O_RDWR | O_NOCTTY));
}

/* A process that dies by itself is reaped at once, one that stays is not. */
static void reap(void)
{
	while (waitpid(-1, NULL, hold && race->stays ? WNOHANG : 0) > 0)
		;
}

static void run_round(void)
{
	pid_t subject;

	shared->arrived = 0;
	open_terminal();
	subject = (pid_t)must(fork());
	if (!subject)
		be_subject();
	if (race->other == DRIVER) {
		start();
		race->left(subject);
	}
	/* A race may have closed it already. */
	close(shared->slave);
	if (shared->master >= 0)
		close(shared->master);
	reap();
}

/* A process that has a place and has not written its number may yet do so, or never. */
static void kill_stayed(void)
{
	int i, pid, kept = __atomic_load_n(&shared->kept, __ATOMIC_ACQUIRE);

	for (i = 0; i < kept && i < STAYED_MAX; i++) {
		pid = __atomic_exchange_n(&shared->stayed[i], 0, __ATOMIC_ACQ_REL);
		if (pid)
			kill(pid, SIGKILL);
	}
}

/* Wait for all children: on a busy machine some come to where they stay only now. */
static void end_all(void)
{
	pid_t pid;

	do {
		kill_stayed();
		pid = waitpid(-1, NULL, WNOHANG);
		if (!pid)
			usleep(1000);
	} while (pid >= 0);
}

static void show_and_end(void)
{
	char end;

	/* Most of the last ones have come to where they stay by then. */
	usleep(200000);
	reap();
	printf("held %d\n", shared->kept);
	fflush(stdout);
	while (read(STDIN_FILENO, &end, 1) > 0)
		;
	end_all();
}

static const struct race *find(const char *name)
{
	const struct race *r;

	for (r = races; r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

static int list(void)
{
	const struct race *r;

	for (r = races; r->name; r++)
		puts(r->name);
	return 0;
}

int main(int argc, char **argv)
{
	int rounds, i;

	if (argc == 1)
		return 0;
	if (argc == 2)
		return list();
	race = find(argv[1]);
	if (!race)
		return 2;
	rounds = atoi(argv[2]);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (shared == MAP_FAILED)
		must(-1);
	/* Orphans come to the driver. */
	must(prctl(PR_SET_CHILD_SUBREAPER, 1));
	signal(SIGHUP, SIG_IGN);
	pin(0);
	for (i = 0; i < rounds; i++) {
		hold = i >= rounds - HELD_ROUNDS;
		run_round();
	}
	show_and_end();
	return 0;
}
