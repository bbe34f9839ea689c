// SPDX-License-Identifier: GPL-2.0-only
/*
 * traced: the threads of a process come to be traced, and not to be, in every way that
 * there is. After each step it says "PID how many of its threads are, and by what" and
 * goes on when it reads a line.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abuse.h"

#define THREADS 4
#define STACK	65536

/* What the tracee's threads and the tracer tell each other; 0 is the first thread. */
static struct {
	volatile pid_t tid[THREADS];
	volatile pid_t made;
	int orders[THREADS][2];
} * all;

static void step(pid_t pid, int count, const char *how)
{
	char line[16];

	printf("%d %d %s\n", pid, count, how);
	fflush(stdout);
	if (!fgets(line, sizeof(line), stdin))
		exit(3);
}

static void *obey(void *arg);

static void new_thread(long i)
{
	start_thread(obey, (void *)i, STACK);
}

static void new_process(unsigned long flags)
{
	pid_t pid = (pid_t)must(syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));

	if (!pid)
		pause_for_ever();
	all->made = pid;
}

/* A thread does what it is told until it is told to end. */
static void *obey(void *arg)
{
	static char *const again[] = { "abuse", "pause", NULL };
	long i = (long)arg;
	char order;

	all->tid[i] = (pid_t)syscall(SYS_gettid);
	while (read(all->orders[i][0], &order, 1) == 1)
		switch (order) {
		case 't':
			must(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
			all->made = -1;
			break;
		case 'c':
			new_thread(THREADS - 1);
			break;
		case 'f':
			new_process(0);
			break;
		case 'p':
			new_process(CLONE_PTRACE);
			break;
		case 'x':
			execv("/proc/self/exe", again);
			_exit(4);
		default:
			return NULL;
		}
	return NULL;
}

static void order(int thread, char what)
{
	all->made = 0;
	must(write(all->orders[thread][1], &what, 1));
}

static pid_t await_made(void)
{
	while (!all->made)
		usleep(1000);
	return all->made;
}

/* A process of three threads, the first of which does nothing. */
static pid_t tracee(void)
{
	pid_t child;

	memset((void *)all->tid, 0, sizeof(all->tid));
	child = (pid_t)must(fork());
	if (!child) {
		all->tid[0] = getpid();
		new_thread(1);
		new_thread(2);
		pause_for_ever();
	}
	while (!all->tid[0] || !all->tid[1] || !all->tid[2])
		usleep(1000);
	return child;
}

static void seize(int thread, unsigned long options)
{
	must(ptrace(PTRACE_SEIZE, all->tid[thread], NULL, options));
}

static void await_stop(pid_t tid)
{
	int status;

	must(waitpid(tid, &status, __WALL));
}

static void detach(pid_t tid)
{
	must(ptrace(PTRACE_INTERRUPT, tid, NULL, NULL));
	await_stop(tid);
	must(ptrace(PTRACE_DETACH, tid, NULL, NULL));
}

/* A traced thread makes something; both stop, and go on. The number of what it made. */
static pid_t goes_on(pid_t maker)
{
	unsigned long made;
	int status;

	/* It may have to be told first that an earlier child has ended. */
	for (;;) {
		must(waitpid(maker, &status, __WALL));
		if (status >> 16)
			break;
		must(ptrace(PTRACE_CONT, maker, NULL, WSTOPSIG(status)));
	}
	must(ptrace(PTRACE_GETEVENTMSG, maker, NULL, &made));
	await_stop((pid_t)made);
	must(ptrace(PTRACE_CONT, made, NULL, NULL));
	must(ptrace(PTRACE_CONT, maker, NULL, NULL));
	return (pid_t)made;
}

/* Wait until it is dead and gone. */
static void reap(pid_t tid)
{
	int status;

	do
		if (waitpid(tid, &status, __WALL) < 0)
			return;
	while (WIFSTOPPED(status));
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	reap(pid);
}

static bool is_program(pid_t pid, const char *last)
{
	char path[64], text[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	f = fopen(path, "r");
	if (!f)
		return false;
	text[fread(text, 1, sizeof(text) - 1, f)] = 0;
	fclose(f);
	return !strcmp(text + strlen(text) + 1, last);
}

static void threads_come_and_go(void)
{
	pid_t pid = tracee(), last;

	seize(0, 0);
	step(pid, 1, "seize");
	seize(1, PTRACE_O_TRACECLONE);
	must(ptrace(PTRACE_ATTACH, all->tid[2], NULL, NULL));
	await_stop(all->tid[2]);
	step(pid, 3, "attach");
	order(1, 'c');
	last = goes_on(all->tid[1]);
	step(pid, 4, "clone");
	must(ptrace(PTRACE_DETACH, all->tid[2], NULL, NULL));
	step(pid, 3, "detach");
	order(THREADS - 1, 'e');
	await_stop(last);
	step(pid, 2, "the end of a thread");
	order(1, 'x');
	while (!is_program(pid, "pause"))
		usleep(1000);
	step(pid, 1, "exec by another thread than the first");
	detach(pid);
	step(pid, 0, "detach from the last one");
	end(pid);
}

static void asked_for(void)
{
	pid_t pid = tracee();

	order(1, 't');
	await_made();
	step(pid, 1, "traceme");
	seize(2, 0);
	order(1, 'e');
	await_stop(all->tid[1]);
	step(pid, 1, "the end of who asked");
	detach(all->tid[2]);
	step(pid, 0, "detach from the other");
	end(pid);
}

static void tracer_ends(void)
{
	pid_t pid = tracee(), tracer;
	int ready[2];
	char c;

	must(pipe(ready));
	tracer = (pid_t)must(fork());
	if (!tracer) {
		for (int i = 0; i < 3; i++)
			seize(i, 0);
		must(write(ready[1], "r", 1));
		pause_for_ever();
	}
	must(read(ready[0], &c, 1));
	step(pid, 3, "seize by another");
	end(tracer);
	step(pid, 0, "the end of the tracer");
	end(pid);
}

static void children_too(void)
{
	pid_t pid = tracee(), made;

	seize(1, PTRACE_O_TRACEFORK);
	order(1, 'f');
	made = goes_on(all->tid[1]);
	step(made, 1, "fork");
	end(made);
	order(1, 'p');
	made = goes_on(all->tid[1]);
	step(made, 1, "clone with the tracer");
	step(pid, 1, "its parent");
	end(made);
	kill(pid, SIGKILL);
	/* A process is reaped when its traced threads are. */
	reap(all->tid[1]);
	reap(pid);
}

/* traced: see the top of the file. */
int threads_in_ways(char **argv)
{
	(void)argv;
	all = mmap(NULL, sizeof(*all), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		must(-1);
	for (int i = 0; i < THREADS; i++)
		must(pipe(all->orders[i]));
	threads_come_and_go();
	asked_for();
	tracer_ends();
	children_too();
	return 0;
}
