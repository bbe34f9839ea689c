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

#include "base/clock.h"
#include "json/container.h"
#include "json/field.h"
#include "json/head.h"
#include "json/memo.h"
#include "json/relatives.h"

/* Users that one document names. */
#define RELATED 8

/* What it ran before, the last one first. */
static void put_previous(struct json *j, const struct scene *sc)
{
	const struct sessmon_exe *exe = mirror_previous(sc->mirror, &sc->process.key, 0);
	unsigned int one, i;

	if (!exe)
		return;
	json_objects(j, "previous");
	for (i = 0; (exe = mirror_previous(sc->mirror, &sc->process.key, i)); i++) {
		one = json_object(j);
		json_text(j, "executable", exe->path);
		field_put_args(j, "args", exe->args);
		if (sessmon_has(exe, SESSMON_A_EXE_ARGC))
			json_number(j, "args_count", exe->argc);
		json_object_end(j, one);
	}
	json_list_end(j);
}

static void put_process_event(struct json *j, const struct scene *sc)
{
	const struct sessmon_event *e = sc->event;

	fields_ecs(j, &describe_event, e);
	switch (e->type) {
	case SESSMON_EVENT_EXIT:
		json_time(j, "end", e->realtime);
		break;
	case SESSMON_EVENT_RENAME:
		json_text(j, "title", e->process.comm);
		break;
	case SESSMON_EVENT_EXEC:
		if (!sessmon_has(e, SESSMON_A_EVENT_REPLAYED))
			put_previous(j, sc);
		break;
	}
}

static void put_process(struct json *j, const struct scene *sc)
{
	unsigned int base;

	if (!sc->process.key.id)
		return;
	base = json_enter(j, "process");
	fields_ecs(j, &describe_process, &sc->process);
	json_interactive(j, &sc->process);
	if (sc->event)
		put_process_event(j, sc);
	json_leave(j, base);
}

/* A session's leader acts in a document about the session. */
static void put_actor(struct json *j, const struct scene *sc)
{
	const struct sessmon_creds *c = &sc->process.creds;

	if (sessmon_has(c, SESSMON_A_CREDS_EUID))
		json_actor(j, c->euid);
	if (sessmon_has(c, SESSMON_A_CREDS_EGID))
		json_group(j, "group", c->egid);
}

/**
 * struct related - Users, each once.
 * @n: how many
 * @uid: who
 */
struct related {
	unsigned int n;
	uint32_t uid[RELATED];
};

static void relate(struct related *r, bool known, uint32_t uid)
{
	unsigned int i;

	for (i = 0; i < r->n; i++)
		known &= r->uid[i] != uid;
	if (known && uid != (uint32_t)-1 && r->n < RELATED)
		r->uid[r->n++] = uid;
}

/* Find the users of a document: who acts, who did before, and who came in. */
static void find_related(struct related *r, const struct scene *sc)
{
	const struct sessmon_creds *c = &sc->process.creds;
	const struct sessmon_session *s = sc->session;

	relate(r, sessmon_has(c, SESSMON_A_CREDS_EUID), c->euid);
	relate(r, sessmon_has(c, SESSMON_A_CREDS_UID), c->uid);
	relate(r, sessmon_has(&sc->process, SESSMON_A_PROCESS_LOGINUID), sc->process.loginuid);
	if (s) {
		relate(r, sessmon_has(s, SESSMON_A_SESSION_LOGINUID), s->loginuid);
		relate(r, sessmon_has(s, SESSMON_A_SESSION_ENTRY_UID), s->entry_uid);
	}
	if (sc->event && sessmon_has(sc->event, SESSMON_A_EVENT_OLD_CREDS)) {
		relate(r, true, sc->event->old_creds.euid);
		relate(r, true, sc->event->old_creds.uid);
	}
}

/* The other end is the same in all documents of a login. */
static void put_related_ip(struct json *j, struct sessmon_str address)
{
	static struct buf key, text;

	if (!key.len || key.len != address.len || memcmp(key.data, address.data, address.len)) {
		buf_clear(&key);
		buf_clear(&text);
		buf_add(&key, address.data, address.len);
		address_put(&text, address);
	}
	if (!text.len)
		return;
	json_list(j, "ip");
	json_item(j, field_buf_str(&text));
	json_list_end(j);
}

static void put_related(struct json *j, const struct scene *sc)
{
	struct related r = { 0 };
	const char *name;
	unsigned int i, base;
	struct buf *b;

	find_related(&r, sc);
	if (!r.n)
		return;
	base = json_enter(j, "related");
	json_list(j, "user");
	for (i = 0; i < r.n; i++) {
		name = user_name(r.uid[i]);
		b = field_scratch();
		if (name)
			buf_puts(b, name);
		else
			buf_number(b, r.uid[i], 1);
		json_item(j, field_buf_str(b));
	}
	json_list_end(j);
	if (sc->session && sessmon_has(sc->session, SESSMON_A_SESSION_PEER))
		put_related_ip(j, sc->session->peer.address);
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

/* Tell of a session that the event does not carry what rules ask for, and who came in. */
static void write_brief_session(struct json *j, const void *arg)
{
	struct sessmon_session brief = *(const struct sessmon_session *)arg;

	brief.has &= 1ULL << SESSMON_A_SESSION_KEY | 1ULL << SESSMON_A_SESSION_CLASS |
		     1ULL << SESSMON_A_SESSION_REASON | 1ULL << SESSMON_A_SESSION_FLAGS |
		     1ULL << SESSMON_A_SESSION_CREATED_FROM | 1ULL << SESSMON_A_SESSION_ORIGIN |
		     1ULL << SESSMON_A_SESSION_ENTRY | 1ULL << SESSMON_A_SESSION_ENTRY_TYPE |
		     1ULL << SESSMON_A_SESSION_ENTRY_UID | 1ULL << SESSMON_A_SESSION_PEER |
		     1ULL << SESSMON_A_SESSION_LOGINUID | 1ULL << SESSMON_A_SESSION_AUDIT_SESSION;
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

/* The numbers that only who looks back has. */
static void put_summary(struct json *j, const struct summary *sum)
{
	unsigned int base = json_enter(j, "history");

	json_word(j, "state", sum->runs ? "running" : sum->ended ? "ended" : "lost");
	if (sum->ended_after)
		json_time(j, "ended_after", sum->ended_after);
	if (!sum->runs && !sum->ended)
		json_time(j, "seen", sum->seen);
	json_number(j, "programs", sum->programs);
	json_number(j, "failed", sum->failed);
	json_number(j, "left", sum->left);
	json_leave(j, base);
}

/* The tracer is not of the event, but for its number. */
static void put_tracer(struct json *j, const struct scene *sc)
{
	const struct sessmon_process *tracer, *p = &sc->process;

	if (!sc->event || sc->event->type != SESSMON_EVENT_PTRACE ||
	    !sessmon_has(sc->event, SESSMON_A_EVENT_ACTOR))
		return;
	tracer = mirror_process(sc->mirror, &sc->event->actor);
	if (!tracer)
		return;
	if (tracer->exe.path.len)
		json_text(j, "tracer.executable", tracer->exe.path);
	if (tracer->session.id && p->session.id)
		json_bool(j, "tracer.same_session",
			  tracer->session.id == p->session.id &&
				  tracer->session.start == p->session.start);
}

static void put_sessmon(struct json *j, const struct scene *sc, const struct container_facts *c)
{
	unsigned int base = json_enter(j, "sessmon");

	head_own_event(j, sc->event);
	if (sc->event && sessmon_has(sc->event, SESSMON_A_EVENT_BOOTTIME))
		json_keyword(j, "boottime", sc->event->boottime);
	put_joined(j, sc);
	if (sc->event && sc->event->type == SESSMON_EVENT_LOST)
		put_loss(j, sc->event);
	if (sc->alert)
		sc->alert->own(j, sc->alert->arg);
	if (sc->event)
		fields_own(j, &describe_event, sc->event);
	put_tracer(j, sc);
	put_own_objects(j, sc);
	if (c)
		json_container_source(j, c);
	if (sc->summary)
		put_summary(j, sc->summary);
	json_leave(j, base);
}

/* The group of the process, or of the session's leader. */
static const struct container_facts *put_container(struct json *j, const struct scene *sc)
{
	const struct container_facts *f = NULL;

	if (sc->of_session)
		f = containers_of_session(sc->mirror, sc->session);
	if (!f && sc->process.key.id)
		f = containers_of_process(sc->mirror, &sc->process);
	if (f)
		json_container(j, f);
	return f;
}

static bool is_of_host(const struct scene *sc)
{
	return names_of_process(&sc->process) && (!sc->session || names_of_session(sc->session));
}

static bool put_scene(struct printer *p, const struct scene *sc)
{
	bool before = names_are_hosts(is_of_host(sc));
	const struct container_facts *container;
	struct json *j = &p->json;

	if (sc->event)
		clock_as_of(sc->event->boottime, sc->event->realtime);
	if (sc->alert)
		sc->alert->rule(j, sc->alert->arg);
	put_process(j, sc);
	json_relatives(j, sc);
	put_actor(j, sc);
	put_related(j, sc);
	container = put_container(j, sc);
	put_sessmon(j, sc, container);
	json_end(j);
	clock_as_of(0, 0);
	names_are_hosts(before);
	return printer_end_line(p);
}

/*
 * A document about a session has its leader as its process. A dead leader, and one of a
 * moment that is long past, is taken from what the session has of it.
 */
static void join_leader(struct scene *sc)
{
	const struct sessmon_session *s = sc->session;
	const struct sessmon_creds *c = mirror_leader_creds(sc->mirror, &s->key);
	struct sessmon_process *p = &sc->process;

	p->key = s->key;
	p->session = s->key;
	p->has = 1ULL << SESSMON_A_PROCESS_KEY;
	if (sc->leader) {
		*p = *sc->leader;
		p->has &= ~(1ULL << SESSMON_A_PROCESS_TTY);
	} else if (c) {
		p->creds = *c;
	}
	if (sessmon_has(s, SESSMON_A_SESSION_TTY)) {
		p->tty = s->tty;
		p->has |= 1ULL << SESSMON_A_PROCESS_TTY;
	}
	if (sessmon_has(s, SESSMON_A_SESSION_COMM)) {
		p->comm = s->comm;
		p->has |= 1ULL << SESSMON_A_PROCESS_COMM;
	}
	if (sessmon_has(s, SESSMON_A_SESSION_LEADER)) {
		p->exe = s->leader;
		p->has |= 1ULL << SESSMON_A_PROCESS_EXE;
	}
	if (sessmon_has(s, SESSMON_A_SESSION_VPID)) {
		p->vpid = s->vpid;
		p->has |= 1ULL << SESSMON_A_PROCESS_VPID;
	}
	if (sessmon_has(s, SESSMON_A_SESSION_UID) && sessmon_has(s, SESSMON_A_SESSION_EUID)) {
		p->creds.uid = s->uid;
		p->creds.euid = s->euid;
		p->creds.has |= 1ULL << SESSMON_A_CREDS_UID | 1ULL << SESSMON_A_CREDS_EUID;
		p->has |= 1ULL << SESSMON_A_PROCESS_CREDS;
	}
}

/*
 * The mirror adds what the event does not carry, and the document says so. What happened
 * before anybody listened is not completed by what is so today.
 */
static void join(struct scene *sc)
{
	bool past = sc->event && sessmon_has(sc->event, SESSMON_A_EVENT_REPLAYED);
	const struct sessmon_process *known = mirror_process(sc->mirror, &sc->process.key);

	if (known && !past) {
		sc->joined_process = known->has & ~sc->process.has;
		mirror_complete(sc->mirror, &sc->process);
	}
	if (!sc->session && sc->process.session.id) {
		sc->session = mirror_session(sc->mirror, &sc->process.session);
		sc->joined_session = sc->session;
	}
	if (sc->session && sc->session->entry.id)
		sc->entry = mirror_session(sc->mirror, &sc->session->entry);
	if (sc->process.parent.id)
		sc->parent = mirror_process(sc->mirror, &sc->process.parent);
	if (sc->session && !past)
		sc->leader = mirror_process(sc->mirror, &sc->session->key);
	if (sc->entry && !past)
		sc->entry_leader = mirror_process(sc->mirror, &sc->entry->key);
	if (sc->of_session)
		join_leader(sc);
	if (sc->of_session && sc->process.parent.id)
		sc->parent = mirror_process(sc->mirror, &sc->process.parent);
}

bool print_event_json(struct printer *p, const struct sessmon_event *e)
{
	struct scene sc = { .mirror = &p->mirror, .event = e, .alert = p->alert };

	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		sc.process = e->process;
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		sc.session = &e->session;
	sc.of_session = sc.session;
	join(&sc);
	head_event(p, e);
	return put_scene(p, &sc);
}

bool print_process_json(struct printer *p, const struct sessmon_process *process)
{
	struct scene sc = { .mirror = &p->mirror, .process = *process };

	join(&sc);
	head_process(p, process);
	return put_scene(p, &sc);
}

bool print_session_json(struct printer *p, const struct sessmon_session *session)
{
	struct scene sc = { .mirror = &p->mirror, .session = session, .of_session = true };

	join(&sc);
	head_session(p, session);
	return put_scene(p, &sc);
}

void print_alert_again_json(struct printer *p, const struct sessmon_key *session)
{
	struct json *j = &p->json;
	unsigned int base;

	print_json_head(p, PRINT_HEAD_ALERT);
	p->alert->rule(j, p->alert->arg);
	base = json_enter(j, "sessmon");
	p->alert->own(j, p->alert->arg);
	json_leave(j, base);
	base = json_enter(j, "sessmon.session.key");
	json_key(j, session);
	json_leave(j, base);
	json_end(j);
}

bool print_summary_json(struct printer *p, const struct sessmon_session *session,
			const struct summary *sum)
{
	struct scene sc = {
		.mirror = &p->mirror,
		.session = session,
		.of_session = true,
		.summary = sum,
	};

	join(&sc);
	head_summary(p, session, sum);
	return put_scene(p, &sc);
}
