// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of what rules may ask for.
 *
 * Names that Sigma's rules for Linux use mean what Sysmon for Linux means by them: Image is
 * the file that is executed, of a script its interpreter; User is whose process it is.  The
 * parent is what it was when the reader looked: it may have ended, and have become another
 * program.
 */
#include "rules/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "containers/containers.h"
#include "base/host.h"
#include "names/names.h"

#define SESSION	 (1u << RULES_SESSION)
#define SECURITY (1u << RULES_SECURITY)
#define PROCESS	 (1u << RULES_PROCESS_CREATION | SECURITY)
#define ALL	 (PROCESS | SESSION)

static const struct sessmon_process *process(const struct facts *f)
{
	return f->subject->process;
}

static const struct sessmon_session *session(const struct facts *f)
{
	return f->subject->session;
}

static const struct sessmon_event *event(const struct facts *f)
{
	return f->subject->event;
}

static bool is_of_session(const struct facts *f)
{
	return f->subject->category == RULES_SESSION;
}

/* A session remembers the program of its leader. */
static const struct sessmon_exe *program(const struct facts *f)
{
	return is_of_session(f) ? &session(f)->leader : &process(f)->exe;
}

static void get_image(struct facts *f, struct fact *to)
{
	if (program(f)->path.len)
		fact_text(to, program(f)->path);
}

static void get_command_line(struct facts *f, struct fact *to)
{
	fact_line(f, to, program(f)->args);
}

static void get_directory(struct facts *f, struct fact *to)
{
	if (program(f)->cwd.len)
		fact_text(to, program(f)->cwd);
}

static void get_script(struct facts *f, struct fact *to)
{
	if (program(f)->script.len)
		fact_text(to, program(f)->script);
}

static void get_exe_flags(struct facts *f, struct fact *to)
{
	fact_flags(f, to, &names_exe_flags, program(f)->flags);
}

static void user_of_process(struct facts *f, struct fact *to, const struct sessmon_process *p)
{
	bool before = names_are_hosts(names_of_process(p));

	if (sessmon_has(&p->creds, SESSMON_A_CREDS_UID))
		fact_user(f, to, p->creds.uid);
	names_are_hosts(before);
}

static void get_user(struct facts *f, struct fact *to)
{
	const struct sessmon_session *s = session(f);
	bool before;

	if (!is_of_session(f)) {
		user_of_process(f, to, process(f));
		return;
	}
	before = names_are_hosts(names_of_session(s));
	if (sessmon_has(s, SESSMON_A_SESSION_UID))
		fact_user(f, to, s->uid);
	names_are_hosts(before);
}

static void get_euid(struct facts *f, struct fact *to)
{
	if (is_of_session(f) && sessmon_has(session(f), SESSMON_A_SESSION_EUID))
		fact_number(f, to, session(f)->euid);
	else if (!is_of_session(f) && sessmon_has(&process(f)->creds, SESSMON_A_CREDS_EUID))
		fact_number(f, to, process(f)->creds.euid);
}

static void get_loginuid(struct facts *f, struct fact *to)
{
	if (process(f) && sessmon_has(process(f), SESSMON_A_PROCESS_LOGINUID))
		fact_number(f, to, process(f)->loginuid);
	else if (session(f) && sessmon_has(session(f), SESSMON_A_SESSION_LOGINUID))
		fact_number(f, to, session(f)->loginuid);
}

static void get_pid(struct facts *f, struct fact *to)
{
	fact_number(f, to, is_of_session(f) ? session(f)->key.id : process(f)->key.id);
}

static void get_entity(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	host_entity_id(&b, is_of_session(f) ? &session(f)->key : &process(f)->key);
	fact_buf(f, to, &b);
}

static void get_parent_pid(struct facts *f, struct fact *to)
{
	if (process(f) && process(f)->parent.id)
		fact_number(f, to, process(f)->parent.id);
}

static void get_parent_image(struct facts *f, struct fact *to)
{
	if (f->subject->parent && f->subject->parent->exe.path.len)
		fact_text(to, f->subject->parent->exe.path);
}

static void get_parent_line(struct facts *f, struct fact *to)
{
	if (f->subject->parent)
		fact_line(f, to, f->subject->parent->exe.args);
}

static void get_parent_user(struct facts *f, struct fact *to)
{
	if (f->subject->parent)
		user_of_process(f, to, f->subject->parent);
}

static void get_class(struct facts *f, struct fact *to)
{
	if (session(f))
		fact_name(f, to, &names_class, session(f)->session_class);
	else if (sessmon_has(process(f), SESSMON_A_PROCESS_CLASS))
		fact_name(f, to, &names_class, process(f)->session_class);
}

static void get_reason(struct facts *f, struct fact *to)
{
	if (session(f) && sessmon_has(session(f), SESSMON_A_SESSION_REASON))
		fact_name(f, to, &names_reason, session(f)->reason);
}

static void get_session_flags(struct facts *f, struct fact *to)
{
	if (session(f))
		fact_flags(f, to, &names_session_flags, session(f)->flags);
}

static void get_entry_type(struct facts *f, struct fact *to)
{
	if (session(f) && sessmon_has(session(f), SESSMON_A_SESSION_ENTRY_TYPE))
		fact_name(f, to, &names_entry, session(f)->entry_type);
}

static void get_from(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	if (session(f) && session(f)->peer.address.len)
		address_put(&b, session(f)->peer.address);
	fact_buf(f, to, &b);
}

static void get_origin(struct facts *f, struct fact *to)
{
	if (session(f) && session(f)->origin.id)
		fact_number(f, to, session(f)->origin.id);
}

static void get_audit_session(struct facts *f, struct fact *to)
{
	if (session(f) && sessmon_has(session(f), SESSMON_A_SESSION_AUDIT_SESSION))
		fact_number(f, to, session(f)->audit_session);
}

static void get_tty(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	if (is_of_session(f) && sessmon_has(session(f), SESSMON_A_SESSION_TTY))
		tty_put(&b, &session(f)->tty);
	else if (!is_of_session(f) && sessmon_has(process(f), SESSMON_A_PROCESS_TTY))
		tty_put(&b, &process(f)->tty);
	fact_buf(f, to, &b);
}

static void get_interactive(struct facts *f, struct fact *to)
{
	fact_bool(to, sessmon_has(process(f), SESSMON_A_PROCESS_TTY) &&
			      process(f)->exe.flags & SESSMON_EXE_AT_TERMINAL);
}

static void get_leader(struct facts *f, struct fact *to)
{
	if (session(f) && session(f)->leader.path.len)
		fact_text(to, session(f)->leader.path);
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
	*now = event(f)->boottime;
	*start = is_of_session(f) ? session(f)->key.start : process(f)->session.start;
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
	if (sessmon_has(process(f), SESSMON_A_PROCESS_EXEC_COUNT))
		fact_number(f, to, process(f)->exec_count);
}

static const struct container_facts *container(const struct facts *f)
{
	return is_of_session(f) ? containers_of_session(f->subject->mirror, session(f)) :
				  containers_of_process(f->subject->mirror, process(f));
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
	fact_name(f, to, &names_event, event(f)->type);
}

static void get_old_class(struct facts *f, struct fact *to)
{
	if (sessmon_has(event(f), SESSMON_A_EVENT_OLD_CLASS))
		fact_name(f, to, &names_class, event(f)->old_class);
}

static void get_old_flags(struct facts *f, struct fact *to)
{
	if (sessmon_has(event(f), SESSMON_A_EVENT_OLD_FLAGS))
		fact_flags(f, to, &names_session_flags, event(f)->old_flags);
}

static void get_tty_action(struct facts *f, struct fact *to)
{
	if (sessmon_has(event(f), SESSMON_A_EVENT_TTY_ACTION))
		fact_name(f, to, &names_tty_action, event(f)->tty_action);
}

static void get_privilege(struct facts *f, struct fact *to)
{
	if (sessmon_has(event(f), SESSMON_A_EVENT_PRIVILEGE_GAINED))
		fact_bool(to, true);
}

static void get_ptrace_action(struct facts *f, struct fact *to)
{
	if (sessmon_has(event(f), SESSMON_A_EVENT_PTRACE_ACTION))
		fact_name(f, to, &names_ptrace, event(f)->ptrace_action);
}

static void get_tracer(struct facts *f, struct fact *to)
{
	if (f->subject->tracer && f->subject->tracer->exe.path.len)
		fact_text(to, f->subject->tracer->exe.path);
}

static void get_same_session(struct facts *f, struct fact *to)
{
	const struct sessmon_process *tracer = f->subject->tracer;

	if (tracer && tracer->session.id && process(f)->session.id)
		fact_bool(to, tracer->session.id == process(f)->session.id &&
				      tracer->session.start == process(f)->session.start);
}

static const struct field_rule fields[] = {
	{ "Image", ALL, true, get_image, { "process.executable" } },
	{ "CommandLine", ALL, true, get_command_line, { "process.command_line" } },
	{ "ParentImage", PROCESS, true, get_parent_image, { "process.parent.executable" } },
	{ "ParentCommandLine", PROCESS, true, get_parent_line, { "process.parent.command_line" } },
	{ "CurrentDirectory", ALL, false, get_directory, { "process.working_directory" } },
	{ "User", ALL, false, get_user, { "process.real_user.name", "process.real_user.id" } },
	{ "ParentUser",
	  PROCESS,
	  false,
	  get_parent_user,
	  { "process.parent.real_user.name", "process.parent.real_user.id" } },
	{ "LogonId",
	  ALL,
	  false,
	  get_loginuid,
	  { "sessmon.process.login_user.id", "sessmon.session.login_user.id" } },
	{ "ProcessId", ALL, false, get_pid, { "process.pid" } },
	{ "ProcessGuid", ALL, false, get_entity, { "process.entity_id" } },
	{ "ParentProcessId", PROCESS, false, get_parent_pid, { "process.parent.pid" } },
	{ "sessmon.class",
	  ALL,
	  false,
	  get_class,
	  { "sessmon.session.class", "sessmon.process.class" } },
	{ "sessmon.reason", ALL, false, get_reason, { "sessmon.session.reason" } },
	{ "sessmon.flags", ALL, false, get_session_flags, { "sessmon.session.flags" } },
	{ "sessmon.entry.type", ALL, false, get_entry_type, { "sessmon.session.entry.type" } },
	{ "sessmon.from", ALL, false, get_from, { "sessmon.session.peer.remote.ip" } },
	{ "sessmon.origin", ALL, false, get_origin, { "sessmon.session.origin.pid" } },
	{ "sessmon.audit_session",
	  ALL,
	  false,
	  get_audit_session,
	  { "sessmon.session.audit_session" } },
	{ "sessmon.loginuid",
	  ALL,
	  false,
	  get_loginuid,
	  { "sessmon.process.login_user.id", "sessmon.session.login_user.id" } },
	{ "sessmon.euid", ALL, false, get_euid, { "process.user.id" } },
	{ "sessmon.tty",
	  ALL,
	  false,
	  get_tty,
	  { "sessmon.process.tty.name", "sessmon.session.tty.name" } },
	{ "sessmon.interactive", PROCESS, false, get_interactive, { "process.interactive" } },
	{ "sessmon.script", PROCESS, false, get_script, { "sessmon.process.exe.script" } },
	{ "sessmon.exe.flags",
	  ALL,
	  false,
	  get_exe_flags,
	  { "sessmon.process.exe.flags", "sessmon.session.leader.flags" } },
	{ "sessmon.leader", ALL, false, get_leader, { "process.session_leader.executable" } },
	{ "sessmon.age", ALL, false, get_age, { NULL } },
	{ "sessmon.exec.number",
	  PROCESS,
	  false,
	  get_exec_number,
	  { "sessmon.process.exec_count" } },
	{ "sessmon.container.id", ALL, false, get_container, { "container.id" } },
	{ "sessmon.container.runtime", ALL, false, get_runtime, { "container.runtime" } },
	{ "sessmon.container.name", ALL, false, get_container_name, { "container.name" } },
	{ "sessmon.container.image", ALL, false, get_container_image, { "container.image.name" } },
	{ "sessmon.container.tag", ALL, false, get_container_tag, { "container.image.tag" } },
	{ "sessmon.pod.name", ALL, false, get_pod, { "orchestrator.resource.name" } },
	{ "sessmon.pod.namespace", ALL, false, get_namespace, { "orchestrator.namespace" } },
	{ "sessmon.event", ALL, false, get_event, { "sessmon.event" } },
	{ "sessmon.old.class", SESSION, false, get_old_class, { "sessmon.old.class" } },
	{ "sessmon.old.flags", SESSION, false, get_old_flags, { "sessmon.old.flags" } },
	{ "sessmon.tty_action", SESSION, false, get_tty_action, { "sessmon.tty_action" } },
	{ "sessmon.privilege_gained",
	  SECURITY,
	  false,
	  get_privilege,
	  { "sessmon.privilege_gained" } },
	{ "sessmon.ptrace_action",
	  SECURITY,
	  false,
	  get_ptrace_action,
	  { "sessmon.ptrace_action" } },
	{ "sessmon.tracer.executable",
	  SECURITY,
	  false,
	  get_tracer,
	  { "sessmon.tracer.executable" } },
	{ "sessmon.tracer.same_session",
	  SECURITY,
	  false,
	  get_same_session,
	  { "sessmon.tracer.same_session" } },
};

_Static_assert(sizeof(fields) / sizeof(fields[0]) <= FACTS_MAX, "a bit for each");

const struct field_rule *field_table(unsigned int *n)
{
	*n = sizeof(fields) / sizeof(fields[0]);
	return fields;
}
