// SPDX-License-Identifier: GPL-2.0-only
/* How processes become other programs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "act.h"
#include "verbs.h"

extern char **environ;

static int once(void)
{
	act_exec(NULL, NULL, NULL);
	return 126;
}

static int twice(void)
{
	act_exec(NULL, NULL, "exec");
	return 126;
}

static int thrice(void)
{
	act_exec(NULL, NULL, "exec-twice");
	return 126;
}

/* A file of the test's choice: a script, a set-uid program... */
static int file(void)
{
	char *const argv[] = { "from argv", "and more", NULL };

	act_exec(argument(), argv, NULL);
	return 126;
}

static int no_args(void)
{
	char *const argv[] = { NULL };

	act_exec(NULL, argv, NULL);
	return 126;
}

static int many_args(void)
{
	long count = atol(argument());
	char **argv = calloc((size_t)count + 1, sizeof(*argv));

	for (long i = 0; i < count; i++)
		must(asprintf(&argv[i], "argument number %ld", i));
	act_exec(NULL, argv, NULL);
	return 126;
}

/* Two arguments are together exactly as long as wanted. */
static int sized_args(void)
{
	size_t size = (size_t)atol(argument());
	char *long_one = calloc(1, size);
	char *const argv[] = { "x", long_one, NULL };

	memset(long_one, 'y', size - 3);
	act_exec(NULL, argv, NULL);
	return 126;
}

/* No single string may be longer than 128 KiB, nor all of them than a quarter of the stack. */
static int huge_args(void)
{
	struct rlimit stack = { RLIM_INFINITY, RLIM_INFINITY };
	enum {
		EACH = 100 * 1024,
		COUNT = 21
	};
	char *argv[COUNT + 1] = { 0 };

	must(setrlimit(RLIMIT_STACK, &stack));
	for (int i = 0; i < COUNT; i++) {
		argv[i] = malloc(EACH);
		memset(argv[i], 'a' + i, EACH - 1);
		argv[i][EACH - 1] = 0;
	}
	act_exec(NULL, argv, NULL);
	return 126;
}

static int odd_args(void)
{
	char *const argv[] = { "",
			       "new\nline",
			       "\xff\xfe\xc3(",
			       "\xed\xa0\x80",
			       "\033]0;title\007\033[31m",
			       "tab\tquote\"back\\slash",
			       "\xe2\x82\xac \xf0\x9f\x90\xa7",
			       "\x7f\x01",
			       "",
			       NULL };

	act_exec(NULL, argv, NULL);
	return 126;
}

static void copy_self(int to)
{
	int from = (int)must(open(self_path(), O_RDONLY | O_CLOEXEC));
	struct stat st;

	must(fstat(from, &st));
	while (st.st_size > 0)
		st.st_size -= must(sendfile(to, from, NULL, (size_t)st.st_size));
	close(from);
}

static void exec_fd(int fd)
{
	char *const argv[] = { "without a name", NULL };

	act_exec_begin(NULL);
	syscall(SYS_execveat, fd, "", argv, environ, AT_EMPTY_PATH);
	act_exec_refused("");
}

static int memfd(void)
{
	int fd = (int)must(memfd_create("in memory", MFD_CLOEXEC));

	copy_self(fd);
	exec_fd(fd);
	return 126;
}

static int deleted(void)
{
	int fd = (int)must(open("deleted", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0755));

	copy_self(fd);
	close(fd);
	fd = (int)must(open("deleted", O_PATH | O_CLOEXEC));
	must(unlink("deleted"));
	exec_fd(fd);
	return 126;
}

static void make(const char *path, const char *content, mode_t mode)
{
	int fd = (int)must(open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, mode));

	must(write(fd, content, strlen(content)));
	close(fd);
}

/* Each is refused at another stage. */
static int refused(void)
{
	static char elf[] = "\177ELF\2\1\1\0and nothing that makes sense after it, for long enough "
			    "to be read as the header of a program or something like that .....";

	make("no-format", "neither a script nor a program\n", 0755);
	make("no-permission", "#!/bin/sh\n", 0644);
	make("no-interpreter", "#!/nowhere/at/all\n", 0755);
	make("bad-interpreter", "#!./no-format\n", 0755);
	make("bad-elf", elf, 0755);
	act_exec("./nothing", NULL, NULL);
	act_exec("./no-format", NULL, NULL);
	act_exec("./no-permission", NULL, NULL);
	act_exec("./no-interpreter", NULL, NULL);
	act_exec("./bad-interpreter", NULL, NULL);
	act_exec("./bad-elf", NULL, NULL);
	act_exec("/tmp", NULL, NULL);
	act_exec(NULL, NULL, NULL);
	return 126;
}

/* Past the point of no return there is nothing to go back to: the process is killed. */
static int hopeless(void)
{
	pid_t child = act_fork(0);

	if (!child) {
		act_exec(argument(), NULL, NULL);
		act_exit(126);
	}
	act_reap(child);
	return 0;
}

static void *exec_in_thread(void *unused)
{
	act_exec(NULL, NULL, NULL);
	return unused;
}

static int from_thread(void)
{
	act_thread(exec_in_thread, NULL);
	return 126;
}

static int from_thread_twice(void)
{
	setenv("MODEL", "exec-thread", 1);
	say("execing");
	execl(self_path(), "model", NULL);
	return 126;
}

static int interpreted(void)
{
	char text[4200];

	snprintf(text, sizeof(text), "#! %s one optional argument\n", self_path());
	make("script", text, 0755);
	make("script of script", "#!./script\n", 0755);
	char *const argv[] = { "lost", "kept", NULL };

	act_exec(argument(), argv, NULL);
	return 126;
}

const struct verb verbs_exec[] = {
	{ "exec", once },
	{ "exec-twice", twice },
	{ "exec-thrice", thrice },
	{ "exec-file", file },
	{ "exec-no-args", no_args },
	{ "exec-many-args", many_args },
	{ "exec-sized-args", sized_args },
	{ "exec-huge-args", huge_args },
	{ "exec-odd-args", odd_args },
	{ "exec-memfd", memfd },
	{ "exec-deleted", deleted },
	{ "exec-refused", refused },
	{ "exec-hopeless", hopeless },
	{ "exec-thread", from_thread },
	{ "exec-thread-twice", from_thread_twice },
	{ "exec-script", interpreted },
	{ 0 },
};
