/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verb that writes the history. */
#ifndef SESSMON_RECORD_H
#define SESSMON_RECORD_H

/**
 * record_main() - Write the history until there is a reason to end.
 * @argc: number of arguments
 * @argv: the verb and what follows it
 *
 * Return: enum tool_exit.
 */
int record_main(int argc, char **argv);

#endif /* SESSMON_RECORD_H */
