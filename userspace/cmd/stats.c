// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon stats: what the module has counted. */
#include <getopt.h>
#include <string.h>

#include "options/view.h"
#include "json/field.h"
#include "names/names.h"
#include "text/grid.h"
#include "text/printer.h"

/* Where the values begin. */
#define VALUES 22

static uint32_t all_hooks(void)
{
	return (1u << names_hooks.n) - 1;
}

static void put_hooks(struct printer *p, const char *label, uint32_t hooks)
{
	size_t from = p->line.len;

	buf_puts(&p->line, label);
	buf_pad(&p->line, from, VALUES);
	if (hooks)
		name_put_flags(&p->line, &names_hooks, hooks);
	else
		buf_puts(&p->line, "none");
	buf_puts(&p->line, "\n");
}

static void put_number(struct grid *g, uint64_t n)
{
	buf_printf(&g->text, "%llu", (unsigned long long)n);
	grid_cell(g);
}

static void put_counters(struct printer *p, const struct sessmon_stats *st)
{
	static const char *const columns[] = { "EVENT",	   "PRODUCED", "LOST",	 "SENT",
					       "FILTERED", "WITHHELD", "UNHEARD" };
	const struct sessmon_counters *c;
	struct grid g;
	uint32_t i;

	grid_begin(&g, columns, 7);
	for (i = 0; i < st->n_counters; i++) {
		c = &st->counters[i];
		name_put(&g.text, &names_event, c->type);
		grid_cell(&g);
		put_number(&g, c->produced);
		put_number(&g, c->lost);
		put_number(&g, c->sent);
		put_number(&g, c->filtered);
		put_number(&g, c->withheld);
		put_number(&g, c->unheard);
	}
	buf_puts(&p->line, "\n");
	grid_print(&g, p);
}

static void put_groups(struct printer *p, const struct sessmon_stats *st)
{
	static const char *const columns[] = { "GROUP", "SENT" };
	struct grid g;
	uint32_t i;

	grid_begin(&g, columns, 2);
	for (i = 0; i < st->n_groups; i++) {
		name_put_flags(&g.text, &names_groups, st->groups[i].group);
		grid_cell(&g);
		put_number(&g, st->groups[i].events);
	}
	buf_puts(&p->line, "\n");
	grid_print(&g, p);
}

static void put_readers(struct printer *p, const struct sessmon_stats *st)
{
	static const char *const columns[] = {
		"RELIABLE READER", "GROUPS", "SENT", "LOST", "HELD", "STATE"
	};
	const struct sessmon_reader *r;
	struct grid g;
	uint32_t i;

	if (!st->n_readers)
		return;
	grid_begin(&g, columns, 6);
	for (i = 0; i < st->n_readers; i++) {
		r = &st->readers[i];
		put_number(&g, r->port);
		name_put_flags(&g.text, &names_groups, r->groups);
		grid_cell(&g);
		put_number(&g, r->sent);
		put_number(&g, r->lost);
		put_number(&g, r->held);
		buf_puts(&g.text,
			 sessmon_has(r, SESSMON_A_READER_DEMOTED) ? "demoted" : "held for");
		grid_cell(&g);
	}
	buf_puts(&p->line, "\n");
	grid_print(&g, p);
}

static bool stats_text(struct printer *p, const struct sessmon_stats *st)
{
	struct buf *b = &p->line;

	if (p->width)
		print_host(p);
	buf_printf(b, "module version        %s, wire %u\n", p->info->module_version,
		   p->info->version);
	fields_text(b, &describe_stats, st);
	buf_printf(b, "last event            %llu\n", (unsigned long long)st->last_seq);
	buf_printf(b, "events lost           %llu\n", (unsigned long long)st->lost);
	put_hooks(p, "hooks live", st->hooks);
	put_hooks(p, "hooks fired", st->hooks_fired);
	put_hooks(p, "hooks missing", all_hooks() & ~st->hooks);
	print_fold(p, 0, VALUES);
	put_counters(p, st);
	put_groups(p, st);
	put_readers(p, st);
	return printer_flush(p);
}

static void json_mask(struct json *j, const char *path, uint32_t mask)
{
	unsigned int i;
	const char *name;

	json_list(j, path);
	for (i = 0; i < names_hooks.n; i++) {
		name = name_of(&names_hooks, i);
		if (mask >> i & 1)
			json_item(j, (struct sessmon_str){ name, (uint32_t)strlen(name) });
	}
	json_list_end(j);
}

static void json_counters(struct json *j, const struct sessmon_counters *c)
{
	struct buf name = { 0 };
	unsigned int base;

	name_put(&name, &names_event, c->type);
	base = json_enter(j, name.data);
	json_number(j, "produced", c->produced);
	json_number(j, "lost", c->lost);
	json_number(j, "sent", c->sent);
	json_number(j, "filtered", c->filtered);
	json_number(j, "withheld", c->withheld);
	json_number(j, "unheard", c->unheard);
	json_leave(j, base);
	buf_free(&name);
}

static void json_groups(struct json *j, const struct sessmon_stats *st)
{
	unsigned int base = json_enter(j, "groups"), one;
	struct buf name = { 0 };
	uint32_t i;

	for (i = 0; i < st->n_groups; i++) {
		buf_clear(&name);
		name_put_flags(&name, &names_groups, st->groups[i].group);
		one = json_enter(j, name.data);
		json_number(j, "sent", st->groups[i].events);
		json_leave(j, one);
	}
	json_leave(j, base);
	buf_free(&name);
}

static void json_readers(struct json *j, const struct sessmon_stats *st)
{
	const struct sessmon_reader *r;
	unsigned int one;
	uint32_t i;

	json_objects(j, "readers");
	for (i = 0; i < st->n_readers; i++) {
		r = &st->readers[i];
		one = json_object(j);
		json_number(j, "port", r->port);
		field_put_mask(json_value(j, "groups"), &names_groups, r->groups);
		json_number(j, "sent", r->sent);
		json_number(j, "lost", r->lost);
		json_number(j, "held", r->held);
		json_bool(j, "demoted", sessmon_has(r, SESSMON_A_READER_DEMOTED));
		json_object_end(j, one);
	}
	json_list_end(j);
}

static bool stats_json(struct printer *p, const struct sessmon_stats *st)
{
	struct json *j = &p->json;
	unsigned int base, inner;
	uint32_t i;

	print_json_head(p, PRINT_HEAD_STATS);
	base = json_enter(j, "sessmon.stats");
	json_puts(j, "module_version", p->info->module_version);
	json_number(j, "wire_version", p->info->version);
	fields_own(j, &describe_stats, st);
	json_keyword(j, "last_seq", st->last_seq);
	json_number(j, "lost", st->lost);
	json_mask(j, "hooks.live", st->hooks);
	json_mask(j, "hooks.fired", st->hooks_fired);
	json_mask(j, "hooks.missing", all_hooks() & ~st->hooks);
	inner = json_enter(j, "events");
	for (i = 0; i < st->n_counters; i++)
		json_counters(j, &st->counters[i]);
	json_leave(j, inner);
	json_groups(j, st);
	json_readers(j, st);
	json_leave(j, base);
	json_end(j);
	return printer_flush(p);
}

static int stats(bool json)
{
	struct sessmon_stats st;
	struct printer p;
	struct sessmon *s;
	int err, ret = tool_open(&s);

	if (ret)
		return ret;
	printer_open(&p, sessmon_info(s));
	err = sessmon_stats_get(s, &st);
	if (err)
		ret = tool_fail(s, err);
	else if (!(json ? stats_json : stats_text)(&p, &st))
		ret = TOOL_FAILED;
	printer_close(&p);
	sessmon_close(s);
	return ret;
}

static int cmd_stats(int argc, char **argv)
{
	static const struct option options[] = { VIEW_COMMON_OPTIONS, { 0 } };
	bool json = false;
	int c, ret = TOOL_OK;

	while (!ret && (c = getopt_long(argc, argv, ":" VIEW_COMMON_LETTERS, options, NULL)) != -1)
		ret = view_take_common(&json, &verb_stats, c, argv);
	if (!ret)
		ret = tool_no_arguments(&verb_stats, argc, argv);
	return ret ? ret : stats(json);
}

const struct verb verb_stats = {
	.name = "stats",
	.args = "[-j]",
	.summary = "Show counters: the table, the hooks, events made, sent and lost",
	.help = "  -j, --json             one JSON document\n" VIEW_COMMON_HELP,
	.run = cmd_stats,
};
