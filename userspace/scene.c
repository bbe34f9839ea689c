// SPDX-License-Identifier: GPL-2.0-or-later
#include "scene.h"

#include "field.h"
#include "fragment.h"
#include "key_json.h"

static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

/* What a part that may be kept does not say: it is another for each process. */
static const char *same_tail(const struct scene *sc, const struct sessmon_key *key)
{
	if (!sc->process.key.id)
		return "";
	return same_key(&sc->process.key, key) ? ",\"same_as_process\":true" :
						 ",\"same_as_process\":false";
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

static void put_leader_facts(struct json *j, const struct sessmon_session *s)
{
	fields_ecs(j, &describe_session, s);
	json_bool(j, "interactive", sessmon_has(s, SESSMON_A_SESSION_TTY));
	put_leader_parent(j, s);
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
		put_leader_facts(j, sc->session);
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
	if (b.len) {
		json_puts(j, "entry_meta.source.ip", b.data);
		json_number(j, "entry_meta.source.port", s->peer.port);
	}
	buf_free(&b);
}

/* The entry session may be gone; who it was is kept in those that descend. */
static void write_entry_leader(struct json *j, const void *arg)
{
	const struct scene *sc = arg;
	const struct sessmon_session *s = sc->session;

	if (sc->entry) {
		put_leader_facts(j, sc->entry);
	} else {
		json_key_ecs(j, &s->entry);
		if (sessmon_has(s, SESSMON_A_SESSION_ENTRY_UID)) {
			json_keyword(j, "real_user.id", s->entry_uid);
			json_puts(j, "real_user.name", user_name(s->entry_uid));
		}
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
		.other_seq = sc->entry ? sc->entry->last_seq : 0,
		.write = write_entry_leader,
		.arg = sc,
	};

	if (s && s->entry.id)
		json_fragment(j, "process.entry_leader", &f, same_tail(sc, &s->entry));
}

/* The wire has the group's number only; a living leader gives it a key. */
static void put_group_leader(struct json *j, const struct table *t, const struct scene *sc)
{
	struct sessmon_key key = { .id = sc->process.pgid };
	const struct sessmon_process *leader;
	unsigned int base;

	if (!key.id)
		return;
	base = json_enter(j, "process.group_leader");
	leader = key.id == sc->process.key.id ? &sc->process : table_process(t, &key);
	if (leader && leader->pgid == key.id)
		json_key_ecs(j, &leader->key);
	else
		json_number(j, "pid", key.id);
	if (leader)
		json_bool(j, "same_as_process", same_key(&sc->process.key, &leader->key));
	json_leave(j, base);
}

/* Rules look at the rights of who acts, not of who is its parent. */
static void write_parent(struct json *j, const void *arg)
{
	struct sessmon_process p = *(const struct sessmon_process *)arg;

	p.creds.has &=
		~(1ULL << SESSMON_A_CREDS_CAP_PERMITTED | 1ULL << SESSMON_A_CREDS_CAP_EFFECTIVE);
	fields_ecs(j, &describe_process, &p);
}

static void put_parent(struct json *j, const struct scene *sc)
{
	struct fragment f = { .kind = FRAGMENT_PARENT, .write = write_parent, .arg = sc->parent };
	unsigned int base;

	if (sc->parent) {
		f.key = sc->parent->key;
		f.kept = true;
		f.seq = sc->parent->last_seq;
		json_fragment(j, "process.parent", &f, "");
	} else if (sc->process.parent.id) {
		base = json_enter(j, "process.parent");
		json_key_ecs(j, &sc->process.parent);
		json_leave(j, base);
	}
}

void scene_relatives(struct json *j, const struct table *t, const struct scene *sc)
{
	put_parent(j, sc);
	put_group_leader(j, t, sc);
	put_session_leader(j, sc);
	put_entry_leader(j, sc);
}
