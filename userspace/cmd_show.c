// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <getopt.h>

#include "chain.h"
#include "container.h"
#include "field.h"
#include "host.h"
#include "key.h"
#include "print.h"
#include "view.h"

/* Where the values begin. */
#define VALUES 22

static void put_name(struct printer *p, const char *label, const struct sessmon_key *key)
{
	const struct sessmon_process *other = table_process(&p->table, key);
	size_t from = p->line.len;

	if (!other)
		return;
	buf_puts(&p->line, label);
	buf_pad(&p->line, from, VALUES);
	print_program(&p->line, &other->exe, other->comm);
	buf_puts(&p->line, "\n");
}

static void put_entity(struct printer *p, const struct sessmon_key *key)
{
	size_t from = p->line.len;

	buf_puts(&p->line, "entity id");
	buf_pad(&p->line, from, VALUES);
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
	buf_pad(&p->line, from, VALUES);
	if (c->runtime)
		buf_printf(&p->line, "%s ", c->runtime);
	buf_puts(&p->line, c->id);
	buf_puts(&p->line, "\n");
}

static bool put_process(struct printer *p, struct sessmon *s, const struct sessmon_process *process)
{
	const struct sessmon_session *session;
	size_t from;

	chain_put(p, s, &process->key, &process->session);
	from = p->line.len;
	put_entity(p, &process->key);
	fields_text(&p->line, &describe_process, process);
	put_name(p, "parent runs", &process->parent);
	put_container(p, process->cgroup, &process->key);
	session = table_session(&p->table, &process->session);
	if (session) {
		buf_puts(&p->line, "\n");
		fields_text(&p->line, &describe_session, session);
	}
	print_fold(p, from, VALUES);
	return printer_flush(p);
}

/* Relatives are fetched one by one; that one is gone is no error. */
static void fetch_entry(struct printer *p, struct sessmon *s, const struct sessmon_session *of)
{
	if (of && sessmon_has(of, SESSMON_A_SESSION_ENTRY))
		chain_session(p, s, &of->entry);
}

static int show_process(struct printer *p, struct sessmon *s, const struct sessmon_key *key,
			bool json)
{
	const struct sessmon_process *process = chain_process(p, s, key);
	bool ok;

	if (!process)
		return tool_fail(NULL, -ESRCH);
	chain_process(p, s, &process->parent);
	fetch_entry(p, s, chain_session(p, s, &process->session));
	ok = json ? print_process_json(p, process) && printer_flush(p) : put_process(p, s, process);
	return ok ? TOOL_OK : TOOL_FAILED;
}

static bool put_session(struct printer *p, struct sessmon *s, const struct sessmon_session *session)
{
	size_t from;

	chain_put(p, s, &session->key, &session->key);
	from = p->line.len;
	put_entity(p, &session->key);
	fields_text(&p->line, &describe_session, session);
	put_container(p, session->cgroup, &session->key);
	print_fold(p, from, VALUES);
	return printer_flush(p);
}

static int show_session(struct printer *p, struct sessmon *s, const struct sessmon_key *key,
			bool json)
{
	const struct sessmon_session *session = chain_session(p, s, key);
	const struct sessmon_process *leader;
	bool ok;

	if (!session)
		return tool_fail(NULL, -ESRCH);
	fetch_entry(p, s, session);
	leader = chain_process(p, s, &session->key);
	if (leader)
		chain_process(p, s, &leader->parent);
	ok = json ? print_session_json(p, session) && printer_flush(p) : put_session(p, s, session);
	return ok ? TOOL_OK : TOOL_FAILED;
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
	static const struct option options[] = { VIEW_COMMON_OPTIONS, { 0 } };
	bool json = false;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		ret = view_take_common(&json, &verb_show, c, argv);
	if (ret)
		return ret;
	if (argc - optind != 1)
		return tool_usage(&verb_show, "needs one key (PID, PID:START, s:SID)");
	return show(argv[optind], json);
}

const struct verb verb_show = {
	.name = "show",
	.args = "[-j] KEY",
	.summary = "Show everything that is known about a process or a session",
	.help = "KEY is PID, PID:START (ns of boot time), s:SID, s:SID:START or an entity id.\n\n"
		"  -j, --json             a JSON document, in ECS field names\n" VIEW_COMMON_HELP,
	.run = cmd_show,
};
