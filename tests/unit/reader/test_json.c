// SPDX-License-Identifier: GPL-2.0-or-later
/* The writer of documents; another library's parser says what they say. */
#include <inttypes.h>
#include <stdlib.h>

#include <yajl/yajl_tree.h>

#include "base/json.h"
#include "tap.h"

#define STR(s) ((struct sessmon_str){ (s), sizeof(s) - 1 })

static struct buf line;
static struct json j;
static char complaint[200];

static struct json *begin(void)
{
	buf_clear(&line);
	json_begin(&j, &line);
	return &j;
}

static yajl_val end(void)
{
	yajl_val tree;

	json_end(&j);
	tree = yajl_tree_parse(line.data, complaint, sizeof(complaint));
	if (!tree)
		printf("# %s# %s\n", line.data, complaint);
	return tree;
}

static yajl_val at(yajl_val tree, const char *a, const char *b, const char *c)
{
	const char *path[] = { a, b, c, NULL };

	return tree ? yajl_tree_get(tree, path, yajl_t_any) : NULL;
}

static const char *text(yajl_val v)
{
	return YAJL_IS_STRING(v) ? v->u.string : NULL;
}

static void test_form(void)
{
	unsigned int outer, inner;

	begin();
	json_end(&j);
	is_text(line.data, "{}\n", "an empty document is a line");
	begin();
	json_number(&j, "a.b", 1);
	json_bool(&j, "a.c.d", true);
	json_bool(&j, "a.c.e", false);
	json_word(&j, "f", "x");
	json_word(&j, "none", NULL);
	json_puts(&j, "none", NULL);
	json_end(&j);
	is_text(line.data, "{\"a\":{\"b\":1,\"c\":{\"d\":true,\"e\":false}},\"f\":\"x\"}\n",
		"a path opens objects and closes them");
	begin();
	outer = json_enter(&j, "a.b");
	json_number(&j, "c.d", 1);
	inner = json_enter(&j, "c");
	json_number(&j, "e", 2);
	json_leave(&j, inner);
	json_keyword(&j, "f", 3);
	json_leave(&j, outer);
	json_number(&j, "a.g", 4);
	json_number(&j, "ab.b", 5);
	json_end(&j);
	is_text(line.data,
		"{\"a\":{\"b\":{\"c\":{\"d\":1,\"e\":2},\"f\":\"3\"},\"g\":4},\"ab\":{\"b\":5}}\n",
		"within an object paths are its own");
	json_begin(&j, &line);
	json_number(&j, "a", 1);
	json_end(&j);
	ok(line.data[line.len - 1] == '\n' && strstr(line.data, "}\n{\"a\":1}"),
	   "the next document follows the first");
}

static void test_lists(void)
{
	unsigned int base;
	int i;

	begin();
	json_list(&j, "empty");
	json_list_end(&j);
	json_list(&j, "in.two");
	json_item(&j, STR("{"));
	json_item(&j, STR("["));
	json_list_end(&j);
	json_objects(&j, "in.rows");
	for (i = 0; i < 2; i++) {
		base = json_object(&j);
		json_number(&j, "x.y", (uint64_t)i);
		json_list(&j, "z");
		json_list_end(&j);
		json_object_end(&j, base);
	}
	json_list_end(&j);
	json_number(&j, "in.last", 1);
	json_end(&j);
	is_text(line.data,
		"{\"empty\":[],\"in\":{\"two\":[\"{\",\"[\"],"
		"\"rows\":[{\"x\":{\"y\":0},\"z\":[]},{\"x\":{\"y\":1},\"z\":[]}],\"last\":1}}\n",
		"lists of text and of objects");
}

static void test_ready_made(void)
{
	unsigned int base;

	begin();
	base = json_enter(&j, "a");
	json_number(&j, "b.c", 1);
	buf_puts(json_members(&j), "\"d\":2,\"e\":{}");
	buf_puts(json_value(&j, "f"), "{\"g\":[]}");
	json_leave(&j, base);
	buf_puts(json_members(&j), "\"h\":3");
	json_end(&j);
	is_text(line.data, "{\"a\":{\"b\":{\"c\":1},\"d\":2,\"e\":{},\"f\":{\"g\":[]}},\"h\":3}\n",
		"what is JSON already");
	begin();
	buf_puts(json_members(&j), "\"h\":3");
	json_end(&j);
	is_text(line.data, "{\"h\":3}\n", "and nothing before it");
}

static void test_numbers(void)
{
	static const uint64_t numbers[] = { 0, 9, 10, 99, 100, UINT32_MAX, INT64_MAX, UINT64_MAX };
	char want[32];
	yajl_val tree, v;
	bool same = true;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(want, sizeof(want), "%" PRIu64, numbers[i]);
		begin();
		json_number(&j, "n", numbers[i]);
		json_keyword(&j, "k", numbers[i]);
		tree = end();
		v = at(tree, "n", NULL, NULL);
		same &= YAJL_IS_NUMBER(v) && !strcmp(v->u.number.r, want);
		same &= text(at(tree, "k", NULL, NULL)) &&
			!strcmp(text(at(tree, "k", NULL, NULL)), want);
		yajl_tree_free(tree);
	}
	ok(same, "numbers to the last digit");
}

/* Each byte alone and between others, as a value, in a list and as a string's end. */
static void test_any_byte(void)
{
	char s[] = "ab?cd", want[8];
	yajl_val tree, v;
	bool same = true;
	int c;

	for (c = 0; c < 256; c++) {
		s[2] = (char)c;
		begin();
		json_text(&j, "o.t", (struct sessmon_str){ s, 5 });
		json_list(&j, "o.l");
		json_item(&j, (struct sessmon_str){ s + 2, 1 });
		json_item(&j, (struct sessmon_str){ s, 3 });
		json_list_end(&j);
		tree = end();
		snprintf(want, sizeof(want),
			 c < 0x80 ? "ab%ccd" :
				    "ab\xef\xbf\xbd"
				    "cd",
			 c);
		v = at(tree, "o", "t", NULL);
		same &= text(v) && !memcmp(text(v), want, c ? strlen(want) : 3);
		v = at(tree, "o", "l", NULL);
		same &= YAJL_IS_ARRAY(v) && v->u.array.len == 2;
		same &= !memchr(line.data, 0, line.len) && !memchr(line.data, 0x7f, line.len);
		yajl_tree_free(tree);
	}
	ok(same, "each byte comes through, or is replaced where it is no text");
}

static void test_utf8(void)
{
	static const char *const valid[] = { "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x90\xa7" };
	static const char *const broken[] = { "\xc3",	      "\xe2\x82",	  "\xc0\xaf",
					      "\xed\xa0\x80", "\xf5\x80\x80\x80", "\x80" };
	yajl_val tree;
	size_t i;

	for (i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
		begin();
		json_puts(&j, "s", valid[i]);
		tree = end();
		is_text(text(at(tree, "s", NULL, NULL)), valid[i], "text beyond ASCII stays");
		yajl_tree_free(tree);
	}
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		begin();
		json_puts(&j, "s", broken[i]);
		tree = end();
		ok(text(at(tree, "s", NULL, NULL)) &&
			   !strncmp(text(at(tree, "s", NULL, NULL)), "\xef\xbf\xbd", 3),
		   "what is no UTF-8 becomes a mark");
		yajl_tree_free(tree);
	}
}

/* More than any buffer has at first. */
static void test_long(void)
{
	char *s = malloc(100000);
	yajl_val tree;

	memset(s, '"', 100000);
	begin();
	json_text(&j, "s", (struct sessmon_str){ s, 100000 });
	tree = end();
	ok(text(at(tree, "s", NULL, NULL)) && strlen(text(at(tree, "s", NULL, NULL))) == 100000,
	   "long text");
	yajl_tree_free(tree);
	free(s);
}

int main(void)
{
	test_form();
	test_lists();
	test_ready_made();
	test_numbers();
	test_any_byte();
	test_utf8();
	test_long();
	buf_free(&line);
	return tap_done();
}
