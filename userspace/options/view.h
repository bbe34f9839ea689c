/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options that all verbs have, and those of the verbs that show sessions (ls, tree,
 * monitor).  They are read in one place, so that one of them means the same in every verb.
 */
#ifndef SESSMON_VIEW_H
#define SESSMON_VIEW_H

#include <getopt.h>

#include "options/filter.h"
#include "options/tool.h"

/**
 * enum view_option - Options that have no letter.
 * @VIEW_COLOR: --color
 * @VIEW_NO_HEADER: --no-header
 * @VIEW_FLAG: --flag
 * @VIEW_PROGRAM: --program
 * @VIEW_CONTAINER: --container
 * @VIEW_IMAGE: --image
 * @VIEW_POD: --pod
 * @VIEW_NAMESPACE: --namespace
 * @VIEW_AT: --at
 * @VIEW_DIR: --dir
 */
enum view_option {
	VIEW_COLOR = 512,
	VIEW_NO_HEADER,
	VIEW_FLAG,
	VIEW_PROGRAM,
	VIEW_CONTAINER,
	VIEW_IMAGE,
	VIEW_POD,
	VIEW_NAMESPACE,
	VIEW_AT,
	VIEW_DIR,
};

/**
 * struct view - What is to be shown, and how.
 * @filter: of what
 * @json: documents instead of text
 * @all: also what no person came in to start
 * @wide: with more of each
 * @no_header: without titles of columns and without what is said below them
 * @at: as it was then, ns since 1970 UTC; 0 is now
 * @folder: where the history is, NULL for where it is by default
 */
struct view {
	struct filter filter;
	bool json, all, wide, no_header;
	uint64_t at;
	const char *folder;
};

/* For getopt_long(): letters and names of the options that every verb has. */
#define VIEW_COMMON_LETTERS "jn"
#define VIEW_COMMON_OPTIONS                                                        \
	{ "json", no_argument, NULL, 'j' }, { "numeric", no_argument, NULL, 'n' }, \
	{                                                                          \
		"color", required_argument, NULL, VIEW_COLOR                       \
	}

/* Those of the verbs that show sessions. */
#define VIEW_LETTERS VIEW_COMMON_LETTERS "c:u:L:A:F:e:O:s:t:S:U:"
#define VIEW_OPTIONS                                                      \
	VIEW_COMMON_OPTIONS, { "class", required_argument, NULL, 'c' },   \
		{ "user", required_argument, NULL, 'u' },                 \
		{ "login-user", required_argument, NULL, 'L' },           \
		{ "audit-session", required_argument, NULL, 'A' },        \
		{ "from", required_argument, NULL, 'F' },                 \
		{ "entry", required_argument, NULL, 'e' },                \
		{ "flag", required_argument, NULL, VIEW_FLAG },           \
		{ "program", required_argument, NULL, VIEW_PROGRAM },     \
		{ "container", required_argument, NULL, VIEW_CONTAINER }, \
		{ "image", required_argument, NULL, VIEW_IMAGE },         \
		{ "pod", required_argument, NULL, VIEW_POD },             \
		{ "namespace", required_argument, NULL, VIEW_NAMESPACE }, \
		{ "origin", required_argument, NULL, 'O' },               \
		{ "session", required_argument, NULL, 's' },              \
		{ "tty", required_argument, NULL, 't' },                  \
		{ "since", required_argument, NULL, 'S' },                \
	{                                                                 \
		"until", required_argument, NULL, 'U'                     \
	}

/* And those of tables, too. */
#define VIEW_TABLE_LETTERS "al"
#define VIEW_TABLE_OPTIONS                                                     \
	{ "all", no_argument, NULL, 'a' }, { "long", no_argument, NULL, 'l' }, \
		{ "at", required_argument, NULL, VIEW_AT },                    \
		{ "dir", required_argument, NULL, VIEW_DIR },                  \
	{                                                                      \
		"no-header", no_argument, NULL, VIEW_NO_HEADER                 \
	}

/* For the help of a verb; its lines are read by complete, too. */
#define VIEW_FILTER_HELP                                                                    \
	"\nWhat to show; each may be given several times, and one of a kind will do:\n"     \
	"  -c, --class CLASS      login, command, terminal, service, door, init, kernel,\n" \
	"                         or the name that show has for it\n"                       \
	"  -u, --user USER        who came in as USER or acts as USER, name or number\n"    \
	"  -L, --login-user USER  who came in as USER, whoever he is now\n"                 \
	"  -A, --audit-session N  of this audit session, which is loginctl's number, too\n" \
	"  -F, --from ADDR        from this address or network (10.0.0.0/8, vsock:2)\n"     \
	"  -e, --entry TYPE       who came in like this: sshd, cron, terminal, ...\n"       \
	"      --flag FLAG        with this flag: outlives_login, service_tty, ...\n"       \
	"  -O, --origin SID       what the login SID has left running\n"                    \
	"  -s, --session SID      this session, and all that was made in it\n"              \
	"  -t, --tty TTY          on this terminal: pts/0, none\n"                          \
	"      --program PROGRAM  what runs it, by path or name: bash, /usr/*, py*\n"       \
	"      --container CONTAINER\n"                                                     \
	"                         in this container, by name (web*) or how its id begins\n" \
	"      --image IMAGE      of this image: nginx, nginx:1.25, sha256:...\n"           \
	"      --pod POD          in this pod, by name (web-*) or id\n"                     \
	"      --namespace NAMESPACE\n"                                                     \
	"                         in pods of this namespace\n"                              \
	"  -S, --since TIME       not before: 10m, 2h, 3d (ago), 14:30, 2026-01-31,\n"      \
	"                         '2026-01-31 14:30', @SECONDS\n"                           \
	"  -U, --until TIME       not after\n"

/* Of the history. */
#define VIEW_TABLE_HELP "      --at TIME          as it was then, from the history\n" VIEW_DIR_HELP
#define VIEW_DIR_HELP	"      --dir FOLDER       where the history is, if not in /var/lib/sessmon\n"

#define VIEW_COMMON_HELP                                                          \
	"  -n, --numeric          numbers of users and groups instead of names\n" \
	"      --color auto|always|never\n"                                       \
	"                         whether to use colours\n"

/**
 * view_take_common() - Take an option that every verb has.
 * @json: set if documents are asked for
 * @v: verb
 * @c: what getopt_long() returned
 * @argv: arguments
 *
 * Return: enum tool_exit.
 */
int view_take_common(bool *json, const struct verb *v, int c, char **argv);

/**
 * view_take() - Take an option of the verbs that show sessions.
 * @w: view
 * @v: verb
 * @c: what getopt_long() returned
 * @argv: arguments
 *
 * Return: enum tool_exit.
 */
int view_take(struct view *w, const struct verb *v, int c, char **argv);

#endif /* SESSMON_VIEW_H */
