// SPDX-License-Identifier: GPL-2.0-or-later
#include "scene.h"

#include "clock.h"
#include "field.h"
#include "host.h"

void scene_put_time(struct json *j, const char *path, uint64_t wall)
{
	struct buf b = { 0 };

	clock_put_utc(&b, wall);
	json_puts(j, path, b.data);
	buf_free(&b);
}

static bool same_key(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

/* What is known of a leader of whom there is but the key. */
static void put_bare_key(struct json *j, const struct sessmon_key *key)
{
	struct buf b = { 0 };

	host_entity_id(&b, key);
	json_puts(j, "entity_id", b.data);
	json_number(j, "pid", key->id);
	if (key->start)
		scene_put_time(j, "start", clock_wall(key->start));
	buf_free(&b);
}

static void put_same(struct json *j, const struct scene *sc, const struct sessmon_key *key)
{
	if (sc->process.key.id)
		json_bool(j, "same_as_process", same_key(&sc->process.key, key));
}

static void put_leader_facts(struct json *j, const struct sessmon_session *s)
{
	fields_ecs(j, &describe_session, s);
	json_bool(j, "interactive", sessmon_has(s, SESSMON_A_SESSION_TTY));
}

/* The session that made this one: what Session View climbs by. */
static void put_leader_parent(struct json *j, const struct sessmon_session *s)
{
	unsigned int base;

	if (!sessmon_has(s, SESSMON_A_SESSION_CREATED_FROM))
		return;
	base = json_enter(j, "parent.session_leader");
	put_bare_key(j, &s->created_from);
	json_leave(j, base);
}

static void put_session_leader(struct json *j, const struct scene *sc)
{
	const struct sessmon_key *key = sc->session ? &sc->session->key : &sc->process.session;
	unsigned int base;

	if (!key->id)
		return;
	base = json_enter(j, "process.session_leader");
	if (sc->session)
		put_leader_facts(j, sc->session);
	else
		put_bare_key(j, key);
	put_same(j, sc, key);
	if (sc->session)
		put_leader_parent(j, sc->session);
	json_leave(j, base);
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
static void put_entry_facts(struct json *j, const struct scene *sc)
{
	const struct sessmon_session *s = sc->session;

	if (sc->entry) {
		put_leader_facts(j, sc->entry);
		return;
	}
	put_bare_key(j, &s->entry);
	if (sessmon_has(s, SESSMON_A_SESSION_ENTRY_UID))
		json_keyword(j, "real_user.id", s->entry_uid);
	if (sessmon_has(s, SESSMON_A_SESSION_ENTRY_UID))
		json_puts(j, "real_user.name", user_name(s->entry_uid));
}

static void put_entry_leader(struct json *j, const struct scene *sc)
{
	unsigned int base;

	if (!sc->session || !sc->session->entry.id)
		return;
	base = json_enter(j, "process.entry_leader");
	put_entry_facts(j, sc);
	put_same(j, sc, &sc->session->entry);
	put_entry_meta(j, sc->session);
	if (sc->entry)
		put_leader_parent(j, sc->entry);
	json_leave(j, base);
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
		put_bare_key(j, &leader->key);
	else
		json_number(j, "pid", key.id);
	if (leader)
		put_same(j, sc, &leader->key);
	json_leave(j, base);
}

static void put_parent(struct json *j, const struct scene *sc)
{
	unsigned int base;

	if (!sc->process.parent.id)
		return;
	base = json_enter(j, "process.parent");
	if (sc->parent)
		fields_ecs(j, &describe_process, sc->parent);
	else
		put_bare_key(j, &sc->process.parent);
	json_leave(j, base);
}

void scene_relatives(struct json *j, const struct table *t, const struct scene *sc)
{
	put_parent(j, sc);
	put_group_leader(j, t, sc);
	put_session_leader(j, sc);
	put_entry_leader(j, sc);
}
