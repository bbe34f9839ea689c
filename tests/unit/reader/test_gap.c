// SPDX-License-Identifier: GPL-2.0-or-later
#include "gap.h"
#include "tap.h"

static struct sessmon_message message(uint64_t first, uint32_t n, uint64_t lost)
{
	return (struct sessmon_message){
		.has = 1ULL << SESSMON_A_GROUP_FIRST | 1ULL << SESSMON_A_LOST,
		.group_first = first,
		.n_events = n,
		.lost = lost,
	};
}

static uint64_t group(struct sessmon_gap *g, unsigned int which, uint64_t first, uint32_t n)
{
	struct sessmon_message m = message(first, n, 0);

	return sessmon_gap_group(g, which, &m);
}

static uint64_t ring(struct sessmon_gap *g, uint64_t lost)
{
	struct sessmon_message m = message(0, 0, lost);

	return sessmon_gap_ring(g, &m);
}

static void test_groups(void)
{
	struct sessmon_gap g = { 0 };

	ok(group(&g, 0, 500, 3) == 0, "the first message is where counting begins");
	ok(group(&g, 0, 503, 2) == 0, "the next one follows");
	ok(group(&g, 0, 510, 1) == 5, "five are missing");
	ok(group(&g, 0, 511, 1) == 0, "and are told once");
	ok(group(&g, 1, 0, 9) == 0, "another group counts by itself");
	ok(group(&g, 1, 10, 1) == 1, "and has holes of its own");
	ok(group(&g, 0, 3, 1) == 0, "numbers that go back begin anew");
	ok(group(&g, 0, 5, 1) == 1, "and are checked from there");
	ok(group(&g, 7, 5, 1) == 0, "a group that is none is survived");
}

static void test_ring(void)
{
	struct sessmon_gap g = { 0 };

	ok(ring(&g, 40) == 0, "what was lost before is not news");
	ok(ring(&g, 40) == 0, "nothing more");
	ok(ring(&g, 42) == 2, "two more");
	ok(ring(&g, 1) == 0, "a module that was loaded anew");
	ok(ring(&g, 2) == 1, "loses too");
}

static void test_silent(void)
{
	struct sessmon_message m = { .n_events = 4 };
	struct sessmon_gap g = { 0 };

	ok(!sessmon_gap_group(&g, 0, &m) && !sessmon_gap_ring(&g, &m) && !g.known[0],
	   "a message without numbers says nothing");
}

int main(void)
{
	test_groups();
	test_ring();
	test_silent();
	return tap_done();
}
