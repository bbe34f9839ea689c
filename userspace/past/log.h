/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that were run: what is asked of them, and how they are told. */
#ifndef SESSMON_LOG_H
#define SESSMON_LOG_H

#include <regex.h>

#include "past/known.h"
#include "text/lines.h"
#include "past/question.h"
#include "past/runs.h"
#include "reading/read_program.h"
#include "text/printer.h"
#include "watch/ruleset.h"

/**
 * struct log - What is told.
 * @q: question
 * @p: printer
 * @asked: regular expression as it was written, NULL if none was
 * @ignore_case: of it
 * @pattern: what arguments have, if @has_pattern
 * @failed: what ended otherwise than well
 * @by_root: what root ran, whoever came in
 * @follow: and what will be run
 * @runs: of the file that is read
 * @sessions: of that file, by key
 * @rows: text of @sessions
 * @n_rows: entries of @rows
 * @wanted: where those are of which something is asked that only sessions have
 * @n_wanted: entries of @wanted
 * @held: lines that are held back, NULL if they are not
 * @mark_started: run that was there when one began to follow, 0 if none was
 * @mark_seq: its last event
 * @rules: that are asked of what happened, if @by_rules
 * @by_rules: what matches them is told, instead of programs
 * @level: of rules that are told of, at the least
 * @good: all was written
 */
struct log {
	struct question q;
	struct printer p;
	const char *asked;
	regex_t pattern;
	bool ignore_case, has_pattern, failed, by_root, follow;
	struct runs runs;
	struct known_set sessions;
	struct session_row **rows;
	unsigned int n_rows;
	struct store_session_row *wanted;
	unsigned int n_wanted;
	struct lines *held;
	uint64_t mark_started, mark_seq;
	struct ruleset rules;
	bool by_rules;
	enum rule_level level;
	bool good;
};

/**
 * log_wants_exe() - Whether a program is wanted, by itself.
 * @exe: program
 * @log: struct log
 *
 * Return: true if it is.
 */
bool log_wants_exe(const struct sessmon_exe *exe, void *log);

/**
 * log_wants_process() - Whether one who ran a program is wanted.
 * @l: log
 * @p: process
 * @s: its session, NULL if that is not known
 *
 * Return: true if it is.
 */
bool log_wants_process(struct log *l, const struct sessmon_process *p,
		       const struct sessmon_session *s);

/**
 * log_put_header() - Add the titles of the columns.
 * @l: log
 */
void log_put_header(struct log *l);

/**
 * log_put_line() - Add the line of a program that was run.
 * @l: log
 * @p: it
 * @s: session in which that was, NULL if it is not known
 */
void log_put_line(struct log *l, const struct store_program *p, const struct sessmon_session *s);

/**
 * log_tell_events() - Tell of programs by the documents of their events.
 * @l: log
 */
void log_tell_events(struct log *l);

/**
 * log_tell_matches() - Tell of what matches a rule, as alert would have.
 * @l: log, which has rules
 *
 * Return: enum tool_exit.
 */
int log_tell_matches(struct log *l);

/**
 * log_mark() - Note up to where the history is, before it is told.
 * @l: log
 */
void log_mark(struct log *l);

/**
 * log_follow() - Tell of programs as they are run, until a signal ends it.
 * @l: log; what comes up to its mark was told
 */
void log_follow(struct log *l);

#endif /* SESSMON_LOG_H */
