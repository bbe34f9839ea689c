// SPDX-License-Identifier: GPL-2.0-only
/* Tracing.  The tracer says what it did to whom. */
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>

#include "act.h"
#include "verbs.h"

static void traced(const char *how, pid_t child)
{
	say_begin("trace");
	say_text("how", how);
	say_number("child", child);
	say_end();
}

static void traced_thread(const char *how, pid_t child, pid_t tid)
{
	say_begin("trace");
	say_text("how", how);
	say_number("child", child);
	say_number("thread", tid);
	say_end();
}

static void await_stop(pid_t child)
{
	int status;

	must(waitpid(child, &status, __WALL));
	if (!WIFSTOPPED(status))
		must(-1);
}

static void detach(pid_t child)
{
	must(ptrace(PTRACE_DETACH, child, NULL, NULL));
	traced("detach", child);
}

static pid_t sleeper(struct gate *over)
{
	pid_t child = act_fork(0);

	if (!child) {
		gate_wait(over);
		act_exit(0);
	}
	return child;
}

static int attach(void)
{
	struct gate over = gate_new();
	pid_t child = sleeper(&over);

	for (int i = 0; i < 2; i++) {
		must(ptrace(PTRACE_ATTACH, child, NULL, NULL));
		traced("attach", child);
		await_stop(child);
		detach(child);
	}
	gate_open(&over);
	act_reap(child);
	return 0;
}

static int seize(void)
{
	struct gate over = gate_new();
	pid_t child = sleeper(&over);

	must(ptrace(PTRACE_SEIZE, child, NULL, NULL));
	traced("attach", child);
	must(ptrace(PTRACE_INTERRUPT, child, NULL, NULL));
	await_stop(child);
	detach(child);
	gate_open(&over);
	act_reap(child);
	return 0;
}

/* The end of who is traced ends it too, and is no event of its own. */
static int traceme(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		must(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
		say_begin("traceme");
		say_end();
		kill(getpid(), SIGSTOP);
		act_exit(0);
	}
	await_stop(child);
	must(ptrace(PTRACE_CONT, child, NULL, NULL));
	act_reap(child);
	return 0;
}

static int refused(void)
{
	if (say_result("attach to init's child 2", ptrace(PTRACE_ATTACH, 2, NULL, NULL)) == 0)
		return 1;
	if (say_result("attach to self", ptrace(PTRACE_ATTACH, getpid(), NULL, NULL)) == 0)
		return 1;
	return 0;
}

/* Let it go on, whatever else may stop it. */
static void to_its_end(pid_t child)
{
	int status, sent = 0;

	for (;;) {
		must(ptrace(PTRACE_CONT, child, NULL, sent));
		must(waitpid(child, &status, __WALL));
		if (!WIFSTOPPED(status))
			break;
		sent = WSTOPSIG(status);
	}
	say("traced to the end");
}

/*
 * Seize with an option that hands the tracer on, let go, and wait for what is made next.
 * Return: its number; it is stopped.
 */
static pid_t seize_next(pid_t child, struct gate *go, unsigned long option)
{
	unsigned long next;

	must(ptrace(PTRACE_SEIZE, child, NULL, option));
	traced("attach", child);
	gate_open(go);
	await_stop(child);
	must(ptrace(PTRACE_GETEVENTMSG, child, NULL, &next));
	await_stop((pid_t)next);
	return (pid_t)next;
}

/* A tracee hands its tracer on to its children with this option. */
static int automatic(void)
{
	struct gate go = gate_new();
	pid_t child = act_fork(0), inner;

	if (!child) {
		gate_wait(&go);
		if (!act_fork(0))
			act_exit(0);
		act_reap(-1);
		act_exit(0);
	}
	inner = seize_next(child, &go, PTRACE_O_TRACEFORK);
	traced("auto", inner);
	detach(inner);
	to_its_end(child);
	return 0;
}

static void *in_a_thread(void *unused)
{
	say("in a thread");
	return unused;
}

/* The same for its threads, which are let go of one by one. */
static int thread(void)
{
	struct gate go = gate_new();
	pid_t child = act_fork(0), tid;

	if (!child) {
		gate_wait(&go);
		act_thread(in_a_thread, NULL);
		act_exit(0);
	}
	tid = seize_next(child, &go, PTRACE_O_TRACECLONE);
	traced_thread("auto", child, tid);
	must(ptrace(PTRACE_DETACH, tid, NULL, NULL));
	traced_thread("detach", child, tid);
	to_its_end(child);
	return 0;
}

static int tracer_dies(void)
{
	struct gate over = gate_new(), ready = gate_new();
	pid_t child = sleeper(&over);
	pid_t tracer = act_fork(0);

	if (!tracer) {
		must(ptrace(PTRACE_SEIZE, child, NULL, NULL));
		traced("attach", child);
		traced("detach", child);
		act_exit(0);
	}
	act_reap(tracer);
	gate_open(&over);
	act_reap(child);
	close(ready.fds[0]);
	return 0;
}

const struct verb verbs_ptrace[] = {
	{ "ptrace-attach", attach },	       { "ptrace-seize", seize },
	{ "ptrace-traceme", traceme },	       { "ptrace-refused", refused },
	{ "ptrace-auto", automatic },	       { "ptrace-thread", thread },
	{ "ptrace-tracer-dies", tracer_dies }, { 0 },
};
