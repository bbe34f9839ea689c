// SPDX-License-Identifier: GPL-2.0-or-later
/* The writer's table of what lives. */
#include "rows/living.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_BUCKETS 256

static bool matches(uint64_t start, uint32_t id, const struct sessmon_key *key)
{
	return id == key->id && (!key->start || start == key->start);
}

struct living *living_find(const struct table_of_living *t, const struct sessmon_key *key)
{
	struct living *l = t->buckets ? t->process[key->id & (t->buckets - 1)] : NULL;

	while (l && !matches(l->start, l->pid, key))
		l = l->next;
	return l;
}

static void grow(struct table_of_living *t)
{
	unsigned int n = t->buckets ? t->buckets * 4 : FIRST_BUCKETS, i;
	struct living **wider, *l;

	if (t->n < t->buckets * 2)
		return;
	wider = xalloc(n, sizeof(*wider));
	for (i = 0; i < t->buckets; i++) {
		while ((l = t->process[i])) {
			t->process[i] = l->next;
			l->next = wider[l->pid & (n - 1)];
			wider[l->pid & (n - 1)] = l;
		}
	}
	free(t->process);
	t->process = wider;
	t->buckets = n;
}

struct living *living_add(struct table_of_living *t, const struct sessmon_key *key)
{
	struct living *l = xalloc(1, sizeof(*l)), **head;

	grow(t);
	head = &t->process[key->id & (t->buckets - 1)];
	*l = (struct living){
		.next = *head,
		.start = key->start,
		.pid = key->id,
		.now.pgid = NO_PGID,
		.born.pgid = NO_PGID,
		.first.pgid = NO_PGID,
	};
	*head = l;
	t->n++;
	return l;
}

void living_context_put(struct table_of_living *t, struct context *c)
{
	struct context **at, *child;

	/* Each keeps one more: a chain, that is let go from its beginning. */
	for (; c && !--c->users; c = child) {
		child = c->child;
		for (at = &t->context[c->id & (LIVING_CONTEXTS - 1)]; *at != c; at = &(*at)->next)
			;
		*at = c->next;
		free(c);
	}
}

void who_set(struct table_of_living *t, struct who *to, const struct who *from)
{
	if (from->context)
		from->context->users++;
	living_context_put(t, to->context);
	*to = *from;
}

void living_unlink(struct table_of_living *t, struct living *l)
{
	struct living **at = &t->process[l->pid & (t->buckets - 1)];

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	t->n--;
}

void living_free(struct table_of_living *t, struct living *l)
{
	living_context_put(t, l->now.context);
	living_context_put(t, l->born.context);
	living_context_put(t, l->first.context);
	buf_free(&l->rest);
	free(l);
}

struct living_session *living_session_find(const struct table_of_living *t,
					   const struct sessmon_key *key)
{
	struct living_session *s = t->session[key->id & (LIVING_SESSIONS - 1)];

	while (s && !matches(s->key.start, s->key.id, key))
		s = s->next;
	return s;
}

struct living_session *living_session_add(struct table_of_living *t, const struct sessmon_key *key)
{
	struct living_session **head = &t->session[key->id & (LIVING_SESSIONS - 1)];
	struct living_session *s = xalloc(1, sizeof(*s));

	*s = (struct living_session){ .next = *head, .key = *key };
	*head = s;
	return s;
}

void living_session_remove(struct table_of_living *t, struct living_session *s)
{
	struct living_session **at = &t->session[s->key.id & (LIVING_SESSIONS - 1)];

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	free(s);
}

#define BIT(attr) (1ULL << SESSMON_A_PROCESS_##attr)
#define CONTEXT_FACTS                                                                            \
	(BIT(CLASS) | BIT(FLAGS) | BIT(LOGINUID) | BIT(AUDIT_SESSION) | BIT(CGROUP) | BIT(TTY) | \
	 BIT(CREDS) | BIT(NAMESPACES))

static bool same_number(uint64_t has, unsigned int attr, uint64_t a, uint64_t b)
{
	return !(has >> attr & 1) || a == b;
}

static bool same_tty(const struct sessmon_tty *a, const struct sessmon_tty *b)
{
	return a->has == b->has && a->major == b->major && a->minor == b->minor &&
	       a->instance == b->instance && a->name.len == b->name.len &&
	       (!a->name.len || !memcmp(a->name.data, b->name.data, a->name.len));
}

static bool is_context(const struct context *c, const struct sessmon_process *p)
{
	const struct sessmon_process *q = &c->p;
	const uint64_t has = p->has & CONTEXT_FACTS;

	return has == q->has &&
	       same_number(has, SESSMON_A_PROCESS_CLASS, p->session_class, q->session_class) &&
	       same_number(has, SESSMON_A_PROCESS_FLAGS, p->flags, q->flags) &&
	       same_number(has, SESSMON_A_PROCESS_LOGINUID, p->loginuid, q->loginuid) &&
	       same_number(has, SESSMON_A_PROCESS_AUDIT_SESSION, p->audit_session,
			   q->audit_session) &&
	       same_number(has, SESSMON_A_PROCESS_CGROUP, p->cgroup, q->cgroup) &&
	       (!(has & BIT(TTY)) || same_tty(&p->tty, &q->tty)) &&
	       (!(has & BIT(CREDS)) || !memcmp(&p->creds, &q->creds, sizeof(p->creds))) &&
	       (!(has & BIT(NAMESPACES)) ||
		!memcmp(&p->ns, &q->ns, offsetof(struct sessmon_ns, reserved) - sizeof(uint32_t)));
}

struct context *living_context_by_row(struct table_of_living *t, uint32_t id,
				      const struct sessmon_process *p)
{
	struct context **head = &t->context[id & (LIVING_CONTEXTS - 1)], *c;

	for (c = *head; c; c = c->next) {
		if (c->id == id) {
			c->users++;
			return c;
		}
	}
	c = xalloc(1, sizeof(*c));
	*c = (struct context){
		.next = *head,
		.id = id,
		.users = 1,
		.p = { .has = p->has & CONTEXT_FACTS,
		       .session_class = p->session_class,
		       .flags = p->flags,
		       .loginuid = p->loginuid,
		       .audit_session = p->audit_session,
		       .cgroup = p->cgroup,
		       .tty = p->tty,
		       .creds = p->creds,
		       .ns = p->ns },
	};
	if (c->p.tty.name.len > sizeof(c->tty))
		c->p.tty.name.len = sizeof(c->tty);
	if (c->p.tty.name.len)
		memcpy(c->tty, p->tty.name.data, c->p.tty.name.len);
	c->p.tty.name.data = c->tty;
	*head = c;
	return c;
}

struct context *living_context(struct table_of_living *t, struct intern *in,
			       const struct sessmon_process *p, struct context *like)
{
	struct context *c = like;
	uint32_t id;

	if (c && !is_context(c, p))
		c = c->child;
	if (c && is_context(c, p)) {
		c->users++;
		return c;
	}
	id = intern_context(in, p);
	c = id ? living_context_by_row(t, id, p) : NULL;
	if (!c || !like || c == like || c->child == like)
		return c;
	living_context_put(t, like->child);
	like->child = c;
	c->users++;
	return c;
}

void living_clear(struct table_of_living *t)
{
	struct context *c;
	struct living *l;
	unsigned int i;

	for (i = 0; i < t->buckets; i++)
		while ((l = t->process[i])) {
			t->process[i] = l->next;
			living_free(t, l);
		}
	for (i = 0; i < LIVING_SESSIONS; i++)
		while (t->session[i])
			living_session_remove(t, t->session[i]);
	/* What is left are those that keep each other. */
	for (i = 0; i < LIVING_CONTEXTS; i++) {
		while ((c = t->context[i])) {
			t->context[i] = c->next;
			free(c);
		}
	}
	free(t->process);
	*t = (struct table_of_living){ 0 };
}
