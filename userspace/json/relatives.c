// SPDX-License-Identifier: GPL-2.0-or-later
/* The relatives that a document names: parent, leaders, entry, and what is said of them. */
#include "json/relatives.h"

#include "json/field.h"
#include "json/memo.h"

static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

/* The end of a part that may be kept, which differs from process to process. */
static const char *same_tail(const struct scene *sc, const struct sessmon_key *key)
{
	if (!sc->process.key.id)
		return "";
	return same_key(&sc->process.key, key) ? ",\"same_as_process\":true" :
						 ",\"same_as_process\":false";
}

/*
 * The schema calls it interactive if the controlling terminal is standard input and standard
 * error. What is told of a process tells its class, too, so that the terminal would be
 * there; what was captured late does not say where it was executed.
 */
void json_interactive(struct json *j, const struct sessmon_process *p)
{
	bool tty = sessmon_has(p, SESSMON_A_PROCESS_TTY);

	if (!sessmon_has(p, SESSMON_A_PROCESS_CLASS))
		return;
	if (tty &&
	    (!sessmon_has(&p->exe, SESSMON_A_EXE_FLAGS) || p->exe.flags & SESSMON_EXE_FALLBACK))
		return;
	json_bool(j, "interactive", tty && p->exe.flags & SESSMON_EXE_AT_TERMINAL);
}

/*
 * A process as another one's parent or leader. Rules look at the rights of who acts
 * only. Its terminal is its session's, which may have changed since it was told of itself.
 */
static void put_relative(struct json *j, const struct scene *sc, const struct sessmon_process *of)
{
	const struct sessmon_session *s = mirror_session(sc->mirror, &of->session);
	struct sessmon_process p = *of;

	p.creds.has &=
		~(1ULL << SESSMON_A_CREDS_CAP_PERMITTED | 1ULL << SESSMON_A_CREDS_CAP_EFFECTIVE);
	if (s) {
		p.has &= ~(1ULL << SESSMON_A_PROCESS_TTY);
		if (sessmon_has(s, SESSMON_A_SESSION_TTY))
			p.has |= 1ULL << SESSMON_A_PROCESS_TTY;
		p.tty = s->tty;
	}
	fields_ecs(j, &describe_process, &p);
	json_interactive(j, &p);
}

/**
 * struct relative - Whom a part is about, and for which document.
 * @sc: the document's scene
 * @p: the process
 */
struct relative {
	const struct scene *sc;
	const struct sessmon_process *p;
};

static void write_relative(struct json *j, const void *arg)
{
	const struct relative *r = arg;

	put_relative(j, r->sc, r->p);
}

static void put_process(struct json *j, const char *path, const struct scene *sc,
			const struct sessmon_process *p, const char *tail)
{
	const struct sessmon_session *s = mirror_session(sc->mirror, &p->session);
	const struct relative r = { sc, p };
	const struct fragment f = {
		.kind = FRAGMENT_PROCESS,
		.key = p->key,
		.kept = true,
		.seq = p->last_seq,
		.other_seq = s ? s->last_seq : 0,
		.write = write_relative,
		.arg = &r,
	};

	json_fragment(j, path, &f, tail);
}

/* The session that made this one: what Session View climbs by. */
static void put_leader_parent(struct json *j, const struct sessmon_session *s)
{
	unsigned int base;

	if (!sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM))
		return;
	base = json_enter(j, "parent.session_leader");
	json_key_ecs(j, &s->created_from);
	json_leave(j, base);
}

/* A session remembers the most of a leader that has ended. */
static void put_dead_leader(struct json *j, const struct scene *sc, const struct sessmon_session *s)
{
	const struct sessmon_creds *c = mirror_leader_creds(sc->mirror, &s->key);
	bool before;

	fields_ecs(j, &describe_session, s);
	if (!c)
		return;
	before = names_are_hosts(names_of_session(s) && names_of_creds(c));
	if (sessmon_has(c, SESSMON_A_CREDS_EGID))
		json_group(j, "group", c->egid);
	if (sessmon_has(c, SESSMON_A_CREDS_GID))
		json_group(j, "real_group", c->gid);
	names_are_hosts(before);
}

static void put_leader(struct json *j, const struct scene *sc, const struct sessmon_session *s,
		       const struct sessmon_process *leader)
{
	if (leader)
		put_relative(j, sc, leader);
	else
		put_dead_leader(j, sc, s);
	put_leader_parent(j, s);
}

/* Another number for another state of a session and its leader: it only grows until he ends. */
static uint64_t state_of(const struct sessmon_session *s, const struct sessmon_process *leader)
{
	uint64_t sum = (s ? s->last_seq : 0) + (leader ? leader->last_seq : 0);

	return sum * 2 + !leader;
}

/* An event numbers what it has changed; what the table had before any has no number. */
static bool is_kept(const struct scene *sc)
{
	return sc->session && (sc->joined_session || sc->session->last_seq);
}

static void write_session_leader(struct json *j, const void *arg)
{
	const struct scene *sc = arg;

	if (sc->session)
		put_leader(j, sc, sc->session, sc->leader);
	else
		json_key_ecs(j, &sc->process.session);
}

static void put_session_leader(struct json *j, const struct scene *sc)
{
	const struct sessmon_session *s = sc->session;
	const struct fragment f = {
		.kind = FRAGMENT_SESSION_LEADER,
		.key = s ? s->key : sc->process.session,
		.kept = is_kept(sc),
		.seq = s ? s->last_seq : 0,
		.other_seq = state_of(s, sc->leader),
		.write = write_session_leader,
		.arg = sc,
	};

	if (f.key.id)
		json_fragment(j, "process.session_leader", &f, same_tail(sc, &f.key));
}

static void put_entry_meta(struct json *j, const struct sessmon_session *s)
{
	struct buf b = { 0 };
	const char *type = name_of(&names_entry, s->entry_type);

	if (type)
		json_puts(j, "entry_meta.type", type);
	address_put(&b, s->peer.address);
	if (b.len)
		json_puts(j, "entry_meta.source.ip", b.data);
	buf_free(&b);
}

/* The entry session may be gone; who it was is kept in those that descend. */
static void write_entry_leader(struct json *j, const void *arg)
{
	const struct scene *sc = arg;
	const struct sessmon_session *s = sc->session;

	if (sc->entry) {
		put_leader(j, sc, sc->entry, sc->entry_leader);
	} else {
		json_key_ecs(j, &s->entry);
		if (sessmon_has(s, SESSMON_A_SESSION_ENTRY_UID))
			json_user(j, "real_user", s->entry_uid);
	}
	put_entry_meta(j, s);
}

static void put_entry_leader(struct json *j, const struct scene *sc)
{
	const struct sessmon_session *s = sc->session;
	const struct fragment f = {
		.kind = FRAGMENT_ENTRY_LEADER,
		.key = s ? s->key : sc->process.session,
		.kept = is_kept(sc),
		.seq = s ? s->last_seq : 0,
		.other_seq = state_of(sc->entry, sc->entry_leader),
		.write = write_entry_leader,
		.arg = sc,
	};

	if (s && s->entry.id)
		json_fragment(j, "process.entry_leader", &f, same_tail(sc, &s->entry));
}

/* The wire has the group's number only; a living leader gives it a key. */
static void put_group_leader(struct json *j, const struct scene *sc)
{
	const struct sessmon_key key = { .id = sc->process.pgid };
	const struct sessmon_process *leader = mirror_process(sc->mirror, &key);
	unsigned int base;

	if (!key.id)
		return;
	if (leader && leader->pgid == key.id) {
		put_process(j, "process.group_leader", sc, leader, same_tail(sc, &leader->key));
		return;
	}
	base = json_enter(j, "process.group_leader");
	if (key.id == sc->process.key.id)
		json_key_ecs(j, &sc->process.key);
	else
		json_number(j, "pid", key.id);
	json_bool(j, "same_as_process", key.id == sc->process.key.id);
	json_leave(j, base);
}

static void put_parent(struct json *j, const struct scene *sc)
{
	unsigned int base;

	if (sc->parent) {
		put_process(j, "process.parent", sc, sc->parent, "");
	} else if (sc->process.parent.id) {
		base = json_enter(j, "process.parent");
		json_key_ecs(j, &sc->process.parent);
		json_leave(j, base);
	}
}

void json_relatives(struct json *j, const struct scene *sc)
{
	put_parent(j, sc);
	put_group_leader(j, sc);
	put_session_leader(j, sc);
	put_entry_leader(j, sc);
}
