/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule may ask of an event: fields by the names that Sigma's rules use, and our own
 * below "sessmon.".  A fact is text, as a rule compares text; one may have several, as the
 * flags of a session; one that the event does not have has none.
 *
 * They are found when they are asked for: most rules ask for two.
 */
#ifndef SESSMON_RULES_FACTS_H
#define SESSMON_RULES_FACTS_H

#include "rules/arena.h"
#include "mirror/mirror.h"
#include "rules/node.h"

/**
 * enum rules_category - Which events a rule is about, by its "logsource".
 * @RULES_PROCESS_CREATION: a program is executed
 * @RULES_SESSION: a session begins, ends or changes
 * @RULES_SECURITY: credentials or namespaces of a process change, or it is traced
 * @RULES_CATEGORIES: how many there are
 */
enum rules_category {
	RULES_PROCESS_CREATION,
	RULES_SESSION,
	RULES_SECURITY,
	RULES_CATEGORIES,
};

/** FACTS_MAX - So many fields there may be. */
#define FACTS_MAX 64

/**
 * struct fact - What an event has of one field.
 * @text: as many as there are
 * @n: how many; 0 if there is none
 * @one: room for one, which most have
 */
struct fact {
	const struct sessmon_str *text;
	unsigned int n;
	struct sessmon_str one;
};

/**
 * struct subject - An event and whom it is about, joined.
 * @mirror: who was asked
 * @event: what happened
 * @category: what rules call such an event
 * @process: to whom; of a session its leader, or NULL
 * @session: its session, or NULL
 * @parent: the parent of the process as it is now, or NULL
 * @tracer: who traces it, as it is now; NULL unless that is what the event tells
 */
struct subject {
	const struct mirror *mirror;
	const struct sessmon_event *event;
	enum rules_category category;
	const struct sessmon_process *process;
	const struct sessmon_session *session;
	const struct sessmon_process *parent;
	const struct sessmon_process *tracer;
};

/**
 * struct facts - Facts of one event.
 * @subject: where they come from, or NULL
 * @document: the event as "monitor -j" has it, if there is no @subject
 * @arena: what they need
 * @known: bit n: @fact has field n
 * @fact: by field
 */
struct facts {
	const struct subject *subject;
	const struct node *document;
	struct arena arena;
	uint64_t known;
	struct fact fact[FACTS_MAX];
};

/**
 * subject_join() - Find whom an event is about.
 * @s: filled
 * @m: who the others are
 * @e: event, which @m has taken over already
 *
 * Return: false if no rule is about such an event; true if one may be.
 */
bool subject_join(struct subject *s, const struct mirror *m, const struct sessmon_event *e);

/**
 * facts_of_subject() - Begin with an event.
 * @f: facts; all zero before the first one
 * @s: the event, which stays until the next one
 */
void facts_of_subject(struct facts *f, const struct subject *s);

/**
 * facts_of_document() - Begin with a document.
 * @f: facts; all zero before the first one
 * @document: as "monitor -j" writes it, which stays until the next one
 * @category: filled
 *
 * Return: false if no rule is about such an event.
 */
bool facts_of_document(struct facts *f, const struct node *document, enum rules_category *category);

/**
 * facts_free() - Give the memory back.
 * @f: facts
 */
void facts_free(struct facts *f);

/**
 * facts_find() - Find out what the event has of a field.
 * @f: facts
 * @field: which
 *
 * Return: the fact; use facts_get().
 */
const struct fact *facts_find(struct facts *f, unsigned int field);

/**
 * facts_get() - What the event has of a field.
 * @f: facts
 * @field: which
 *
 * Return: the fact, until the next event.
 */
static inline const struct fact *facts_get(struct facts *f, unsigned int field)
{
	return f->known >> field & 1 ? &f->fact[field] : facts_find(f, field);
}

/**
 * facts_field() - Find a field by its name.
 * @name: as Sigma has it, or as documents have it
 * @category: of the rule that asks
 *
 * Return: which, -1 if there is none.
 */
int facts_field(struct sessmon_str name, enum rules_category category);

/**
 * facts_name() - What a field is called.
 * @field: which
 *
 * Return: name.
 */
const char *facts_name(unsigned int field);

/**
 * facts_keywords() - The fields that a keyword without a field is looked for in.
 * @i: from 0 on
 *
 * Return: field, -1 after the last.
 */
int facts_keywords(unsigned int i);

/**
 * facts_is_keyword() - Whether a field is one of those.
 * @field: which
 *
 * Return: true if it is.
 */
bool facts_is_keyword(unsigned int field);

#endif /* SESSMON_RULES_FACTS_H */
