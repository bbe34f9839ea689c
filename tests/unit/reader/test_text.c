// SPDX-License-Identifier: GPL-2.0-or-later
/* Escapes, names, keys and times: everything that is text. */
#include <locale.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/escape.h"
#include "base/host.h"
#include "base/key.h"
#include "names/names.h"
#include "tap.h"

#define STR(s) ((struct sessmon_str){ (s), sizeof(s) - 1 })

static struct buf b;

static const char *text(struct sessmon_str s)
{
	buf_clear(&b);
	escape_text(&b, s);
	return b.data;
}

static const char *args(struct sessmon_str s)
{
	buf_clear(&b);
	buf_add(&b, "", 0);
	escape_args(&b, s);
	return b.data;
}

static const char *json(struct sessmon_str s)
{
	buf_clear(&b);
	escape_json(&b, s);
	return b.data;
}

static void test_escape_text(void)
{
	is_text(text(STR("plain /bin/ls -l")), "plain /bin/ls -l", "plain text stays");
	is_text(text(STR("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80")),
		"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80", "UTF-8 stays");
	is_text(text(STR("\033[31m\n\t\r\0\177")), "\\x1b[31m\\n\\t\\r\\x00\\x7f",
		"control characters are shown");
	is_text(text(STR("a\\nb")), "a\\\\nb", "a backslash is not one of ours");
	is_text(text(STR("\xc2\x9b"
			 "31m")),
		"\\u009b31m", "the other way to write ESC [");
	is_text(text(STR("\xe2\x80\xae\xe2\x81\xa6\xd8\x9c")), "\\u202e\\u2066\\u061c",
		"what turns the direction is shown");
	is_text(text(STR("\xe2\x80\x8b\xef\xbb\xbf\xf3\xa0\x81\x81")), "\\u200b\\ufeff\\U000e0041",
		"what cannot be seen is shown");
	is_text(text(STR("\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80")),
		"\\xc0\\xaf\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80",
		"overlong, surrogate and beyond the last are no UTF-8");
	is_text(text(STR("a\xe2\x82")), "a\\xe2\\x82", "cut in the middle of a character");
}

static void test_escape_args(void)
{
	is_text(args(STR("ls\0-l\0")), "ls -l", "arguments with a blank between");
	is_text(args(STR("ls\0-l")), "ls -l", "the last one needs no end");
	is_text(args(STR("sh\0-c\0a b\0\0it's\0")), "sh -c 'a b' '' 'it'\\''s'",
		"blanks, nothing and quotes are quoted");
	is_text(args(STR("echo\0-p\\u\0a\nb'\0")), "echo '-p\\u' $'a\\nb\\''",
		"a backslash is itself unless something had to be escaped");
	is_text(args(STR("A=1\0A=1\0")), "'A=1' A=1", "in front it would be an assignment");
	is_text(args(STR("ls\0*\0$(id)\0~\0")), "ls '*' '$(id)' '~'", "what a shell expands");
	is_text(args(STR("")), "", "none");
}

/* What looks like nothing, or like nothing but a blank. */
static void test_blanks(void)
{
	is_text(args(STR("a\xc2\xa0"
			 "b\0a\xe2\x80\x83"
			 "b\0")),
		"$'a\\u00a0b' $'a\\u2003b'", "blanks that are not ASCII");
	is_text(args(STR("a\xe3\x80\x80"
			 "b\0a\xe2\xa0\x80"
			 "b\0a\xe3\x85\xa4"
			 "b\0")),
		"$'a\\u3000b' $'a\\u2800b' $'a\\u3164b'", "wide ones, and what only looks so");
	is_text(text(STR("\xcd\xb8\xef\xbf\xbe")), "\\u0378\\ufffe",
		"unassigned, and no character");
	is_text(text(STR("e\xcc\x81")), "e\xcc\x81", "a mark on a letter");
	is_text(text(STR("\xcc\x81"
			 "e")),
		"\\u0301e", "a mark on nothing would go to our own text");
	is_text(text(STR("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81")),
		"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\u0301",
		"marks that would reach the line above");
	is_text(text(STR("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab")),
		"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "a Korean syllable in parts");
}

/* A terminal of another character set takes the bytes for what they are there. */
static void test_no_utf8(void)
{
	setlocale(LC_CTYPE, "C");
	is_text(text(STR("\xc3\x9b"
			 "31m")),
		"\\xc3\\x9b31m", "not UTF-8: nothing beyond ASCII");
	is_text(args(STR("gr\xc3\xbc\xc3\x9f\0")), "$'gr\\xc3\\xbc\\xc3\\x9f'",
		"and a shell takes it back");
	is_text(json(STR("gr\xc3\xbc\xc3\x9f")), "\"gr\xc3\xbc\xc3\x9f\"",
		"but documents are UTF-8");
	setlocale(LC_CTYPE, "C.UTF-8");
}

static void test_escape_json(void)
{
	is_text(json(STR("a\"b\\c\n")), "\"a\\\"b\\\\c\\u000a\"", "what JSON escapes");
	is_text(json(STR("\xff")), "\"\xef\xbf\xbd\"", "no UTF-8 becomes a mark");
	is_text(json(STR("\xc2\x9b\x7f\xe2\x80\xae")), "\"\\u009b\\u007f\\u202e\"",
		"what acts on a terminal is quoted");
	is_text(json(STR("\xf3\xa0\x81\x81")), "\"\\udb40\\udc41\"", "beyond 16 bits, in two");
}

/* Whatever goes in, only harmless UTF-8 comes out. */
static bool harmless(const char *p, size_t len)
{
	unsigned int n;
	uint32_t ch;
	size_t i;

	for (i = 0; i < len; i += n) {
		n = utf8_decode((const unsigned char *)p + i, len - i, &ch);
		if (!n || ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || (ch >= 0x202a && ch <= 0x202e))
			return false;
	}
	return true;
}

static void test_escape_random(void)
{
	char noise[64];
	int round, bad = 0;
	size_t i;

	srand(2);
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof(noise); i++)
			noise[i] = (char)(rand() % 3 ? 0xc0 + rand() % 64 : rand());
		text((struct sessmon_str){ noise, sizeof(noise) });
		bad += !harmless(b.data, b.len);
		json((struct sessmon_str){ noise, sizeof(noise) });
		bad += !harmless(b.data, b.len);
		args((struct sessmon_str){ noise, sizeof(noise) });
		bad += !harmless(b.data, b.len);
	}
	ok(!bad, "noise comes out harmless");
}

static void test_width(void)
{
	const char colour[] = "\033[1;31mab\xc3\xbc\033[m";

	ok(text_width(colour, sizeof(colour) - 1) == 3, "colours have no width");
	ok(text_cut("ab\xc3\xbc\xc3\xbc", 6, 3) == 4, "cut between characters");
	ok(text_cut("ab", 2, 9) == 2, "nothing to cut");
	ok(text_width("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.sh", 12) == 9, "wide characters");
	ok(text_width("caf"
		      "e\xcc\x81",
		      6) == 4,
	   "a mark has no width");
	ok(text_width("a\xf0\x9f\x98\x80", 5) == 3, "an emoji is wide");
	ok(text_cut("\xe6\x97\xa5\xe6\x9c\xac", 6, 3) == 3, "half a character is none");
	ok(text_cut("e\xcc\x81x", 4, 1) == 3, "a mark stays with its letter");
	buf_clear(&b);
	buf_puts(&b, "\xe6\x97\xa5");
	buf_pad(&b, 0, 6);
	ok(b.len == 3 + 4, "a column is filled up to its width");
}

static const char *tty(uint32_t major, uint32_t minor, const char *name)
{
	struct sessmon_tty t = { .major = major, .minor = minor };

	t.has = name ? 1ULL << SESSMON_A_TTY_NAME : 0;
	t.name = (struct sessmon_str){ name, name ? (uint32_t)strlen(name) : 0 };
	buf_clear(&b);
	tty_put(&b, &t);
	return b.data;
}

static const char *flags(const struct names *names, uint64_t mask)
{
	buf_clear(&b);
	buf_add(&b, "", 0);
	name_put_flags(&b, names, mask);
	return b.data;
}

static const char *peer(const struct sessmon_peer *p)
{
	buf_clear(&b);
	buf_add(&b, "", 0);
	peer_put(&b, p);
	return b.data;
}

static void test_peers(void)
{
	static const struct sessmon_peer v4 = {
		.has = 1ULL << SESSMON_A_PEER_ADDRESS | 1ULL << SESSMON_A_PEER_PORT,
		.address = STR("\x0a\0\2\2"),
		.port = 22,
	}, v6 = {
		.has = 1ULL << SESSMON_A_PEER_ADDRESS | 1ULL << SESSMON_A_PEER_PORT,
		.address = STR("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"),
		.port = 65535,
	}, host = {
		.has = 1ULL << SESSMON_A_PEER_CID | 1ULL << SESSMON_A_PEER_VSOCK_PORT,
		.cid = 2,
		.vsock_port = 4294967294,
	}, nobody = { 0 };

	is_text(peer(&v4), "10.0.2.2:22", "an address and its port");
	is_text(peer(&v6), "[fd00::1]:65535", "brackets, where the address has colons, too");
	is_text(peer(&host), "vsock:2:4294967294", "a machine without address");
	buf_clear(&b);
	ok(!peer_put_host(&b, &nobody) && !b.len, "nobody is nothing");
}

static void test_names(void)
{
	is_text(tty(136, 7, "pts7"), "pts/7", "a pseudo-terminal as people write it");
	is_text(tty(137, 1, NULL), "pts/257", "from its number, if it has no name");
	is_text(tty(4, 65, "ttyS1"), "ttyS1", "a serial line");
	is_text(tty(229, 0, NULL), "229:0", "an unknown one");
	is_text(flags(&names_session_flags, 0x42), "detached,outlives_login", "flags");
	is_text(flags(&names_hooks, 1ULL << 40), "0x10000000000", "a flag of the future");
	is_text(flags(&names_capabilities, 1ULL << 40 | 1), "CAP_CHOWN,CAP_CHECKPOINT_RESTORE",
		"the first and the last capability");
	ok(name_find(&names_class, "interactive-remote") == SESSMON_CLASS_INTERACTIVE_REMOTE,
	   "a dash is as good as an underscore");
	ok(name_find(&names_class, "interactive") < 0, "half a name is none");
	ok(!name_of(&names_event, 99), "a type of the future has no name");
	is_text(user_name(0), "root", "user 0");
	ok(!user_name(4000000001u), "a user who is not there");
	buf_clear(&b);
	user_put(&b, 0);
	is_text(b.data, "root(0)", "name beside number");
	buf_clear(&b);
	signal_put(&b, 11);
	is_text(b.data, "SIGSEGV", "signal");
}

static enum key_verdict parse(const char *s, struct key_request *k)
{
	return key_parse(s, "5f0c1a52-8f3b-4a55-9d0e-0123456789ab", k);
}

static void test_keys(void)
{
	static const char *const bad[] = {
		"",    "s:",   "0",   "-1",  "+1",    " 1",	    "1:",
		"1x",  "1:2x", "x:1", "s:x", "1:2:3", "4294967296", "1:99999999999999999999",
		"self"
	};
	struct key_request k;
	unsigned int i, refused = 0;

	ok(parse("1234", &k) == KEY_OK && !k.session && k.key.id == 1234 && !k.key.start, "PID");
	ok(parse("1234:5678", &k) == KEY_OK && k.key.start == 5678, "PID:START");
	ok(parse("s:12", &k) == KEY_OK && k.session && k.key.id == 12, "s:SID");
	ok(parse("s:12:34", &k) == KEY_OK && k.session && k.key.start == 34, "s:SID:START");
	ok(parse("s:0", &k) == KEY_OK, "the kernel's session has the number 0");
	ok(parse("5f0c1a52-8f3b-4a55-9d0e-0123456789ab:7:9", &k) == KEY_OK && k.key.id == 7 &&
		   k.key.start == 9,
	   "an entity id");
	ok(parse("6f0c1a52-8f3b-4a55-9d0e-0123456789ab:7:9", &k) == KEY_OTHER_BOOT,
	   "an entity id of another boot");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused += parse(bad[i], &k) == KEY_BAD;
	ok(refused == i, "%u of %u that are no keys", refused, i);
}

static const char *duration(uint64_t ns)
{
	buf_clear(&b);
	clock_put_duration(&b, ns);
	return b.data;
}

static void test_times(void)
{
	uint64_t now = clock_now(CLOCK_REALTIME), t = 0;

	buf_clear(&b);
	clock_put_utc(&b, 1700000000 * NS_PER_SECOND + 5000000);
	is_text(b.data, "2023-11-14T22:13:20.005000000Z", "UTC, with all its zeros");
	is_text(duration(3000000), "0.003s", "milliseconds");
	is_text(duration(184 * NS_PER_SECOND), "3m04s", "minutes");
	is_text(duration(3 * 86400 * NS_PER_SECOND), "3d00h", "days");
	ok(clock_parse("10m", &t) && now - t < 601 * NS_PER_SECOND && now - t > 599 * NS_PER_SECOND,
	   "ten minutes ago");
	ok(clock_parse("@1700000000", &t) && t == 1700000000 * NS_PER_SECOND, "seconds");
	ok(clock_parse("2026-01-31 14:30", &t), "date and time");
	ok(clock_parse("14:30", &t), "time of today");
	ok(!clock_parse("someday", &t) && !clock_parse("10", &t) && !clock_parse("", &t) &&
		   !clock_parse("10mm", &t) && !clock_parse("@", &t),
	   "what is no time");
	ok(clock_wall(NS_PER_SECOND) - clock_wall(0) == NS_PER_SECOND, "the same distance always");
}

int main(void)
{
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 1;
	test_escape_text();
	test_escape_args();
	test_blanks();
	test_no_utf8();
	test_escape_json();
	test_escape_random();
	test_width();
	test_peers();
	test_names();
	test_keys();
	test_times();
	buf_free(&b);
	return tap_done();
}
