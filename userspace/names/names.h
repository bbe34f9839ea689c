/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers as people write them.  What has no name is shown as its number: an
 * older reader meets a newer module.
 */
#ifndef SESSMON_NAMES_H
#define SESSMON_NAMES_H

#include <stdbool.h>

#include "base/buf.h"
#include "names_wire.h"

/* The tables of the library have short names here. */
#define names_event	    sessmon_names_event
#define names_class	    sessmon_names_class
#define names_reason	    sessmon_names_reason
#define names_entry	    sessmon_names_entry
#define names_process_flags sessmon_names_process_flags
#define names_exe_flags	    sessmon_names_exe_flags
#define names_session_flags sessmon_names_session_flags
#define names_hooks	    sessmon_names_hooks
#define names_tty_action    sessmon_names_tty_action
#define names_reparent	    sessmon_names_reparent
#define names_ptrace	    sessmon_names_ptrace
#define names_groups	    sessmon_names_groups
#define names_record	    sessmon_names_record
#define names_difference    sessmon_names_difference

extern const struct names names_kind;
extern const struct names names_capabilities;
extern const struct names names_clone_flags;
extern const struct names names_securebits;

/**
 * name_of() - One name.
 * @names: names
 * @value: index
 *
 * Return: text, NULL if there is none.
 */
const char *name_of(const struct names *names, unsigned int value);

/**
 * name_find() - The value of a name.
 * @names: names
 * @name: dashes and underscores are the same
 *
 * Return: index, -1 if there is none.
 */
int name_find(const struct names *names, const char *name);

/**
 * name_put() - Add a name, or the number if it has none.
 * @b: buffer
 * @names: names
 * @value: index
 */
void name_put(struct buf *b, const struct names *names, unsigned int value);

/**
 * name_put_flag() - Add the name of a bit.
 * @b: buffer
 * @names: names
 * @bit: its number
 */
void name_put_flag(struct buf *b, const struct names *names, unsigned int bit);

/**
 * name_put_flags() - Add the names of the bits that are set, with commas.
 * @b: buffer
 * @names: names
 * @mask: bits
 */
void name_put_flags(struct buf *b, const struct names *names, uint64_t mask);

/**
 * signal_put() - Add a signal's name.
 * @b: buffer
 * @sig: number
 */
void signal_put(struct buf *b, unsigned int sig);

/**
 * tty_put() - Add a terminal's name as people write it.
 * @b: buffer
 * @tty: terminal
 *
 * A pseudo-terminal of another devpts mount than this one's gets its instance
 * after an @: host and container both have a pts/0.
 */
void tty_put(struct buf *b, const struct sessmon_tty *tty);

/**
 * peer_put_host() - Add who the other end is: an address, or vsock:CID.
 * @b: buffer
 * @peer: peer
 *
 * Return: false if that is not known, and nothing was added.
 */
bool peer_put_host(struct buf *b, const struct sessmon_peer *peer);

/**
 * peer_put() - Add who the other end is, and its port.
 * @b: buffer
 * @peer: peer
 */
void peer_put(struct buf *b, const struct sessmon_peer *peer);

/**
 * address_put() - Add an address.
 * @b: buffer
 * @address: 4 or 16 bytes
 */
void address_put(struct buf *b, struct sessmon_str address);

/**
 * user_name() - The name of a user, from a cache.
 * @uid: number
 *
 * Return: text until the next call; NULL if there is none, or none yet.
 */
const char *user_name(uint32_t uid);

/**
 * group_name() - The name of a group, from a cache.
 * @gid: number
 *
 * Return: text until the next call; NULL if there is none, or none yet.
 */
const char *group_name(uint32_t gid);

/**
 * names_numeric() - From now on users and groups have numbers only.
 */
void names_numeric(void);

/**
 * names_are_numeric() - Whether users and groups have numbers only.
 *
 * Return: true after names_numeric().
 */
bool names_are_numeric(void);

/**
 * names_hurry() - How long to wait for a name that is not known yet.
 * @ms: milliseconds, from now on
 *
 * Once that was in vain nobody waits any more until an answer comes.  Whoever reads
 * events must not wait for long.
 */
void names_hurry(unsigned int ms);

/**
 * names_are_hosts() - Whether the numbers from now on have the names of this host.
 * @hosts: false if another one gave them: then they have none
 *
 * Return: what it was before.
 */
bool names_are_hosts(bool hosts);

/**
 * names_of_creds() - Whether this host has given these numbers.
 * @c: credentials
 *
 * Return: false if they are of another user namespace.
 */
bool names_of_creds(const struct sessmon_creds *c);

/**
 * names_of_process() - Whether this host has given the numbers of a process.
 * @p: process
 *
 * Return: false if it has another user or pid namespace, or is in the control group
 * of a container.
 */
bool names_of_process(const struct sessmon_process *p);

/**
 * names_of_session() - Whether this host has given the numbers of a session.
 * @s: session
 *
 * Return: as names_of_process().
 */
bool names_of_session(const struct sessmon_session *s);

/**
 * names_of_event() - Whether this host has given the numbers of an event.
 * @e: event
 *
 * Return: as names_of_process().
 */
bool names_of_event(const struct sessmon_event *e);

/**
 * names_epoch() - How long the names of users and groups are good for.
 *
 * Return: a number, another one when a name that was got before may be another by now.
 */
uint32_t names_epoch(void);

/**
 * user_put() - Add a user as name(number).
 * @b: buffer
 * @uid: number
 */
void user_put(struct buf *b, uint32_t uid);

/**
 * group_put() - Add a group as name(number).
 * @b: buffer
 * @gid: number
 */
void group_put(struct buf *b, uint32_t gid);

/**
 * event_groups() - The groups that a type of event is sent to.
 * @type: enum sessmon_event_type
 *
 * Return: SESSMON_GROUP_*, or-ed; all of a type that is not known here.
 */
uint32_t event_groups(uint32_t type);

#endif /* SESSMON_NAMES_H */
