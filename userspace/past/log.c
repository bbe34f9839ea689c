// SPDX-License-Identifier: GPL-2.0-or-later
/* sessmon log: programs that were run, a line each. */
#include "past/log.h"

#include <getopt.h>
#include <locale.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/ending.h"
#include "mirror/row.h"
#include "text/lines.h"
#include "text/pager.h"
#include "past/past.h"
#include "past/within.h"

/* Lines that who follows is shown of what was just before. */
#define JUST_BEFORE 10

enum log_option {
	LOG_FAILED = 700,
	LOG_BY_ROOT,
	LOG_RULES,
	LOG_LEVEL,
};

/* As people write it: arguments with a blank between each two. */
static bool has_pattern(const regex_t *pattern, struct sessmon_str args)
{
	static struct buf line;
	regmatch_t m = { .rm_so = 0 };
	size_t i;

	buf_clear(&line);
	while (args.len && !args.data[args.len - 1])
		args.len--;
	buf_add(&line, args.data, args.len);
	for (i = 0; i < line.len; i++)
		line.data[i] = line.data[i] ? line.data[i] : ' ';
	m.rm_eo = (regoff_t)line.len;
	return !regexec(pattern, line.data, 1, &m, REG_STARTEND);
}

bool log_wants_exe(const struct sessmon_exe *exe, void *log)
{
	const struct log *l = log;

	if (!filter_program(&l->q.view.filter, exe))
		return false;
	return !l->has_pattern ||
	       has_pattern(&l->pattern,
			   sessmon_has(exe, SESSMON_A_EXE_ARGS) ? exe->args : exe->path);
}

bool log_wants_process(struct log *l, const struct sessmon_process *p,
		       const struct sessmon_session *s)
{
	return (!l->by_root || !p->creds.euid) && filter_process(&l->q.view.filter, p, s);
}

/* Programs of few sessions are found without a look at all the others. */
static void note_wanted(struct log *l, const struct store_session *s)
{
	l->wanted = xgrow(l->wanted, l->n_wanted, sizeof(*l->wanted));
	l->wanted[l->n_wanted++] = (struct store_session_row){ s->row, s->s.key, s->carried };
}

static int keep_session(const struct store_session *s, void *arg)
{
	struct log *l = arg;
	unsigned int boot = known_boot(&l->sessions, s->boot_id);
	struct session_row *row;

	if (known_find(&l->sessions, boot, &s->s.key))
		return 0;
	row = xalloc(1, sizeof(*row));
	row->s.key = s->s.key;
	session_row_set(row, &s->s);
	l->rows = xgrow(l->rows, l->n_rows, sizeof(*l->rows));
	l->rows[l->n_rows++] = row;
	known_add(&l->sessions, boot, &s->s.key, row);
	if (filter_of_session(&l->q.view.filter, &s->s))
		note_wanted(l, s);
	return 0;
}

/* Of all the others nothing is asked. */
static bool wants_session(const struct sessmon_key *key, void *arg)
{
	const struct log *l = arg;

	return whence_is_one(key, &l->q.view.filter.sessions);
}

static void forget_sessions(struct log *l)
{
	while (l->n_rows)
		session_row_free(l->rows[--l->n_rows]);
	free(l->rows);
	free(l->wanted);
	l->rows = NULL;
	l->wanted = NULL;
	l->n_wanted = 0;
	known_free(&l->sessions);
}

static const struct sessmon_session *session_of(struct log *l, const struct store_run *run,
						const struct sessmon_key *key)
{
	struct known *known = known_find(&l->sessions, known_boot(&l->sessions, run->boot_id), key);

	return known ? &((struct session_row *)known->kept)->s : NULL;
}

static int take(const struct store_program *p, void *arg)
{
	struct log *l = arg;
	const struct store_run *run = runs_find(&l->runs, p->run);
	const struct sessmon_session *s;

	if (!run)
		return -STORE_E_CORRUPT;
	/* That is told by who follows. */
	if (run->started == l->mark_started && p->seq > l->mark_seq)
		return 0;
	s = session_of(l, run, &p->p.session);
	runs_ask_of(run);
	if (!question_is_boot(&l->q, run->boot_id) || !log_wants_process(l, &p->p, s))
		return 0;
	log_put_line(l, p, s);
	if (l->held)
		return lines_take(l->held, &l->p);
	l->good = pager_end_line(&l->p);
	return !l->good;
}

static bool asks_for_programs(const struct log *l)
{
	return l->has_pattern || l->q.view.filter.programs.n;
}

static int read_programs(struct log *l, struct store_reader *r)
{
	struct filter *f = &l->q.view.filter;
	struct store_program_query query = {
		.window = l->q.window,
		.wanted = asks_for_programs(l) ? log_wants_exe : NULL,
		.arg = l,
		.failed = l->failed,
		.newest_first = l->held,
	};
	int err = filter_needs_table(f) ?
			  store_read_sessions_of(r, NULL, f->sessions.n ? wants_session : NULL,
						 keep_session, l) :
			  0;

	if (filter_asks_session(f)) {
		if (!l->n_wanted)
			return err;
		query.session = l->wanted;
		query.n_sessions = l->n_wanted;
	}
	return err ? err : store_read_programs(r, &query, take, l);
}

static void read_day(struct log *l, const struct store_day *day)
{
	struct store_reader *r = question_open(&l->q, day);
	int err;

	if (!r)
		return;
	err = runs_fetch(&l->runs, r);
	if (!err)
		err = read_programs(l, r);
	if (err < 0)
		question_complain(&l->q, day->name, err);
	forget_sessions(l);
	runs_free(&l->runs);
	store_reader_close(r);
}

/* As they were run. */
static void tell_all(struct log *l, const struct store_day *days, unsigned int n)
{
	while (n-- && l->good)
		read_day(l, &days[n]);
}

/* The last ones, or from the last on: so the newest day is the first that is asked. */
static void tell_last(struct log *l, const struct store_day *days, unsigned int n)
{
	struct lines held = { .most = l->q.count };
	unsigned int i;

	l->held = &held;
	for (i = 0; i < n && !(held.most && held.n >= held.most); i++)
		read_day(l, &days[i]);
	l->held = NULL;
	if (!l->q.view.no_header)
		log_put_header(l);
	l->good = lines_put(&held, &l->p, l->q.reverse);
}

static void tell(struct log *l)
{
	struct store_day *days;
	unsigned int n;

	within_find(&l->q);
	n = question_days(&l->q, &days);
	if (l->q.count || l->q.reverse) {
		tell_last(l, days, n);
	} else {
		if (!l->q.view.no_header)
			log_put_header(l);
		tell_all(l, days, n);
	}
	free(days);
}

/*
 * A pattern of ASCII alone means bytes: in a locale of many bytes a character the same
 * takes several times as long.
 */
static int compile(struct log *l, const char *pattern, int flags)
{
	locale_t plain = newlocale(LC_CTYPE_MASK, "C", NULL), before = (locale_t)0;
	const char *p = pattern;
	char why[128];
	int err;

	while (*p > 0)
		p++;
	if (!*p && plain)
		before = uselocale(plain);
	err = regcomp(&l->pattern, pattern, REG_EXTENDED | flags);
	if (before)
		uselocale(before);
	if (plain)
		freelocale(plain);
	if (!err) {
		l->has_pattern = true;
		return TOOL_OK;
	}
	regerror(err, &l->pattern, why, sizeof(why));
	return tool_usage(&verb_log, "%s is no regular expression: %s", pattern, why);
}

static int set_level(struct log *l, const char *word)
{
	int level = rule_level_find(word);

	if (level < 0)
		return tool_usage(&verb_log, "unknown level %s", word);
	l->level = (enum rule_level)level;
	return TOOL_OK;
}

static int set_option(struct log *l, int c, int argc, char **argv)
{
	switch (c) {
	case 'g':
		l->asked = optarg;
		return TOOL_OK;
	case 'i':
		l->ignore_case = true;
		return TOOL_OK;
	case 'f':
		l->follow = true;
		return TOOL_OK;
	case LOG_FAILED:
		l->failed = true;
		return TOOL_OK;
	case LOG_BY_ROOT:
		l->by_root = true;
		return TOOL_OK;
	case LOG_RULES:
		l->by_rules = true;
		ruleset_add(&l->rules, optarg);
		return TOOL_OK;
	case LOG_LEVEL:
		return set_level(l, optarg);
	default:
		return question_take(&l->q, c, argc, argv);
	}
}

static int check_options(struct log *l, int argc, char **argv)
{
	struct question *q = &l->q;

	if (l->follow && (q->reverse || q->view.filter.until))
		return tool_usage(&verb_log, "what is followed has neither an end nor a reverse");
	if (q->view.json && (q->count || q->reverse))
		return tool_usage(&verb_log,
				  "documents come as they were: neither -m nor --reverse");
	if (l->by_rules && (l->follow || l->failed || q->count || q->reverse))
		return tool_usage(&verb_log,
				  "what matches rules is told as it happened: without -f, "
				  "-m, --failed and --reverse");
	if (l->level && !l->by_rules)
		return tool_usage(&verb_log, "--level is of --rules");
	if (l->ignore_case && !l->asked)
		return tool_usage(&verb_log, "--ignore-case is of --grep");
	if (l->asked && compile(l, l->asked, l->ignore_case ? REG_ICASE : 0))
		return TOOL_USAGE;
	return question_check(q, argc, argv);
}

/* Who follows sees what was just before, unless he says since when. */
static void follow(struct log *l)
{
	struct store_day *days;

	/* Where nothing is, nothing comes. */
	question_days(&l->q, &days);
	free(days);
	if (l->q.failed)
		return;
	if (!l->q.window.since && !l->q.view.json) {
		l->q.count = l->q.count ? l->q.count : JUST_BEFORE;
		log_mark(l);
		tell(l);
	} else if (!l->q.view.json && !l->q.view.no_header)
		log_put_header(l);
	if (l->good)
		log_follow(l);
}

static int run(struct log *l)
{
	int err = l->follow ? ending_watch() : 0, ret = TOOL_OK;

	if (err)
		return tool_fail(NULL, err);
	l->good = true;
	printer_open(&l->p, NULL);
	if (!l->q.view.json && !l->q.no_pager && !l->follow)
		pager_begin(&l->p);
	if (l->follow)
		follow(l);
	else if (l->by_rules)
		ret = log_tell_matches(l);
	else if (l->q.view.json)
		log_tell_events(l);
	else
		tell(l);
	l->good = pager_end(&l->p) && l->good;
	printer_close(&l->p);
	return ret ? ret : question_status(&l->q, l->good);
}

int past_log(int argc, char **argv)
{
	static const struct option options[] = {
		QUESTION_OPTIONS,
		{ "grep", required_argument, NULL, 'g' },
		{ "ignore-case", no_argument, NULL, 'i' },
		{ "follow", no_argument, NULL, 'f' },
		{ "failed", no_argument, NULL, LOG_FAILED },
		{ "by-root", no_argument, NULL, LOG_BY_ROOT },
		{ "rules", required_argument, NULL, LOG_RULES },
		{ "level", required_argument, NULL, LOG_LEVEL },
		{ 0 },
	};
	struct log l = { .q.verb = &verb_log, .rules.verb = "log" };
	int c, ret = TOOL_OK;

	l.q.view.filter.mirror = &l.p.mirror;
	while (!ret &&
	       (c = getopt_long(argc, argv, ":" QUESTION_LETTERS "g:if", options, NULL)) != -1)
		ret = set_option(&l, c, argc, argv);
	if (!ret)
		ret = check_options(&l, argc, argv);
	if (!ret)
		ret = run(&l);
	if (l.has_pattern)
		regfree(&l.pattern);
	question_free(&l.q);
	ruleset_free(&l.rules);
	return ret;
}
