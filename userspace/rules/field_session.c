// SPDX-License-Identifier: GPL-2.0-or-later
/* What rules may ask for of a session, its container, and what has just changed. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "containers/containers.h"
#include "names/names.h"
#include "rules/field.h"

static void get_class(struct facts *f, struct fact *to)
{
	if (facts_session(f))
		fact_name(f, to, &names_class, facts_session(f)->session_class);
	else if (sessmon_has(facts_process(f), SESSMON_A_PROCESS_CLASS))
		fact_name(f, to, &names_class, facts_process(f)->session_class);
}

static void get_reason(struct facts *f, struct fact *to)
{
	if (facts_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_REASON))
		fact_name(f, to, &names_reason, facts_session(f)->reason);
}

static void get_session_flags(struct facts *f, struct fact *to)
{
	if (facts_session(f))
		fact_flags(f, to, &names_session_flags, facts_session(f)->flags);
}

static void get_entry_type(struct facts *f, struct fact *to)
{
	if (facts_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_ENTRY_TYPE))
		fact_name(f, to, &names_entry, facts_session(f)->entry_type);
}

static void get_from(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	if (facts_session(f) && facts_session(f)->peer.address.len)
		address_put(&b, facts_session(f)->peer.address);
	fact_buf(f, to, &b);
}

static void get_origin(struct facts *f, struct fact *to)
{
	if (facts_session(f) && facts_session(f)->origin.id)
		fact_number(f, to, facts_session(f)->origin.id);
}

static void get_audit_session(struct facts *f, struct fact *to)
{
	if (facts_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_AUDIT_SESSION))
		fact_number(f, to, facts_session(f)->audit_session);
}

static void get_tty(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	if (facts_are_of_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_TTY))
		tty_put(&b, &facts_session(f)->tty);
	else if (!facts_are_of_session(f) && sessmon_has(facts_process(f), SESSMON_A_PROCESS_TTY))
		tty_put(&b, &facts_process(f)->tty);
	fact_buf(f, to, &b);
}

static void get_interactive(struct facts *f, struct fact *to)
{
	fact_bool(to, sessmon_has(facts_process(f), SESSMON_A_PROCESS_TTY) &&
			      facts_process(f)->exe.flags & SESSMON_EXE_AT_TERMINAL);
}

static void get_leader(struct facts *f, struct fact *to)
{
	if (facts_session(f) && facts_session(f)->leader.path.len)
		fact_text(to, facts_session(f)->leader.path);
}

static bool number_of(struct facts *f, const char *path, uint64_t *value)
{
	struct fact fact = { 0 };

	fact_of_document(f, path, &fact);
	if (fact.n != 1 || !fact.text[0].len)
		return false;
	*value = strtoull(fact.text[0].data, NULL, 10);
	return true;
}

/* Documents have both moments and not the difference. */
static bool moments(struct facts *f, uint64_t *now, uint64_t *start)
{
	if (!f->subject)
		return number_of(f, "sessmon.boottime", now) &&
		       number_of(f, "sessmon.session.key.start_ns", start);
	*now = facts_event(f)->boottime;
	*start = facts_are_of_session(f) ? facts_session(f)->key.start :
					   facts_process(f)->session.start;
	return true;
}

static void get_age(struct facts *f, struct fact *to)
{
	uint64_t now, start;

	if (moments(f, &now, &start) && start && now >= start)
		fact_number(f, to, (now - start) / NS_PER_SECOND);
}

static void get_exec_number(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_process(f), SESSMON_A_PROCESS_EXEC_COUNT))
		fact_number(f, to, facts_process(f)->exec_count);
}

static const struct container_facts *container(const struct facts *f)
{
	return facts_are_of_session(f) ?
		       containers_of_session(f->subject->mirror, facts_session(f)) :
		       containers_of_process(f->subject->mirror, facts_process(f));
}

static void get_container(struct facts *f, struct fact *to)
{
	const struct container_facts *c = container(f);

	if (c)
		fact_text(to, arena_copy(&f->arena, c->is.id, strlen(c->is.id)));
}

static void get_of_container(struct facts *f, struct fact *to, enum container_field field)
{
	const struct container_facts *c = container(f);

	if (c && c->field[field])
		fact_text(to, arena_copy(&f->arena, c->field[field], strlen(c->field[field])));
}

static void get_container_name(struct facts *f, struct fact *to)
{
	get_of_container(f, to, CONTAINER_NAME);
}

static void get_container_image(struct facts *f, struct fact *to)
{
	get_of_container(f, to, CONTAINER_IMAGE);
}

static void get_container_tag(struct facts *f, struct fact *to)
{
	get_of_container(f, to, CONTAINER_TAG);
}

static void get_pod(struct facts *f, struct fact *to)
{
	get_of_container(f, to, CONTAINER_POD);
}

static void get_namespace(struct facts *f, struct fact *to)
{
	get_of_container(f, to, CONTAINER_NAMESPACE);
}

static void get_runtime(struct facts *f, struct fact *to)
{
	const struct container_facts *c = container(f);

	if (c && c->is.runtime)
		fact_word(to, c->is.runtime);
}

static void get_event(struct facts *f, struct fact *to)
{
	fact_name(f, to, &names_event, facts_event(f)->type);
}

static void get_old_class(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_event(f), SESSMON_A_EVENT_OLD_CLASS))
		fact_name(f, to, &names_class, facts_event(f)->old_class);
}

static void get_old_flags(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_event(f), SESSMON_A_EVENT_OLD_FLAGS))
		fact_flags(f, to, &names_session_flags, facts_event(f)->old_flags);
}

static void get_tty_action(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_event(f), SESSMON_A_EVENT_TTY_ACTION))
		fact_name(f, to, &names_tty_action, facts_event(f)->tty_action);
}

static void get_privilege(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_event(f), SESSMON_A_EVENT_PRIVILEGE_GAINED))
		fact_bool(to, true);
}

static void get_ptrace_action(struct facts *f, struct fact *to)
{
	if (sessmon_has(facts_event(f), SESSMON_A_EVENT_PTRACE_ACTION))
		fact_name(f, to, &names_ptrace, facts_event(f)->ptrace_action);
}

static void get_tracer(struct facts *f, struct fact *to)
{
	if (f->subject->tracer && f->subject->tracer->exe.path.len)
		fact_text(to, f->subject->tracer->exe.path);
}

static void get_same_session(struct facts *f, struct fact *to)
{
	const struct sessmon_process *tracer = f->subject->tracer;

	if (tracer && tracer->session.id && facts_process(f)->session.id)
		fact_bool(to, tracer->session.id == facts_process(f)->session.id &&
				      tracer->session.start == facts_process(f)->session.start);
}

static const struct field_rule fields[] = {
	{ "sessmon.class",
	  OF_ALL,
	  false,
	  get_class,
	  { "sessmon.session.class", "sessmon.process.class" } },
	{ "sessmon.reason", OF_ALL, false, get_reason, { "sessmon.session.reason" } },
	{ "sessmon.flags", OF_ALL, false, get_session_flags, { "sessmon.session.flags" } },
	{ "sessmon.entry.type", OF_ALL, false, get_entry_type, { "sessmon.session.entry.type" } },
	{ "sessmon.from", OF_ALL, false, get_from, { "sessmon.session.peer.remote.ip" } },
	{ "sessmon.origin", OF_ALL, false, get_origin, { "sessmon.session.origin.pid" } },
	{ "sessmon.audit_session",
	  OF_ALL,
	  false,
	  get_audit_session,
	  { "sessmon.session.audit_session" } },
	{ "sessmon.tty",
	  OF_ALL,
	  false,
	  get_tty,
	  { "sessmon.process.tty.name", "sessmon.session.tty.name" } },
	{ "sessmon.interactive", OF_PROCESS, false, get_interactive, { "process.interactive" } },
	{ "sessmon.leader", OF_ALL, false, get_leader, { "process.session_leader.executable" } },
	{ "sessmon.age", OF_ALL, false, get_age, { NULL } },
	{ "sessmon.exec.number",
	  OF_PROCESS,
	  false,
	  get_exec_number,
	  { "sessmon.process.exec_count" } },
	{ "sessmon.container.id", OF_ALL, false, get_container, { "container.id" } },
	{ "sessmon.container.runtime", OF_ALL, false, get_runtime, { "container.runtime" } },
	{ "sessmon.container.name", OF_ALL, false, get_container_name, { "container.name" } },
	{ "sessmon.container.image",
	  OF_ALL,
	  false,
	  get_container_image,
	  { "container.image.name" } },
	{ "sessmon.container.tag", OF_ALL, false, get_container_tag, { "container.image.tag" } },
	{ "sessmon.pod.name", OF_ALL, false, get_pod, { "orchestrator.resource.name" } },
	{ "sessmon.pod.namespace", OF_ALL, false, get_namespace, { "orchestrator.namespace" } },
	{ "sessmon.event", OF_ALL, false, get_event, { "sessmon.event" } },
	{ "sessmon.old.class", OF_SESSION, false, get_old_class, { "sessmon.old.class" } },
	{ "sessmon.old.flags", OF_SESSION, false, get_old_flags, { "sessmon.old.flags" } },
	{ "sessmon.tty_action", OF_SESSION, false, get_tty_action, { "sessmon.tty_action" } },
	{ "sessmon.privilege_gained",
	  OF_SECURITY,
	  false,
	  get_privilege,
	  { "sessmon.privilege_gained" } },
	{ "sessmon.ptrace_action",
	  OF_SECURITY,
	  false,
	  get_ptrace_action,
	  { "sessmon.ptrace_action" } },
	{ "sessmon.tracer.executable",
	  OF_SECURITY,
	  false,
	  get_tracer,
	  { "sessmon.tracer.executable" } },
	{ "sessmon.tracer.same_session",
	  OF_SECURITY,
	  false,
	  get_same_session,
	  { "sessmon.tracer.same_session" } },
};

_Static_assert(FIRST_OF_SESSION + sizeof(fields) / sizeof(fields[0]) <= FACTS_MAX,
	       "a bit for each");

const struct field_rule *field_of_session(unsigned int i)
{
	return i < sizeof(fields) / sizeof(fields[0]) ? &fields[i] : NULL;
}
