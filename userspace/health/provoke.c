// SPDX-License-Identifier: GPL-2.0-or-later
/* Children that do what a hook must notice, and say to whom it happened. */
#include "health/provoke.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

/* An orphan waits so long for its new parent. */
#define ADOPTION_STEPS	 2000
#define ADOPTION_STEP_US 1000
/* The module follows a moment later, and is silent of an orphan that has ended. */
#define ADOPTION_STAY_US 500000
#define NOBODY		 65534

/* Runs in the child; may say that it happened to another process than itself. */
typedef int (*body_fn)(uint32_t *pid);

static int failed(int ret)
{
	return ret < 0 ? errno : 0;
}

/* Never returns. What an exec interrupts is a report of success. */
static void be_child(body_fn body, int report)
{
	struct provoked r = { .pid = (uint32_t)getpid() };
	ssize_t n;

	r.error = body(&r.pid);
	r.done = clock_now(CLOCK_BOOTTIME);
	n = write(report, &r, sizeof(r));
	_exit(n == sizeof(r) ? PROVOKE_EXIT_CODE : 1);
}

static struct provoked in_child(body_fn body)
{
	struct provoked r = { 0 }, said;
	int report[2];
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0)
		return (struct provoked){ .error = errno };
	pid = fork();
	if (!pid)
		be_child(body, report[1]);
	r.error = failed(pid);
	close(report[1]);
	if (pid > 0) {
		r.pid = (uint32_t)pid;
		if (read(report[0], &said, sizeof(said)) == sizeof(said))
			r = said;
		waitpid(pid, NULL, __WALL);
	}
	close(report[0]);
	return r;
}

static int do_nothing(uint32_t *pid)
{
	(void)pid;
	return 0;
}

static int be_killed(uint32_t *pid)
{
	(void)pid;
	return failed(raise(SIGKILL));
}

static int exec_ourselves(uint32_t *pid)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)pid;
	if (null < 0 || dup2(null, STDOUT_FILENO) < 0)
		return errno;
	execl("/proc/self/exe", "sessmon", "--version", NULL);
	return errno;
}

static int lead_session(uint32_t *pid)
{
	(void)pid;
	return failed(setsid());
}

static int lead_group(uint32_t *pid)
{
	(void)pid;
	return failed(setpgid(0, 0));
}

/*
 * A new session and a new pseudo terminal, which with flags 0 becomes its own by being
 * opened; the two sides, or an errno.
 */
static int open_terminal(int *master, int *slave, int flags)
{
	const char *name;

	signal(SIGHUP, SIG_IGN);
	if (setsid() < 0)
		return errno;
	*master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*master < 0 || unlockpt(*master) < 0)
		return errno;
	name = ptsname(*master);
	*slave = name ? open(name, O_RDWR | O_CLOEXEC | flags) : -1;
	return failed(*slave);
}

static int steal(int slave)
{
	if (setsid() < 0)
		return errno;
	return failed(ioctl(slave, TIOCSCTTY, 1));
}

/* To give it up would not do: the end of a leader takes the terminal anyway. */
static int lose_terminal(uint32_t *pid)
{
	int master, slave, status, err = open_terminal(&master, &slave, 0);
	pid_t thief;

	(void)pid;
	if (err)
		return err;
	thief = fork();
	if (!thief)
		_exit(steal(slave));
	if (thief < 0 || waitpid(thief, &status, 0) < 0)
		return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

static int hang_up(uint32_t *pid)
{
	int master, slave, err = open_terminal(&master, &slave, 0);

	(void)pid;
	return err ? err : failed(close(master));
}

static int ask_for_terminal(uint32_t *pid)
{
	int master, slave, err = open_terminal(&master, &slave, O_NOCTTY);

	(void)pid;
	return err ? err : failed(ioctl(slave, TIOCSCTTY, 0));
}

static int give_up_terminal(uint32_t *pid)
{
	int master, slave, err = open_terminal(&master, &slave, 0);

	(void)pid;
	return err ? err : failed(ioctl(slave, TIOCNOTTY));
}

static int become_nobody(uint32_t *pid)
{
	(void)pid;
	return failed(setresuid(NOBODY, NOBODY, NOBODY));
}

static int leave_namespace(uint32_t *pid)
{
	(void)pid;
	return failed(unshare(CLONE_NEWUTS));
}

static int join_namespace_of(pid_t other)
{
	char path[32];
	int ns;

	snprintf(path, sizeof(path), "/proc/%d/ns/uts", (int)other);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	return ns < 0 ? errno : failed(setns(ns, CLONE_NEWUTS));
}

static int join_namespace(uint32_t *pid)
{
	pid_t other = fork();
	int status, err;

	(void)pid;
	if (other < 0)
		return errno;
	if (!other) {
		if (unshare(CLONE_NEWUTS) < 0)
			_exit(errno);
		raise(SIGSTOP);
		_exit(0);
	}
	if (waitpid(other, &status, WUNTRACED) < 0)
		return errno;
	if (!WIFSTOPPED(status))
		return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	err = join_namespace_of(other);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	return err;
}

static void wait_for_adoption(pid_t parent)
{
	int i;

	for (i = 0; i < ADOPTION_STEPS && getppid() == parent; i++)
		usleep(ADOPTION_STEP_US);
	usleep(ADOPTION_STAY_US);
	_exit(0);
}

static int leave_orphan(uint32_t *pid)
{
	pid_t parent = getpid(), child = fork();

	if (!child)
		wait_for_adoption(parent);
	*pid = (uint32_t)child;
	return failed(child);
}

static int ask_to_be_traced(uint32_t *pid)
{
	(void)pid;
	return failed((int)ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int attach_and_detach(pid_t target)
{
	if (ptrace(PTRACE_ATTACH, target, NULL, NULL) < 0)
		return errno;
	if (waitpid(target, NULL, __WALL) < 0)
		return errno;
	return failed((int)ptrace(PTRACE_DETACH, target, NULL, NULL));
}

/* A tracer that ends without a word. */
static int attach_and_end(pid_t target)
{
	pid_t tracer = fork();
	int status;

	if (!tracer)
		_exit(failed((int)ptrace(PTRACE_SEIZE, target, NULL, NULL)));
	if (tracer < 0 || waitpid(tracer, &status, 0) < 0)
		return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

/* Has a child of ours traced by @trace. */
static int with_tracee(uint32_t *pid, int (*trace)(pid_t target))
{
	pid_t target = fork();
	int err;

	if (target < 0)
		return errno;
	if (!target)
		for (;;)
			pause();
	*pid = (uint32_t)target;
	err = trace(target);
	kill(target, SIGKILL);
	waitpid(target, NULL, __WALL);
	return err;
}

static int trace_child(uint32_t *pid)
{
	return with_tracee(pid, attach_and_detach);
}

static int trace_to_the_end(uint32_t *pid)
{
	return with_tracee(pid, attach_and_end);
}

static int rename_ourselves(uint32_t *pid)
{
	(void)pid;
	return failed(prctl(PR_SET_NAME, PROVOKE_NAME));
}

struct provoked provoke_exit(void)
{
	return in_child(do_nothing);
}

struct provoked provoke_signal(void)
{
	return in_child(be_killed);
}

struct provoked provoke_exec(void)
{
	return in_child(exec_ourselves);
}

struct provoked provoke_setsid(void)
{
	return in_child(lead_session);
}

struct provoked provoke_setpgid(void)
{
	return in_child(lead_group);
}

struct provoked provoke_terminal(void)
{
	return in_child(lose_terminal);
}

struct provoked provoke_asking(void)
{
	return in_child(ask_for_terminal);
}

struct provoked provoke_giving_up(void)
{
	return in_child(give_up_terminal);
}

struct provoked provoke_hangup(void)
{
	return in_child(hang_up);
}

struct provoked provoke_creds(void)
{
	return in_child(become_nobody);
}

struct provoked provoke_namespace(void)
{
	return in_child(leave_namespace);
}

struct provoked provoke_joining(void)
{
	return in_child(join_namespace);
}

struct provoked provoke_reparent(void)
{
	return in_child(leave_orphan);
}

struct provoked provoke_traceme(void)
{
	return in_child(ask_to_be_traced);
}

struct provoked provoke_attach(void)
{
	return in_child(trace_child);
}

struct provoked provoke_tracer_end(void)
{
	return in_child(trace_to_the_end);
}

struct provoked provoke_rename(void)
{
	return in_child(rename_ourselves);
}
