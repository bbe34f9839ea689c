// SPDX-License-Identifier: GPL-2.0-or-later
/* How something came into the host: one sentence, and who made whom. */
#include "text/chain.h"

#include "base/clock.h"
#include "base/escape.h"
#include "names/names.h"
#include "text/words.h"

/* More are not shown: the chain shall fit into a few lines. */
#define LONGEST 24

/* A sentence that goes on in the next line is moved to the right so far. */
#define INDENT 2

/**
 * struct link - One of those who made one another.
 * @key: process, or the leader of a session
 * @left: the next one is not its child any more, but came from its session
 */
struct link {
	struct sessmon_key key;
	bool left;
};

static int keep_process(const struct sessmon_process *process, void *arg)
{
	mirror_put_process(arg, process);
	return 0;
}

static int keep_session(const struct sessmon_session *session, void *arg)
{
	mirror_put_session(arg, session);
	return 0;
}

const struct sessmon_process *chain_process(struct printer *p, struct sessmon *s,
					    const struct sessmon_key *key)
{
	if (s && key->id && !mirror_process(&p->mirror, key))
		sessmon_process_get(s, key, keep_process, &p->mirror);
	return mirror_process(&p->mirror, key);
}

const struct sessmon_session *chain_session(struct printer *p, struct sessmon *s,
					    const struct sessmon_key *key)
{
	if (s && !mirror_session(&p->mirror, key))
		sessmon_session_get(s, key, keep_session, &p->mirror);
	return mirror_session(&p->mirror, key);
}

static bool same(const struct sessmon_key *a, const struct sessmon_key *b)
{
	return a->id == b->id && a->start == b->start;
}

/* Returns the maker, as far as it is still known; id 0 at the end. */
static struct link maker(struct printer *p, struct sessmon *s, const struct sessmon_key *key)
{
	const struct sessmon_process *process = chain_process(p, s, key), *parent;
	const struct sessmon_session *led = NULL;
	struct link up = { 0 };

	if (!process || same(&process->session, key))
		led = chain_session(p, s, key);
	if (process)
		up.key = process->parent;
	if (!led || !sessmon_has(led, SESSMON_A_SESSION_CREATED_FROM) || !led->created_from.id)
		return up;
	/* Adopted by init or another: where it came from is what its session has kept. */
	parent = process ? chain_process(p, s, &process->parent) : NULL;
	if (parent && same(&parent->session, &led->created_from))
		return up;
	return (struct link){ .key = led->created_from, .left = true };
}

/* Above what has ended and is forgotten, the login that it came from may live. */
static struct link above(struct printer *p, struct sessmon *s, const struct sessmon_key *key,
			 const struct sessmon_session *of)
{
	struct link up = maker(p, s, key);

	if (up.key.id || !of || chain_process(p, s, key) || chain_session(p, s, key))
		return up;
	if (sessmon_has(of, SESSMON_A_SESSION_ORIGIN) && of->origin.start < key->start)
		return (struct link){ .key = of->origin, .left = true };
	return up;
}

static unsigned int climb(struct printer *p, struct sessmon *s, struct link *chain,
			  const struct sessmon_key *from, const struct sessmon_session *of)
{
	struct link up = { .key = *from };
	unsigned int n = 0;

	for (; up.key.id && n < LONGEST; n++) {
		chain[n] = up;
		up = above(p, s, &chain[n].key, of);
		/* A maker is older than what it made: this ends. */
		if (up.key.start > chain[n].key.start)
			break;
	}
	return n;
}

/* A session that is forgotten goes by its number, as in the sentence. */
static void put_name(struct printer *p, struct sessmon *s, const struct sessmon_key *key)
{
	const struct sessmon_process *process = chain_process(p, s, key);
	const struct sessmon_session *led = process ? NULL : chain_session(p, s, key);

	if (process)
		words_program(&p->line, &process->exe, process->comm);
	else if (led)
		words_program(&p->line, &led->leader, led->comm);
	if (process || led)
		buf_printf(&p->line, " %u", key->id);
	else
		buf_printf(&p->line, "s:%u", key->id);
	buf_puts(&p->line, process ? "" : " (ended)");
}

static void put_sentence(struct printer *p, struct sessmon *s, const struct sessmon_key *process,
			 const struct sessmon_session *session)
{
	struct buf *b = &p->line;

	if (!same(process, &session->key)) {
		put_name(p, s, process);
		buf_puts(b, " in ");
	}
	words_kind(p, session->session_class);
	buf_printf(b, " s:%u, ", session->key.id);
	words_session(p, session);
	buf_puts(b, ", since ");
	words_day(b, clock_wall(words_started(session)));
	buf_puts(b, "\n");
}

void chain_put(struct printer *p, struct sessmon *s, const struct sessmon_key *process,
	       const struct sessmon_key *session)
{
	const struct sessmon_session *of = chain_session(p, s, session);
	struct link chain[LONGEST];
	unsigned int n = climb(p, s, chain, process, of);
	size_t from = p->line.len;

	if (of)
		put_sentence(p, s, process, of);
	if (n == LONGEST)
		buf_puts(&p->line, "... > ");
	while (n--) {
		put_name(p, s, &chain[n].key);
		if (n)
			buf_puts(&p->line, chain[n].left ? " ... " : " > ");
	}
	buf_puts(&p->line, "\n\n");
	print_fold(p, from, INDENT);
}
