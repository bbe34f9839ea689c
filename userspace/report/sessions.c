// SPDX-License-Identifier: GPL-2.0-or-later
/* Sessions as JSON: what a heading says of them, and where they came from. */
#include "report/data.h"

#include "base/clock.h"
#include "base/host.h"
#include "json/summary.h"
#include "names/names.h"
#include "text/words.h"

static void put_buf(struct json *j, const char *path, struct buf *b)
{
	if (b->len)
		json_text(j, path, (struct sessmon_str){ b->data, (uint32_t)b->len });
	buf_clear(b);
}

void report_put_user(struct buf *b, const struct report_session *s)
{
	bool before = names_are_hosts(names_of_session(s->s));
	uint32_t login;
	bool came = words_login(s->s, &login);

	words_user(b, came ? login : s->acts);
	if (came && login != s->acts) {
		buf_puts(b, " as ");
		words_user(b, s->acts);
	}
	names_are_hosts(before);
}

static void put_words(struct json *j, const struct report_session *of)
{
	const struct sessmon_session *s = of->s;
	struct buf b = { 0 };

	report_put_user(&b, of);
	put_buf(j, "user", &b);
	peer_put_host(&b, &s->peer);
	put_buf(j, "from", &b);
	if (sessmon_has(s, SESSMON_A_SESSION_PEER))
		peer_put(&b, &s->peer);
	put_buf(j, "peer", &b);
	if (sessmon_has(s, SESSMON_A_SESSION_TTY))
		tty_put(&b, &s->tty);
	else if (sessmon_has(s, SESSMON_A_SESSION_ENTRY_TTY) && s->entry.id == s->key.id)
		tty_put(&b, &s->entry_tty);
	put_buf(j, "tty", &b);
	print_program(&b, &s->leader, s->comm);
	put_buf(j, "line", &b);
	name_put_flags(&b, &names_session_flags, words_flags(s));
	put_buf(j, "flags", &b);
	buf_free(&b);
}

/* The kernel's made itself. */
static void put_place(struct json *j, const char *path, struct report *r,
		      const struct report_session *of, bool has, const struct sessmon_key *key)
{
	int i = has ? report_find_session(r, of->run->boot_id, key) : -1;

	if (i >= 0 && of != &r->session[i])
		json_number(j, path, (uint64_t)i);
	else if (has && key->id)
		json_number(j, path[0] == 'm' ? "made_sid" : "origin_sid", key->id);
}

static void put_time(struct json *j, const char *path, const struct report *r, uint64_t wall)
{
	if (wall)
		buf_printf(json_value(j, path), "%lld", report_us(r, wall));
}

static void put_times(struct json *j, const struct report *r, const struct report_session *s)
{
	put_time(j, "start", r, s->started);
	json_bool(j, "before", !sessmon_has(s->s, SESSMON_A_SESSION_STARTED));
	put_time(j, "end", r, s->ended);
	put_time(j, "after", r, s->ended_after);
	put_time(j, "seen", r, s->seen);
	json_bool(j, "runs", s->runs);
}

/* The same document as of "sessmon sessions -j", without its end of line. */
static void put_document(struct buf *to, const struct report_session *s)
{
	const struct summary sum = {
		.started = s->started,
		.ended = s->ended,
		.ended_after = s->ended_after,
		.seen = s->seen,
		.runs = s->runs,
		.programs = s->programs,
		.failed = s->failed,
	};
	struct printer p = { .hold = true };

	print_summary_json(&p, s->s, &sum);
	buf_add(to, p.line.data, p.line.len - 1);
	buf_free(&p.line);
}

static void put_session(struct buf *b, struct report *r, unsigned int i)
{
	const struct report_session *s = &r->session[i];
	struct json j;

	r->tell_of(s->run, s->ended ? s->ended : s->seen);
	json_begin(&j, b);
	json_number(&j, "sid", s->s->key.id);
	json_keyword(&j, "ns", s->s->key.start);
	json_number(&j, "boot", report_boot(r, s));
	json_puts(&j, "kind", name_of(&names_kind, s->s->session_class));
	json_puts(&j, "class", name_of(&names_class, s->s->session_class));
	json_puts(&j, "door", name_of(&names_entry, s->s->entry_type));
	put_words(&j, s);
	put_times(&j, r, s);
	put_place(&j, "made", r, s, sessmon_has(s->s, SESSMON_A_SESSION_CREATED_FROM),
		  &s->s->created_from);
	put_place(&j, "origin", r, s, sessmon_has(s->s, SESSMON_A_SESSION_ORIGIN), &s->s->origin);
	json_bool(&j, "alarm", s->s->flags & WORDS_ALARMS);
	if (s->whole) {
		json_number(&j, "first", s->first);
		json_number(&j, "n", s->n);
		json_number(&j, "programs", s->programs);
		json_number(&j, "failed", s->failed);
		put_document(json_value(&j, "document"), s);
	}
	json_close(&j);
}

void report_put_sessions(struct buf *b, struct report *r)
{
	unsigned int i;

	for (i = 0; i < r->n_sessions; i++) {
		buf_putc(b, i ? ',' : '[');
		put_session(b, r, i);
	}
	buf_puts(b, r->n_sessions ? "]" : "[]");
}
