// SPDX-License-Identifier: GPL-2.0-or-later
/* All that a page tells, as one JSON document. */
#include "report/data.h"

#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "names/names.h"

uint64_t report_first(const struct report *r)
{
	uint64_t first = UINT64_MAX;
	unsigned int i;

	for (i = 0; i < r->n_sessions; i++)
		if (r->session[i].whole && r->session[i].started < first)
			first = r->session[i].started;
	for (i = 0; i < r->n_processes; i++)
		if (r->process[i].started < first)
			first = r->process[i].started;
	return first == UINT64_MAX ? r->made : first;
}

uint64_t report_last(const struct report *r)
{
	uint64_t last = 0, end;
	unsigned int i;

	for (i = 0; i < r->n_sessions; i++) {
		end = r->session[i].ended ? r->session[i].ended : r->session[i].seen;
		if (r->session[i].whole && end > last)
			last = end;
	}
	return last;
}

long long report_us(const struct report *r, uint64_t wall)
{
	return (long long)(wall - r->begin) / 1000;
}

unsigned int report_boot(const struct report *r, const struct report_session *s)
{
	return (unsigned int)texts_find(&r->boots, s->run->boot_id, strlen(s->run->boot_id));
}

/* The host and kernel of each life of the machine, from any session of it. */
static void put_boots(struct json *j, const struct report *r)
{
	const struct store_run *run;
	unsigned int i, k, one;

	json_objects(j, "boots");
	for (i = 0; i < r->boots.n; i++) {
		one = json_object(j);
		json_text(j, "id", texts_get(&r->boots, i));
		for (k = 0; k < r->n_sessions; k++) {
			run = r->session[k].run;
			if (report_boot(r, &r->session[k]) != i)
				continue;
			json_puts(j, "host", run->host);
			json_puts(j, "machine", run->machine_id);
			json_puts(j, "kernel", run->kernel);
			json_puts(j, "module", run->module);
			break;
		}
		json_object_end(j, one);
	}
	json_list_end(j);
}

static void put_strings(struct json *j, const char *path, const struct texts *t)
{
	unsigned int i;

	json_list(j, path);
	for (i = 0; i < t->n; i++)
		json_item(j, texts_get(t, i));
	json_list_end(j);
}

/* Texts that are JSON already. */
static void put_documents(struct json *j, const char *path, const struct texts *t)
{
	struct buf *b = json_value(j, path);
	struct sessmon_str s;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < t->n; i++) {
		s = texts_get(t, i);
		buf_puts(b, i ? "," : "");
		buf_add(b, s.data, s.len);
	}
	buf_putc(b, ']');
}

static void put_changes(struct json *j, const struct report *r)
{
	struct buf *b = json_value(j, "changes");
	const struct report_change *c;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < r->n_changes; i++) {
		c = &r->change[i];
		buf_printf(b, "%s[%lld,\"", i ? "," : "", report_us(r, c->at));
		name_put(b, &names_event, c->type);
		buf_printf(b, "\",%u,%d,%u]", c->session, c->process, c->text);
	}
	buf_putc(b, ']');
}

static void put_alerts(struct json *j, const struct report *r)
{
	struct buf *b = json_value(j, "alerts");
	const struct report_alert *a;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < r->n_alerts; i++) {
		a = &r->alert[i];
		buf_printf(b, "%s[%d,%u,%lld,%u,%u,%u,%llu]", i ? "," : "", a->process, a->session,
			   report_us(r, a->at), a->level, a->title, a->author,
			   (unsigned long long)a->count);
	}
	buf_putc(b, ']');
}

static void put_gaps(struct json *j, const struct report *r)
{
	struct buf *b = json_value(j, "gaps");
	const struct store_gap *g;
	unsigned int i;

	buf_putc(b, '[');
	for (i = 0; i < r->n_gaps; i++) {
		g = &r->gap[i];
		buf_printf(b, "%s[%lld,%lld,\"%s\",%llu]", i ? "," : "", report_us(r, g->from),
			   report_us(r, g->until), store_gap_words(g->why),
			   (unsigned long long)g->count);
	}
	buf_putc(b, ']');
}

/* The names of those that ended a process. */
static void put_signals(struct json *j, const struct report *r)
{
	bool seen[128] = { false };
	char number[8];
	struct buf name = { 0 };
	unsigned int i, base = json_enter(j, "signals"), signal;

	for (i = 0; i < r->n_processes; i++) {
		signal = r->process[i].status > 0 ? r->process[i].status & 0x7f : 0;
		if (!signal || seen[signal])
			continue;
		seen[signal] = true;
		snprintf(number, sizeof(number), "%u", signal);
		buf_clear(&name);
		signal_put(&name, signal);
		json_puts(j, number, name.data);
	}
	buf_free(&name);
	json_leave(j, base);
}

void report_put_data(struct buf *b, struct report *r)
{
	struct json j;

	r->begin = report_first(r);
	json_begin(&j, b);
	json_number(&j, "format", 1);
	json_puts(&j, "version", r->version);
	json_keyword(&j, "begin", r->begin);
	json_number(&j, "end", (uint64_t)report_us(r, report_last(r)));
	json_keyword(&j, "made", r->made);
	json_bool(&j, "failed", r->failed);
	report_put_sessions(json_value(&j, "sessions"), r);
	put_boots(&j, r);
	report_put_columns(&j, r);
	put_documents(&j, "contexts", &r->contexts);
	put_documents(&j, "files", &r->files);
	put_strings(&j, "lines", &r->lines);
	put_changes(&j, r);
	put_alerts(&j, r);
	put_gaps(&j, r);
	put_strings(&j, "words", &r->words);
	put_signals(&j, r);
	json_close(&j);
}
