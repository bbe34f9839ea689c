// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an event costs the reader: decoding, keeping the table, writing a line
 * and writing a document.  Prints ns of processor time for each.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"
#include "text/printer.h"
#include "world.h"

#define ROUNDS 20000

enum work {
	WORK_DECODE,
	WORK_TABLE,
	WORK_TEXT,
	WORK_JSON,
};

static struct printer p;
static struct sessmon_decoder d;
static struct sessmon_event e;

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static void handle(enum work work)
{
	if (work >= WORK_TABLE)
		mirror_apply(&p.mirror, &e);
	if (work == WORK_TEXT) {
		print_event(&p, &e, PRINT_TIME_CLOCK);
		printer_flush(&p);
	}
	if (work == WORK_JSON)
		print_event_json(&p, &e);
	if (work >= WORK_TABLE)
		mirror_retire(&p.mirror, &e);
}

/* Fork, exec and exit: what a storm is made of. */
static struct nl_msg *storm(void)
{
	struct nl_msg *msg = encode_begin(SESSMON_CMD_EVENTS);
	struct sessmon_event one;
	unsigned int i, type;

	for (i = 0; i < world_n_events; i++) {
		one = world_events[i].e;
		type = one.type;
		if (type == SESSMON_EVENT_FORK || type == SESSMON_EVENT_EXEC ||
		    (type == SESSMON_EVENT_EXIT && one.process.key.id == 330))
			encode_event(msg, SESSMON_A_EVENT, &one);
	}
	return msg;
}

static double run(enum work work, struct nl_msg *msg, unsigned int rounds)
{
	struct sessmon_str whole = encode_bytes(msg), rest, one;
	struct sessmon_message m;
	unsigned int n = 0, i;
	double begin = now();

	for (i = 0; i < rounds; i++) {
		rest = whole;
		sessmon_next_message(&rest, TEST_FAMILY, &m);
		while (sessmon_next_attr(&m.attrs, SESSMON_A_EVENT, &one)) {
			sessmon_decode(&sessmon_rules_event, one, &e, sizeof(e), &d);
			e.received = e.realtime;
			handle(work);
			n++;
		}
	}
	return (now() - begin) / n;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "decode", "decode and table", "line", "document" };
	unsigned int rounds = argc > 1 ? (unsigned int)atoi(argv[1]) : ROUNDS;
	struct nl_msg *msg = storm();
	struct sessmon *s;
	double ns[4];
	int work, out = dup(1);

	if (sessmon_open(&s) || !freopen("/dev/null", "w", stdout))
		return 1;
	printer_open(&p, sessmon_info(s));
	mirror_fill(&p.mirror, s);
	for (work = 0; work < 4; work++)
		ns[work] = run((enum work)work, msg, rounds);
	for (work = 0; work < 4; work++)
		dprintf(out, "%-18s %7.0f ns an event\n", names[work], ns[work]);
	printer_close(&p);
	sessmon_close(s);
	nlmsg_free(msg);
	return 0;
}
