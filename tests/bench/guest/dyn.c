// SPDX-License-Identifier: GPL-2.0-only
/* A program that the dynamic linker has to start. */
int main(int argc, char **argv)
{
	return argc < 2 || !argv[1][0];
}
