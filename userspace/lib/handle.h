/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a conversation with the module consists of. */
#ifndef SESSMON_HANDLE_H
#define SESSMON_HANDLE_H

#include "stream.h"

struct nl_sock;

/**
 * struct sessmon - A conversation with the module.
 * @sock: for requests; the events have a socket of their own, so that a dump
 *   never has to wade through them
 * @family: number of the family
 * @info: what the module said at the beginning
 * @stream: the events
 * @detail: what the kernel added to the last error
 */
struct sessmon {
	struct nl_sock *sock;
	int family;
	struct sessmon_info info;
	struct sessmon_stream stream;
	char detail[160];
};

/**
 * typedef sessmon_reply_fn - Takes one message of a reply.
 * @m: message
 * @arg: as handed in
 *
 * Return: 0 to go on.
 */
typedef int (*sessmon_reply_fn)(const struct sessmon_message *m, void *arg);

/**
 * struct sessmon_question - What goes into a request.
 * @cmd: SESSMON_CMD_*
 * @flags: NLM_F_DUMP or 0
 * @key: which object, or NULL
 * @policy: which policy, or NULL
 */
struct sessmon_question {
	int cmd;
	int flags;
	const struct sessmon_key *key;
	const struct sessmon_policy *policy;
};

/**
 * sessmon_request() - Ask the module and wait for the whole answer.
 * @s: handle
 * @q: what to ask
 * @fn: called for each message of the answer
 * @arg: handed to @fn
 *
 * Return: 0, what @fn returned if not 0, or a negative error.
 */
int sessmon_request(struct sessmon *s, const struct sessmon_question *q, sessmon_reply_fn fn,
		    void *arg);

#endif /* SESSMON_HANDLE_H */
