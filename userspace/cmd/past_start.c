// SPDX-License-Identifier: GPL-2.0-or-later
/* The program that has the history is started as git starts its own: by its verb. */
#include "cmd/past_start.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
			" make install with libsqlite3-dev, libyaml-dev and libpcre2-dev)\n",
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
