// SPDX-License-Identifier: GPL-2.0-only
/*
 * What more than one hook tells of a process, put together in one place: a record's
 * members that are of one type only are not cleared before, so that one which a maker
 * forgets would say what the last record in that place of the ring said.
 */
#include "model/process.h"

/**
 * sessmon_process_emit_creds() - tell that credentials have changed
 * @p: the process, its lock held
 * @change: from what to what
 * @by_exec: an exec gave them
 * @tid: the thread that has them, if not the first; 0 otherwise
 *
 * Context: as sessmon_event_reserve().
 */
void sessmon_process_emit_creds(struct sessmon_process *p,
				const struct sessmon_creds_change *change, bool by_exec, u32 tid)
{
	struct sessmon_record *rec;

	/* A gain of privilege is told of whatever was done before it, and an exec is no loop. */
	if (change->privilege_gained)
		rec = sessmon_process_reserve_alarm(p, SESSMON_EVENT_CREDS);
	else if (by_exec)
		rec = sessmon_process_reserve(p, SESSMON_EVENT_CREDS);
	else
		rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_CREDS);
	if (rec) {
		rec->creds = *change;
		rec->by_exec = by_exec;
		rec->uid = change->new.uid;
		rec->euid = change->new.euid;
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}

/**
 * sessmon_process_emit_namespaces() - tell that namespaces have changed
 * @p: the process, its lock held
 * @change: from what to what
 * @tid: the thread that is in them, if not the first; 0 otherwise
 *
 * Context: as sessmon_event_reserve().
 */
void sessmon_process_emit_namespaces(struct sessmon_process *p,
				     const struct sessmon_namespaces_change *change, u32 tid)
{
	struct sessmon_record *rec = sessmon_process_reserve_loop(p, SESSMON_EVENT_NAMESPACES);

	if (rec) {
		rec->ns = *change;
		rec->tid = tid;
	}
	sessmon_event_commit(rec);
}
