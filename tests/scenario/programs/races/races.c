// SPDX-License-Identifier: GPL-2.0-only
/* What races with what. */
#include "race.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void end(void)
{
	_exit(7);
}

static void lead_session(void)
{
	setsid();
}

static void lead_group(void)
{
	setpgid(0, 0);
}

static void execute(void)
{
	execl("/proc/self/exe", "race", NULL);
	_exit(4);
}

static void fork_some(void)
{
	int i;

	for (i = 0; i < 3; i++)
		child();
}

static void first_thread_ends(void)
{
	syscall(SYS_exit, 0);
}

static void become_nobody(void)
{
	syscall(SYS_setresuid, 65534, 65534, 65534);
}

static void rename_often(void)
{
	prctl(PR_SET_NAME, "one");
	prctl(PR_SET_NAME, "another");
}

/* A session with a terminal. */
static void login(void)
{
	must(setsid());
	must(ioctl(shared->slave, TIOCSCTTY, 0));
	/* Or closing it elsewhere would hang nothing up. */
	close(shared->master);
}

/* Alone in a session whose leader has ended. */
static void be_last_member(void)
{
	pid_t leader;

	must(setsid());
	leader = getpid();
	if (must(fork()))
		_exit(0);
	while (getppid() == leader)
		sched_yield();
}

static void kill_it(pid_t subject)
{
	kill(subject, SIGKILL);
}

static void group_it(pid_t subject)
{
	setpgid(subject, subject);
}

static void fork_left(pid_t subject)
{
	(void)subject;
	fork_some();
}

static void setsid_left(pid_t subject)
{
	(void)subject;
	setsid();
}

static void execute_left(pid_t subject)
{
	(void)subject;
	execute();
}

static void end_left(pid_t subject)
{
	(void)subject;
	end();
}

static void nobody_left(pid_t subject)
{
	(void)subject;
	become_nobody();
}

static void hang_up(pid_t subject)
{
	(void)subject;
	close(shared->slave);
	close(shared->master);
	shared->master = -1;
}

/* Take the subject's terminal from a session of one's own. */
static void steal(pid_t subject)
{
	pid_t thief = fork();

	(void)subject;
	if (!thief) {
		setsid();
		ioctl(shared->slave, TIOCSCTTY, 1);
		_exit(0);
	}
}

static void trace_it(pid_t subject)
{
	if (ptrace(PTRACE_SEIZE, subject, NULL, NULL) == 0)
		ptrace(PTRACE_DETACH, subject, NULL, NULL);
}

const struct race races[] = {
	{ "kill-setsid", DRIVER, NULL, kill_it, lead_session, false },
	{ "kill-exec", DRIVER, NULL, kill_it, execute, false },
	{ "setpgid-exit", DRIVER, NULL, group_it, end, false },
	{ "setpgid-setpgid", DRIVER, NULL, group_it, lead_group, true },
	{ "setpgid-setsid", DRIVER, NULL, group_it, lead_session, true },
	{ "setpgid-exec", DRIVER, NULL, group_it, execute, false },
	{ "hangup-exec", DRIVER, login, hang_up, execute, false },
	{ "hangup-exit", DRIVER, login, hang_up, end, false },
	{ "steal-exit", DRIVER, login, steal, end, false },
	{ "trace-exit", DRIVER, NULL, trace_it, end, false },
	{ "fork-setsid", THREAD, NULL, fork_left, lead_session, true },
	{ "lastfork-setsid", THREAD, be_last_member, fork_left, lead_session, true },
	{ "setsid-fork", THREAD, NULL, setsid_left, fork_some, true },
	{ "fork-exit", THREAD, NULL, fork_left, end, true },
	{ "fork-leader-ends", THREAD, NULL, fork_left, first_thread_ends, true },
	{ "exec-leader-ends", THREAD, NULL, execute_left, first_thread_ends, false },
	{ "exec-fork", THREAD, NULL, execute_left, fork_some, true },
	{ "exec-setsid", THREAD, NULL, execute_left, lead_session, false },
	{ "exec-exit", THREAD, NULL, execute_left, end, false },
	{ "exit-exit", THREAD, NULL, end_left, end, false },
	{ "creds-exec", THREAD, NULL, nobody_left, execute, false },
	{ "creds-rename", THREAD, NULL, nobody_left, rename_often, true },
	{ "orphan-fork", CHILD, NULL, fork_left, end, true },
	{ "orphan-setsid", CHILD, NULL, setsid_left, end, true },
	{ "orphan-exec", CHILD, NULL, execute_left, end, false },
	{ "orphan-exit", CHILD, NULL, end_left, end, false },
	{ 0 },
};
