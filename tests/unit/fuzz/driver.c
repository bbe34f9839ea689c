// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a fuzzer is where there is no libFuzzer: runs the files that it is given, and
 * mutations of them, the same ones each time.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t state = 1;

static uint32_t dice(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void mutate(uint8_t *data, size_t size)
{
	size_t at = dice() % size;

	switch (dice() % 4) {
	case 0:
		data[at] = (uint8_t)dice();
		break;
	case 1:
		data[at] ^= (uint8_t)(1u << dice() % 8);
		break;
	case 2:
		/* Lengths are where decoders break. */
		at &= ~(size_t)3;
		data[at] = (uint8_t)(dice() % 16);
		break;
	default:
		memmove(data + at, data + dice() % (at + 1), size - at < 64 ? size - at : 64);
		break;
	}
}

static void run_copy(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void run_file(const char *path, unsigned int rounds)
{
	static uint8_t whole[1 << 18], data[1 << 18];
	FILE *f = fopen(path, "rb");
	size_t size = f ? fread(whole, 1, sizeof(whole), f) : 0;
	unsigned int i, n;

	if (f)
		fclose(f);
	for (i = 0; i < rounds && size; i++) {
		memcpy(data, whole, size);
		for (n = dice() % 8; n && i; n--)
			mutate(data, size);
		run_copy(data, i % 3 == 2 ? dice() % (size + 1) : size);
	}
}

int main(int argc, char **argv)
{
	unsigned int rounds = argc > 1 ? (unsigned int)atoi(argv[1]) : 0;
	int i;

	for (i = 2; i < argc; i++)
		run_file(argv[i], rounds);
	return 0;
}
