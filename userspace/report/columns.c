// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Processes as columns: numbers of one kind beside each other, most of them as what has
 * changed since the one before, which compresses to a few bytes for each process.
 */
#include "report/data.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/**
 * struct columns - What is under way.
 * @r: report
 * @clocks: how far real time was from boot time, of which boot
 * @clock: of each process
 * @base: start of the first process of each clock
 * @program: new numbers of programs, in the order in which the page comes upon them
 * @order: the other way round
 * @n: how many of them there are
 */
struct columns {
	const struct report *r;
	struct texts clocks;
	unsigned int *clock;
	uint64_t *base;
	unsigned int *program, *order, n;
};

/* What a clock is. */
struct offset {
	int64_t ns;
	uint64_t boot;
};

static void find_clocks(struct columns *c)
{
	const struct report_process *p = c->r->process;
	struct offset one;
	unsigned int i, before;

	c->clock = xalloc(c->r->n_processes + 1, sizeof(*c->clock));
	for (i = 0; i < c->r->n_processes; i++) {
		one = (struct offset){ (int64_t)(p[i].started - p[i].key.start), p[i].boot };
		before = c->clocks.n;
		c->clock[i] = texts_put(&c->clocks, &one, sizeof(one));
		if (c->clocks.n == before)
			continue;
		c->base = xmore(c->base, c->clocks.n, sizeof(*c->base));
		c->base[before] = p[i].key.start;
	}
}

static void number_program(struct columns *c, unsigned int program)
{
	if (c->program[program] != UINT32_MAX)
		return;
	c->order[c->n] = program;
	c->program[program] = c->n++;
}

static void number_programs(struct columns *c)
{
	unsigned int i, run = 0;

	c->program = xalloc(c->r->programs.n + 1, sizeof(*c->program));
	c->order = xalloc(c->r->programs.n + 1, sizeof(*c->order));
	memset(c->program, 0xff, c->r->programs.n * sizeof(*c->program));
	for (i = 0; i < c->r->n_processes; i++) {
		number_program(c, c->r->process[i].program);
		for (; run < c->r->n_runs && c->r->run[run].process == i; run++)
			number_program(c, c->r->run[run].program);
	}
}

static void put(struct buf *b, long long n)
{
	char last = b->data[b->len - 1];

	if (last != '[')
		buf_putc(b, ',');
	if (n < 0)
		buf_putc(b, '-');
	buf_number(b, n < 0 ? (uint64_t)-n : (uint64_t)n, 1);
}

static long long lasted(const struct report_process *p, uint64_t until)
{
	return until ? until > p->started ? (long long)((until - p->started) / 1000) : 0 : -1;
}

/* One list for each; see page.js, which reads them. */
enum column {
	PID,
	CLOCK,
	START,
	LASTED,
	STATUS,
	UP,
	GROUP,
	CONTEXT,
	PROGRAM,
	EXECUTED,
	FLAGS
};

static const char *const names[] = {
	[PID] = "pid",		 [CLOCK] = "clock",	[START] = "ns",
	[LASTED] = "lasted",	 [STATUS] = "status",	[UP] = "up",
	[GROUP] = "group",	 [CONTEXT] = "context", [PROGRAM] = "program",
	[EXECUTED] = "executed", [FLAGS] = "flags",
};

/* The first of a clock counts from its base, all others from the one before. */
static long long start_of(const struct columns *c, unsigned int i)
{
	const struct report_process *p = &c->r->process[i];
	bool first = !i || c->clock[i - 1] != c->clock[i];

	return (long long)(p->key.start - (first ? c->base[c->clock[i]] : p[-1].key.start));
}

static long long value(const struct columns *c, enum column column, unsigned int i)
{
	const struct report_process *p = &c->r->process[i];

	switch (column) {
	case PID:
		return (long long)p->key.id - (i ? (long long)p[-1].key.id : 0);
	case CLOCK:
		return c->clock[i];
	case START:
		return start_of(c, i);
	case LASTED:
		return lasted(p, p->ended);
	case STATUS:
		return p->status;
	case UP:
		return p->up < 0 ? 0 : (long long)i - p->up;
	case GROUP:
		return (long long)p->pgid - (long long)p->key.id;
	case CONTEXT:
		return p->context;
	case PROGRAM:
		return c->program[p->program];
	case EXECUTED:
		return lasted(p, p->executed);
	case FLAGS:
		return p->flags;
	}
	return 0;
}

static void put_processes(struct json *j, const struct columns *c)
{
	unsigned int column, i, base = json_enter(j, "processes");
	struct buf *b;

	for (column = PID; column <= FLAGS; column++) {
		b = json_value(j, names[column]);
		buf_putc(b, '[');
		for (i = 0; i < c->r->n_processes; i++)
			put(b, value(c, (enum column)column, i));
		buf_putc(b, ']');
	}
	json_leave(j, base);
}

static void put_clocks(struct json *j, const struct columns *c)
{
	unsigned int i, one;
	struct offset o;

	json_objects(j, "clocks");
	for (i = 0; i < c->clocks.n; i++) {
		memcpy(&o, texts_get(&c->clocks, i).data, sizeof(o));
		one = json_object(j);
		json_number(j, "boot", o.boot);
		json_keyword(j, "base", c->base[i]);
		json_keyword(j, "wall", c->base[i] + (uint64_t)o.ns);
		json_object_end(j, one);
	}
	json_list_end(j);
}

/* What is in another session, or not here at all: place, its parent's place, its number. */
static void put_far(struct json *j, const struct report *r)
{
	struct buf *b = json_value(j, "far");
	const struct report_process *p;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < r->n_processes; i++) {
		p = &r->process[i];
		if (p->up >= 0 || !p->parent.id)
			continue;
		buf_puts(b, b->data[b->len - 1] == '[' ? "" : ",");
		buf_printf(b, "[%u,%d,%u]", i, report_find_process(r, p->boot, &p->parent),
			   p->parent.id);
	}
	buf_putc(b, ']');
}

static void put_after(struct json *j, const struct report *r)
{
	struct buf *b = json_value(j, "after");
	const struct report_process *p;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < r->n_processes; i++) {
		p = &r->process[i];
		if (!p->ended_after)
			continue;
		buf_puts(b, b->data[b->len - 1] == '[' ? "" : ",");
		buf_printf(b, "[%u,%lld]", i, lasted(p, p->ended_after));
	}
	buf_putc(b, ']');
}

static void put_programs(struct json *j, const struct columns *c)
{
	static const char *const parts[] = { "line", "file", "cwd", "args" };
	unsigned int base = json_enter(j, "programs"), part, i, before;
	struct report_program one;
	struct buf *b;

	for (part = 0; part < 4; part++) {
		b = json_value(j, parts[part]);
		buf_putc(b, '[');
		for (i = before = 0; i < c->n; i++) {
			memcpy(&one, texts_get(&c->r->programs, c->order[i]).data, sizeof(one));
			put(b, (long long)(&one.line)[part] - (part ? 0 : (long long)before));
			before = one.line;
		}
		buf_putc(b, ']');
	}
	json_leave(j, base);
}

static void put_runs(struct json *j, const struct columns *c)
{
	struct buf *b = json_value(j, "runs");
	const struct report_run *run;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < c->r->n_runs; i++) {
		run = &c->r->run[i];
		buf_puts(b, i ? ",[" : "[");
		put(b, run->process);
		put(b, report_us(c->r, run->at));
		put(b, c->program[run->program]);
		put(b, run->context);
		buf_putc(b, ']');
	}
	buf_putc(b, ']');
}

void report_put_columns(struct json *j, struct report *r)
{
	struct columns c = { .r = r };

	find_clocks(&c);
	number_programs(&c);
	put_clocks(j, &c);
	put_processes(j, &c);
	put_far(j, r);
	put_after(j, r);
	put_programs(j, &c);
	put_runs(j, &c);
	texts_free(&c.clocks);
	free(c.clock);
	free(c.base);
	free(c.program);
	free(c.order);
}
