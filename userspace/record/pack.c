// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Structs of the library as bytes: what is absent in a struct is not written.  Which of its
 * parts are there is told by its mask of facts, which is in its first part.
 */
#include "record/pack.h"

#include <stddef.h>
#include <string.h>

/* Of a part that is always there. */
#define ALWAYS (-1)

#define TEXTS_MAX 4

/**
 * struct part - Bytes of a struct that are there together.
 * @offset: of the first
 * @size: how many
 * @fact: that they belong to, or ALWAYS
 * @text: offsets of struct sessmon_str in them; 0 after the last
 */
struct part {
	uint16_t offset;
	uint16_t size;
	int16_t fact;
	uint16_t text[TEXTS_MAX];
};

/**
 * struct parts - All of a struct.
 * @list: in the order in which they are written; the mask is in the first
 * @n: entries of @list
 */
struct parts {
	const struct part *list;
	unsigned int n;
};

/** struct sink - Room that is written to. */
struct sink {
	char *to;
	const char *end;
	bool full;
};

#define TEXT(type, member) offsetof(struct type, member)
/* From one member up to another one, which is not of it. */
#define SPAN(type, from, before, attr, ...)                                                        \
	{                                                                                          \
		.offset = offsetof(struct type, from),                                             \
		.size = offsetof(struct type, before) - offsetof(struct type, from), .fact = attr, \
		.text = { __VA_ARGS__ },                                                           \
	}
#define NEST(type, member, of, attr, ...)                                                       \
	{                                                                                       \
		.offset = offsetof(struct type, member), .size = offsetof(struct of, reserved), \
		.fact = attr, .text = { __VA_ARGS__ },                                          \
	}
#define CREDS(type, member, attr) NEST(type, member, sessmon_creds, attr)
#define NS(type, member, attr)	  NEST(type, member, sessmon_ns, attr)
#define TTY(type, member, attr)	  NEST(type, member, sessmon_tty, attr, TEXT(type, member.name))
#define PEER(type, member, attr)                                           \
	NEST(type, member, sessmon_peer, attr, TEXT(type, member.address), \
	     TEXT(type, member.local_address))
#define EXE(type, member, attr)                                                                   \
	NEST(type, member, sessmon_exe, attr, TEXT(type, member.path), TEXT(type, member.script), \
	     TEXT(type, member.cwd), TEXT(type, member.args))

static const struct part process_parts[] = {
	SPAN(sessmon_process, has, exe, ALWAYS, TEXT(sessmon_process, comm)),
	EXE(sessmon_process, exe, SESSMON_A_PROCESS_EXE),
	CREDS(sessmon_process, creds, SESSMON_A_PROCESS_CREDS),
	TTY(sessmon_process, tty, SESSMON_A_PROCESS_TTY),
	NS(sessmon_process, ns, SESSMON_A_PROCESS_NAMESPACES),
	SPAN(sessmon_process, cgroup, reserved, ALWAYS),
};

static const struct part session_parts[] = {
	SPAN(sessmon_session, has, tty, ALWAYS),
	TTY(sessmon_session, tty, SESSMON_A_SESSION_TTY),
	TTY(sessmon_session, entry_tty, SESSMON_A_SESSION_ENTRY_TTY),
	PEER(sessmon_session, peer, SESSMON_A_SESSION_PEER),
	EXE(sessmon_session, leader, SESSMON_A_SESSION_LEADER),
	SPAN(sessmon_session, comm, reserved_half, ALWAYS, TEXT(sessmon_session, comm)),
};

/* Of an event alone: its process, its session and its counters come after these. */
static const struct part event_parts[] = {
	SPAN(sessmon_event, has, process, ALWAYS),
	SPAN(sessmon_event, old_session, old_parent, SESSMON_A_EVENT_OLD_SESSION),
	SPAN(sessmon_event, old_parent, actor, SESSMON_A_EVENT_OLD_PARENT),
	SPAN(sessmon_event, actor, old_creds, SESSMON_A_EVENT_ACTOR),
	CREDS(sessmon_event, old_creds, SESSMON_A_EVENT_OLD_CREDS),
	NS(sessmon_event, old_ns, SESSMON_A_EVENT_OLD_NAMESPACES),
	SPAN(sessmon_event, old_comm, tty, SESSMON_A_EVENT_OLD_COMM, TEXT(sessmon_event, old_comm)),
	TTY(sessmon_event, tty, SESSMON_A_EVENT_TTY),
	SPAN(sessmon_event, loss, reserved, ALWAYS),
};

#define LAST(type, member)                                                                   \
	{                                                                                    \
		.offset = offsetof(struct type, member), .size = sizeof(struct sessmon_str), \
		.fact = ALWAYS, .text = { TEXT(type, member) },                              \
	}

static const struct part alert_parts[] = {
	SPAN(store_alert, number, license, ALWAYS, TEXT(store_alert, rule),
	     TEXT(store_alert, title), TEXT(store_alert, level), TEXT(store_alert, author)),
	SPAN(store_alert, license, matched, ALWAYS, TEXT(store_alert, license),
	     TEXT(store_alert, description), TEXT(store_alert, reference), TEXT(store_alert, tags)),
	LAST(store_alert, matched),
};

static const struct part line_parts[] = {
	SPAN(packed_line, n, text, ALWAYS),
	LAST(packed_line, text),
};

#define PARTS(of)                                \
	{                                        \
		of, sizeof(of) / sizeof((of)[0]) \
	}

static const struct parts of_process = PARTS(process_parts);
static const struct parts of_session = PARTS(session_parts);
static const struct parts of_event = PARTS(event_parts);
static const struct parts of_alert = PARTS(alert_parts);
static const struct parts of_line = PARTS(line_parts);

static bool is_there(const struct part *part, const void *obj)
{
	uint64_t has;

	memcpy(&has, obj, sizeof(has));
	return part->fact == ALWAYS || (has >> part->fact & 1);
}

static void put(struct sink *s, const void *bytes, size_t n)
{
	if (s->full || n > (size_t)(s->end - s->to)) {
		s->full = true;
		return;
	}
	/* Text that is not there has no address. */
	if (n)
		memcpy(s->to, bytes, n);
	s->to += n;
}

static void put_parts(struct sink *s, const struct parts *parts, const void *obj)
{
	const struct sessmon_str *text;
	const struct part *part;
	unsigned int i;

	for (part = parts->list; part < parts->list + parts->n; part++) {
		if (!is_there(part, obj))
			continue;
		put(s, (const char *)obj + part->offset, part->size);
		for (i = 0; i < TEXTS_MAX && part->text[i]; i++) {
			text = (const void *)((const char *)obj + part->text[i]);
			put(s, text->data, text->len);
		}
	}
}

static void put_event(struct sink *s, const struct sessmon_event *e)
{
	put_parts(s, &of_event, e);
	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		put_parts(s, &of_process, &e->process);
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		put_parts(s, &of_session, &e->session);
	if (!sessmon_has(e, SESSMON_A_EVENT_COUNTERS))
		return;
	put(s, &e->counters.n, sizeof(e->counters.n));
	put(s, e->counters.list, e->counters.n * sizeof(*e->counters.list));
}

/* Of those without parts: they are few. */
static size_t whole_size(enum packed_kind kind)
{
	switch (kind) {
	case PACKED_JOIN:
		return sizeof(struct store_run);
	case PACKED_JOINED:
		return sizeof(struct joined);
	case PACKED_LEAVE:
		return sizeof(struct leave);
	default:
		return 0;
	}
}

char *pack(enum packed_kind kind, const void *obj, char *to, const char *end)
{
	struct sink s = { to, end, false };

	if (kind == PACKED_EVENT)
		put_event(&s, obj);
	else if (kind == PACKED_PROCESS)
		put_parts(&s, &of_process, obj);
	else if (kind == PACKED_SESSION)
		put_parts(&s, &of_session, obj);
	else if (kind == PACKED_ALERT)
		put_parts(&s, &of_alert, obj);
	else if (kind == PACKED_LINE)
		put_parts(&s, &of_line, obj);
	else
		put(&s, obj, whole_size(kind));
	return s.full ? NULL : s.to;
}

static const char *take(const char *from, void *bytes, size_t n)
{
	memcpy(bytes, from, n);
	return from + n;
}

static const char *take_parts(const char *from, const struct parts *parts, void *obj)
{
	struct sessmon_str *text;
	const struct part *part;
	unsigned int i;

	for (part = parts->list; part < parts->list + parts->n; part++) {
		if (!is_there(part, obj))
			continue;
		from = take(from, (char *)obj + part->offset, part->size);
		for (i = 0; i < TEXTS_MAX && part->text[i]; i++) {
			text = (void *)((char *)obj + part->text[i]);
			text->data = text->len ? from : NULL;
			from += text->len;
		}
	}
	return from;
}

static const char *take_event(const char *from, struct unpacked *to)
{
	struct sessmon_event *e = &to->event;

	from = take_parts(from, &of_event, e);
	if (sessmon_has(e, SESSMON_A_EVENT_PROCESS))
		from = take_parts(from, &of_process, &e->process);
	if (sessmon_has(e, SESSMON_A_EVENT_SESSION))
		from = take_parts(from, &of_session, &e->session);
	if (!sessmon_has(e, SESSMON_A_EVENT_COUNTERS))
		return from;
	from = take(from, &e->counters.n, sizeof(e->counters.n));
	e->counters.list = to->counters;
	return take(from, to->counters, e->counters.n * sizeof(to->counters[0]));
}

const char *unpack(enum packed_kind kind, const char *from, struct unpacked *to)
{
	/* What is absent is zero. */
	memset(to, 0, offsetof(struct unpacked, counters));
	if (kind == PACKED_EVENT)
		return take_event(from, to);
	if (kind == PACKED_PROCESS)
		return take_parts(from, &of_process, &to->process);
	if (kind == PACKED_SESSION)
		return take_parts(from, &of_session, &to->session);
	if (kind == PACKED_ALERT)
		return take_parts(from, &of_alert, &to->alert);
	if (kind == PACKED_LINE)
		return take_parts(from, &of_line, &to->line);
	return take(from, to, whole_size(kind));
}
