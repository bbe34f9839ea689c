/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sessmon monitor is asked to do, and knows while it does. */
#ifndef SESSMON_MONITOR_H
#define SESSMON_MONITOR_H

#include "cmd/reaction.h"
#include "options/view.h"
#include "text/printer.h"

/**
 * struct monitor - One run.
 * @s: handle
 * @p: printer
 * @view: what to show, and how
 * @reaction: what is run for each event that is shown
 * @dump: print what there is before what happens
 * @join: keep a table
 * @reliable: have events held for us
 * @wait: for the module, whenever it is not there
 * @output: file to write to, NULL for standard output
 * @instead: of showing an event that is no loss, does something else with it; says whether that went well
 * @tick: called once a second, and before the end; says whether that went well
 * @arg: for both
 * @groups: to subscribe to
 * @time: first column
 * @left: events to show before the end; 0 is no limit
 * @limited: whether @left counts
 * @stale: events were lost since the table was fetched
 * @fetched: when it was, ns
 * @gone: the module said goodbye
 * @went: the number that it said it with; UINT64_MAX if it was seen not to be there
 * @broken: the output cannot be written
 */
struct monitor {
	struct sessmon *s;
	struct printer p;
	struct view view;
	struct reaction reaction;
	bool dump, join, reliable, wait;
	const char *output;
	bool (*instead)(struct monitor *m, const struct sessmon_event *e);
	bool (*tick)(struct monitor *m, bool last);
	void *arg;
	uint32_t groups;
	enum print_time time;
	uint64_t left;
	bool limited;
	bool stale;
	uint64_t fetched;
	bool gone;
	uint64_t went;
	bool broken;
};

/**
 * monitor_run() - Show events until there is a reason to end.
 * @m: what to show
 *
 * Return: enum tool_exit.
 */
int monitor_run(struct monitor *m);

#endif /* SESSMON_MONITOR_H */
