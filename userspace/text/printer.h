/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lines and documents are written with. */
#ifndef SESSMON_PRINTER_H
#define SESSMON_PRINTER_H

#include "base/json.h"
#include "mirror/mirror.h"
#include "sessmon.h"

/**
 * struct print_alert - What makes the document of an event that of an alert.
 * @id: of the rule: more than one may be matched by one event
 * @severity: of 100
 * @rule: writes what is known of the rule
 * @own: writes what is ours alone, within "sessmon"
 * @arg: for both
 */
struct print_alert {
	struct sessmon_str id;
	unsigned int severity;
	void (*rule)(struct json *j, const void *arg);
	void (*own)(struct json *j, const void *arg);
	const void *arg;
};

/**
 * struct printer - Everything that writing a document or a line needs.
 * @json: writer of documents
 * @line: what is to be written, the present line last
 * @mirror: who the parents and leaders are
 * @info: what the module said of itself
 * @colour: whether to use colours
 * @hold: write nothing yet, however much it is
 * @replaying: the last line was of an event from before anybody listened
 * @alert: the next document is an alert, or NULL
 * @width: that no line for people exceeds, 0 for any
 */
struct printer {
	struct json json;
	struct buf line;
	struct mirror mirror;
	const struct sessmon_info *info;
	bool colour;
	bool hold, replaying;
	const struct print_alert *alert;
	unsigned int width;
};

/**
 * enum print_time - How the first column of a line tells the time.
 * @PRINT_TIME_CLOCK: time of day
 * @PRINT_TIME_DATE: date and time of day
 * @PRINT_TIME_BOOT: seconds of boot time
 * @PRINT_TIME_RELATIVE: seconds since the line before
 */
enum print_time {
	PRINT_TIME_CLOCK,
	PRINT_TIME_DATE,
	PRINT_TIME_BOOT,
	PRINT_TIME_RELATIVE,
};

/**
 * enum print_colour - When to use colours.
 * @PRINT_COLOUR_AUTO: on a terminal that has them, unless NO_COLOR says otherwise
 * @PRINT_COLOUR_ALWAYS: always
 * @PRINT_COLOUR_NEVER: never
 */
enum print_colour {
	PRINT_COLOUR_AUTO,
	PRINT_COLOUR_ALWAYS,
	PRINT_COLOUR_NEVER,
};

/**
 * print_set_colour() - Say when the printers to come use colours.
 * @when: when
 */
void print_set_colour(enum print_colour when);

/**
 * printer_open() - Look at the terminal.
 * @p: filled
 * @info: what the module said of itself
 */
void printer_open(struct printer *p, const struct sessmon_info *info);

/**
 * printer_close() - Give the memory back.
 * @p: printer
 */
void printer_close(struct printer *p);

/**
 * printer_flush() - Write what was added.
 * @p: printer
 *
 * Return: false if it could not be written.
 */
bool printer_flush(struct printer *p);

/**
 * printer_end_line() - Write what was added, if it has become much.
 * @p: printer, at the end of a line: lines are written whole
 *
 * Whoever prints many lines calls printer_flush() after the last one, or before
 * waiting for more.
 *
 * Return: false if it could not be written.
 */
bool printer_end_line(struct printer *p);

/**
 * print_end() - End a line for people, which is cut where the terminal ends, and says so.
 * @p: printer
 * @from: where the line began
 */
void print_end(struct printer *p, size_t from);

/**
 * print_fold() - Break lines that are longer than the terminal is wide.
 * @p: printer, none of whose lines may be cut
 * @from: where the first of them begins
 * @indent: of what goes on in the next line
 */
void print_fold(struct printer *p, size_t from, unsigned int indent);

/**
 * print_host() - Add the line that says which machine this is.
 * @p: printer
 */
void print_host(struct printer *p);

/**
 * print_class_colour() - The colour of a class.
 * @p: printer
 * @class: enum sessmon_session_class
 *
 * Return: what begins it, empty if there is none; "ESC [ m" ends it.
 */
const char *print_class_colour(const struct printer *p, uint32_t class);

/**
 * print_class() - Add the name of a class, in its colour.
 * @p: printer
 * @class: enum sessmon_session_class
 */
void print_class(struct printer *p, uint32_t class);

/**
 * print_capabilities() - Add capabilities, those that are missing if these are fewer.
 * @b: buffer
 * @mask: bit n is capability n
 */
void print_capabilities(struct buf *b, uint64_t mask);

/**
 * print_program() - Add what runs: the arguments, else the path, else the name.
 * @b: buffer
 * @exe: program
 * @comm: display name
 */
void print_program(struct buf *b, const struct sessmon_exe *exe, struct sessmon_str comm);

/**
 * print_event() - Add the line of an event.
 * @p: printer
 * @e: event
 * @time: first column
 */
void print_event(struct printer *p, const struct sessmon_event *e, enum print_time time);

/**
 * print_detail() - Add what is of one type of event only.
 * @p: printer
 * @e: event
 */
void print_detail(struct printer *p, const struct sessmon_event *e);

/**
 * print_event_json() - Add an event as a document.
 * @p: printer
 * @e: event
 *
 * Return: as printer_end_line().
 */
bool print_event_json(struct printer *p, const struct sessmon_event *e);

/**
 * print_process_json() - Add a process as a document.
 * @p: printer
 * @process: it
 *
 * Return: as printer_end_line().
 */
bool print_process_json(struct printer *p, const struct sessmon_process *process);

/**
 * print_session_json() - Add a session as a document.
 * @p: printer
 * @session: it
 *
 * Return: as printer_end_line().
 */
bool print_session_json(struct printer *p, const struct sessmon_session *session);

/**
 * print_alert_again_json() - Add a count of alerts, @p->alert, as a document.
 * @p: printer
 * @session: that they were in
 */
void print_alert_again_json(struct printer *p, const struct sessmon_key *session);

/**
 * enum print_head - Documents about sessmon itself.
 * @PRINT_HEAD_ALERT: how often an alert came again
 * @PRINT_HEAD_DOCTOR: what the doctor found
 * @PRINT_HEAD_HISTORY: what the history has, and what it has not
 * @PRINT_HEAD_POLICY: the policy in force
 * @PRINT_HEAD_STATS: counters
 * @PRINT_HEAD_VERIFY: how the table and the kernel differ
 */
enum print_head {
	PRINT_HEAD_ALERT,
	PRINT_HEAD_DOCTOR,
	PRINT_HEAD_HISTORY,
	PRINT_HEAD_POLICY,
	PRINT_HEAD_STATS,
	PRINT_HEAD_VERIFY,
};

/**
 * print_json_head() - Begin a document: when, what, where.
 * @p: printer
 * @head: what
 */
void print_json_head(struct printer *p, enum print_head head);

#endif /* SESSMON_PRINTER_H */
