// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sessmon verify --hooks: does the module notice what we do before its eyes?
 *
 * A hook that could be attached may still never be called on this kernel, or be called
 * by some of a function's callers only, where the compiler has put a copy of it into the
 * others. So each fact is provoked in processes of our own by each of the callers, and the
 * stream must tell of each. What needs a line of hardware cannot be: its last close.
 */
#include "health/hooks.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "health/provoke.h"
#include "names/names.h"

/* The module holds events back for some milliseconds; a busy host for longer. */
#define PATIENCE (5 * NS_PER_SECOND)
#define STEP_MS	 100

/* These say what is known, not what is called. */
#define NOT_CALLED (SESSMON_HOOK_BOOT_ID | SESSMON_HOOK_MNT_NS)

static bool by_code(const struct sessmon_event *e)
{
	return sessmon_has(e, SESSMON_A_EVENT_EXIT_CODE) && e->exit_code == PROVOKE_EXIT_CODE;
}

static bool by_signal(const struct sessmon_event *e)
{
	return sessmon_has(e, SESSMON_A_EVENT_EXIT_SIGNAL) && e->exit_signal == SIGKILL;
}

static bool with_program(const struct sessmon_event *e)
{
	return e->process.exe.path.len && e->process.exe.args.len && e->process.exe.inode;
}

static bool has_new_name(const struct sessmon_event *e)
{
	const struct sessmon_str *s = &e->process.comm;

	return s->len == strlen(PROVOKE_NAME) && !memcmp(s->data, PROVOKE_NAME, s->len);
}

/**
 * struct fact - Something that the stream has to tell.
 * @what: in words
 * @provoke: does it; NULL if the row above has
 * @type: the event, enum sessmon_event_type
 * @holds: what the event has to say besides, or NULL
 * @action: what became of the terminal or the tracing, for events of these
 * @hook: what it is seen with, enum sessmon_hook
 * @at_once: the end of the process would be told in the same words, too late
 */
struct fact {
	const char *what;
	struct provoked (*provoke)(void);
	uint32_t type;
	bool (*holds)(const struct sessmon_event *e);
	uint32_t action;
	uint32_t hook;
	bool at_once;
};

static const struct fact facts[] = {
	{ "a process is created", provoke_exit, SESSMON_EVENT_FORK, NULL, 0, SESSMON_HOOK_CREATE,
	  false },
	{ "a process ends with a code", NULL, SESSMON_EVENT_EXIT, by_code, 0, SESSMON_HOOK_EXIT,
	  false },
	{ "a process is killed", provoke_signal, SESSMON_EVENT_EXIT, by_signal, 0,
	  SESSMON_HOOK_EXIT, false },
	{ "a program is executed", provoke_exec, SESSMON_EVENT_EXEC, with_program, 0,
	  SESSMON_HOOK_EXEC | SESSMON_HOOK_EXEC_CAPTURE, false },
	{ "a process leads a new session", provoke_setsid, SESSMON_EVENT_SETSID, NULL, 0,
	  SESSMON_HOOK_SETSID, false },
	{ "a session starts", NULL, SESSMON_EVENT_SESSION_START, NULL, 0, SESSMON_HOOK_SETSID,
	  false },
	{ "a session ends", NULL, SESSMON_EVENT_SESSION_END, NULL, 0, SESSMON_HOOK_EXIT, false },
	{ "a process changes its group", provoke_setpgid, SESSMON_EVENT_SETPGID, NULL, 0,
	  SESSMON_HOOK_SETSID, false },
	{ "a session gets a terminal by opening it", provoke_terminal, SESSMON_EVENT_SESSION_TTY,
	  NULL, SESSMON_TTY_GAINED, SESSMON_HOOK_TTY_GAINED, false },
	{ "a session loses its terminal to another", NULL, SESSMON_EVENT_SESSION_TTY, NULL,
	  SESSMON_TTY_STOLEN, SESSMON_HOOK_TTY_LOST, false },
	{ "a session gets a terminal by asking for it", provoke_asking, SESSMON_EVENT_SESSION_TTY,
	  NULL, SESSMON_TTY_GAINED, SESSMON_HOOK_TTY_GAINED, false },
	{ "a session gives its terminal up", provoke_giving_up, SESSMON_EVENT_SESSION_TTY, NULL,
	  SESSMON_TTY_LOST, SESSMON_HOOK_TTY_LOST, true },
	{ "a terminal is hung up", provoke_hangup, SESSMON_EVENT_SESSION_TTY, NULL,
	  SESSMON_TTY_HANGUP, SESSMON_HOOK_TTY_HANGUP, false },
	{ "a process changes its ids", provoke_creds, SESSMON_EVENT_CREDS, NULL, 0,
	  SESSMON_HOOK_CREDS, false },
	{ "a process leaves a namespace", provoke_namespace, SESSMON_EVENT_NAMESPACES, NULL, 0,
	  SESSMON_HOOK_NAMESPACES, false },
	{ "a process joins a namespace", provoke_joining, SESSMON_EVENT_NAMESPACES, NULL, 0,
	  SESSMON_HOOK_NAMESPACES, false },
	{ "an orphan is adopted", provoke_reparent, SESSMON_EVENT_REPARENT, NULL, 0,
	  SESSMON_HOOK_REPARENT, false },
	{ "a process asks to be traced", provoke_traceme, SESSMON_EVENT_PTRACE, NULL,
	  SESSMON_PTRACE_TRACEME, SESSMON_HOOK_PTRACE_TRACEME, false },
	{ "a tracer attaches", provoke_attach, SESSMON_EVENT_PTRACE, NULL, SESSMON_PTRACE_ATTACH,
	  SESSMON_HOOK_PTRACE, false },
	{ "a tracer detaches", NULL, SESSMON_EVENT_PTRACE, NULL, SESSMON_PTRACE_DETACH,
	  SESSMON_HOOK_PTRACE_END, false },
	{ "a tracer ends", provoke_tracer_end, SESSMON_EVENT_PTRACE, NULL, SESSMON_PTRACE_DETACH,
	  SESSMON_HOOK_PTRACE_END, false },
	{ "a process renames itself", provoke_rename, SESSMON_EVENT_RENAME, has_new_name, 0,
	  SESSMON_HOOK_RENAME, false },
};

#define FACTS (sizeof(facts) / sizeof(facts[0]))

/* Hooks that the module does not load without are not in the list. */
static const struct hook_fact hook_facts[] = {
	{ SESSMON_HOOK_EXEC_DISCARD, { "free_bprm" }, "that an execution failed" },
	{ SESSMON_HOOK_TTY_GAINED, { "__proc_set_tty" }, "that a session gets a terminal" },
	{ SESSMON_HOOK_TTY_LOST,
	  { "session_clear_tty", "proc_clear_tty" },
	  "that a session loses its terminal" },
	{ SESSMON_HOOK_TTY_HANGUP, { "tty_signal_session_leader" }, "that a terminal is hung up" },
	{ SESSMON_HOOK_REPARENT, { "proc_exit_connector" }, "who adopts an orphan" },
	{ SESSMON_HOOK_NAMESPACES,
	  { "switch_task_namespaces" },
	  "that a process changes its namespaces" },
	{ SESSMON_HOOK_PTRACE,
	  { "proc_ptrace_connector", "security_ptrace_traceme", "__ptrace_unlink" },
	  "who traces whom" },
	{ SESSMON_HOOK_RENAME, { "__tracepoint_task_rename" }, "that a process renames itself" },
	{ SESSMON_HOOK_EXEC_CAPTURE, { NULL }, "what exactly was executed, if it ended at once" },
	{ SESSMON_HOOK_BOOT_ID, { NULL }, "which boot this is" },
	{ SESSMON_HOOK_MNT_NS, { NULL }, "in which mount namespace a process is" },
};

const struct hook_fact *hooks_fact(uint32_t hook)
{
	size_t i;

	for (i = 0; i < sizeof(hook_facts) / sizeof(hook_facts[0]); i++)
		if (hook_facts[i].hook == hook)
			return &hook_facts[i];
	return NULL;
}

/**
 * struct trial - One run.
 * @done: what came of each fact's provocation
 * @seen: the stream has told of it
 * @unseen: how many it has not told of
 */
struct trial {
	struct provoked done[FACTS];
	bool seen[FACTS];
	unsigned int unseen;
};

static void provoke_all(struct trial *t)
{
	size_t i;

	for (i = 0; i < FACTS; i++) {
		t->done[i] = facts[i].provoke ? facts[i].provoke() : t->done[i - 1];
		t->unseen += !t->done[i].error;
	}
}

static uint32_t subject(const struct sessmon_event *e)
{
	return sessmon_has(e, SESSMON_A_EVENT_PROCESS) ? e->process.key.id : e->session.key.id;
}

static bool tells(const struct fact *f, const struct sessmon_event *e)
{
	/* No event has both. */
	return f->action == (e->tty_action | e->ptrace_action) && (!f->holds || f->holds(e));
}

static int take(const struct sessmon_event *e, void *arg)
{
	struct trial *t = arg;
	size_t i;

	for (i = 0; i < FACTS; i++) {
		if (t->seen[i] || t->done[i].error || facts[i].type != e->type)
			continue;
		if (t->done[i].pid != subject(e) || !tells(&facts[i], e))
			continue;
		if (facts[i].at_once && e->boottime > t->done[i].done)
			continue;
		t->seen[i] = true;
		t->unseen--;
	}
	return 0;
}

static int receive(struct sessmon *s, struct trial *t)
{
	uint64_t end = clock_now(CLOCK_BOOTTIME) + PATIENCE;
	int err = 0;

	while (err >= 0 && t->unseen && clock_now(CLOCK_BOOTTIME) < end)
		err = sessmon_receive(s, STEP_MS, take, t);
	return err < 0 ? err : 0;
}

static uint64_t filtered(const struct sessmon_stats *st, uint32_t type)
{
	uint32_t i;

	for (i = 0; i < st->n_counters; i++)
		if (st->counters[i].type == type)
			return st->counters[i].filtered;
	return 0;
}

/* Why the stream may rightly have been silent, or NULL. */
static const char *excuse(const struct fact *f, const struct sessmon_stats *before,
			  const struct sessmon_stats *after)
{
	if (~after->hooks & f->hook)
		return "this kernel has no hook for it";
	if (filtered(after, f->type) != filtered(before, f->type))
		return "the recording policy leaves it out";
	return NULL;
}

static void put_fact(struct printer *p, bool json, const char *verdict, const char *what,
		     const char *why)
{
	struct json *j = &p->json;
	unsigned int base;

	if (!json) {
		buf_printf(&p->line, "%-8s %s%s%s\n", verdict, what, why ? ": " : "",
			   why ? why : "");
		return;
	}
	base = json_object(j);
	json_puts(j, "fact", what);
	json_puts(j, "verdict", *verdict == 'M' ? "missing" : verdict);
	json_puts(j, "reason", why);
	json_object_end(j, base);
}

/* Returns whether a fact was seen, or there is a reason why not. */
static bool judge(struct printer *p, bool json, const struct trial *t, size_t i, const char *why)
{
	struct buf b = { 0 };

	if (t->seen[i]) {
		put_fact(p, json, "ok", facts[i].what, NULL);
		return true;
	}
	if (t->done[i].error) {
		buf_printf(&b, "could not be provoked: %s", strerror(t->done[i].error));
		why = b.data;
	}
	put_fact(p, json, why ? "skipped" : "MISSING", facts[i].what, why);
	buf_free(&b);
	return why;
}

static bool judge_silent(struct printer *p, bool json, const struct sessmon_stats *st)
{
	uint32_t silent = st->hooks & ~st->hooks_fired & ~NOT_CALLED;
	struct buf b = { 0 };

	if (!silent)
		return true;
	name_put_flags(&b, &names_hooks, silent);
	put_fact(p, json, "MISSING", "attached, and never called", b.data);
	buf_free(&b);
	return false;
}

static bool put_result(struct printer *p, bool json, const struct trial *t,
		       const struct sessmon_stats *before, const struct sessmon_stats *after)
{
	unsigned int seen = 0, base = 0;
	bool ok = true;
	size_t i;

	if (json) {
		base = json_enter(&p->json, "hooks");
		json_objects(&p->json, "facts");
	}
	for (i = 0; i < FACTS; i++) {
		ok &= judge(p, json, t, i, excuse(&facts[i], before, after));
		seen += t->seen[i];
	}
	ok &= judge_silent(p, json, after);
	if (!json) {
		buf_printf(&p->line, "hooks: %u of %zu facts were seen\n", seen, FACTS);
		return ok;
	}
	json_list_end(&p->json);
	json_number(&p->json, "seen", seen);
	json_leave(&p->json, base);
	return ok;
}

int verify_hooks(struct sessmon *s, struct printer *p, bool json, bool *ok)
{
	struct sessmon_stats before, after;
	struct trial t = { 0 };
	int err;

	err = sessmon_stats_get(s, &before);
	if (!err)
		err = sessmon_subscribe(s, SESSMON_GROUP_ALL);
	if (err)
		return err;
	provoke_all(&t);
	err = receive(s, &t);
	if (!err)
		err = sessmon_stats_get(s, &after);
	if (!err)
		*ok = put_result(p, json, &t, &before, &after);
	return err;
}
