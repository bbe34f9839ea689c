/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How something came into the host: in one sentence, and who made whom. */
#ifndef SESSMON_CHAIN_H
#define SESSMON_CHAIN_H

#include "text/printer.h"

/**
 * chain_put() - Add the sentence and the chain.
 * @p: printer, whose table is filled with what is asked for on the way
 * @s: handle, NULL if the table has all there is
 * @process: process, or the leader of @session, which may have ended
 * @session: its session
 */
void chain_put(struct printer *p, struct sessmon *s, const struct sessmon_key *process,
	       const struct sessmon_key *session);

/**
 * chain_process() - Find a process, and ask the module if the table does not have it.
 * @p: printer
 * @s: handle, NULL if the table has all there is
 * @key: process
 *
 * Return: it, or NULL.
 */
const struct sessmon_process *chain_process(struct printer *p, struct sessmon *s,
					    const struct sessmon_key *key);

/**
 * chain_session() - Find a session, and ask the module if the table does not have it.
 * @p: printer
 * @s: handle, NULL if the table has all there is
 * @key: session
 *
 * Return: it, or NULL.
 */
const struct sessmon_session *chain_session(struct printer *p, struct sessmon *s,
					    const struct sessmon_key *key);

#endif /* SESSMON_CHAIN_H */
