// SPDX-License-Identifier: GPL-2.0-or-later
/* What a user writes to say what he wants to see. */
#include "options/filter.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/key.h"
#include "base/number.h"
#include "names/names.h"

#define ALSO(list, n) (list) = xmore((list), (n) + 1, sizeof(*(list)))

static void add_number(struct filter_numbers *numbers, uint32_t number)
{
	ALSO(numbers->list, numbers->n);
	numbers->list[numbers->n++] = number;
}

static int add_name(uint32_t *mask, const struct verb *v, const struct names *names,
		    const char *what, const char *name)
{
	int i = name_find(names, name);

	if (i < 0)
		return tool_usage(v, "unknown %s %s", what, name);
	*mask |= 1u << i;
	return TOOL_OK;
}

/* A class goes by its name on the wire, or by the one that people are told. */
static int add_class(struct filter *f, const struct verb *v, const char *name)
{
	int i = name_find(&names_kind, name);

	if (i < 0)
		return add_name(&f->classes, v, &names_class, "class", name);
	f->classes |= 1u << i;
	return TOOL_OK;
}

/* An exit on the wire is the end of a process in documents. */
static int add_event(struct filter *f, const struct verb *v, const char *name)
{
	int i = name_find(&names_event, strcmp(name, "end") ? name : "exit");

	if (!strcmp(name, "exists"))
		f->events |= FILTER_EXISTS;
	else if (i > SESSMON_EVENT_UNSPEC)
		f->events |= 1ULL << i;
	else
		return tool_usage(v, "unknown event %s", name);
	return TOOL_OK;
}

/* A name first: it may be made of digits. */
static int add_user(struct filter_numbers *users, const struct verb *v, const char *who)
{
	const struct passwd *user = getpwnam(who);
	uint64_t uid;

	if (user)
		uid = user->pw_uid;
	else if (!number_parse(who, UINT32_MAX, &uid))
		return tool_usage(v, "unknown user %s", who);
	add_number(users, (uint32_t)uid);
	return TOOL_OK;
}

static int add_audit(struct filter *f, const struct verb *v, const char *text)
{
	uint64_t id;

	if (!number_parse(text, UINT32_MAX, &id))
		return tool_usage(v, "%s is no number of an audit session", text);
	add_number(&f->audits, (uint32_t)id);
	return TOOL_OK;
}

static int add_network(struct filter *f, const struct verb *v, const char *text)
{
	ALSO(f->networks, f->n_networks);
	if (!network_parse(text, &f->networks[f->n_networks]))
		return tool_usage(v, "%s is no address (10.0.0.1, 10.0.0.0/8, fd00::/8, vsock:2)",
				  text);
	f->n_networks++;
	return TOOL_OK;
}

static int read_session(struct sessmon_key *key, const struct verb *v, const char *text)
{
	struct key_request k;

	if (key_parse(text, "", &k) != KEY_OK)
		return tool_usage(v, "%s is no session (SID, s:SID)", text);
	*key = k.key;
	return TOOL_OK;
}

static int add_origin(struct filter *f, const struct verb *v, const char *text)
{
	struct sessmon_key key = { 0 };
	int ret = read_session(&key, v, text);

	if (!ret)
		add_number(&f->origins, key.id);
	return ret;
}

static int add_session(struct filter *f, const struct verb *v, const char *text)
{
	struct sessmon_key key = { 0 };
	int ret = read_session(&key, v, text);

	if (!ret)
		whence_add(&f->sessions, &key);
	return ret;
}

static int add_word(struct filter_words *words, const char *word)
{
	ALSO(words->list, words->n);
	words->list[words->n++] = word;
	return TOOL_OK;
}

static int add_named(struct filter_words *words, const struct verb *v, const char *what,
		     const char *word)
{
	return *word ? add_word(words, word) : tool_usage(v, "%s has a name", what);
}

int filter_time(uint64_t *wall, const struct verb *v, const char *text)
{
	if (clock_parse(text, wall))
		return TOOL_OK;
	return tool_usage(v, "%s is no time (10m, 1h30m, yesterday, 14:30, 2026-01-31T14:30)",
			  text);
}

int filter_add(struct filter *f, const struct verb *v, enum filter_kind kind, const char *text)
{
	switch (kind) {
	case FILTER_CLASS:
		return add_class(f, v, text);
	case FILTER_ENTRY:
		return add_name(&f->entries, v, &names_entry, "type of entry", text);
	case FILTER_FLAG:
		return add_name(&f->flags, v, &names_session_flags, "flag", text);
	case FILTER_EVENT:
		return add_event(f, v, text);
	case FILTER_USER:
		return add_user(&f->users, v, text);
	case FILTER_LOGIN:
		return add_user(&f->logins, v, text);
	case FILTER_AUDIT:
		return add_audit(f, v, text);
	case FILTER_FROM:
		return add_network(f, v, text);
	case FILTER_TTY:
		return add_word(&f->ttys, strncmp(text, "/dev/", 5) ? text : text + 5);
	case FILTER_ORIGIN:
		return add_origin(f, v, text);
	case FILTER_PROGRAM:
		return add_named(&f->programs, v, "a program", text);
	case FILTER_CONTAINER:
		return add_named(&f->containers, v, "a container", text);
	case FILTER_IMAGE:
		return add_named(&f->images, v, "an image", text);
	case FILTER_POD:
		return add_named(&f->pods, v, "a pod", text);
	case FILTER_NAMESPACE:
		return add_named(&f->namespaces, v, "a namespace", text);
	case FILTER_SESSION:
		return add_session(f, v, text);
	case FILTER_SINCE:
		return filter_time(&f->since, v, text);
	case FILTER_UNTIL:
		return filter_time(&f->until, v, text);
	}
	return TOOL_USAGE;
}

int filter_check(const struct filter *f, const struct verb *v)
{
	return f->until && f->since > f->until ?
		       tool_usage(v, "--since is later than --until: nothing can be in between") :
		       TOOL_OK;
}

void filter_free(struct filter *f)
{
	free(f->users.list);
	free(f->logins.list);
	free(f->audits.list);
	free(f->origins.list);
	free(f->sessions.list);
	free(f->networks);
	free(f->ttys.list);
	free(f->programs.list);
	free(f->containers.list);
	free(f->images.list);
	free(f->pods.list);
	free(f->namespaces.list);
	*f = (struct filter){ 0 };
}
