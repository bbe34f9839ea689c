// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Changes of processes that are neither birth, program nor end: the row says how the process
 * is after it, and for people what was before and after, as JSON.
 */
#include "base/json.h"
#include "rows/rest.h"
#include "writing/writer.h"
#include "wire_facts.h"

#define BIT(attr) (1ULL << (attr))

/** struct fact_name - What documents call a fact of credentials or namespaces. */
struct fact_name {
	const char *name;
	unsigned char attr;
};

#define CREDS_NAME(attr, member, kind) { #member, attr },
/* clang-format off */
static const struct fact_name creds_names[] = {
	SESSMON_FACTS_CREDS(CREDS_NAME)
	{ NULL, 0 }
};
/* clang-format on */

static const struct fact_name ns_names[] = {
	{ "cgroup", SESSMON_A_NS_CGROUP }, { "ipc", SESSMON_A_NS_IPC },
	{ "mnt", SESSMON_A_NS_MNT },	   { "net", SESSMON_A_NS_NET },
	{ "pid", SESSMON_A_NS_PID },	   { "time", SESSMON_A_NS_TIME },
	{ "uts", SESSMON_A_NS_UTS },	   { NULL, 0 },
};

static uint64_t number_of(const struct rule_set *set, unsigned int attr, const void *object)
{
	const struct rule *r = &set->rules[attr];
	const char *at = (const char *)object + r->offset;

	return r->kind == RULE_U64 ? *(const uint64_t *)at : *(const uint32_t *)at;
}

/* Those of one that are not the same in the other. */
static void put_changed(struct json *j, const struct fact_name *names, const struct rule_set *set,
			const void *one, const void *other)
{
	uint64_t n;

	for (; names->name; names++) {
		n = number_of(set, names->attr, one);
		if (n != number_of(set, names->attr, other))
			json_number(j, names->name, n);
	}
}

static void put_key(struct json *j, const char *id, const struct sessmon_key *key)
{
	json_number(j, id, key->id);
	json_number(j, "start", key->start);
}

static void put_before(struct json *j, const struct sessmon_event *e)
{
	switch (e->type) {
	case SESSMON_EVENT_SETSID:
		put_key(j, "sid", &e->old_session);
		break;
	case SESSMON_EVENT_SETPGID:
		json_number(j, "pgid", e->old_pgid);
		break;
	case SESSMON_EVENT_REPARENT:
		put_key(j, "pid", &e->old_parent);
		break;
	case SESSMON_EVENT_RENAME:
		json_text(j, "comm", e->old_comm);
		break;
	case SESSMON_EVENT_CREDS:
		put_changed(j, creds_names, &sessmon_rules_creds, &e->old_creds, &e->process.creds);
		break;
	case SESSMON_EVENT_NAMESPACES:
		put_changed(j, ns_names, &sessmon_rules_ns, &e->old_ns, &e->process.ns);
		break;
	default:
		break;
	}
}

static void put_lost(struct json *j, const struct sessmon_event *e)
{
	uint32_t i;

	for (i = 0; i < e->counters.n; i++)
		if (sessmon_name(SESSMON_NAME_EVENT, e->counters.list[i].type))
			json_number(j, sessmon_name(SESSMON_NAME_EVENT, e->counters.list[i].type),
				    e->counters.list[i].lost);
}

static void put_after(struct json *j, const struct sessmon_event *e)
{
	const struct sessmon_process *p = &e->process;

	switch (e->type) {
	case SESSMON_EVENT_SETSID:
		put_key(j, "sid", &p->session);
		break;
	case SESSMON_EVENT_SETPGID:
		json_number(j, "pgid", p->pgid);
		break;
	case SESSMON_EVENT_REPARENT:
		put_key(j, "pid", &p->parent);
		json_puts(j, "reason", sessmon_name(SESSMON_NAME_REPARENT, e->reparent_reason));
		break;
	case SESSMON_EVENT_RENAME:
		json_text(j, "comm", p->comm);
		break;
	case SESSMON_EVENT_CREDS:
		put_changed(j, creds_names, &sessmon_rules_creds, &p->creds, &e->old_creds);
		if (sessmon_has(e, SESSMON_A_EVENT_PRIVILEGE_GAINED))
			json_bool(j, "privilege_gained", true);
		break;
	case SESSMON_EVENT_NAMESPACES:
		put_changed(j, ns_names, &sessmon_rules_ns, &p->ns, &e->old_ns);
		break;
	case SESSMON_EVENT_PTRACE:
		json_puts(j, "action", sessmon_name(SESSMON_NAME_PTRACE, e->ptrace_action));
		break;
	case SESSMON_EVENT_LOST:
		put_lost(j, e);
		break;
	default:
		break;
	}
}

static void put_json(struct buf *b, const struct sessmon_event *e,
		     void (*put)(struct json *, const struct sessmon_event *))
{
	struct json j;

	buf_clear(b);
	json_begin(&j, b);
	put(&j, e);
	json_close(&j);
}

static struct cell text_of(const struct buf *b)
{
	/* Nothing is no object without members. */
	return b->len > 2 ? cell_text((struct sessmon_str){ b->data, (uint32_t)b->len }) :
			    (struct cell){ 0 };
}

/* A loss that the library found is in no attribute. */
static void put_loss(struct buf *b, const struct sessmon_event *e)
{
	size_t begun = rest_section(b, REST_LOSS);

	if (e->loss.where)
		buf_add(b, (const char *)&e->loss, sizeof(e->loss));
	rest_section_end(b, begun, false);
}

static void put_rest(struct store_writer *w, const struct sessmon_event *e, const struct said *said)
{
	struct sessmon_event *have = &w->have;
	size_t begun;

	said_event(have, e->type, e->seq, e->boottime, e->realtime);
	if (said) {
		have->has |= BIT(SESSMON_A_EVENT_PROCESS);
		said_process(&have->process, SAID_CHANGE, said);
	}
	buf_clear(&w->rest);
	begun = rest_section(&w->rest, REST_CHANGE);
	rest_put(&w->rest, &sessmon_rules_event, e, have);
	rest_section_end(&w->rest, begun, false);
	put_loss(&w->rest, e);
}

int writer_change(struct store_writer *w, const struct sessmon_event *e, const struct living *l,
		  const struct said *said)
{
	const struct living *actor =
		sessmon_has(e, SESSMON_A_EVENT_ACTOR) ? living_find(&w->living, &e->actor) : NULL;
	const struct who nobody = { .pgid = NO_PGID }, *who = l ? &l->now : &nobody;
	int64_t wall;
	int err = writer_clock(w, e->boottime, e->realtime, &wall);

	put_json(&w->before, e, put_before);
	put_json(&w->after, e, put_after);
	put_rest(w, e, said);
	const struct cell cells[] = {
		cell_number(w->next.process_change++),
		cell_if(l, l ? l->row : 0),
		cell_number(w->clock.id),
		cell_number(e->type),
		cell_number(e->boottime),
		cell_number((uint64_t)wall),
		cell_number(e->seq),
		cell_if(who->session, who->session),
		cell_if(who->parent, who->parent),
		cell_if(who->context, who->context ? who->context->id : 0),
		cell_if(who->comm, who->comm),
		cell_if(who->pgid != NO_PGID, who->pgid),
		cell_if(l && l->execs, l ? l->execs : 0),
		cell_if(actor, actor ? actor->row : 0),
		text_of(&w->before),
		text_of(&w->after),
		w->rest.len ?
			cell_bytes((struct sessmon_str){ w->rest.data, (uint32_t)w->rest.len }) :
			(struct cell){ 0 },
	};
	return err ? err :
		     sql_write(w->said.process_change_insert, cells,
			       sizeof(cells) / sizeof(cells[0]));
}
