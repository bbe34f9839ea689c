/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text that one document after the other has: keys, the leaders of a session, the
 * shell that is the parent of all that it starts. It is written once and kept.
 *
 * What the mirror has of an object changes only together with its last-seq, so
 * key and last-seq name a text until names of users are asked for again, and
 * nothing has to be thrown away but for want of room.
 */
#ifndef SESSMON_MEMO_H
#define SESSMON_MEMO_H

#include "base/json.h"

/**
 * enum fragment_kind - Which part.
 * @FRAGMENT_PROCESS: of a process, as another one's parent or leader
 * @FRAGMENT_SESSION_LEADER: of the session's leader
 * @FRAGMENT_ENTRY_LEADER: of the entry's leader
 * @FRAGMENT_SESSION: of the session
 */
enum fragment_kind {
	FRAGMENT_PROCESS,
	FRAGMENT_SESSION_LEADER,
	FRAGMENT_ENTRY_LEADER,
	FRAGMENT_SESSION,
};

/**
 * struct fragment - One part.
 * @kind: which
 * @key: of the object
 * @kept: the object is the table's: keep the part
 * @seq: last-seq of the object; 0 is one that no event has changed
 * @other_seq: last-seq of the other object that the part tells of, or 0
 * @write: writes the part
 * @arg: for @write
 */
struct fragment {
	enum fragment_kind kind;
	struct sessmon_key key;
	bool kept;
	uint64_t seq;
	uint64_t other_seq;
	void (*write)(struct json *j, const void *arg);
	const void *arg;
};

/**
 * json_fragment() - Write an object, from the store if it is there.
 * @j: writer
 * @path: where
 * @f: the part
 * @tail: more of the object's JSON, beginning with a comma, or ""
 */
void json_fragment(struct json *j, const char *path, const struct fragment *f, const char *tail);

/**
 * fragment_forget() - Keep nothing of what was written before.
 *
 * Parts are kept by the numbers of events, which begin anew with the module.
 */
void fragment_forget(void);

/**
 * json_key() - Write a key into the present object: entity_id, pid and start_ns.
 * @j: writer
 * @key: of a process or a session
 */
void json_key(struct json *j, const struct sessmon_key *key);

/**
 * json_key_ecs() - The same as the Elastic Common Schema has it: start is a date.
 * @j: writer
 * @key: of a process or a session
 */
void json_key_ecs(struct json *j, const struct sessmon_key *key);

#endif /* SESSMON_MEMO_H */
