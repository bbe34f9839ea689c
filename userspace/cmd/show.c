// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon show: all that is known of a process or a session, and how it came in. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/host.h"
#include "base/key.h"
#include "cmd/past_start.h"
#include "cmd/show.h"
#include "options/view.h"
#include "names/field.h"
#include "text/chain.h"
#include "text/container.h"
#include "text/printer.h"

/* Where the values begin. */
#define VALUES 22

static void put_name(struct printer *p, const char *label, const struct sessmon_key *key)
{
	const struct sessmon_process *other = mirror_process(&p->mirror, key);
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

static bool put_process(struct printer *p, struct sessmon *s, const struct sessmon_process *process)
{
	const struct sessmon_session *session;
	size_t from;

	chain_put(p, s, &process->key, &process->session);
	from = p->line.len;
	put_entity(p, &process->key);
	fields_text(&p->line, &describe_process, process);
	put_name(p, "parent runs", &process->parent);
	text_container_all(&p->line, containers_of_process(&p->mirror, process), VALUES);
	session = mirror_session(&p->mirror, &process->session);
	if (session) {
		buf_puts(&p->line, "\n");
		fields_text(&p->line, &describe_session, session);
	}
	print_fold(p, from, VALUES);
	return printer_flush(p);
}

/*
 * Relatives are fetched one by one; that one is gone is no error.  All that a document
 * names, so that it does not depend on what else was asked for.
 */
static void fetch_relatives(struct printer *p, struct sessmon *s, const struct sessmon_session *of,
			    const struct sessmon_process *process)
{
	const struct sessmon_process *parent;

	if (of)
		chain_process(p, s, &of->key);
	if (of && sessmon_has(of, SESSMON_A_SESSION_ENTRY)) {
		chain_session(p, s, &of->entry);
		chain_process(p, s, &of->entry);
	}
	if (!process)
		return;
	chain_process(p, s, &(struct sessmon_key){ .id = process->pgid });
	parent = chain_process(p, s, &process->parent);
	if (parent)
		chain_session(p, s, &parent->session);
}

static void put_gap(struct show *w)
{
	if (w->any && !w->json)
		buf_puts(&w->p.line, "\n");
	w->any = true;
}

static enum show_verdict show_process(struct show *w, const struct sessmon_key *key)
{
	const struct sessmon_process *process = chain_process(&w->p, w->s, key);
	bool ok;

	if (!process)
		return SHOW_NONE;
	put_gap(w);
	fetch_relatives(&w->p, w->s, chain_session(&w->p, w->s, &process->session), process);
	ok = w->json ? print_process_json(&w->p, process) && printer_flush(&w->p) :
		       put_process(&w->p, w->s, process);
	return ok ? SHOW_OK : SHOW_FAILED;
}

static bool put_session(struct printer *p, struct sessmon *s, const struct sessmon_session *session)
{
	size_t from;

	chain_put(p, s, &session->key, &session->key);
	from = p->line.len;
	put_entity(p, &session->key);
	fields_text(&p->line, &describe_session, session);
	text_container_all(&p->line, containers_of_session(&p->mirror, session), VALUES);
	print_fold(p, from, VALUES);
	return printer_flush(p);
}

static enum show_verdict show_session(struct show *w, const struct sessmon_key *key)
{
	const struct sessmon_session *session = chain_session(&w->p, w->s, key);
	bool ok;

	if (!session)
		return SHOW_NONE;
	put_gap(w);
	fetch_relatives(&w->p, w->s, session, chain_process(&w->p, w->s, &session->key));
	ok = w->json ? print_session_json(&w->p, session) && printer_flush(&w->p) :
		       put_session(&w->p, w->s, session);
	return ok ? SHOW_OK : SHOW_FAILED;
}

enum show_verdict show_object(struct show *w, const struct key_request *k)
{
	return (k->session ? show_session : show_process)(w, &k->key);
}

/* What has ended, or was of another boot, is asked of the history, if there is one. */
static int ask_history(struct show *w, char *text)
{
	char **words;
	int status;

	if (!past_is_installed())
		return tool_none(text);
	put_gap(w);
	if (!printer_flush(&w->p))
		return TOOL_FAILED;
	words = xalloc((size_t)w->n_options + 2, sizeof(*words));
	memcpy(words, w->options, (size_t)w->n_options * sizeof(*words));
	words[w->n_options] = text;
	status = past_ask(w->n_options + 1, words);
	free(words);
	return status;
}

static int show_one(struct show *w, char *text)
{
	enum show_verdict verdict = SHOW_NONE;
	struct key_request k;

	if (w->s && key_parse(text, host_identify(NULL)->boot_id, &k) == KEY_OK)
		verdict = show_object(w, &k);
	if (verdict == SHOW_NONE)
		return ask_history(w, text);
	return verdict == SHOW_OK ? TOOL_OK : TOOL_FAILED;
}

/* The history may know what the module does not, and also if there is none. */
static int open_module(struct show *w)
{
	int err = sessmon_open(&w->s);

	if (err == -SESSMON_E_NOT_LOADED && past_is_installed()) {
		fprintf(stderr, "sessmon: %s: the history is asked\n", sessmon_strerror(err));
		return TOOL_OK;
	}
	return err ? tool_fail(NULL, err) : TOOL_OK;
}

static int show(struct show *w, char **keys)
{
	int ret = open_module(w);

	if (ret)
		return ret;
	printer_open(&w->p, w->s ? sessmon_info(w->s) : NULL);
	for (; *keys; keys++)
		ret |= show_one(w, *keys);
	printer_close(&w->p);
	sessmon_close(w->s);
	return ret;
}

static int cmd_show(int argc, char **argv)
{
	static const struct option options[] = {
		VIEW_COMMON_OPTIONS,
		{ "dir", required_argument, NULL, VIEW_DIR },
		{ 0 },
	};
	struct show w = { .options = argv };
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		if (c != VIEW_DIR)
			ret = view_take_common(&w.json, &verb_show, c, argv);
	w.n_options = optind;
	if (!ret && optind == argc)
		ret = tool_usage(&verb_show, "needs a key (PID, PID:START, s:SID)");
	if (!ret)
		ret = tool_check_keys(&verb_show, argv + optind);
	return ret ? ret : show(&w, argv + optind);
}

const struct verb verb_show = {
	.name = "show",
	.args = "[-j] KEY...",
	.summary = "Show everything that is known about processes and sessions",
	.help = "KEY is PID, PID:START (ns of boot time), s:SID, s:SID:START or an entity id.\n"
		"What has ended is shown as it was at last, from the history.\n\n"
		"  -j, --json             one JSON document for each, in ECS field names\n" VIEW_DIR_HELP
			VIEW_COMMON_HELP,
	.run = cmd_show,
};
