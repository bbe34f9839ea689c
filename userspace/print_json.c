// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Documents in the field names of the Elastic Common Schema.
 *
 * What the schema knows of is under its names, process.*, completed from the
 * reader's table; which objects were is listed in sessmon.joined.  What it has
 * no names for is under sessmon.*, as it came with the event.
 */
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "container.h"
#include "escape.h"
#include "field.h"
#include "fragment.h"
#include "host.h"
#include "scene.h"

static void add_string(struct buf *b, const char *before, const char *text)
{
	buf_puts(b, before);
	escape_json(b, (struct sessmon_str){ text, (uint32_t)strlen(text) });
}

/* The same in each document, so it is written once. */
void print_json_host(struct printer *p)
{
	static struct buf b;
	const struct host *h;

	if (!b.len) {
		h = host_identify(p->info);
		add_string(&b, "{\"hostname\":", h->name);
		add_string(&b, ",\"name\":", h->name);
		if (h->machine_id[0])
			add_string(&b, ",\"id\":", h->machine_id);
		add_string(&b, ",\"boot\":{\"id\":", h->boot_id);
		buf_puts(&b, "}}");
	}
	buf_add(json_value(&p->json, "host"), b.data, b.len);
}

/* What kind of event it is, as members of "event". */
#define IS(kind, category, type, action)                                                 \
	"\"kind\":\"" kind "\",\"category\":[\"" category "\"],\"type\":[\"" type "\"]," \
	"\"action\":\"" action "\",\"module\":\"sessmon\""
#define EVENT(category, type, action) IS("event", category, type, action)

/* Begins the document; returns what json_leave() needs to leave "event". */
static unsigned int put_head(struct printer *p, uint64_t wall, const char *is)
{
	struct json *j = &p->json;
	unsigned int base;

	json_begin(j, &p->line);
	json_time(j, "@timestamp", wall);
	json_word(j, "ecs.version", "8.11.0");
	base = json_enter(j, "event");
	buf_puts(json_members(j), is);
	return base;
}

/* Names that Session View and rules written for other sensors look for. */
static const char *const event_is[] = {
	[SESSMON_EVENT_UNSPEC] = EVENT("driver", "info", "unknown"),
	[SESSMON_EVENT_FORK] = EVENT("process", "start", "fork"),
	[SESSMON_EVENT_EXEC] = EVENT("process", "start", "exec"),
	[SESSMON_EVENT_EXIT] = EVENT("process", "end", "end"),
	[SESSMON_EVENT_SETSID] = EVENT("process", "change", "setsid"),
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
	[SESSMON_EVENT_LOST] = EVENT("driver", "info", "lost"),
	[SESSMON_EVENT_ATTACHED] = EVENT("driver", "start", "attached"),
	[SESSMON_EVENT_HOOKS] = EVENT("driver", "change", "hooks"),
	[SESSMON_EVENT_DETACHING] = EVENT("driver", "end", "detaching"),
};

static void put_event_head(struct printer *p, const struct sessmon_event *e)
{
	bool known = e->type < sizeof(event_is) / sizeof(event_is[0]) && event_is[e->type];
	struct json *j = &p->json;
	unsigned int base;

	base = put_head(p, e->realtime ? e->realtime : e->received,
			event_is[known ? e->type : SESSMON_EVENT_UNSPEC]);
	if (sessmon_has(e, SESSMON_A_EVENT_SEQ))
		json_number(j, "sequence", e->seq);
	if (e->received)
		json_time(j, "created", e->received);
	json_leave(j, base);
	print_json_host(p);
}

/* Of what is, rather than of what happened. */
static void put_state_head(struct printer *p, const char *is)
{
	json_leave(&p->json, put_head(p, clock_now(CLOCK_REALTIME), is));
	print_json_host(p);
}

static void put_process(struct json *j, const struct scene *sc)
{
	unsigned int base;

	if (!sc->process.key.id)
		return;
	base = json_enter(j, "process");
	fields_ecs(j, &describe_process, &sc->process);
	json_bool(j, "interactive", sessmon_has(&sc->process, SESSMON_A_PROCESS_TTY));
	if (sc->event)
		fields_ecs(j, &describe_event, sc->event);
	if (sc->event && sc->event->type == SESSMON_EVENT_EXIT)
		json_time(j, "end", sc->event->realtime);
	json_leave(j, base);
}

static void put_joined(struct json *j, const struct scene *sc)
{
	const struct {
		bool it;
		const char *name;
	} joined[] = { { sc->joined_process, "\"process\"" },
		       { sc->parent, "\"process.parent\"" },
		       { sc->joined_session, "\"process.session_leader\"" },
		       { sc->entry, "\"process.entry_leader\"" } };
	const char *before = "[";
	struct buf *b;
	size_t i;

	if (!sc->event || !(sc->joined_process || sc->joined_session || sc->parent || sc->entry))
		return;
	b = json_value(j, "joined");
	for (i = 0; i < sizeof(joined) / sizeof(joined[0]); i++) {
		if (!joined[i].it)
			continue;
		buf_puts(b, before);
		buf_puts(b, joined[i].name);
		before = ",";
	}
	buf_putc(b, ']');
}

static void put_own(struct json *j, const char *path, const struct description *d, const void *obj)
{
	unsigned int base = json_enter(j, path);

	fields_own(j, d, obj);
	json_leave(j, base);
}

/* Of a session that the event does not carry, what rules ask for. */
static void write_brief_session(struct json *j, const void *arg)
{
	struct sessmon_session brief = *(const struct sessmon_session *)arg;

	brief.has &= 1ULL << SESSMON_A_SESSION_KEY | 1ULL << SESSMON_A_SESSION_CLASS |
		     1ULL << SESSMON_A_SESSION_REASON | 1ULL << SESSMON_A_SESSION_FLAGS |
		     1ULL << SESSMON_A_SESSION_CREATED_FROM | 1ULL << SESSMON_A_SESSION_ORIGIN;
	fields_own(j, &describe_session, &brief);
}

static void put_brief_session(struct json *j, const struct sessmon_session *s)
{
	const struct fragment f = {
		.kind = FRAGMENT_SESSION,
		.key = s->key,
		.kept = true,
		.seq = s->last_seq,
		.write = write_brief_session,
		.arg = s,
	};

	json_fragment(j, "session", &f, "");
}

/* The schema's half is completed from the table, this half is what came. */
static void put_own_objects(struct json *j, const struct scene *sc)
{
	if (sc->of_session) {
		put_own(j, "session", &describe_session, sc->session);
		return;
	}
	if (sc->event && sessmon_has(sc->event, SESSMON_A_EVENT_PROCESS))
		put_own(j, "process", &describe_process, &sc->event->process);
	else if (sc->process.key.id)
		put_own(j, "process", &describe_process, &sc->process);
	if (sc->joined_session)
		put_brief_session(j, sc->session);
	else if (sc->session)
		put_own(j, "session", &describe_session, sc->session);
}

static void put_loss(struct json *j, const struct sessmon_event *e)
{
	static const char *const where[] = { "announced", "ring",    "socket",	"overrun",
					     "truncated", "demoted", "unloaded" };
	unsigned int base = json_enter(j, "loss"), one;
	uint32_t i;

	json_puts(j, "where", where[e->loss.where]);
	if (e->loss.where == SESSMON_LOSS_RING || e->loss.where == SESSMON_LOSS_SOCKET)
		json_number(j, "count", e->loss.count);
	if (e->loss.group)
		json_puts(j, "group",
			  name_of(&names_groups, (unsigned int)ffs((int)e->loss.group) - 1));
	for (i = 0; i < e->counters.n; i++) {
		one = json_enter(j, "by_type");
		if (name_of(&names_event, e->counters.list[i].type))
			json_number(j, name_of(&names_event, e->counters.list[i].type),
				    e->counters.list[i].lost);
		json_leave(j, one);
	}
	json_leave(j, base);
}

static void put_sessmon(struct json *j, const struct scene *sc)
{
	unsigned int base = json_enter(j, "sessmon");

	if (sc->event && sessmon_has(sc->event, SESSMON_A_EVENT_BOOTTIME))
		json_number(j, "boottime", sc->event->boottime);
	put_joined(j, sc);
	if (sc->event && sc->event->type == SESSMON_EVENT_LOST)
		put_loss(j, sc->event);
	if (sc->event)
		fields_own(j, &describe_event, sc->event);
	put_own_objects(j, sc);
	json_leave(j, base);
}

/* The group of the process, or of the session's leader. */
static void put_container(struct json *j, const struct scene *sc)
{
	const struct container *c = NULL;

	if (sessmon_has(&sc->process, SESSMON_A_PROCESS_CGROUP))
		c = container_of_cgroup(sc->process.cgroup, &sc->process.key);
	else if (sc->of_session && sessmon_has(sc->session, SESSMON_A_SESSION_CGROUP))
		c = container_of_cgroup(sc->session->cgroup, &sc->session->key);
	if (!c)
		return;
	json_puts(j, "container.id", c->id);
	if (c->runtime)
		json_puts(j, "container.runtime", c->runtime);
}

static bool is_of_host(const struct scene *sc)
{
	return names_of_process(&sc->process) && (!sc->session || names_of_session(sc->session));
}

static bool put_scene(struct printer *p, const struct scene *sc)
{
	bool before = names_are_hosts(is_of_host(sc));
	struct json *j = &p->json;

	if (sc->event)
		clock_as_of(sc->event->boottime, sc->event->realtime);
	put_process(j, sc);
	scene_relatives(j, &p->table, sc);
	put_container(j, sc);
	put_sessmon(j, sc);
	json_end(j);
	clock_as_of(0, 0);
	names_are_hosts(before);
	return printer_end_line(p);
}

/* Whoever asks about a session asks about its leader: dead, it is in its session. */
static void join_leader(struct scene *sc, const struct table *t)
{
	const struct sessmon_process *leader = table_process(t, &sc->session->key);
	const struct sessmon_session *s = sc->session;

	if (leader) {
		sc->process = *leader;
		return;
	}
	sc->process.key = s->key;
	sc->process.session = s->key;
	sc->process.comm = s->comm;
	sc->process.exe = s->leader;
	sc->process.vpid = s->vpid;
	sc->process.has = 1ULL << SESSMON_A_PROCESS_KEY;
	if (sessmon_has(s, SESSMON_A_SESSION_COMM))
		sc->process.has |= 1ULL << SESSMON_A_PROCESS_COMM;
	if (sessmon_has(s, SESSMON_A_SESSION_LEADER))
		sc->process.has |= 1ULL << SESSMON_A_PROCESS_EXE;
	if (sessmon_has(s, SESSMON_A_SESSION_VPID))
		sc->process.has |= 1ULL << SESSMON_A_PROCESS_VPID;
}

/* What the event does not carry comes from the table, and is said to. */
static void join(struct scene *sc, const struct table *t)
{
	const struct sessmon_process *known = table_process(t, &sc->process.key);

	sc->joined_process = known && (known->has & ~sc->process.has);
	if (sc->process.key.id)
		table_complete(t, &sc->process);
	if (sc->of_session)
		join_leader(sc, t);
	if (!sc->session && sc->process.session.id) {
		sc->session = table_session(t, &sc->process.session);
		sc->joined_session = sc->session;
	}
	if (sc->session && sc->session->entry.id)
		sc->entry = table_session(t, &sc->session->entry);
	if (sc->process.parent.id)
		sc->parent = table_process(t, &sc->process.parent);
}

bool print_event_json(struct printer *p, const struct sessmon_event *e)
{
	struct scene sc = { .event = e };

	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		sc.process = e->process;
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		sc.session = &e->session;
	sc.of_session = sc.session;
	join(&sc, &p->table);
	put_event_head(p, e);
	return put_scene(p, &sc);
}

bool print_process_json(struct printer *p, const struct sessmon_process *process)
{
	struct scene sc = { .process = *process };

	join(&sc, &p->table);
	put_state_head(p, IS("state", "process", "info", "process"));
	return put_scene(p, &sc);
}

bool print_session_json(struct printer *p, const struct sessmon_session *session)
{
	struct scene sc = { .session = session, .of_session = true };

	join(&sc, &p->table);
	put_state_head(p, IS("state", "session", "info", "session"));
	return put_scene(p, &sc);
}

void print_json_head(struct printer *p, enum print_head head)
{
	static const char *const is[] = {
		[PRINT_HEAD_DOCTOR] = IS("state", "driver", "info", "doctor"),
		[PRINT_HEAD_POLICY] = IS("state", "driver", "info", "policy"),
		[PRINT_HEAD_STATS] = IS("metric", "driver", "info", "stats"),
	};

	put_state_head(p, is[head]);
}
