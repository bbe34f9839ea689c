// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of a page that a browser shows whatever it can: text of tasks enters as text. */
#include "report/html.h"

#include <time.h>

#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "report/data.h"
#include "text/words.h"

/* Rows that are there without a script. */
#define ROWS 200

static void put_html(struct buf *b, struct sessmon_str s)
{
	static const char *const names[128] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
	};
	uint32_t i;
	unsigned char c;

	for (i = 0; i < s.len; i++) {
		c = (unsigned char)s.data[i];
		if (c < 128 && names[c])
			buf_puts(b, names[c]);
		else
			buf_putc(b, s.data[i]);
	}
}

/* What was added since, which may have been chosen by anybody. */
static void make_text(struct buf *b, size_t from)
{
	struct buf text = { 0 };

	buf_add(&text, b->data + from, b->len - from);
	b->len = from;
	put_html(b, (struct sessmon_str){ text.data, (uint32_t)text.len });
	buf_free(&text);
}

/* ---- of one session, or of some ---- */

/* The one that all others came from, or NULL. */
static const struct report_session *only(const struct report *r)
{
	return r->n_sessions && (r->n_sessions == 1 || !r->session[1].whole) ? &r->session[0] :
									       NULL;
}

/* The one that all others were made in, or NULL. */
static const struct report_session *top(struct report *r)
{
	const struct report_session *s = r->session;
	unsigned int i;
	int from;

	if (!r->n_sessions)
		return NULL;
	for (i = 1; i < r->n_sessions && s[i].whole; i++) {
		from = report_find_session(r, s[i].run->boot_id, &s[i].s->created_from);
		if (from < 0 || !s[from].whole)
			return NULL;
	}
	return s;
}

static unsigned int n_whole(const struct report *r)
{
	unsigned int n = 0;

	while (n < r->n_sessions && r->session[n].whole)
		n++;
	return n;
}

static void put_session(struct buf *b, const struct report_session *of)
{
	const struct sessmon_session *s = of->s;
	struct buf peer = { 0 };
	size_t from = b->len;

	report_put_user(b, of);
	if (sessmon_has(s, SESSMON_A_SESSION_TTY)) {
		buf_puts(b, " on ");
		tty_put(b, &s->tty);
	}
	if (peer_put_host(&peer, &s->peer))
		buf_printf(b, " from %s", peer.data);
	make_text(b, from);
	buf_free(&peer);
}

static void put_host(struct buf *b, const struct report *r)
{
	const char *host = r->session[0].run->host;
	size_t from = b->len;

	escape_text(b, (struct sessmon_str){ host, (uint32_t)strlen(host) });
	make_text(b, from);
}

/* What the heading and the title both say. */
static void put_heading(struct buf *b, struct report *r)
{
	const struct report_session *one = top(r);
	unsigned int n = n_whole(r);

	if (one)
		put_session(b, one);
	else
		buf_printf(b, "%u sessions", n);
	buf_puts(b, " on ");
	put_host(b, r);
	if (one && n > 1)
		buf_printf(b, ", and %u session%s made there", n - 1, n > 2 ? "s" : "");
}

void report_put_title(struct buf *b, struct report *r)
{
	const struct report_session *one = top(r);

	if (one)
		buf_printf(b, "s:%u ", one->s->key.id);
	put_heading(b, r);
	buf_puts(b, " - sessmon");
}

/* ---- header ---- */

static void put_kind(struct buf *b, const struct report_session *s)
{
	const char *kind = name_of(&names_kind, s->s->session_class);

	buf_printf(b, "<p class=\"what\"><span class=\"kind %s\">%s</span> s:%u</p>\n",
		   kind ? kind : "", kind ? kind : "session", s->s->key.id);
}

static void begin_fact(struct buf *b, const char *name)
{
	buf_printf(b, "<div><dt>%s</dt><dd>", name);
}

static void end_fact(struct buf *b)
{
	buf_puts(b, "</dd></div>\n");
}

static void put_time(struct buf *b, uint64_t wall)
{
	time_t then = (time_t)(wall / NS_PER_SECOND);
	char text[64];
	struct tm day;

	gmtime_r(&then, &day);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &day);
	buf_printf(b, "<time datetime=\"%s\">", text);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &day);
	buf_printf(b, "%s</time>", text);
}

static unsigned int n_running(const struct report *r)
{
	unsigned int i, n = 0;

	for (i = 0; i < r->n_sessions; i++)
		n += r->session[i].whole && r->session[i].runs;
	return n;
}

static void put_when(struct buf *b, const struct report *r)
{
	unsigned int running = n_running(r);

	begin_fact(b, "When");
	put_time(b, report_first(r));
	buf_puts(b, " &ndash; ");
	put_time(b, report_last(r));
	if (running && only(r))
		buf_puts(b, ", still running: as of then");
	else if (running)
		buf_printf(b, ", as of then: %u still running", running);
	else if (only(r) && !only(r)->ended)
		buf_puts(b, ", last seen then");
	end_fact(b);
}

static void put_entry(struct buf *b, struct report *r)
{
	const struct report_session *one = top(r);
	size_t from;

	if (!one)
		return;
	begin_fact(b, "Came in by");
	from = b->len;
	name_put(b, &names_entry, one->s->entry_type);
	if (sessmon_has(one->s, SESSMON_A_SESSION_PEER)) {
		buf_puts(b, ", ");
		peer_put(b, &one->s->peer);
	}
	make_text(b, from);
	end_fact(b);
}

static void put_counts(struct buf *b, const struct report *r)
{
	uint64_t programs = 0, failed = 0;
	unsigned int i;

	for (i = 0; i < r->n_sessions; i++) {
		programs += r->session[i].whole ? r->session[i].programs : 0;
		failed += r->session[i].whole ? r->session[i].failed : 0;
	}
	begin_fact(b, "What");
	buf_printf(b, "%llu programs, %u processes, %s%llu failed%s", (unsigned long long)programs,
		   r->n_processes, failed ? "<span class=\"fail\">" : "",
		   (unsigned long long)failed, failed ? "</span>" : "");
	if (r->n_alerts)
		buf_printf(b, ", <span class=\"fail\">%u alert%s</span>", r->n_alerts,
			   r->n_alerts > 1 ? "s" : "");
	end_fact(b);
}

static void put_gap(struct buf *b, const struct store_gap *g)
{
	if (g->count)
		buf_printf(b, "%llu events lost between ", (unsigned long long)g->count);
	else
		buf_puts(b, "Something is missing between ");
	put_time(b, g->from);
	buf_puts(b, " and ");
	put_time(b, g->until);
	buf_printf(b, ": %s", store_gap_words(g->why));
}

/* Of many the first few: the timeline shows all. */
static void put_complete(struct buf *b, const struct report *r)
{
	unsigned int i, shown = r->n_gaps < 3 ? r->n_gaps : 3;

	begin_fact(b, "Complete");
	if (!r->n_gaps && !r->failed)
		buf_puts(b, "yes: nothing was lost in this time");
	for (i = 0; i < shown; i++) {
		buf_puts(b, i ? "<br>" : "<span class=\"incomplete\">");
		put_gap(b, &r->gap[i]);
	}
	if (shown)
		buf_puts(b, "</span>");
	if (r->n_gaps > shown)
		buf_printf(b, ", and %u more", r->n_gaps - shown);
	if (r->failed)
		buf_puts(
			b,
			" <span class=\"incomplete\">A file of the history did not answer.</span>");
	end_fact(b);
}

static void put_where(struct buf *b, const struct report *r)
{
	const struct store_run *run = r->session[0].run;
	size_t from;

	begin_fact(b, "Where");
	put_host(b, r);
	buf_puts(b, ", kernel ");
	from = b->len;
	escape_text(b, (struct sessmon_str){ run->kernel, (uint32_t)strlen(run->kernel) });
	make_text(b, from);
	if (r->boots.n == 1)
		buf_printf(b, "<br><span class=\"soft mono\">boot %.36s</span>", run->boot_id);
	end_fact(b);
}

void report_put_header(struct buf *b, struct report *r)
{
	buf_puts(b, "<header>\n");
	if (top(r))
		put_kind(b, top(r));
	buf_puts(b, "<h1>");
	put_heading(b, r);
	buf_puts(b, "</h1>\n<dl class=\"facts\">\n");
	put_when(b, r);
	put_entry(b, r);
	put_counts(b, r);
	put_complete(b, r);
	put_where(b, r);
	begin_fact(b, "Made");
	put_time(b, r->made);
	buf_printf(b, " by sessmon %s", r->version);
	end_fact(b);
	buf_puts(b, "</dl>\n</header>");
}

/* ---- rows ---- */

static void put_result(struct buf *b, const struct report_process *p)
{
	if (p->status < 0)
		buf_puts(b, "-");
	else if (p->status & 0x7f)
		signal_put(b, (unsigned int)p->status & 0x7f);
	else
		buf_printf(b, "%d", p->status >> 8);
}

static void put_row(struct buf *b, const struct report *r, const struct report_process *p)
{
	struct report_program program;
	struct sessmon_str line;

	memcpy(&program, texts_get(&r->programs, p->program).data, sizeof(program));
	line = texts_get(&r->lines, program.line);
	buf_puts(b, "<tr><td>");
	put_time(b, p->started);
	buf_printf(b, "</td><td>s:%u</td><td>%u</td><td>", r->session[p->session].s->key.id,
		   p->key.id);
	put_result(b, p);
	buf_puts(b, "</td><td>");
	if (p->ended > p->started)
		clock_put_duration(b, p->ended - p->started);
	buf_puts(b, "</td><td class=\"mono\">");
	put_html(b, line);
	buf_puts(b, "</td></tr>\n");
}

void report_put_rows(struct buf *b, const struct report *r)
{
	unsigned int i, n = r->n_processes < ROWS ? r->n_processes : ROWS;

	buf_printf(b,
		   "<p>Without JavaScript this page shows %u of %u processes, in the order of the "
		   "tree.</p>\n<table><thead><tr><th>Began</th><th>Session</th><th>PID</th>"
		   "<th>Ended</th><th>Lasted</th><th>Runs</th></tr></thead><tbody>\n",
		   n, r->n_processes);
	for (i = 0; i < n; i++)
		put_row(b, r, &r->process[i]);
	buf_puts(b, "</tbody></table>");
}
