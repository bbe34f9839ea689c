// SPDX-License-Identifier: GPL-2.0-or-later
/* The program that has the history is started as git starts its own: by its verb. */
#include "cmd/past_start.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/out.h"
#include "names/names.h"

#ifndef SESSMON_LIBEXECDIR
#define SESSMON_LIBEXECDIR "/usr/local/libexec/sessmon"
#endif

/* Whoever runs us with rights that he has not does not choose what we start. */
static void put_path(struct buf *b)
{
	const char *folder = secure_getenv("SESSMON_LIBEXEC");

	buf_printf(b, "%s/sessmon-history", folder && *folder ? folder : SESSMON_LIBEXECDIR);
}

static void say_why(const char *verb, const char *path)
{
	if (errno == ENOENT)
		fprintf(stderr,
			"sessmon %s: %s is not installed (package sessmon-history; from the sources:"
			" make install with libsqlite3-dev, libyaml-dev, libpcre2-dev and zlib1g-dev)\n",
			verb, path);
	else
		fprintf(stderr, "sessmon %s: %s: %s\n", verb, path, strerror(errno));
}

int past_start(int argc, char **argv)
{
	char **words = xalloc((size_t)argc + 3, sizeof(*words));
	struct buf path = { 0 };
	int n = 0, i;

	put_path(&path);
	words[n++] = path.data;
	if (names_are_numeric())
		words[n++] = "-n";
	for (i = 0; i < argc; i++)
		words[n++] = argv[i];
	out_flush();
	execv(path.data, words);
	say_why(argv[0], path.data);
	free(words);
	buf_free(&path);
	return TOOL_FAILED;
}

bool past_is_installed(void)
{
	struct buf path = { 0 };
	bool is;

	put_path(&path);
	is = !access(path.data, X_OK);
	buf_free(&path);
	return is;
}

int past_ask(int argc, char **argv)
{
	pid_t child;
	int status;

	out_flush();
	child = fork();
	if (!child) {
		/* Who ends us ends what we wait for. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		_exit(past_start(argc, argv));
	}
	if (child < 0) {
		fprintf(stderr, "sessmon %s: %s\n", argv[0], strerror(errno));
		return TOOL_FAILED;
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : TOOL_FAILED;
}
