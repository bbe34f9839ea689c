/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One description of what a process, a session and an event have, and two
 * writers that follow it.  A fact that is added to a description appears in
 * text and in JSON, in dumps and in events.
 */
#ifndef SESSMON_FIELD_H
#define SESSMON_FIELD_H

#include "base/json.h"
#include "names/names.h"
#include "sessmon.h"

/**
 * enum field_kind - How a fact is written.
 * @FIELD_SELF: the key of the object itself
 * @FIELD_SELF_SESSION: the key of the object itself, which is a session
 * @FIELD_PROCESS: the key of a process
 * @FIELD_SESSION: the key of a session
 * @FIELD_NUMBER: a number
 * @FIELD_LONG: a number of 64 bits that counts something
 * @FIELD_BIG: a number of 64 bits that may use them all: text in documents, because
 *   who reads JSON into floating point loses what is beyond 2^53
 * @FIELD_MODE: permission bits of a file
 * @FIELD_ENUM: one of names
 * @FIELD_FLAGS: some of names
 * @FIELD_CAPS: capabilities
 * @FIELD_CLONE: flags of clone()
 * @FIELD_USER: a user
 * @FIELD_GROUP: a group
 * @FIELD_TEXT: text
 * @FIELD_NAME: display name, which is the program's when that is not known
 * @FIELD_PATH: path of a program
 * @FIELD_ARGS: arguments
 * @FIELD_TTY: a terminal
 * @FIELD_PEER: a connection
 * @FIELD_TIME: a moment of boot time
 * @FIELD_DURATION: a length of time
 * @FIELD_SIGNAL: a signal
 * @FIELD_YES: being there is the fact
 * @FIELD_NEST: a struct with a description of its own
 * @FIELD_KINDS: how many there are
 */
enum field_kind {
	FIELD_SELF,
	FIELD_SELF_SESSION,
	FIELD_PROCESS,
	FIELD_SESSION,
	FIELD_NUMBER,
	FIELD_LONG,
	FIELD_BIG,
	FIELD_MODE,
	FIELD_ENUM,
	FIELD_FLAGS,
	FIELD_CAPS,
	FIELD_CLONE,
	FIELD_USER,
	FIELD_GROUP,
	FIELD_TEXT,
	FIELD_NAME,
	FIELD_PATH,
	FIELD_ARGS,
	FIELD_TTY,
	FIELD_PEER,
	FIELD_TIME,
	FIELD_DURATION,
	FIELD_SIGNAL,
	FIELD_YES,
	FIELD_NEST,
	FIELD_KINDS,
};

/**
 * struct field - One fact.
 * @attr: its number on the wire
 * @kind: how it is written
 * @offset: where it is in the struct
 * @label: what people call it; NULL if text says it elsewhere
 * @ecs: path in the Elastic Common Schema, within the object; NULL if it has none;
 *   "" for a nest whose facts the schema has in the object itself
 * @own: path under "sessmon.", within the object; NULL if @ecs says it all
 * @names: for FIELD_ENUM and FIELD_FLAGS
 * @nest: for FIELD_NEST
 */
struct field {
	unsigned int attr;
	enum field_kind kind;
	size_t offset;
	const char *label;
	const char *ecs;
	const char *own;
	const struct names *names;
	const struct description *nest;
};

/**
 * struct description - What an object has.
 * @field: facts, those of one JSON object next to each other
 * @n: how many
 * @size: of the struct, if it is a nest
 * @texts: of a nest, so many struct sessmon_str follow the mask; it has no other pointers
 */
struct description {
	const struct field *field;
	size_t n;
	size_t size;
	size_t texts;
};

extern const struct description describe_process;
extern const struct description describe_session;
extern const struct description describe_event;
extern const struct description describe_stats;

/**
 * field_scope() - See whose names the numbers of an object have.
 * @d: description
 * @obj: struct that @d describes
 *
 * Return: what names_are_hosts() is to be told at its end.
 */
bool field_scope(const struct description *d, const void *obj);

/**
 * fields_ecs() - Write what the Elastic Common Schema has names for.
 * @j: writer, within the object that stands for @obj
 * @d: description
 * @obj: struct that @d describes
 *
 * Return: whether that told the name of a program's file.
 */
bool fields_ecs(struct json *j, const struct description *d, const void *obj);

/**
 * fields_own() - Write what it has no names for.
 * @j: writer, within the object that stands for @obj
 * @d: description
 * @obj: struct that @d describes
 */
void fields_own(struct json *j, const struct description *d, const void *obj);

/**
 * fields_text() - Write one line for each fact.
 * @b: buffer
 * @d: description
 * @obj: struct that @d describes
 */
void fields_text(struct buf *b, const struct description *d, const void *obj);

/**
 * program_name() - The last part of a path.
 * @path: path
 *
 * Return: part of @path.
 */
struct sessmon_str program_name(struct sessmon_str path);

#endif /* SESSMON_FIELD_H */
