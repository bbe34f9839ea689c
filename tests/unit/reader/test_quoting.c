// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Command lines given back to a real bash: the words that it makes of them are the
 * arguments, byte for byte.  And what a terminal of each character set is shown.
 */
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

#include "base/escape.h"
#include "tap.h"

#define LINES 4000

/* Each twice as an argument: alone, and behind something harmless. */
static const char *const corpus[] = {
	"",
	" ",
	"a b",
	"it's",
	"'",
	"''",
	"\"",
	"a\"b",
	"\\",
	"a\\nb",
	"\\x41",
	"\n",
	"a\nb",
	"\t",
	"\r",
	"\033[31m",
	"\a\b\v\f",
	"\177",
	"\001"
	"1",
	"\x9b"
	"31m",
	"\xc2\x9b"
	"31m",
	"\xc3\x9b"
	"31m",
	"$HOME",
	"$(id)",
	"`id`",
	"${IFS}",
	"$'a'",
	"$\"a\"",
	"!!",
	"!",
	"~",
	"~root",
	"a~",
	"#a",
	"a#",
	"=a",
	"a=b",
	"a:~",
	"*",
	"?",
	"[a]",
	"{a,b}",
	"{}",
	"(a)",
	"<a>",
	"a;b",
	"a&b",
	"a|b",
	"-",
	"--",
	"%s",
	"^a",
	"gr\xc3\xbc\xc3\x9f",
	"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.sh",
	"e\xcc\x81",
	"\xcc\x81",
	"\xf0\x9f\x98\x80",
	"\xe2\x80\xae"
	"gpj.exe",
	"a\xc2\xa0"
	"b",
	"a\xe2\x80\x83"
	"b",
	"a\xe3\x80\x80"
	"b",
	"a\xe2\xa0\x80"
	"b",
	"\xe2\x80\x8b"
	"1f",
	"\xef\xbb\xbf",
	"\xf3\xa0\x81\x81"
	"f",
	"\xff",
	"\xc0\xaf",
	"\xed\xa0\x80",
	"\xf4\x8f\xbf\xbf",
	"\xf4\x90\x80\x80",
	"a\xe2\x82",
	"\xcd\xb8",
	"if",
	"then",
	"--class=a b",
};

#define CORPUS (sizeof(corpus) / sizeof(corpus[0]))

static struct buf given, script;

static void add_line(const char *args, size_t len)
{
	buf_add(&given, args, len);
	buf_puts(&script, "printf '%s\\0' ");
	escape_args(&script, (struct sessmon_str){ args, (uint32_t)len });
	buf_puts(&script, "\n");
}

static void add_corpus(void)
{
	char args[256];
	size_t i;
	int n;

	for (i = 0; i < CORPUS; i++) {
		n = snprintf(args, sizeof(args), "%s%cx%s%c", corpus[i], 0, corpus[i], 0);
		add_line(args, (size_t)n);
	}
}

/* Bytes of all kinds, many of them parts of characters, in up to four arguments. */
static void add_noise(void)
{
	char args[40];
	size_t i, line;
	int what;

	srand(3);
	for (line = 0; line < LINES; line++) {
		for (i = 0; i < sizeof(args) - 1; i++) {
			what = rand() % 4;
			args[i] = (char)(what == 0 ? 0xc0 + rand() % 64 :
					 what == 1 ? 0x80 + rand() % 64 :
					 what == 2 ? 0x20 + rand() % 95 :
						     rand());
		}
		args[sizeof(args) - 1] = 0;
		add_line(args, sizeof(args));
	}
}

static void write_file(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(b->data, 1, b->len, f) != b->len || fclose(f)) {
		perror(path);
		exit(1);
	}
}

/* Returns whether bash reads the arguments back from the lines. */
static bool is_taken_back(const char *locale)
{
	char path[] = "/tmp/test_quoting.XXXXXX", command[100], chunk[4096];
	struct buf got = { 0 };
	bool same;
	size_t n;
	FILE *f;

	close(mkstemp(path));
	write_file(path, &script);
	snprintf(command, sizeof(command), "LC_ALL=%s bash --norc %s", locale, path);
	f = popen(command, "r");
	while (f && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&got, chunk, n);
	same = f && !pclose(f) && got.len == given.len && !memcmp(got.data, given.data, got.len);
	unlink(path);
	buf_free(&got);
	return same;
}

static bool is_ascii(const struct buf *b)
{
	size_t i;

	for (i = 0; i < b->len; i++)
		if ((b->data[i] < 0x20 && b->data[i] != '\n') || b->data[i] >= 0x7f)
			return false;
	return true;
}

/* No line has a byte that acts, nor a character that is not seen. */
static bool is_visible(const struct buf *b)
{
	unsigned int n;
	uint32_t ch;
	size_t i;

	for (i = 0; i < b->len; i += n) {
		n = utf8_decode((const unsigned char *)b->data + i, b->len - i, &ch);
		if (!n || (ch < 0x20 && ch != '\n') || (ch >= 0x7f && ch <= 0xa0) ||
		    (ch >= 0x2000 && ch <= 0x200f) || (ch >= 0x2028 && ch <= 0x202f) ||
		    ch == 0x3000 || ch == 0x2800 || (ch >= 0x2066 && ch <= 0x2069) ||
		    (ch != '\n' && wcwidth((wchar_t)ch) < 0))
			return false;
	}
	return true;
}

static void test_locale(const char *locale, bool utf8)
{
	ok(setlocale(LC_CTYPE, locale), "%s", locale);
	buf_clear(&given);
	buf_clear(&script);
	add_corpus();
	ok(is_taken_back(locale), "%s: bash takes back what is known to be hard", locale);
	add_noise();
	ok(is_taken_back(locale), "%s: and %d lines of noise", locale, LINES);
	if (utf8)
		ok(is_visible(&script), "%s: all that is shown is seen", locale);
	else
		ok(is_ascii(&script), "%s: nothing beyond ASCII", locale);
}

int main(int argc, char **argv)
{
	test_locale("C.UTF-8", true);
	test_locale("C", false);
	/* Eight bits, of which some are commands to a terminal. */
	if (argc > 1) {
		setenv("LOCPATH", argv[1], 1);
		test_locale("latin1", false);
	}
	buf_free(&given);
	buf_free(&script);
	return tap_done();
}
