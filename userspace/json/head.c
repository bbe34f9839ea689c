// SPDX-License-Identifier: GPL-2.0-or-later
/* How each document begins: time, event, host, and what ECS says of the kind. */
#include "json/head.h"

#include <string.h>

#include "base/clock.h"
#include "base/escape.h"
#include "base/host.h"
#include "json/field.h"
#include "names/names.h"

/**
 * struct head - What is the same in all documents of one kind, as JSON.
 * @stream: members of the document
 * @kind: of "event", which of an alert is another one
 * @event: other members of "event"
 */
struct head {
	const char *stream;
	const char *kind;
	const char *event;
};

/* The schema's version is that of the fields that documents have. */
#define STREAM(type, dataset)                                               \
	"\"ecs\":{\"version\":\"9.4.0\"},\"data_stream\":{\"type\":\"" type \
	"\",\"dataset\":\"sessmon." dataset "\",\"namespace\":\"default\"}"
#define HEAD(kind, stream, dataset, category, type, action)                            \
	{                                                                              \
		STREAM(stream, dataset), "\"kind\":\"" kind "\"",                      \
			"\"category\":[\"" category "\"],\"type\":[\"" type            \
			"\"],\"action\":\"" action "\",\"dataset\":\"sessmon." dataset \
			"\",\"module\":\"sessmon\",\"provider\":\"sessmon\""           \
	}
#define EVENT(category, type, action) HEAD("event", "logs", category, category, type, action)
#define DRIVER(type, action)	      HEAD("event", "logs", "module", "driver", type, action)

/* An event has the action that the schema's users give it, where they have one. */
static const struct head event_heads[] = {
	[SESSMON_EVENT_FORK] = EVENT("process", "start", "fork"),
	[SESSMON_EVENT_EXEC] = EVENT("process", "start", "exec"),
	[SESSMON_EVENT_EXIT] = EVENT("process", "end", "end"),
	[SESSMON_EVENT_SETSID] = EVENT("process", "change", "session_id_change"),
	[SESSMON_EVENT_SETPGID] = EVENT("process", "change", "setpgid"),
	[SESSMON_EVENT_CREDS] = EVENT("process", "change", "creds"),
	[SESSMON_EVENT_REPARENT] = EVENT("process", "change", "reparent"),
	[SESSMON_EVENT_NAMESPACES] = EVENT("process", "change", "namespaces"),
	[SESSMON_EVENT_PTRACE] = EVENT("process", "change", "ptrace"),
	[SESSMON_EVENT_RENAME] = EVENT("process", "change", "rename"),
	[SESSMON_EVENT_SESSION_START] = EVENT("session", "start", "session_start"),
	[SESSMON_EVENT_SESSION_END] = EVENT("session", "end", "session_end"),
	[SESSMON_EVENT_SESSION_TTY] = EVENT("session", "info", "session_tty"),
	[SESSMON_EVENT_SESSION_CLASS] = EVENT("session", "info", "session_class"),
	[SESSMON_EVENT_SESSION_FLAGS] = EVENT("session", "info", "session_flags"),
	[SESSMON_EVENT_SESSION_LEADER] = EVENT("session", "info", "session_leader"),
	[SESSMON_EVENT_LOST] = DRIVER("info", "lost"),
	[SESSMON_EVENT_ATTACHED] = DRIVER("start", "attached"),
	[SESSMON_EVENT_HOOKS] = DRIVER("change", "hooks"),
	[SESSMON_EVENT_DETACHING] = DRIVER("end", "detaching"),
};

/* An event has one action, and most changes of credentials are one of these. */
static const struct head uid_change = EVENT("process", "change", "uid_change");
static const struct head gid_change = EVENT("process", "change", "gid_change");

/* An event of a newer module is told by the object that it is about. */
static const struct head of_process = EVENT("process", "info", "unknown");
static const struct head of_session = EVENT("session", "info", "unknown");
static const struct head of_module = DRIVER("info", "unknown");

static const struct head *creds_head(const struct sessmon_event *e)
{
	const struct sessmon_creds *o = &e->old_creds, *n = &e->process.creds;

	if (o->uid != n->uid || o->euid != n->euid || o->suid != n->suid || o->fsuid != n->fsuid)
		return &uid_change;
	if (o->gid != n->gid || o->egid != n->egid || o->sgid != n->sgid || o->fsgid != n->fsgid ||
	    sessmon_has(n, SESSMON_A_CREDS_GROUPS_CHANGED))
		return &gid_change;
	return &event_heads[SESSMON_EVENT_CREDS];
}

static const struct head *head_of(const struct sessmon_event *e)
{
	if (e->type == SESSMON_EVENT_CREDS)
		return creds_head(e);
	if (e->type < sizeof(event_heads) / sizeof(event_heads[0]) && event_heads[e->type].event)
		return &event_heads[e->type];
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		return &of_session;
	return sessmon_has(e, SESSMON_A_EVENT_PROCESS) ? &of_process : &of_module;
}

static void add_string(struct buf *b, const char *before, const char *text)
{
	buf_puts(b, before);
	escape_json(b, (struct sessmon_str){ text, (uint32_t)strlen(text) });
}

static void add_known(struct buf *b, const char *before, const char *text)
{
	if (text[0])
		add_string(b, before, text);
}

static void write_host(struct buf *b, const struct host *h)
{
	add_string(b, "{\"hostname\":", h->name);
	add_string(b, ",\"name\":", h->name);
	add_known(b, ",\"id\":", h->machine_id);
	add_known(b, ",\"architecture\":", h->machine);
	add_string(b, ",\"boot\":{\"id\":", h->boot_id);
	buf_puts(b, "},\"os\":{\"type\":\"linux\"");
	add_known(b, ",\"platform\":", h->os_id);
	add_known(b, ",\"family\":", h->os_family);
	add_known(b, ",\"name\":", h->os_name);
	add_known(b, ",\"version\":", h->os_version);
	add_known(b, ",\"full\":", h->os_full);
	add_known(b, ",\"kernel\":", h->kernel);
	buf_puts(b, "}}");
}

/* The same in each document until the host is given another name. */
static void put_host(struct printer *p)
{
	static struct buf b;

	if (host_has_changed())
		buf_clear(&b);
	if (!b.len)
		write_host(&b, host_identify(p->info));
	buf_add(json_value(&p->json, "host"), b.data, b.len);
}

/* Begins the document; returns what json_leave() needs to leave "event". */
static unsigned int begin(struct printer *p, uint64_t wall, const struct head *h)
{
	struct json *j = &p->json;
	unsigned int base;

	json_begin(j, &p->line);
	json_time(j, "@timestamp", wall);
	buf_puts(json_members(j), h->stream);
	base = json_enter(j, "event");
	buf_puts(json_members(j), p->alert ? "\"kind\":\"alert\"" : h->kind);
	if (p->alert)
		json_number(j, "severity", p->alert->severity);
	buf_puts(json_members(j), h->event);
	return base;
}

/*
 * The same event is the same document, whoever reads it and however often: boot, number
 * and moment name it. The numbers begin again when the module is loaded again, and a loss
 * that the module tells has the number of what was before it. One that this reader found
 * itself is nobody else's.  An alert has its rule, too.
 */
static void put_id(struct json *j, const struct sessmon_event *e, const struct print_alert *alert)
{
	struct buf *b;

	if (!e->seq && !e->boottime)
		return;
	b = field_scratch();
	buf_puts(b, host_identify(NULL)->boot_id);
	buf_putc(b, ':');
	buf_number(b, e->seq, 1);
	buf_putc(b, ':');
	buf_number(b, e->boottime, 1);
	if (alert) {
		buf_putc(b, ':');
		buf_add(b, alert->id.data, alert->id.len);
	}
	json_text(j, "id", field_buf_str(b));
}

void head_event(struct printer *p, const struct sessmon_event *e)
{
	struct json *j = &p->json;
	unsigned int base;

	base = begin(p, e->realtime ? e->realtime : e->received, head_of(e));
	put_id(j, e, p->alert);
	if (sessmon_has(e, SESSMON_A_EVENT_SEQ))
		json_number(j, "sequence", e->seq);
	if (e->received)
		json_time(j, "created", e->received);
	if (sessmon_has(e, SESSMON_A_EVENT_LIFETIME))
		json_number(j, "duration", e->lifetime);
	json_leave(j, base);
	put_host(p);
}

/* The same state is the same document: whose it is, and the number of its last change. */
static void put_state_id(struct json *j, const char *kind, const struct sessmon_key *key,
			 uint64_t last_seq)
{
	struct buf *b = json_value(j, "id");

	buf_putc(b, '"');
	host_entity_id(b, key);
	buf_puts(b, kind);
	buf_number(b, last_seq, 1);
	buf_putc(b, '"');
}

static unsigned int begin_state(struct printer *p, const struct head *h)
{
	return begin(p, clock_present(), h);
}

void head_process(struct printer *p, const struct sessmon_process *process)
{
	static const struct head h =
		HEAD("state", "logs", "process", "process", "info", "already_running");
	unsigned int base = begin_state(p, &h);

	put_state_id(&p->json, ":process:", &process->key, process->last_seq);
	json_leave(&p->json, base);
	put_host(p);
}

void head_session(struct printer *p, const struct sessmon_session *session)
{
	static const struct head h =
		HEAD("state", "logs", "session", "session", "info", "already_running");
	unsigned int base = begin_state(p, &h);

	put_state_id(&p->json, ":session:", &session->key, session->last_seq);
	json_leave(&p->json, base);
	put_host(p);
}

void head_summary(struct printer *p, const struct sessmon_session *session,
		  const struct summary *sum)
{
	static const struct head running =
		HEAD("state", "logs", "session", "session", "info", "already_running");
	static const struct head over = HEAD("state", "logs", "session", "session", "end", "ended");
	unsigned int base = begin_state(p, sum->runs ? &running : &over);
	uint64_t last = sum->ended ? sum->ended : sum->seen;

	put_state_id(&p->json, ":session:", &session->key, session->last_seq);
	json_time(&p->json, "start", sum->started);
	if (sum->ended)
		json_time(&p->json, "end", sum->ended);
	json_number(&p->json, "duration", last > sum->started ? last - sum->started : 0);
	json_leave(&p->json, base);
	put_host(p);
}

void head_own_event(struct json *j, const struct sessmon_event *e)
{
	const char *name = e ? name_of(&names_event, e->type) : "exists";

	if (name)
		json_word(j, "event", name);
	else
		json_keyword(j, "event", e->type);
}

void print_json_head(struct printer *p, enum print_head head)
{
	static const struct head heads[] = {
		[PRINT_HEAD_ALERT] = EVENT("session", "info", "alert_repeated"),
		[PRINT_HEAD_DOCTOR] = HEAD("state", "logs", "module", "driver", "info", "doctor"),
		[PRINT_HEAD_HISTORY] = HEAD("state", "logs", "module", "driver", "info", "history"),
		[PRINT_HEAD_POLICY] = HEAD("state", "logs", "module", "driver", "info", "policy"),
		[PRINT_HEAD_STATS] = HEAD("metric", "metrics", "stats", "driver", "info", "stats"),
		[PRINT_HEAD_VERIFY] = HEAD("state", "logs", "module", "driver", "info", "verify"),
	};

	json_leave(&p->json, begin_state(p, &heads[head]));
	put_host(p);
}
