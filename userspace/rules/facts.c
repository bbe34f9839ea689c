// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule may ask of an event, from where the event is. */
#include "rules/facts.h"

#include <string.h>

#include "names/names.h"
#include "rules/field.h"

/* Longer than any key of a path. */
#define KEY_MAX 32

static bool category_of(uint32_t type, enum rules_category *category)
{
	if (type == SESSMON_EVENT_EXEC)
		*category = RULES_PROCESS_CREATION;
	else if (event_groups(type) == SESSMON_GROUP_SESSION)
		*category = RULES_SESSION;
	else if (event_groups(type) == SESSMON_GROUP_SECURITY)
		*category = RULES_SECURITY;
	else
		return false;
	return true;
}

bool subject_join(struct subject *s, const struct mirror *m, const struct sessmon_event *e)
{
	*s = (struct subject){ .mirror = m, .event = e };
	if (!category_of(e->type, &s->category))
		return false;
	if (s->category == RULES_SESSION) {
		s->session = mirror_session(m, &e->session.key);
		if (!s->session)
			s->session = &e->session;
		s->process = mirror_process(m, &e->session.key);
	} else {
		s->process = mirror_process(m, &e->process.key);
		if (!s->process)
			s->process = &e->process;
		s->session = mirror_session(m, &s->process->session);
	}
	if (s->process && s->process->parent.id)
		s->parent = mirror_process(m, &s->process->parent);
	if (e->type == SESSMON_EVENT_PTRACE && sessmon_has(e, SESSMON_A_EVENT_ACTOR))
		s->tracer = mirror_process(m, &e->actor);
	return true;
}

static void begin(struct facts *f)
{
	arena_reset(&f->arena);
	f->known = 0;
}

void facts_of_subject(struct facts *f, const struct subject *s)
{
	begin(f);
	f->subject = s;
	f->document = NULL;
}

bool facts_of_document(struct facts *f, const struct node *document, enum rules_category *category)
{
	const struct node *event = node_find(node_find(document, "sessmon"), "event");
	char name[SESSMON_COMM_MAX * 2];
	int type;

	begin(f);
	f->subject = NULL;
	f->document = document;
	if (!event || event->kind != NODE_SCALAR || event->text.len >= sizeof(name))
		return false;
	memcpy(name, event->text.data, event->text.len);
	name[event->text.len] = 0;
	type = name_find(&names_event, name);
	return type >= 0 && category_of((uint32_t)type, category);
}

void facts_free(struct facts *f)
{
	arena_free(&f->arena);
}

/* A JSON null is no fact, and neither is what is more than text. */
static bool is_fact(const struct node *n)
{
	return n->kind == NODE_SCALAR && !(n->plain && node_is(n, "null"));
}

static void fact_of_node(struct facts *f, const struct node *n, struct fact *to)
{
	const struct node *each;
	struct sessmon_str *list;
	unsigned int count = 0;

	if (n->kind != NODE_LIST) {
		if (is_fact(n))
			fact_text(to, n->text);
		return;
	}
	for (each = n->first; each; each = each->next)
		count++;
	list = arena_get(&f->arena, count * sizeof(*list));
	to->text = list;
	to->n = 0;
	for (each = n->first; each; each = each->next)
		if (is_fact(each))
			list[to->n++] = each->text;
}

void fact_of_document(struct facts *f, const char *path, struct fact *to)
{
	const struct node *n = f->document;
	char key[KEY_MAX];
	size_t len;

	for (; n && *path; path += len + (path[len] == '.')) {
		len = strcspn(path, ".");
		memcpy(key, path, len);
		key[len] = 0;
		n = node_find(n, key);
	}
	if (n)
		fact_of_node(f, n, to);
}

static void find_in_document(struct facts *f, const struct field_rule *rule, struct fact *to)
{
	unsigned int i;

	for (i = 0; i < 2 && rule->document[i] && !to->n; i++)
		fact_of_document(f, rule->document[i], to);
}

const struct fact *facts_find(struct facts *f, unsigned int field)
{
	const struct field_rule *rule = field_at(field);
	struct fact *to = &f->fact[field];

	to->n = 0;
	f->known |= 1ULL << field;
	if (f->subject || !rule->document[0])
		rule->get(f, to);
	else
		find_in_document(f, rule, to);
	return to;
}

static bool has_name(const struct field_rule *rule, struct sessmon_str name)
{
	return (strlen(rule->name) == name.len && !memcmp(rule->name, name.data, name.len)) ||
	       (rule->document[0] && strlen(rule->document[0]) == name.len &&
		!memcmp(rule->document[0], name.data, name.len));
}

int facts_field(struct sessmon_str name, enum rules_category category)
{
	const struct field_rule *rule;
	unsigned int i;

	for (i = 0; (rule = field_at(i)); i++)
		if (rule->categories >> category & 1 && has_name(rule, name))
			return (int)i;
	return -1;
}

const char *facts_name(unsigned int field)
{
	return field_at(field)->name;
}

int facts_keywords(unsigned int i)
{
	const struct field_rule *rule;
	unsigned int field;

	for (field = 0; (rule = field_at(field)); field++)
		if (rule->keyword && !i--)
			return (int)field;
	return -1;
}

bool facts_is_keyword(unsigned int field)
{
	return field_at(field)->keyword;
}
