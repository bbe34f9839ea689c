// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the columns of a row say of an event or a process. Which facts are there follows what
 * the module sends (module/wire/encode_event.c): so that the rest is empty where it can be.
 */
#include "rows/said.h"

#include <sched.h>
#include <signal.h>

#include "rows/living.h"

#define BIT(attr) (1ULL << (attr))
#define P(attr)	  BIT(SESSMON_A_PROCESS_##attr)
#define E(attr)	  BIT(SESSMON_A_EVENT_##attr)

/* What fork(2) of the C library asks for. */
#define USUAL_CLONE (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD)

#define CORE_DUMPED 0x80

static void say_if(struct sessmon_process *p, unsigned int attr, bool there)
{
	p->has |= (uint64_t)there << attr;
}

/* Ids alone, but for who is said as a whole. */
static void say_context(struct sessmon_process *p, enum said_as as, const struct sessmon_process *c)
{
	const uint64_t ids = BIT(SESSMON_A_CREDS_UID) | BIT(SESSMON_A_CREDS_EUID);
	const bool whole = as == SAID_THERE;

	p->has |= c->has & (P(CLASS) | P(LOGINUID) | P(AUDIT_SESSION) | P(TTY) | P(CREDS));
	say_if(p, SESSMON_A_PROCESS_FLAGS,
	       sessmon_has(c, SESSMON_A_PROCESS_FLAGS) && (whole || c->flags));
	p->session_class = c->session_class;
	p->loginuid = c->loginuid;
	p->audit_session = c->audit_session;
	p->flags = c->flags;
	p->tty = c->tty;
	if (whole) {
		p->has |= c->has & (P(NAMESPACES) | P(CGROUP));
		p->creds = c->creds;
		p->ns = c->ns;
		p->cgroup = c->cgroup;
	} else {
		p->creds.has = c->creds.has & ids;
		p->creds.uid = c->creds.uid;
		p->creds.euid = c->creds.euid;
	}
}

void said_process(struct sessmon_process *p, enum said_as as, const struct said *said)
{
	const uint64_t whole = BIT(SESSMON_A_KEY_ID) | BIT(SESSMON_A_KEY_START);

	p->has = P(KEY);
	p->key = said->key;
	if (said->session) {
		p->has |= P(SESSION);
		p->session = *said->session;
	}
	if (said->parent) {
		p->has |= P(PARENT) | (as == SAID_BORN ? P(CREATOR) : 0);
		p->parent = *said->parent;
		if (as == SAID_BORN)
			p->creator = *said->parent;
	}
	if (said->context)
		say_context(p, as, said->context);
	p->key.has = p->session.has = p->parent.has = p->creator.has = whole;
	say_if(p, SESSMON_A_PROCESS_PGID, said->pgid != NO_PGID);
	p->pgid = said->pgid != NO_PGID ? said->pgid : 0;
	say_if(p, SESSMON_A_PROCESS_COMM, said->comm.data);
	p->comm = said->comm;
	say_if(p, SESSMON_A_PROCESS_EXEC_COUNT, as == SAID_THERE || said->execs);
	p->exec_count = said->execs;
	if (said->exe) {
		p->has |= P(EXE);
		p->exe = *said->exe;
	}
	if (as == SAID_THERE) {
		p->has |= P(VPID) | P(LAST_SEQ);
		p->vpid = said->key.id;
		p->last_seq = said->seq;
	}
}

void said_event(struct sessmon_event *e, uint32_t type, uint64_t seq, uint64_t boottime,
		uint64_t realtime)
{
	e->has = E(SEQ) | E(TYPE) | E(BOOTTIME) | E(REALTIME);
	e->type = type;
	e->seq = seq;
	e->boottime = boottime;
	e->realtime = realtime;
}

void said_birth(struct sessmon_event *e)
{
	e->has |= E(CLONE_FLAGS);
	e->clone_flags = USUAL_CLONE;
}

void said_end(struct sessmon_event *e, uint32_t status)
{
	e->exit_signal = status & 0x7f;
	e->has |= e->exit_signal ? E(EXIT_SIGNAL) : E(EXIT_CODE);
	e->exit_code = e->exit_signal ? 0 : status >> 8 & 0xff;
	if (status & CORE_DUMPED)
		e->has |= E(CORE_DUMPED);
	e->has |= E(LIFETIME);
	e->lifetime = e->boottime - e->process.key.start;
}

uint32_t said_status(const struct sessmon_event *e)
{
	return (e->exit_signal & 0x7f) | (e->exit_code & 0xff) << 8 |
	       (sessmon_has(e, SESSMON_A_EVENT_CORE_DUMPED) ? CORE_DUMPED : 0);
}
