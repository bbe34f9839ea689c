// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>

#include "container.h"
#include "field.h"
#include "host.h"
#include "key.h"
#include "print.h"
#include "tool.h"

static int keep_process(const struct sessmon_process *process, void *arg)
{
	table_put_process(arg, process);
	return 0;
}

static int keep_session(const struct sessmon_session *session, void *arg)
{
	table_put_session(arg, session);
	return 0;
}

/* Relatives are fetched one by one; that one is gone is no error. */
static void fetch_session(struct printer *p, struct sessmon *s, const struct sessmon_key *key)
{
	sessmon_session_get(s, key, keep_session, &p->table);
}

static void fetch_entry(struct printer *p, struct sessmon *s, const struct sessmon_session *of)
{
	if (of && sessmon_has(of, SESSMON_A_SESSION_ENTRY))
		fetch_session(p, s, &of->entry);
}

static void fetch_leader(struct printer *p, struct sessmon *s, const struct sessmon_session *of)
{
	const struct sessmon_process *leader;

	sessmon_process_get(s, &of->key, keep_process, &p->table);
	leader = table_process(&p->table, &of->key);
	if (leader && leader->parent.id)
		sessmon_process_get(s, &leader->parent, keep_process, &p->table);
}

static void put_name(struct printer *p, const char *label, const struct sessmon_key *key)
{
	const struct sessmon_process *other = table_process(&p->table, key);
	size_t from = p->line.len;

	if (!other)
		return;
	buf_puts(&p->line, label);
	buf_pad(&p->line, from, 22);
	print_program(&p->line, &other->exe, other->comm);
	buf_puts(&p->line, "\n");
}

static void put_entity(struct printer *p, const struct sessmon_key *key)
{
	size_t from = p->line.len;

	buf_puts(&p->line, "entity id");
	buf_pad(&p->line, from, 22);
	host_entity_id(&p->line, key);
	buf_puts(&p->line, "\n");
}

static void put_container(struct printer *p, uint64_t cgroup, const struct sessmon_key *key)
{
	const struct container *c = container_of_cgroup(cgroup, key);
	size_t from = p->line.len;

	if (!c)
		return;
	buf_puts(&p->line, "container");
	buf_pad(&p->line, from, 22);
	if (c->runtime)
		buf_printf(&p->line, "%s ", c->runtime);
	buf_puts(&p->line, c->id);
	buf_puts(&p->line, "\n");
}

static bool put_process(struct printer *p, const struct sessmon_process *process, bool json)
{
	const struct sessmon_session *session = table_session(&p->table, &process->session);

	if (json)
		return print_process_json(p, process) && printer_flush(p);
	put_entity(p, &process->key);
	fields_text(&p->line, &describe_process, process);
	put_name(p, "parent runs", &process->parent);
	put_container(p, process->cgroup, &process->key);
	if (session) {
		buf_puts(&p->line, "\n");
		fields_text(&p->line, &describe_session, session);
	}
	return printer_flush(p);
}

static int show_process(struct printer *p, struct sessmon *s, const struct sessmon_key *key,
			bool json)
{
	const struct sessmon_process *process;
	int err = sessmon_process_get(s, key, keep_process, &p->table);

	if (err)
		return tool_fail(s, err);
	process = table_process(&p->table, key);
	if (!process)
		return tool_fail(NULL, -ESRCH);
	if (process->parent.id)
		sessmon_process_get(s, &process->parent, keep_process, &p->table);
	process = table_process(&p->table, key);
	fetch_session(p, s, &process->session);
	fetch_entry(p, s, table_session(&p->table, &process->session));
	return put_process(p, process, json) ? TOOL_OK : TOOL_FAILED;
}

static bool put_session(struct printer *p, const struct sessmon_session *session, bool json)
{
	if (json)
		return print_session_json(p, session) && printer_flush(p);
	put_entity(p, &session->key);
	fields_text(&p->line, &describe_session, session);
	put_container(p, session->cgroup, &session->key);
	return printer_flush(p);
}

static int show_session(struct printer *p, struct sessmon *s, const struct sessmon_key *key,
			bool json)
{
	const struct sessmon_session *session;
	int err = sessmon_session_get(s, key, keep_session, &p->table);

	if (err)
		return tool_fail(s, err);
	session = table_session(&p->table, key);
	if (!session)
		return tool_fail(NULL, -ESRCH);
	fetch_entry(p, s, session);
	fetch_leader(p, s, session);
	return put_session(p, session, json) ? TOOL_OK : TOOL_FAILED;
}

static int show(const char *text, bool json)
{
	struct key_request k;
	struct printer p;
	struct sessmon *s;
	int ret;

	/* What is no key is no reason to ask the kernel. */
	if (key_parse(text, host_identify(NULL)->boot_id, &k) == KEY_BAD)
		return tool_usage(&verb_show, "%s is no key (PID, PID:START, s:SID)", text);
	ret = tool_open(&s);
	if (ret)
		return ret;
	printer_open(&p, sessmon_info(s));
	if (key_parse(text, host_identify(NULL)->boot_id, &k) != KEY_OK)
		ret = tool_fail(NULL, -ESRCH);
	else
		ret = (k.session ? show_session : show_process)(&p, s, &k.key, json);
	printer_close(&p);
	sessmon_close(s);
	return ret;
}

static int cmd_show(int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, ":j", options, NULL)) != -1) {
		if (c != 'j')
			return tool_bad_option(&verb_show, c, argv);
		json = true;
	}
	if (argc - optind != 1)
		return tool_usage(&verb_show, "needs one key (PID, PID:START, s:SID)");
	return show(argv[optind], json);
}

const struct verb verb_show = {
	.name = "show",
	.args = "[-j] KEY",
	.summary = "Show everything that is known about a process or a session",
	.help = "KEY is PID, PID:START (ns of boot time), s:SID, s:SID:START or an entity id.\n\n"
		"  -j, --json  a JSON document, in ECS field names\n",
	.run = cmd_show,
};
