/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libsessmon: talk to the sessmon kernel module.
 *
 * Nothing here prints or exits.  A function that can fail returns a negative
 * number, either -errno or one of SESSMON_E_*, and sessmon_strerror() says it
 * in words.  A handle belongs to one thread at a time.
 *
 * To follow the table without a hole: sessmon_subscribe() first, then take last_seq of
 * sessmon_stats_get(), then dump, then apply the events whose seq is greater than the
 * last_seq of the object.  Of what the dump does not have, events up to the number taken
 * are past: its end may be what nobody listened to yet, or what was lost.  After a loss,
 * receive until nothing is left (a socket that has run over says so once, and drops on
 * in silence until it is empty), and do the same anew.
 */
#ifndef SESSMON_H
#define SESSMON_H

#include "sessmon_base.h"
#include "sessmon_policy.h"
#include "sessmon_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Groups of events, to be or-ed. */
#define SESSMON_GROUP_SESSION	((unsigned int)SESSMON_GROUPS_SESSION)
#define SESSMON_GROUP_LIFECYCLE ((unsigned int)SESSMON_GROUPS_LIFECYCLE)
#define SESSMON_GROUP_SECURITY	((unsigned int)SESSMON_GROUPS_SECURITY)
#define SESSMON_GROUP_ALL	((unsigned int)SESSMON_GROUPS_MASK)

/* Errors that errno has no number for; returned negative. */
#define SESSMON_E_NOT_LOADED 4001
#define SESSMON_E_VERSION    4002
#define SESSMON_E_GARBLED    4003

struct sessmon;

/**
 * typedef sessmon_process_fn - Is given one process.
 * @p: it; its text is valid during the call only
 * @arg: as handed in
 *
 * Return: 0 to go on, anything else to be given no more.
 */
typedef int (*sessmon_process_fn)(const struct sessmon_process *p, void *arg);

/**
 * typedef sessmon_session_fn - Is given one session.
 * @s: it; its text is valid during the call only
 * @arg: as handed in
 *
 * Return: 0 to go on, anything else to be given no more.
 */
typedef int (*sessmon_session_fn)(const struct sessmon_session *s, void *arg);

/**
 * typedef sessmon_event_fn - Is given one event.
 * @e: it; its text is valid during the call only
 * @arg: as handed in
 *
 * Return: 0 to go on, anything else to be given no more.
 */
typedef int (*sessmon_event_fn)(const struct sessmon_event *e, void *arg);

/**
 * sessmon_open() - Find the module and check that we speak its language.
 * @out: the handle
 *
 * Return: 0, -SESSMON_E_NOT_LOADED, -SESSMON_E_VERSION, -EPERM or -errno.
 */
int sessmon_open(struct sessmon **out);

/**
 * sessmon_close() - Let go of everything.
 * @s: handle or NULL
 */
void sessmon_close(struct sessmon *s);

/**
 * sessmon_info() - Who answers.
 * @s: handle
 *
 * Return: what the module said when the handle was opened.
 */
const struct sessmon_info *sessmon_info(const struct sessmon *s);

/**
 * sessmon_process_dump() - All processes.
 * @s: handle
 * @fn: called for each
 * @arg: handed to @fn
 *
 * The table goes on changing meanwhile: each process is consistent in itself,
 * all of them together are made so by last_seq.
 *
 * Return: 0, what @fn returned if not 0, or a negative error.
 */
int sessmon_process_dump(struct sessmon *s, sessmon_process_fn fn, void *arg);

/**
 * sessmon_session_dump() - All sessions.
 * @s: handle
 * @fn: called for each
 * @arg: handed to @fn
 *
 * Return: as sessmon_process_dump().
 */
int sessmon_session_dump(struct sessmon *s, sessmon_session_fn fn, void *arg);

/**
 * sessmon_process_get() - One process.
 * @s: handle
 * @key: which one; start 0 means the living one of that id
 * @fn: called once
 * @arg: handed to @fn
 *
 * Return: 0, -ESRCH if there is none, what @fn returned, or a negative error.
 */
int sessmon_process_get(struct sessmon *s, const struct sessmon_key *key, sessmon_process_fn fn,
			void *arg);

/**
 * sessmon_session_get() - One session.
 * @s: handle
 * @key: which one; start 0 means the living one of that id
 * @fn: called once
 * @arg: handed to @fn
 *
 * Return: as sessmon_process_get().
 */
int sessmon_session_get(struct sessmon *s, const struct sessmon_key *key, sessmon_session_fn fn,
			void *arg);

/**
 * sessmon_stats_get() - Counters.
 * @s: handle
 * @stats: filled
 *
 * Return: 0 or a negative error.
 */
int sessmon_stats_get(struct sessmon *s, struct sessmon_stats *stats);

/**
 * sessmon_subscribe() - Begin to receive events.
 * @s: handle
 * @groups: SESSMON_GROUP_*, or-ed
 *
 * Once per handle.  Events wait in the socket's buffer from now on.
 *
 * Return: 0 or a negative error.
 */
int sessmon_subscribe(struct sessmon *s, unsigned int groups);

/**
 * sessmon_subscribe_reliably() - Begin to receive events, and have them held for.
 * @s: handle
 * @groups: SESSMON_GROUP_*, or-ed
 *
 * As sessmon_subscribe(), but what does not fit into the socket's buffer waits in
 * the kernel, up to the module's parameters hold_kib and hold_ms.  A reader that
 * is slower still is handed a loss of SESSMON_LOSS_DEMOTED as soon as it receives
 * again, and is registered anew; how much it lost is told before the next event
 * of each group.  The kernel takes sixteen such readers.
 *
 * Return: 0, -EUSERS if there are too many, or another negative error.
 */
int sessmon_subscribe_reliably(struct sessmon *s, unsigned int groups);

/**
 * sessmon_fd() - To wait for events together with other things.
 * @s: handle that has subscribed
 *
 * Return: a descriptor that becomes readable, or a negative error.
 */
int sessmon_fd(const struct sessmon *s);

/**
 * sessmon_receive() - Wait for events and hand them out.
 * @s: handle that has subscribed
 * @timeout_ms: how long to wait; 0 not at all, negative for ever
 * @fn: called for each event, without any allocation
 * @arg: handed to @fn
 *
 * Whatever was lost is handed out as an event of type SESSMON_EVENT_LOST, in
 * the place where it is missing.  If @fn returns non-zero, the rest of what was
 * received with that event is dropped: meant for ending, not for pausing.
 *
 * Return: the number of events, 0 after @timeout_ms, -EINTR, -ECANCELED if @fn
 * wanted no more, or another negative error.
 */
int sessmon_receive(struct sessmon *s, int timeout_ms, sessmon_event_fn fn, void *arg);

/**
 * sessmon_strerror() - An error in words.
 * @err: negative error of this library
 *
 * Return: text without a newline, in static storage.
 */
const char *sessmon_strerror(int err);

/**
 * sessmon_error_detail() - What the kernel added to the last error.
 * @s: handle
 *
 * Return: text, empty if there was none.
 */
const char *sessmon_error_detail(const struct sessmon *s);

/**
 * enum sessmon_name_kind - Numbers and bits that have names.
 * @SESSMON_NAME_EVENT: enum sessmon_event_type
 * @SESSMON_NAME_CLASS: enum sessmon_session_class
 * @SESSMON_NAME_REASON: enum sessmon_class_reason
 * @SESSMON_NAME_ENTRY: enum sessmon_entry_type
 * @SESSMON_NAME_PROCESS_FLAG: bits of enum sessmon_process_flags
 * @SESSMON_NAME_EXE_FLAG: bits of enum sessmon_exe_flags
 * @SESSMON_NAME_SESSION_FLAG: bits of enum sessmon_session_flags
 * @SESSMON_NAME_GROUP: bits of SESSMON_GROUP_*
 * @SESSMON_NAME_HOOK: bits of enum sessmon_hook
 * @SESSMON_NAME_RECORD: enum sessmon_record_level
 * @SESSMON_NAME_DIFFERENCE: enum sessmon_difference_kind
 * @SESSMON_NAME_TTY_ACTION: enum sessmon_tty_action
 * @SESSMON_NAME_REPARENT: enum sessmon_reparent_reason
 * @SESSMON_NAME_PTRACE: enum sessmon_ptrace_action
 */
enum sessmon_name_kind {
	SESSMON_NAME_EVENT,
	SESSMON_NAME_CLASS,
	SESSMON_NAME_REASON,
	SESSMON_NAME_ENTRY,
	SESSMON_NAME_PROCESS_FLAG,
	SESSMON_NAME_EXE_FLAG,
	SESSMON_NAME_SESSION_FLAG,
	SESSMON_NAME_GROUP,
	SESSMON_NAME_HOOK,
	SESSMON_NAME_RECORD,
	SESSMON_NAME_DIFFERENCE,
	SESSMON_NAME_TTY_ACTION,
	SESSMON_NAME_REPARENT,
	SESSMON_NAME_PTRACE,
};

/**
 * sessmon_name() - What a number is called.
 * @kind: what it is
 * @value: it; of flags, the number of one bit
 *
 * Return: text in static storage, NULL if this library does not know it: a newer module may.
 */
const char *sessmon_name(enum sessmon_name_kind kind, uint32_t value);

/**
 * sessmon_name_find() - The number that is called so.
 * @kind: what it is
 * @name: as sessmon_name() has it
 *
 * Return: a number, -1 if there is none.
 */
int sessmon_name_find(enum sessmon_name_kind kind, const char *name);

#ifdef __cplusplus
}
#endif

#endif /* SESSMON_H */
