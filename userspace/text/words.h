/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions in a person's words: what kind of session, who came in, as whom he acts now,
 * from where and through which door, and what runs.  All verbs say it alike.
 */
#ifndef SESSMON_WORDS_H
#define SESSMON_WORDS_H

#include "text/printer.h"

/** WORDS_ALARMS - Flags that a person should look at: all that are not known to be dull. */
#define WORDS_ALARMS                                                                             \
	(~(uint32_t)(SESSMON_SESSION_INFERRED | SESSMON_SESSION_DETACHED |                       \
		     SESSMON_SESSION_HAD_TTY | SESSMON_SESSION_MUX | SESSMON_SESSION_CONTAINER | \
		     SESSMON_SESSION_OUTLIVES_LOGIN | SESSMON_SESSION_LEADER_EXITED))

/**
 * words_started() - When a session began.
 * @s: session
 *
 * Return: ns of boot time; its leader's start if the session was there before the module.
 */
uint64_t words_started(const struct sessmon_session *s);

/**
 * words_login() - Who came in.
 * @s: session
 * @uid: filled
 *
 * Return: false if nobody logged in to make this session, or it is not known.
 */
bool words_login(const struct sessmon_session *s, uint32_t *uid);

/**
 * words_leads_for_another() - Whether the leader starts something for somebody.
 * @s: session
 *
 * Return: true if who acts in it is a child of the leader, which waits for its end.
 */
bool words_leads_for_another(const struct sessmon_session *s);

/**
 * words_acts() - As whom a session acts.
 * @t: table with its processes
 * @s: session
 *
 * The effective user of the leader; where the leader is a program that only starts
 * another one for somebody (login, sudo, a door that does the work itself), of the first
 * process that it made in this session.
 *
 * Return: user.
 */
uint32_t words_acts(const struct mirror *t, const struct sessmon_session *s);

/**
 * words_flags() - Flags that say more than what is shown beside them.
 * @s: session
 *
 * Return: enum sessmon_session_flags; not that it has a terminal or was there before the
 *   module, which terminal and start say, nor what another flag implies.
 */
uint32_t words_flags(const struct sessmon_session *s);

/**
 * words_user() - Add a user's name, else the number.
 * @b: buffer
 * @uid: user
 */
void words_user(struct buf *b, uint32_t uid);

/**
 * words_kind() - Add what kind of session a class is, in its colour.
 * @p: printer
 * @class: enum sessmon_session_class
 */
void words_kind(struct printer *p, uint32_t class);

/**
 * words_from() - Add from where somebody came: an address, else a door.
 * @b: buffer
 * @s: session
 *
 * A dash for what nobody came in to start.
 */
void words_from(struct buf *b, const struct sessmon_session *s);

/**
 * words_day() - Add the time if it was today, else the day.
 * @b: buffer
 * @wall: ns since 1970 UTC
 */
void words_day(struct buf *b, uint64_t wall);

/**
 * words_program() - Add the name of a program's file, of what has none its own.
 * @b: buffer
 * @exe: program
 * @comm: display name
 */
void words_program(struct buf *b, const struct sessmon_exe *exe, struct sessmon_str comm);

/**
 * words_runs() - Add what a process runs: its arguments, and the title that it chose.
 * @b: buffer
 * @key: process
 * @exe: program
 * @comm: display name
 *
 * A title is what /proc has instead of the arguments it was executed with.  Anybody may
 * choose one, so the program's name stands before it: sshd (sshd: alice@pts/1).
 */
void words_runs(struct buf *b, const struct sessmon_key *key, const struct sessmon_exe *exe,
		struct sessmon_str comm);

/**
 * words_session() - Add who is in a session, where, from where, and why it is there.
 * @p: printer, whose table is asked as whom it acts
 * @s: session
 *
 * alice as root on pts/1 from 10.0.2.2 by sshd, left by s:310 [outlives_login]
 */
void words_session(struct printer *p, const struct sessmon_session *s);

#endif /* SESSMON_WORDS_H */
