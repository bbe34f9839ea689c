// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What rules may ask for of a process and its program; field_session.c has the rest.
 *
 * Names that Sigma's rules for Linux use mean what Sysmon for Linux means by them: Image is
 * the file that is executed, of a script its interpreter; User is whose process it is.  The
 * parent is what it was when the reader looked: it may have ended, and have become another
 * program.
 */
#include "base/host.h"
#include "names/names.h"
#include "rules/field.h"

static void get_image(struct facts *f, struct fact *to)
{
	if (facts_program(f)->path.len)
		fact_text(to, facts_program(f)->path);
}

static void get_command_line(struct facts *f, struct fact *to)
{
	fact_line(f, to, facts_program(f)->args);
}

static void get_directory(struct facts *f, struct fact *to)
{
	if (facts_program(f)->cwd.len)
		fact_text(to, facts_program(f)->cwd);
}

static void get_script(struct facts *f, struct fact *to)
{
	if (facts_program(f)->script.len)
		fact_text(to, facts_program(f)->script);
}

static void get_exe_flags(struct facts *f, struct fact *to)
{
	fact_flags(f, to, &names_exe_flags, facts_program(f)->flags);
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
	const struct sessmon_session *s = facts_session(f);
	bool before;

	if (!facts_are_of_session(f)) {
		user_of_process(f, to, facts_process(f));
		return;
	}
	before = names_are_hosts(names_of_session(s));
	if (sessmon_has(s, SESSMON_A_SESSION_UID))
		fact_user(f, to, s->uid);
	names_are_hosts(before);
}

static void get_euid(struct facts *f, struct fact *to)
{
	if (facts_are_of_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_EUID))
		fact_number(f, to, facts_session(f)->euid);
	else if (!facts_are_of_session(f) &&
		 sessmon_has(&facts_process(f)->creds, SESSMON_A_CREDS_EUID))
		fact_number(f, to, facts_process(f)->creds.euid);
}

static void get_loginuid(struct facts *f, struct fact *to)
{
	if (facts_process(f) && sessmon_has(facts_process(f), SESSMON_A_PROCESS_LOGINUID))
		fact_number(f, to, facts_process(f)->loginuid);
	else if (facts_session(f) && sessmon_has(facts_session(f), SESSMON_A_SESSION_LOGINUID))
		fact_number(f, to, facts_session(f)->loginuid);
}

static void get_pid(struct facts *f, struct fact *to)
{
	fact_number(f, to,
		    facts_are_of_session(f) ? facts_session(f)->key.id : facts_process(f)->key.id);
}

static void get_entity(struct facts *f, struct fact *to)
{
	struct buf b = { 0 };

	host_entity_id(&b,
		       facts_are_of_session(f) ? &facts_session(f)->key : &facts_process(f)->key);
	fact_buf(f, to, &b);
}

static void get_parent_pid(struct facts *f, struct fact *to)
{
	if (facts_process(f) && facts_process(f)->parent.id)
		fact_number(f, to, facts_process(f)->parent.id);
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

static const struct field_rule fields[] = {
	{ "Image", OF_ALL, true, get_image, { "process.executable" } },
	{ "CommandLine", OF_ALL, true, get_command_line, { "process.command_line" } },
	{ "ParentImage", OF_PROCESS, true, get_parent_image, { "process.parent.executable" } },
	{ "ParentCommandLine",
	  OF_PROCESS,
	  true,
	  get_parent_line,
	  { "process.parent.command_line" } },
	{ "CurrentDirectory", OF_ALL, false, get_directory, { "process.working_directory" } },
	{ "User", OF_ALL, false, get_user, { "process.real_user.name", "process.real_user.id" } },
	{ "ParentUser",
	  OF_PROCESS,
	  false,
	  get_parent_user,
	  { "process.parent.real_user.name", "process.parent.real_user.id" } },
	{ "LogonId",
	  OF_ALL,
	  false,
	  get_loginuid,
	  { "sessmon.process.login_user.id", "sessmon.session.login_user.id" } },
	{ "ProcessId", OF_ALL, false, get_pid, { "process.pid" } },
	{ "ProcessGuid", OF_ALL, false, get_entity, { "process.entity_id" } },
	{ "ParentProcessId", OF_PROCESS, false, get_parent_pid, { "process.parent.pid" } },
	{ "sessmon.loginuid",
	  OF_ALL,
	  false,
	  get_loginuid,
	  { "sessmon.process.login_user.id", "sessmon.session.login_user.id" } },
	{ "sessmon.euid", OF_ALL, false, get_euid, { "process.user.id" } },
	{ "sessmon.script", OF_PROCESS, false, get_script, { "sessmon.process.exe.script" } },
	{ "sessmon.exe.flags",
	  OF_ALL,
	  false,
	  get_exe_flags,
	  { "sessmon.process.exe.flags", "sessmon.session.leader.flags" } },
};

_Static_assert(sizeof(fields) / sizeof(fields[0]) == FIRST_OF_SESSION, "those before it");

const struct field_rule *field_at(unsigned int i)
{
	return i < FIRST_OF_SESSION ? &fields[i] : field_of_session(i - FIRST_OF_SESSION);
}
