// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes one file for each kind of message, from the small host of world.c. */
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

static void write_message(const char *dir, const char *name, unsigned int i, struct nl_msg *msg)
{
	struct sessmon_str bytes = encode_bytes(msg);
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s-%02u", dir, name, i);
	f = fopen(path, "wb");
	if (!f || fwrite(bytes.data, 1, bytes.len, f) != bytes.len || fclose(f)) {
		perror(path);
		exit(1);
	}
	nlmsg_free(msg);
}

static void write_objects(const char *dir)
{
	struct nl_msg *msg;
	unsigned int i;

	for (i = 0; i < world_n_processes; i++) {
		msg = encode_begin(SESSMON_CMD_PROCESS_GET);
		encode_process(msg, SESSMON_A_PROCESS, &world_processes[i]);
		write_message(dir, "process", i, msg);
	}
	for (i = 0; i < world_n_sessions; i++) {
		msg = encode_begin(SESSMON_CMD_SESSION_GET);
		encode_session(msg, SESSMON_A_SESSION, &world_sessions[i]);
		write_message(dir, "session", i, msg);
	}
}

static void write_events(const char *dir)
{
	struct nl_msg *msg, *batch = encode_begin(SESSMON_CMD_EVENTS);
	unsigned int i;

	for (i = 0; i < world_n_events; i++) {
		msg = encode_begin(SESSMON_CMD_EVENTS);
		nla_put_u64(msg, SESSMON_A_GROUP_FIRST, i);
		encode_event(msg, SESSMON_A_EVENT, &world_events[i].e);
		encode_event(batch, SESSMON_A_EVENT, &world_events[i].e);
		write_message(dir, "event", i, msg);
	}
	write_message(dir, "batch", 0, batch);
}

static void write_rest(const char *dir)
{
	static const struct sessmon_counters fork = {
		.has = 0x9e,
		.type = SESSMON_EVENT_FORK,
		.produced = 1000,
		.lost = 5,
		.sent = 995,
		.withheld = 3,
	};
	static const struct sessmon_stats stats = { .has = 0x1ffe, .processes = 10 };
	struct nl_msg *msg = encode_begin(SESSMON_CMD_STATS_GET);

	encode_stats(msg, SESSMON_A_STATS, &stats);
	encode_counters(msg, SESSMON_A_COUNTERS, &fork);
	write_message(dir, "stats", 0, msg);
	msg = encode_begin(SESSMON_CMD_INFO_GET);
	nla_put_u32(msg, SESSMON_A_VERSION, SESSMON_WIRE_VERSION);
	nla_put_string(msg, SESSMON_A_BOOT_ID, WORLD_BOOT_ID);
	write_message(dir, "info", 0, msg);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: make_corpus FOLDER\n");
		return 2;
	}
	write_objects(argv[1]);
	write_events(argv[1]);
	write_rest(argv[1]);
	return 0;
}
