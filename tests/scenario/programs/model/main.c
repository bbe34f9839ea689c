// SPDX-License-Identifier: GPL-2.0-only
/*
 * model: do one thing that concerns processes, and say what came of it.
 *
 * What to do is in the environment, because the arguments are something to test.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "act.h"
#include "verbs.h"

/* As much as sessmon keeps. */
#define ARGS_SAID 4096

static const struct verb *const tables[] = { verbs_birth,  verbs_exec,	 verbs_end,   verbs_session,
					     verbs_tty,	   verbs_family, verbs_creds, verbs_ns,
					     verbs_ptrace, verbs_threads };

static void say_args(int argc)
{
	static char kept[ARGS_SAID], rest[65536];
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, kept, sizeof(kept));
	long long len = n;

	while ((n = read(fd, rest, sizeof(rest))) > 0)
		len += n;
	close(fd);
	say_number("argc", argc);
	say_number("args_len", len);
	say_bytes("args", kept, len < ARGS_SAID ? (size_t)len : ARGS_SAID);
}

static void say_link(const char *name, const char *path)
{
	char text[4096];
	ssize_t n = readlink(path, text, sizeof(text));

	say_bytes(name, text, n > 0 ? (size_t)n : 0);
}

static void say_exec(int argc)
{
	struct stat st = { 0 };

	say_begin("exec");
	say_args(argc);
	say_link("exe", "/proc/self/exe");
	say_link("cwd", "/proc/self/cwd");
	stat("/proc/self/exe", &st);
	say_number("dev_major", major(st.st_dev));
	say_number("dev_minor", minor(st.st_dev));
	say_number("inode", (long long)st.st_ino);
	say_number("mode", st.st_mode & 07777);
	say_number("owner", st.st_uid);
	say_number("group", st.st_gid);
	say_number("links", (long long)st.st_nlink);
	say_number("secure", (long long)getauxval(AT_SECURE));
	say_end();
}

static const struct verb *find(const char *name)
{
	const struct verb *v;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (v = tables[i]; v->name; v++)
			if (!strcmp(v->name, name))
				return v;
	return NULL;
}

int main(int argc, char **argv)
{
	const char *name = getenv("MODEL");
	const struct verb *verb;

	(void)argv;
	say_exec(argc);
	if (!name)
		act_exit(0);
	verb = find(name);
	act_exit(verb ? verb->run() : 127);
}
