/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of sessions for a browser: what it tells is gathered here, brought into the order of
 * a tree, written as JSON and put into one file that needs no other.
 */
#ifndef SESSMON_REPORT_H
#define SESSMON_REPORT_H

#include "reading/read_alert.h"
#include "reading/read_session.h"
#include "report/texts.h"

/**
 * struct report_session - A session that the page names.
 * @s: as it was last; the text belongs to who made it
 * @run: who saw it last
 * @acts: as whom it acted
 * @whole: the page has its processes, else it is only where others came from or went to
 * @runs: it is running still
 * @started: ns since 1970 UTC
 * @ended: when it ended; 0 if that was not seen
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @seen: when somebody last saw it, if it was not seen to end
 * @programs: how many it ran
 * @failed: processes of it that ended otherwise than well
 * @first: its first process, once they are in order
 * @n: how many it has
 */
struct report_session {
	const struct sessmon_session *s;
	const struct store_run *run;
	uint32_t acts;
	bool whole, runs;
	uint64_t started, ended, ended_after, seen;
	uint64_t programs, failed;
	unsigned int first, n;
};

/**
 * enum report_process_flag - What else there is to say of a process.
 * @REPORT_CARRIED: it was there before anybody watched
 * @REPORT_CORE: its end left a core
 */
enum report_process_flag {
	REPORT_CARRIED = 1,
	REPORT_CORE = 2,
};

/**
 * struct report_process - A process.
 * @key: its key
 * @parent: its parent's
 * @boot: of which life of the machine
 * @session: place of its session
 * @started: ns since 1970 UTC
 * @ended: when it ended; 0 if that was not seen
 * @ended_after: if not 0, it ended between this and @ended, while nobody watched
 * @executed: when its first program was executed, 0 if that was not seen
 * @status: what wait(2) tells, -1 if it is not known
 * @pgid: its process group
 * @context: who it was at last
 * @program: what it ran at last
 * @flags: enum report_process_flag
 * @up: place of its parent, once they are in order; -1 if that is not here
 */
struct report_process {
	struct sessmon_key key, parent;
	unsigned int boot, session;
	uint64_t started, ended, ended_after, executed;
	int32_t status;
	uint32_t pgid;
	unsigned int context, program, flags;
	int up;
};

/**
 * struct report_run - A program that a process ran.
 * @process: place of the process
 * @at: when it was executed, ns since 1970 UTC
 * @seq: number of the event
 * @program: what
 * @context: as whom
 */
struct report_run {
	unsigned int process;
	uint64_t at, seq;
	unsigned int program, context;
};

/**
 * struct report_change - What else happened.
 * @at: when, ns since 1970 UTC
 * @type: enum sessmon_event_type
 * @session: place of the session that it happened in
 * @process: place of the process that it happened to, -1 if to the session
 * @text: a sentence, within the report's
 */
struct report_change {
	uint64_t at;
	uint32_t type;
	unsigned int session;
	int process;
	unsigned int text;
};

/**
 * struct report_alert - A rule that matched.
 * @at: first match, ns since 1970 UTC
 * @count: how many there were
 * @session: place of the session
 * @process: place of the process, -1 if that is not here
 * @level: of the rule, in words
 * @title: its title, in words
 * @author: who must be named beside it, in words
 */
struct report_alert {
	uint64_t at, count;
	unsigned int session;
	int process;
	unsigned int level, title, author;
};

/**
 * struct report_program - What was run, by its parts.
 * @line: as people read it, in lines
 * @file: facts of the file, in files
 * @cwd: where, in words
 * @args: a list of arguments, if the line does not say it, in words
 */
struct report_program {
	unsigned int line, file, cwd, args;
};

/**
 * struct report - All of it.
 * @session: sessions
 * @n_sessions: entries of @session
 * @process: processes
 * @n_processes: entries of @process
 * @run: programs that were run, where a process ran more than one
 * @n_runs: entries of @run
 * @change: what else happened
 * @n_changes: entries of @change
 * @alert: rules that matched
 * @n_alerts: entries of @alert
 * @gap: when something is missing
 * @n_gaps: entries of @gap
 * @boots: ids of lives of the machine
 * @keys: processes by boot and key
 * @session_keys: sessions likewise
 * @programs: struct report_program
 * @lines: command lines
 * @files: JSON of files
 * @contexts: JSON of who a process is
 * @words: all other text, the empty one first
 * @begin: the first moment that it tells of
 * @made: when it was made, ns since 1970 UTC
 * @version: of sessmon
 * @failed: a file of the history did not answer
 * @tell_of: lets documents be of a run and a moment
 */
struct report {
	struct report_session *session;
	struct report_process *process;
	struct report_run *run;
	struct report_change *change;
	struct report_alert *alert;
	struct store_gap *gap;
	unsigned int n_sessions, n_processes, n_runs, n_changes, n_alerts, n_gaps;
	struct texts boots, keys, session_keys, programs, lines, files, contexts, words;
	uint64_t begin, made;
	const char *version;
	bool failed;
	void (*tell_of)(const struct store_run *run, uint64_t wall);
};

/**
 * report_add_session() - Add a session.
 * @r: report
 * @s: it
 */
void report_add_session(struct report *r, const struct report_session *s);

/**
 * report_find_session() - The place of a session.
 * @r: report
 * @boot_id: of which life of the machine
 * @key: its key
 *
 * Return: its place, -1 if the report does not have it.
 */
int report_find_session(struct report *r, const char *boot_id, const struct sessmon_key *key);

/**
 * report_add_process() - Add a process, or what is newer of one that is there.
 * @r: report
 * @boot_id: of which life of the machine
 * @p: it; when it began and ended is taken of a new one only
 */
void report_add_process(struct report *r, const char *boot_id, const struct report_process *p);

/**
 * report_gather() - Add what a file has of the sessions of a report.
 * @r: report, which has its sessions
 * @file: reader
 *
 * Files are gathered from the oldest on.
 *
 * Return: 0 or a negative error.
 */
int report_gather(struct report *r, struct store_reader *file);

/**
 * report_gather_alerts() - Add what rules have said of the sessions of a report.
 * @r: report, which has what that file has of them
 * @file: reader
 *
 * Return: 0 or a negative error.
 */
int report_gather_alerts(struct report *r, struct store_reader *file);

/**
 * report_first() - The first moment that a report tells of.
 * @r: report
 *
 * Return: ns since 1970 UTC.
 */
uint64_t report_first(const struct report *r);

/**
 * report_last() - The last moment that a report tells of.
 * @r: report
 *
 * Return: ns since 1970 UTC.
 */
uint64_t report_last(const struct report *r);

/**
 * report_arrange() - Bring it into the order of a tree, when all is gathered.
 * @r: report
 */
void report_arrange(struct report *r);

/**
 * report_find_process() - The place of a process.
 * @r: report
 * @boot: place of its boot
 * @key: its key
 *
 * Return: its place, -1 if the report does not have it.
 */
int report_find_process(const struct report *r, unsigned int boot, const struct sessmon_key *key);

/**
 * report_name_process() - Let a process be found.
 * @r: report
 * @i: its place, which comes after those of all that can be found
 */
void report_name_process(struct report *r, unsigned int i);

/**
 * report_put_program() - The number of a program.
 * @r: report
 * @exe: program
 * @comm: display name
 *
 * Return: its place among programs.
 */
unsigned int report_put_program(struct report *r, const struct sessmon_exe *exe,
				struct sessmon_str comm);

/**
 * report_put_context() - The number of who a process is: ids, terminal, namespaces.
 * @r: report
 * @p: process
 *
 * Return: its place among contexts.
 */
unsigned int report_put_context(struct report *r, const struct sessmon_process *p);

/**
 * report_put_data() - Add all of it as JSON.
 * @b: buffer
 * @r: report, in order
 */
void report_put_data(struct buf *b, struct report *r);

/**
 * report_put_page() - Add the page.
 * @b: buffer
 * @r: report, in order
 *
 * Return: 0, or a negative error.
 */
int report_put_page(struct buf *b, struct report *r);

/**
 * report_free() - Give the memory back.
 * @r: report
 */
void report_free(struct report *r);

#endif /* SESSMON_REPORT_H */
