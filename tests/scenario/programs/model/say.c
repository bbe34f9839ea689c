// SPDX-License-Identifier: GPL-2.0-only
#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

long long say_time_offset;

/* A thread builds its line alone; vfork and clone share memory, but never run beside. */
static __thread char line[64 * 1024];
static __thread size_t used;

static void add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += (size_t)vsnprintf(line + used, sizeof(line) - used, format, args);
	va_end(args);
	if (used >= sizeof(line))
		abort();
}

void say_number(const char *name, long long value)
{
	add(",\"%s\":%lld", name, value);
}

/* Only what needs no escapes but these is said as text. */
void say_text(const char *name, const char *value)
{
	add(",\"%s\":\"", name);
	for (; *value; value++)
		add(*value == '"' || *value == '\\' ? "\\%c" : "%c", *value);
	add("\"");
}

void say_bytes(const char *name, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	add(",\"%s\":\"", name);
	while (len--)
		add("%02x", *p++);
	add("\"");
}

/*
 * The /proc that is mounted here belongs to the initial pid namespace: its links
 * name this thread there, whatever number it has for itself.
 */
static void identity(void)
{
	char link[64] = "";
	int pid = 0, tid = 0;

	if (readlink("/proc/thread-self", link, sizeof(link) - 1) < 0)
		abort();
	if (sscanf(link, "%d/task/%d", &pid, &tid) != 2)
		abort();
	add(",\"pid\":%d,\"tid\":%d,\"vpid\":%d,\"vtid\":%d", pid, tid, getpid(), gettid());
}

void say_begin(const char *what)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	used = 0;
	add("{\"did\":\"%s\",\"boot\":%lld", what,
	    now.tv_sec * 1000000000LL + now.tv_nsec - say_time_offset);
	identity();
}

void say_end_bare(void)
{
	add("}\n");
	if (write(STDOUT_FILENO, line, used) != (ssize_t)used)
		abort();
}

size_t slurp(const char *path, char *to, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	to[0] = 0;
	if (fd < 0)
		return 0;
	n = read(fd, to, size - 1);
	close(fd);
	to[n > 0 ? n : 0] = 0;
	return n > 0 ? (size_t)n : 0;
}

/* Fields 4 to 7 and 22 of stat, behind a name that may hold anything. */
static void stat_facts(void)
{
	char text[1024], *p;
	int ppid, pgid, sid, tty;
	unsigned long long start;

	slurp("/proc/self/stat", text, sizeof(text));
	p = strrchr(text, ')');
	if (!p || sscanf(p + 4,
			 "%d %d %d %d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d "
			 "%*d %llu",
			 &ppid, &pgid, &sid, &tty, &start) != 5)
		abort();
	add(",\"ppid\":%d,\"pgid\":%d,\"sid\":%d,\"tty\":%u,\"start\":%llu,\"offset\":%lld", ppid,
	    pgid, sid, (unsigned int)tty, start, say_time_offset);
}

/* The lines of status that are facts, as they are. */
static void status_facts(void)
{
	static const char *const wanted[] = { "Uid",	"Gid",	  "Groups", "NSpid",  "TracerPid",
					      "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" };
	char text[4096], *one, *save = NULL;
	size_t i, len;

	slurp("/proc/thread-self/status", text, sizeof(text));
	for (one = strtok_r(text, "\n", &save); one; one = strtok_r(NULL, "\n", &save))
		for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
			len = strlen(wanted[i]);
			if (strncmp(one, wanted[i], len) || one[len] != ':')
				continue;
			for (char *tab = one; (tab = strchr(tab, '\t'));)
				*tab = ' ';
			say_text(wanted[i], one + len + 2);
		}
}

static void namespace_facts(void)
{
	static const char *const kinds[] = { "cgroup",
					     "ipc",
					     "mnt",
					     "net",
					     "pid",
					     "time",
					     "pid_for_children",
					     "time_for_children",
					     "user",
					     "uts" };
	char path[64];
	struct stat st;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		snprintf(path, sizeof(path), "/proc/thread-self/ns/%s", kinds[i]);
		/* Nobody can enter a pid namespace that has no process yet. */
		if (!stat(path, &st))
			add(",\"ns_%s\":%llu", kinds[i], (unsigned long long)st.st_ino);
	}
}

/* How this user namespace's ids are called outside; empty until somebody writes it. */
static void map_facts(void)
{
	char text[256];

	for (int i = 0; i < 2; i++) {
		slurp(i ? "/proc/thread-self/gid_map" : "/proc/thread-self/uid_map", text,
		      sizeof(text));
		text[strcspn(text, "\n")] = 0;
		say_text(i ? "gid_map" : "uid_map", text);
	}
}

void say_end(void)
{
	char comm[16] = "";

	stat_facts();
	status_facts();
	namespace_facts();
	map_facts();
	prctl(PR_GET_NAME, comm);
	say_bytes("comm", comm, strnlen(comm, sizeof(comm)));
	say_number("securebits", prctl(PR_GET_SECUREBITS));
	say_end_bare();
}

void say(const char *what)
{
	say_begin(what);
	say_end();
}

long say_result(const char *what, long result)
{
	int error = errno;

	say_begin(what);
	say_number("result", result);
	if (result < 0)
		say_text("error", strerrorname_np(error));
	say_end();
	return result;
}
