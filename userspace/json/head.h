/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every document begins with: when it is of, which kind of event it tells, and
 * on which machine.  Kind, category, type and action are the schema's words, those
 * that rules written for other sensors look for; sessmon.event has our own.
 */
#ifndef SESSMON_HEAD_JSON_H
#define SESSMON_HEAD_JSON_H

#include "json/summary.h"
#include "text/printer.h"

/**
 * head_event() - Begin the document of an event.
 * @p: printer
 * @e: event
 */
void head_event(struct printer *p, const struct sessmon_event *e);

/**
 * head_process() - Begin the document of a process that is there.
 * @p: printer
 * @process: it
 */
void head_process(struct printer *p, const struct sessmon_process *process);

/**
 * head_session() - Begin the document of a session that is there.
 * @p: printer
 * @session: it
 */
void head_session(struct printer *p, const struct sessmon_session *session);

/**
 * head_summary() - Begin the document of a session from its beginning to its end.
 * @p: printer
 * @session: it
 * @sum: what became of it
 */
void head_summary(struct printer *p, const struct sessmon_session *session,
		  const struct summary *sum);

/**
 * head_own_event() - Write our own word for what happened, within "sessmon".
 * @j: writer
 * @e: event, NULL of what is there
 */
void head_own_event(struct json *j, const struct sessmon_event *e);

#endif /* SESSMON_HEAD_JSON_H */
