// SPDX-License-Identifier: GPL-2.0-only
/*
 * storm SECONDS [WORKERS]: processes that do all that processes can do, as fast
 * as they can, to see whether who watches them stands it. Ends early when there
 * is a file /stop.
 *
 * Started again as "storm --exec N" it is the program that the others execute.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SELF "/proc/self/exe"

static unsigned int seed;

/* Programs that may follow one another in a process. */
static unsigned int execs_left = 3;

static unsigned int dice(unsigned int sides)
{
	return (unsigned int)rand_r(&seed) % sides;
}

static void pause_a_little(void)
{
	usleep(dice(2000));
}

/*
 * No memory or no number left: part of the storm, so the step is left out. An alarm
 * is not inherited, and whatever hangs or runs on, the storm must end.
 */
static pid_t try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		seed ^= (unsigned int)getpid() * 2654435761U;
		alarm(5);
	} else if (pid < 0)
		usleep(1000);
	return pid;
}

static void reap(pid_t pid)
{
	if (pid > 0)
		while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
			;
}

/* A tracee that its tracer has left stopped belongs to its adopter, and must go on. */
static bool reap_any(int flags)
{
	int status;
	pid_t pid = waitpid(-1, &status, __WALL | WUNTRACED | flags);

	if (pid > 0 && WIFSTOPPED(status))
		kill(pid, SIGCONT);
	return pid > 0 || (pid < 0 && errno == EINTR);
}

static void reap_all(void)
{
	while (reap_any(0))
		;
}

/* Every way to end. */
static void end(void)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGSEGV, SIGABRT, SIGUSR1 };

	if (dice(2))
		_exit((int)dice(256));
	raise(signals[dice(5)]);
	_exit(1);
}

static void become_program(void)
{
	char depth[16], *argv[] = { (char *)"storm", (char *)"--exec", depth, NULL };
	char *envp[] = { NULL };

	if (!execs_left)
		_exit(0);
	snprintf(depth, sizeof(depth), "%u", execs_left - 1);
	execve(SELF, argv, envp);
	_exit(126);
}

static void *exec_thread(void *data)
{
	(void)data;
	become_program();
	return NULL;
}

static void *exit_thread(void *data)
{
	if (data)
		end();
	usleep(500);
	return NULL;
}

static void *fork_thread(void *data)
{
	pid_t pid = try_fork();

	(void)data;
	if (pid == 0) {
		pause_a_little();
		end();
	}
	/* Sometimes the thread ends first: its child goes to a sibling. */
	if (dice(2))
		reap(pid);
	return NULL;
}

static void start_thread(void *(*fn)(void *), void *data)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 65536);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_create(&thread, &attr, fn, data);
	pthread_attr_destroy(&attr);
}

/* ---- steps; each runs in a child of its own ---- */

static void step_end(void)
{
	pause_a_little();
}

static void step_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		alarm(5);
		execl(SELF, "storm", "--exec", "0", NULL);
		_exit(127);
	}
	reap(pid);
}

static void step_exec(void)
{
	become_program();
}

static void step_exec_fails(void)
{
	execl("/proc/self/mem", "no-program", NULL);
	execl("/nowhere", "no-file", NULL);
}

static void step_thread_exec(void)
{
	start_thread(exit_thread, NULL);
	start_thread(exec_thread, NULL);
	pause_a_little();
	if (dice(2))
		become_program();
}

static void step_threads_end_together(void)
{
	start_thread(exit_thread, NULL);
	start_thread(exit_thread, (void *)1);
	start_thread(exit_thread, NULL);
	/* The leader goes first, the threads carry on. */
	if (dice(2))
		syscall(SYS_exit, 0);
}

static void step_thread_forks(void)
{
	start_thread(fork_thread, NULL);
	start_thread(fork_thread, NULL);
	pause_a_little();
	if (dice(2))
		syscall(SYS_exit, 0);
}

static void step_setsid(void)
{
	pid_t pid;

	setsid();
	pid = try_fork();
	if (pid == 0) {
		setsid();
		pause_a_little();
		end();
	}
	if (dice(2))
		reap(pid);
}

/* Parent and child both set the group, as shells do. */
static void step_setpgid(void)
{
	pid_t a = try_fork(), b;

	if (a == 0) {
		setpgid(0, 0);
		pause_a_little();
		end();
	}
	setpgid(a, a);
	b = try_fork();
	if (b == 0) {
		setpgid(0, a);
		end();
	}
	setpgid(b, a);
	reap(a);
	reap(b);
}

static void step_orphans(void)
{
	unsigned int i, n = 1 + dice(4);

	if (dice(2))
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (i = 0; i < n; i++)
		if (try_fork() == 0) {
			if (dice(2) && try_fork() == 0)
				pause_a_little();
			if (dice(2))
				setsid();
			pause_a_little();
			end();
		}
	if (dice(2))
		reap_all();
}

/* CLONE_PARENT: the child is the caller's sibling. */
static void step_clone_parent(void)
{
	if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0)
		_exit(0);
}

static int open_pty(int *slave)
{
	char name[32];
	int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), n;

	*slave = -1;
	if (master < 0)
		return -1;
	if (!grantpt(master) && !unlockpt(master) && !ioctl(master, TIOCGPTN, &n)) {
		snprintf(name, sizeof(name), "/dev/pts/%d", n);
		*slave = open(name, O_RDWR | O_NOCTTY);
	}
	return master;
}

static void step_pty(void)
{
	int slave, master = open_pty(&slave);
	pid_t pid;

	if (master < 0)
		return;
	pid = try_fork();
	if (pid == 0) {
		close(master);
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		if (try_fork() == 0) {
			pause_a_little();
			end();
		}
		switch (dice(4)) {
		case 0:
			ioctl(slave, TIOCNOTTY);
			break;
		case 1:
			vhangup();
			break;
		case 2:
			become_program();
		}
		end();
	}
	pause_a_little();
	/* A hangup while the session lives, or after. */
	if (dice(2))
		close(master);
	reap(pid);
}

/* One session takes the terminal of another. */
static void step_steal(void)
{
	int slave, master = open_pty(&slave);
	pid_t victim, thief;

	if (master < 0)
		return;
	victim = try_fork();
	if (victim == 0) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		usleep(2000);
		end();
	}
	thief = try_fork();
	if (thief == 0) {
		setsid();
		usleep(500);
		ioctl(slave, TIOCSCTTY, 1);
		end();
	}
	reap(victim);
	reap(thief);
}

static void step_creds(void)
{
	char name[16];

	snprintf(name, sizeof(name), "renamed-%u", dice(100));
	prctl(PR_SET_NAME, name);
	if (setresgid(1000 + dice(4), 1000, 1000) || setresuid(1000 + dice(4), 1000, 1000))
		return;
	if (dice(2))
		become_program();
}

static void step_namespaces(void)
{
	pid_t pid;

	if (unshare(dice(2) ? CLONE_NEWPID | CLONE_NEWNS : CLONE_NEWUTS))
		return;
	pid = try_fork();
	if (pid == 0) {
		setsid();
		if (try_fork() == 0)
			become_program();
		end();
	}
	reap(pid);
}

static void step_ptrace(void)
{
	pid_t pid = try_fork();

	if (pid == 0) {
		usleep(3000);
		end();
	}
	if (pid > 0 && !ptrace(PTRACE_ATTACH, pid, 0, 0)) {
		/* A tracer may be killed at any moment: from here on it leaves a stopped one. */
		if (!dice(8))
			end();
		waitpid(pid, NULL, __WALL);
		/* From here on it takes the other one with it. */
		ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_EXITKILL);
		if (dice(2))
			ptrace(PTRACE_DETACH, pid, 0, 0);
		else
			kill(pid, SIGKILL);
	}
	reap(pid);
}

/* Somebody is killed at any moment of its life. */
static void step_kill(void)
{
	pid_t pid = try_fork();

	if (pid == 0) {
		for (;;) {
			pid_t child = try_fork();

			if (child == 0)
				become_program();
			reap(child);
		}
	}
	pause_a_little();
	if (pid > 0)
		kill(pid, SIGKILL);
	reap(pid);
}

static void (*const steps[])(void) = {
	step_end,	   step_vfork,	      step_exec,
	step_exec_fails,   step_thread_exec,  step_threads_end_together,
	step_thread_forks, step_setsid,	      step_setpgid,
	step_orphans,	   step_clone_parent, step_pty,
	step_steal,	   step_creds,	      step_namespaces,
	step_ptrace,	   step_kill,
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

/* What is executed: sometimes it goes on where the caller stopped. */
static int executed(unsigned int left)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	seed = (unsigned int)getpid() * 2654435761U ^ (unsigned int)now.tv_nsec;
	execs_left = left;
	if (dice(2))
		steps[dice(STEPS)]();
	end();
	return 0;
}

static void work(time_t until, unsigned int me, atomic_uint *done)
{
	cpu_set_t cpus;
	pid_t pid;

	seed = me * 7919 + 1;
	CPU_ZERO(&cpus);
	CPU_SET(me % (unsigned int)sysconf(_SC_NPROCESSORS_ONLN), &cpus);
	/* Half of the workers stay on a processor, half wander. */
	if (me % 4 < 2)
		sched_setaffinity(0, sizeof(cpus), &cpus);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	while (time(NULL) < until && access("/stop", F_OK)) {
		unsigned int step = dice(STEPS);

		pid = try_fork();
		if (pid == 0) {
			steps[step]();
			end();
		}
		reap(pid);
		while (reap_any(WNOHANG))
			;
		atomic_fetch_add(done, 1);
	}
	reap_all();
	_exit(0);
}

int main(int argc, char **argv)
{
	unsigned int workers, i;
	atomic_uint *done;
	time_t until;

	if (argc > 2 && !strcmp(argv[1], "--exec"))
		return executed((unsigned int)atoi(argv[2]));
	if (argc < 2) {
		fprintf(stderr, "usage: storm SECONDS [WORKERS]\n");
		return 2;
	}
	until = time(NULL) + atoi(argv[1]);
	/* The module comes and goes beside it, however many processes there are. */
	if (nice(10) < 0)
		return 1;
	workers = argc > 2 ? (unsigned int)atoi(argv[2]) : 4;
	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (done == MAP_FAILED)
		return 1;
	for (i = 0; i < workers; i++)
		if (fork() == 0)
			work(until, i, done);
	reap_all();
	printf("storm: %u steps\n", atomic_load(done));
	return 0;
}
