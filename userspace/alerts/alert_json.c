// SPDX-License-Identifier: GPL-2.0-or-later
/* Alerts as documents: the event's own, with the rule in the names that ECS has. */
#include <ctype.h>
#include <string.h>

#include "alerts/alert.h"

/* Out of a hundred, as the field has them. */
static const unsigned int severity[RULE_LEVELS] = {
	[RULE_INFORMATIONAL] = 10, [RULE_LOW] = 21,	 [RULE_MEDIUM] = 47,
	[RULE_HIGH] = 73,	   [RULE_CRITICAL] = 99,
};

/**
 * struct alert_document - What is added to the document of an event.
 * @a: alerts
 * @rule: that matches
 * @again: matches that are counted; 0 for the first
 * @count: of one that was kept, all matches; else 0
 * @matched: of one that was kept, what matched
 */
struct alert_document {
	struct alerts *a;
	const struct rule *rule;
	uint64_t again, count;
	struct sessmon_str matched;
};

static void put_text(struct json *j, const char *path, struct sessmon_str s)
{
	if (s.len)
		json_text(j, path, s);
}

/* "attack.t1059.004": which technique, and which kind of it. */
static bool is_technique(struct sessmon_str tag, bool kind)
{
	const char *dot;

	if (tag.len < 9 || memcmp(tag.data, "attack.t", 8) || !isdigit((unsigned char)tag.data[8]))
		return false;
	dot = memchr(tag.data + 8, '.', tag.len - 8);
	return kind == (dot != NULL);
}

static void put_techniques(struct json *j, const struct rule *rule, const char *path, bool kind)
{
	char id[24];
	unsigned int i, k;
	bool any = false;

	for (i = 0; i < rule->tags.n; i++) {
		struct sessmon_str tag = rule->tags.text[i];

		if (!is_technique(tag, kind) || tag.len - 7 > sizeof(id))
			continue;
		if (!any)
			json_list(j, path);
		any = true;
		for (k = 7; k < tag.len; k++)
			id[k - 7] = (char)toupper((unsigned char)tag.data[k]);
		json_item(j, (struct sessmon_str){ id, tag.len - 7 });
	}
	if (any)
		json_list_end(j);
}

static bool has_techniques(const struct rule *rule)
{
	unsigned int i;

	for (i = 0; i < rule->tags.n; i++)
		if (is_technique(rule->tags.text[i], true) ||
		    is_technique(rule->tags.text[i], false))
			return true;
	return false;
}

static void put_threat(struct json *j, const struct rule *rule)
{
	if (!has_techniques(rule))
		return;
	json_word(j, "threat.framework", "MITRE ATT&CK");
	put_techniques(j, rule, "threat.technique.id", false);
	put_techniques(j, rule, "threat.technique.subtechnique.id", true);
}

static void put_rule(struct json *j, const void *arg)
{
	const struct alert_document *d = arg;
	const struct rule *r = d->rule;

	put_text(j, "rule.id", r->id);
	put_text(j, "rule.name", r->title);
	if (r->author.len) {
		json_list(j, "rule.author");
		json_item(j, r->author);
		json_list_end(j);
	}
	put_text(j, "rule.license", r->license);
	put_text(j, "rule.description", r->description);
	if (r->references.n)
		put_text(j, "rule.reference", r->references.text[0]);
	put_threat(j, r);
}

static void put_reason(void *arg, struct sessmon_str search, struct sessmon_str key,
		       struct sessmon_str value)
{
	struct json *j = arg;
	struct buf b = { 0 };

	buf_add(&b, search.data, search.len);
	buf_puts(&b, ": ");
	buf_add(&b, key.data, key.len);
	buf_puts(&b, key.len ? ": " : "");
	buf_add(&b, value.data, value.len);
	json_item(j, (struct sessmon_str){ b.data, (uint32_t)b.len });
	buf_free(&b);
}

/* Within "sessmon". */
static void put_own(struct json *j, const void *arg)
{
	const struct alert_document *d = arg;

	json_word(j, "alert.level", rule_level_name(d->rule->level));
	json_number(j, "alert.count", d->count ? d->count : d->again ? d->again : 1);
	if (d->again)
		return;
	if (d->count) {
		if (d->matched.len)
			buf_add(json_value(j, "alert.matched"), d->matched.data, d->matched.len);
		return;
	}
	json_list(j, "alert.matched");
	rules_explain(d->a->set, d->rule, &d->a->facts, put_reason, j);
	json_list_end(j);
}

bool alert_json_kept(struct printer *p, const struct sessmon_event *e,
		     const struct sessmon_key *session, const struct rule *rule, uint64_t count,
		     struct sessmon_str matched)
{
	const struct alert_document d = { .rule = rule, .count = count, .matched = matched };
	const struct print_alert alert = { rule->id, severity[rule->level], put_rule, put_own, &d };
	bool good;

	p->alert = &alert;
	if (e) {
		good = print_event_json(p, e);
	} else {
		print_alert_again_json(p, session);
		good = printer_end_line(p);
	}
	p->alert = NULL;
	return good;
}

void alert_matched(struct alerts *a, const struct rule *rule, struct buf *b)
{
	struct buf object = { 0 };
	const char *list;
	struct json j;

	json_begin(&j, &object);
	json_list(&j, "matched");
	rules_explain(a->set, rule, &a->facts, put_reason, &j);
	json_list_end(&j);
	json_close(&j);
	list = memchr(object.data, '[', object.len);
	if (list)
		buf_add(b, list, object.len - (size_t)(list - object.data) - 1);
	buf_free(&object);
}

bool alert_json(struct alerts *a, const struct rule *rule)
{
	const struct alert_document d = { .a = a, .rule = rule };
	const struct print_alert alert = { rule->id, severity[rule->level], put_rule, put_own, &d };
	bool good;

	a->printer->alert = &alert;
	good = print_event_json(a->printer, a->event);
	a->printer->alert = NULL;
	return good;
}

/* What was counted has no event of its own: the session, and whose rule it is. */
bool alert_json_again(struct alerts *a, const struct told *t)
{
	const struct alert_document d = { .a = a, .rule = t->rule, .again = t->again };
	const struct print_alert alert = { t->rule->id, severity[t->rule->level], put_rule, put_own,
					   &d };

	a->printer->alert = &alert;
	print_alert_again_json(a->printer, &t->session);
	a->printer->alert = NULL;
	return printer_end_line(a->printer);
}
