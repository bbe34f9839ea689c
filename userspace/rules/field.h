/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of what rules may ask for. */
#ifndef SESSMON_RULES_FIELD_H
#define SESSMON_RULES_FIELD_H

#include "names/names.h"
#include "rules/facts.h"

/**
 * struct field_rule - One field.
 * @name: as rules have it
 * @categories: bit n: events of category n have it
 * @keyword: a keyword without a field is looked for in it
 * @get: finds it in a subject; in a document, too, if that does not have it as it is
 * @document: where documents have it; the first place that has it counts
 */
struct field_rule {
	const char *name;
	unsigned int categories;
	bool keyword;
	void (*get)(struct facts *f, struct fact *to);
	const char *document[2];
};

/* Of which categories a field is; what is of a process is of its rights, too. */
#define OF_SESSION  (1u << RULES_SESSION)
#define OF_SECURITY (1u << RULES_SECURITY)
#define OF_PROCESS  (1u << RULES_PROCESS_CREATION | OF_SECURITY)
#define OF_ALL	    (OF_PROCESS | OF_SESSION)

/** FIRST_OF_SESSION - Number of the first field that is not of a process. */
#define FIRST_OF_SESSION 15

/**
 * field_at() - A field by its number.
 * @i: number
 *
 * Return: field, NULL behind the last.
 */
const struct field_rule *field_at(unsigned int i);

/**
 * field_of_session() - Those of sessions and of what has changed, which have the last numbers.
 * @i: which of them
 *
 * Return: field, NULL behind the last.
 */
const struct field_rule *field_of_session(unsigned int i);

/**
 * facts_process() - Whom an event is about.
 * @f: facts of a subject
 *
 * Return: process; of a session its leader, or NULL.
 */
static inline const struct sessmon_process *facts_process(const struct facts *f)
{
	return f->subject->process;
}

/**
 * facts_session() - In which session it happened.
 * @f: facts of a subject
 *
 * Return: session, or NULL.
 */
static inline const struct sessmon_session *facts_session(const struct facts *f)
{
	return f->subject->session;
}

/**
 * facts_event() - What happened.
 * @f: facts of a subject
 *
 * Return: event.
 */
static inline const struct sessmon_event *facts_event(const struct facts *f)
{
	return f->subject->event;
}

/**
 * facts_are_of_session() - Whether a session is what the event is about.
 * @f: facts of a subject
 *
 * Return: false if it is a process.
 */
static inline bool facts_are_of_session(const struct facts *f)
{
	return f->subject->category == RULES_SESSION;
}

/**
 * facts_program() - The program that it is about; a session remembers that of its leader.
 * @f: facts of a subject
 *
 * Return: program.
 */
static inline const struct sessmon_exe *facts_program(const struct facts *f)
{
	return facts_are_of_session(f) ? &facts_session(f)->leader : &facts_process(f)->exe;
}

/**
 * fact_text() - Take over one text.
 * @to: filled
 * @text: text, which stays where it is
 */
void fact_text(struct fact *to, struct sessmon_str text);

/**
 * fact_number() - Take over a number.
 * @f: facts
 * @to: filled
 * @number: number
 */
void fact_number(struct facts *f, struct fact *to, uint64_t number);

/**
 * fact_buf() - Take over what is in a buffer, if that is anything.
 * @f: facts
 * @to: filled
 * @b: buffer, which is freed
 */
void fact_buf(struct facts *f, struct fact *to, struct buf *b);

/**
 * fact_word() - Take over a word of ours.
 * @to: filled
 * @word: ended by a zero byte; it stays
 */
void fact_word(struct fact *to, const char *word);

/**
 * fact_bool() - Take over true or false.
 * @to: filled
 * @value: which
 */
void fact_bool(struct fact *to, bool value);

/**
 * fact_name() - Take over a number by its name, if it has one.
 * @f: facts
 * @to: filled
 * @names: names
 * @value: index
 */
void fact_name(struct facts *f, struct fact *to, const struct names *names, uint32_t value);

/**
 * fact_flags() - Take over the names of the bits that are set.
 * @f: facts
 * @to: filled
 * @names: names
 * @mask: bits
 */
void fact_flags(struct facts *f, struct fact *to, const struct names *names, uint32_t mask);

/**
 * fact_user() - Take over a user, by name if there is one.
 * @f: facts
 * @to: filled
 * @uid: user
 */
void fact_user(struct facts *f, struct fact *to, uint32_t uid);

/**
 * fact_line() - Take over arguments, with blanks between them.
 * @f: facts
 * @to: filled
 * @args: each ended by a zero byte
 */
void fact_line(struct facts *f, struct fact *to, struct sessmon_str args);

/**
 * fact_of_document() - Look something up in a document.
 * @f: facts
 * @path: keys with dots between them
 * @to: filled if it is there
 */
void fact_of_document(struct facts *f, const char *path, struct fact *to);

#endif /* SESSMON_RULES_FIELD_H */
