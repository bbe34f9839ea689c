// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench WORKLOAD OPS [-p PID]... [-c COUNTER | -l LINES]
 *
 * Does OPS operations and says what one cost, in ns of the guest's clock, which
 * counts instructions when QEMU runs with -icount shift=0. What a reader (PID)
 * still computes after the last operation is added. With -c or -l, says how many
 * events arrived: from the 64-bit number in COUNTER or the lines added to LINES.
 *
 * Prints: NS_PER_OP OPS EVENTS
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_READERS 4

/* What a reader may need to come to rest; costs nothing, the clock jumps. A recorder waits a second. */
#define SETTLE_MS 1500

static pid_t readers[MAX_READERS];
static int n_readers;
static const char *counter, *lines;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static void settle(void)
{
	struct timespec ts = { .tv_sec = SETTLE_MS / 1000, .tv_nsec = SETTLE_MS % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

/* ---- what the readers did ---- */

static uint64_t thread_time(pid_t pid, const char *tid)
{
	unsigned long long ns = 0;
	char path[300];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", pid, tid);
	f = fopen(path, "r");
	if (f) {
		if (fscanf(f, "%llu", &ns) != 1)
			ns = 0;
		fclose(f);
	}
	return ns;
}

static uint64_t reader_time(void)
{
	struct dirent *d;
	uint64_t ns = 0;
	char path[64];
	DIR *dir;
	int i;

	for (i = 0; i < n_readers; i++) {
		snprintf(path, sizeof(path), "/proc/%d/task", readers[i]);
		dir = opendir(path);
		if (!dir)
			die(path);
		while ((d = readdir(dir)))
			if (d->d_name[0] != '.')
				ns += thread_time(readers[i], d->d_name);
		closedir(dir);
	}
	return ns;
}

static uint64_t read_counter(void)
{
	uint64_t value = 0;
	int fd = open(counter, O_RDONLY);

	if (fd < 0 || read(fd, &value, sizeof(value)) != sizeof(value))
		die(counter);
	close(fd);
	return value;
}

static uint64_t count_lines(void)
{
	static char buf[1 << 16];
	int fd = open(lines, O_RDONLY);
	uint64_t n = 0;
	ssize_t len, i;

	if (fd < 0)
		die(lines);
	while ((len = read(fd, buf, sizeof(buf))) > 0)
		for (i = 0; i < len; i++)
			n += buf[i] == '\n';
	close(fd);
	return n;
}

static uint64_t events(void)
{
	return counter ? read_counter() : lines ? count_lines() : 0;
}

/* ---- workloads ---- */

static void reap(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || status)
		die("a child failed");
}

static void op_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	reap(pid);
}

static void run(char *const argv[])
{
	static char *const env[] = { "PATH=/bin", NULL };
	pid_t pid = fork();

	if (!pid) {
		execve(argv[0], argv, env);
		_exit(1);
	}
	reap(pid);
}

static void op_exec(void)
{
	static char *const argv[] = { "/bench/nop", NULL };

	run(argv);
}

static void op_dynexec(void)
{
	static char *const argv[] = { "/bench/dyn", "-c",  "--build", "--output",  "obj/main.o",
				      "-O2",	    "-g",  "-Wall",   "-Wextra",   "-I",
				      "include",    "-D",  "NDEBUG",  "--std=c11", "-fPIC",
				      "-MMD",	    "-MF", "main.d",  "--",	   "src/main.c",
				      NULL };

	run(argv);
}

static void op_setsid(void)
{
	pid_t pid = fork();

	if (!pid) {
		setsid();
		_exit(0);
	}
	reap(pid);
}

static pid_t other_group;

static void op_setpgid(void)
{
	if (setpgid(0, other_group) || setpgid(0, 0))
		die("setpgid");
}

static void op_setuid(void)
{
	if (syscall(SYS_setresuid, -1, 1000, -1) || syscall(SYS_setresuid, -1, 0, -1))
		die("setresuid");
}

static void op_tree(void)
{
	static char *const argv[] = { "/bin/busybox", "sh", "/bench/tree.sh", NULL };

	run(argv);
}

static void run_silently(char *const argv[])
{
	int out = dup(1), null = open("/dev/null", O_WRONLY);

	dup2(null, 1);
	run(argv);
	dup2(out, 1);
	close(out);
	close(null);
}

static void op_ps(void)
{
	static char *const argv[] = { "/bin/ps", "-e", NULL };

	run_silently(argv);
}

static void op_dump(void)
{
	static char *const argv[] = { "/bin/reader", "-d", NULL };

	run_silently(argv);
}

static const struct workload {
	const char *name;
	void (*op)(void);
} workloads[] = {
	{ "fork", op_fork },	 { "exec", op_exec },	    { "dynexec", op_dynexec },
	{ "setsid", op_setsid }, { "setpgid", op_setpgid }, { "setuid", op_setuid },
	{ "tree", op_tree },	 { "ps", op_ps },	    { "dump", op_dump },
};

/* What the profiler looks for (profile.c); to everybody else it does nothing. */
#define MARK(n) __asm__ volatile("nopl 0x5e550001 + " #n " * 256(%rax)")

static void repeat(void (*op)(void), int n)
{
	while (n--)
		op();
}

static void measure(void (*op)(void), int ops)
{
	uint64_t begin, loop, late, had;

	repeat(op, ops / 20 + 1);
	settle();
	had = events();
	begin = now();
	MARK(0);
	repeat(op, ops);
	MARK(1);
	loop = now() - begin;
	late = reader_time();
	settle();
	late = reader_time() - late;
	printf("%" PRIu64 " %d %" PRIu64 "\n", (loop + late) / ops, ops, events() - had);
}

/* A group to go to and come back from, led by somebody who waits. */
static pid_t lead_group(void)
{
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(1);
		pause();
		_exit(0);
	}
	setpgid(pid, pid);
	setpgid(0, 0);
	return pid;
}

static void options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "p:c:l:")) != -1)
		if (c == 'p' && n_readers < MAX_READERS)
			readers[n_readers++] = atoi(optarg);
		else if (c == 'c')
			counter = optarg;
		else if (c == 'l')
			lines = optarg;
		else
			exit(2);
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 3)
		return 2;
	options(argc - 2, argv + 2);
	other_group = lead_group();
	for (i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++)
		if (!strcmp(argv[1], workloads[i].name))
			measure(workloads[i].op, atoi(argv[2]));
	kill(other_group, SIGKILL);
	return 0;
}
