// SPDX-License-Identifier: GPL-2.0-or-later
/* Compressed as gzip does it, and written as base64: what a browser undoes by itself. */
#include <stdlib.h>
#include <zlib.h>

#include "report/data.h"

/* zlib takes this for: with the head and foot of gzip, within the largest window. */
#define GZIP_WINDOW (15 + 16)

static void put_base64(struct buf *b, const unsigned char *p, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t size = (len + 2) / 3 * 4;
	char *to = buf_reserve(b, size), *end = to + size;
	uint32_t three;

	for (; len; p += 3, len -= 3, to += 4) {
		three = (uint32_t)p[0] << 16 | (len > 1 ? p[1] : 0) << 8 | (len > 2 ? p[2] : 0);
		to[0] = digits[three >> 18];
		to[1] = digits[three >> 12 & 63];
		to[2] = len > 1 ? digits[three >> 6 & 63] : '=';
		to[3] = len > 2 ? digits[three & 63] : '=';
		if (len < 3)
			len = 3;
	}
	*end = 0;
	b->len += size;
}

bool report_put_packed(struct buf *b, const char *data, size_t len)
{
	z_stream z = { .next_in = (unsigned char *)data, .avail_in = (uInt)len };
	unsigned char *packed;
	bool good;

	if (len > UINT32_MAX / 2 ||
	    deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY))
		return false;
	z.avail_out = (uInt)deflateBound(&z, len);
	packed = malloc(z.avail_out);
	z.next_out = packed;
	good = packed && deflate(&z, Z_FINISH) == Z_STREAM_END;
	if (good)
		put_base64(b, packed, z.total_out);
	deflateEnd(&z);
	free(packed);
	return good;
}
