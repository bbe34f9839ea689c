// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The decoder on any bytes.  Built by clang with -fsanitize=fuzzer it is
 * libFuzzer's; built with driver.c it runs the files it is given and mutations
 * of them, the same ones each time.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"

/* As the corpus is made; see make_corpus.c. */
#define FAMILY 0x20

/* Reading each byte that came out lets a sanitizer see one that is not ours. */
static unsigned int touch(struct sessmon_str s)
{
	unsigned int sum = 0;
	uint32_t i;

	for (i = 0; i < s.len; i++)
		sum += (unsigned char)s.data[i];
	return sum;
}

static unsigned int touch_exe(const struct sessmon_exe *e)
{
	return touch(e->path) + touch(e->script) + touch(e->cwd) + touch(e->args);
}

static unsigned int touch_process(const struct sessmon_process *p)
{
	return touch(p->comm) + touch_exe(&p->exe) + touch(p->tty.name);
}

static unsigned int touch_session(const struct sessmon_session *s)
{
	return touch(s->comm) + touch_exe(&s->leader) + touch(s->tty.name) +
	       touch(s->entry_tty.name) + touch(s->peer.address) + touch(s->peer.local_address);
}

static unsigned int decode_events(const struct sessmon_message *m)
{
	struct sessmon_str rest = m->attrs, one;
	static struct sessmon_decoder d;
	static struct sessmon_event e;
	unsigned int sum = 0;

	while (sessmon_next_attr(&rest, SESSMON_A_EVENT, &one)) {
		sessmon_decode(&sessmon_rules_event, one, &e, sizeof(e), &d);
		sum += touch_process(&e.process) + touch_session(&e.session) + touch(e.old_comm);
		sum += e.counters.n ? e.counters.list[e.counters.n - 1].type : 0;
	}
	return sum;
}

static unsigned int decode_objects(const struct sessmon_message *m)
{
	static struct sessmon_decoder d;
	static struct sessmon_process p;
	static struct sessmon_session s;
	static struct sessmon_stats stats;

	sessmon_decode(&sessmon_rules_process, m->process, &p, sizeof(p), &d);
	sessmon_decode(&sessmon_rules_session, m->session, &s, sizeof(s), &d);
	sessmon_decode_stats(m, &stats);
	return touch_process(&p) + touch_session(&s) + touch(m->boot_id) +
	       touch(m->module_version) + stats.n_counters;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sessmon_str rest = { (const char *)data, (uint32_t)size };
	static volatile unsigned int sink;
	struct sessmon_message m;

	while (sessmon_next_message(&rest, FAMILY, &m))
		sink += decode_events(&m) + decode_objects(&m);
	return 0;
}
