/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a user wants to see: one answer for sessions and processes that exist and for
 * events, so that a verb cannot show in one way what it hides in another.
 *
 * Each kind of filter may be given several times: one of a kind must hold, and that of
 * every kind that was given.
 */
#ifndef SESSMON_FILTER_H
#define SESSMON_FILTER_H

#include <stdbool.h>

#include "options/tool.h"
#include "mirror/whence.h"
#include "sessmon.h"

/**
 * enum filter_kind - What a filter looks at.
 * @FILTER_CLASS: class of the session, by name
 * @FILTER_ENTRY: how the session entered the host, by name
 * @FILTER_FLAG: a flag of the session, by name
 * @FILTER_EVENT: type of an event, by name; exists is that of what existed before
 * @FILTER_USER: user who came in or acts, by name or number
 * @FILTER_LOGIN: user who came in, by name or number
 * @FILTER_AUDIT: audit session, by number
 * @FILTER_FROM: address or network of the other end
 * @FILTER_SESSION: this session, and what was made in it
 * @FILTER_TTY: terminal of the session, none for none
 * @FILTER_ORIGIN: what this login, a session, has left running
 * @FILTER_PROGRAM: what runs this program, by path, by name or by a pattern of either
 * @FILTER_CONTAINER: container, by its name or a pattern of it, or by how its id begins
 * @FILTER_IMAGE: image of the container, by name, with the tag or without, or digest
 * @FILTER_POD: pod of the container, by its name or a pattern of it, or by its id
 * @FILTER_NAMESPACE: namespace of the pod, by its name or a pattern of it
 * @FILTER_SINCE: not before this time; the last one given counts
 * @FILTER_UNTIL: not after this time; the last one given counts
 */
enum filter_kind {
	FILTER_CLASS,
	FILTER_ENTRY,
	FILTER_FLAG,
	FILTER_EVENT,
	FILTER_USER,
	FILTER_LOGIN,
	FILTER_AUDIT,
	FILTER_FROM,
	FILTER_SESSION,
	FILTER_TTY,
	FILTER_ORIGIN,
	FILTER_PROGRAM,
	FILTER_CONTAINER,
	FILTER_IMAGE,
	FILTER_POD,
	FILTER_NAMESPACE,
	FILTER_SINCE,
	FILTER_UNTIL,
};

/**
 * struct filter_numbers - Numbers, any of which will do.
 * @list: them
 * @n: how many; none is no filter
 */
struct filter_numbers {
	uint32_t *list;
	unsigned int n;
};

/**
 * struct filter_words - Words, any of which will do.
 * @list: them, which belong to the command line
 * @n: how many; none is no filter
 */
struct filter_words {
	const char **list;
	unsigned int n;
};

/**
 * struct filter - All that was asked for; all zero wants everything.
 * @classes: bit n is class n
 * @entries: bit n is type of entry n
 * @flags: bits of enum sessmon_session_flags
 * @events: bit n is event type n, FILTER_EXISTS is what existed
 * @users: numbers of users who came in or act
 * @logins: numbers of users who came in
 * @audits: audit sessions
 * @origins: sessions that are logins
 * @sessions: sessions of which all is wanted that was made in them, and what was so far
 * @networks: where the other end may be
 * @n_networks: entries of @networks
 * @ttys: names of terminals, without /dev/
 * @programs: paths, names or patterns
 * @containers: names, patterns, or beginnings of ids
 * @images: names or patterns, digests
 * @pods: names or patterns, ids
 * @namespaces: names or patterns
 * @since: ns since 1970 UTC
 * @until: ns since 1970 UTC, 0 is no end
 * @mirror: who is asked for what a session or an event does not say itself
 */
struct filter {
	uint32_t classes, entries, flags;
	uint64_t events;
	struct filter_numbers users, logins, audits, origins;
	struct whence sessions;
	struct network *networks;
	unsigned int n_networks;
	struct filter_words ttys, programs, containers, images, pods, namespaces;
	uint64_t since, until;
	const struct mirror *mirror;
};

/** FILTER_EXISTS - The bit of what existed before the reader came. */
#define FILTER_EXISTS (1ULL << 63)

/**
 * filter_add() - Take one more option.
 * @f: filter
 * @v: verb, for what is said of a wrong value
 * @kind: what the option looks at
 * @text: its value, which is kept
 *
 * Return: enum tool_exit.
 */
int filter_add(struct filter *f, const struct verb *v, enum filter_kind kind, const char *text);

/**
 * filter_time() - Understand a time.
 * @wall: filled, ns since 1970 UTC
 * @v: verb, for what is said of a wrong one
 * @text: as it was written
 *
 * Return: enum tool_exit.
 */
int filter_time(uint64_t *wall, const struct verb *v, const char *text);

/**
 * filter_check() - Refuse what excludes itself, after the last option.
 * @f: filter
 * @v: verb, for what is said of it
 *
 * Return: enum tool_exit.
 */
int filter_check(const struct filter *f, const struct verb *v);

/**
 * filter_free() - Give the memory back.
 * @f: filter
 */
void filter_free(struct filter *f);

/**
 * filter_is_set() - Whether anything was asked for.
 * @f: filter
 *
 * Return: true if it was.
 */
bool filter_is_set(const struct filter *f);

/**
 * filter_needs_table() - Whether events alone do not have what is asked for.
 * @f: filter
 *
 * Return: true if processes can be judged only with their session at hand.
 */
bool filter_needs_table(const struct filter *f);

/**
 * filter_session() - Whether a session that exists is wanted.
 * @f: filter
 * @s: session
 *
 * Return: true if it is.
 */
bool filter_session(struct filter *f, const struct sessmon_session *s);

/**
 * filter_past_session() - Whether a session of the history is wanted.
 * @f: filter
 * @s: session
 *
 * Of what only the history knows (what ran in it, and when it was there) nothing is asked.
 *
 * Return: true if it is.
 */
bool filter_past_session(struct filter *f, const struct sessmon_session *s);

/**
 * filter_of_session() - Whether what a session has is as is asked of it.
 * @f: filter
 * @s: session, NULL if it is not known
 *
 * What processes of it are asked, too (class, user, terminal, program) is not.
 *
 * Return: true if it is.
 */
bool filter_of_session(struct filter *f, const struct sessmon_session *s);

/**
 * filter_asks_session() - Whether anything is asked of what only a session has.
 * @f: filter
 *
 * Return: true if it is.
 */
bool filter_asks_session(const struct filter *f);

/**
 * filter_process() - Whether a process that exists is wanted.
 * @f: filter
 * @p: process
 * @s: its session, NULL if that is not known: then it is not what is asked of a session
 *
 * Return: true if it is.
 */
bool filter_process(struct filter *f, const struct sessmon_process *p,
		    const struct sessmon_session *s);

/**
 * filter_event() - Whether an event is wanted.
 * @f: filter
 * @e: event
 * @s: the session of its process, NULL if that is not known
 *
 * What is said of the stream itself always is.
 *
 * Return: true if it is.
 */
bool filter_event(struct filter *f, const struct sessmon_event *e, const struct sessmon_session *s);

/**
 * filter_program() - Whether a program is one of those that were asked for.
 * @f: filter
 * @exe: program
 *
 * A word with a slash is held against the path of the file, one without against its name,
 * and both against the script, if it is one, as against its interpreter.
 *
 * Return: true if it is, or if none was asked for.
 */
bool filter_program(const struct filter *f, const struct sessmon_exe *exe);

/**
 * filter_about_stream() - Whether an event says something of the stream itself.
 * @e: event
 *
 * Return: true for losses, and for what the module says of itself.
 */
bool filter_about_stream(const struct sessmon_event *e);

/**
 * filter_can_come() - Whether any of the wanted events is sent to any of the groups.
 * @f: filter
 * @groups: SESSMON_GROUP_*, or-ed
 *
 * Return: false if who waits would wait for ever.
 */
bool filter_can_come(const struct filter *f, uint32_t groups);

#endif /* SESSMON_FILTER_H */
