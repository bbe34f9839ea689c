/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in a file of the history: schema.sql, and how such a file is known. */
#ifndef SESSMON_STORE_SCHEMA_H
#define SESSMON_STORE_SCHEMA_H

/** STORE_APPLICATION - "sess", for file(1) and for us: PRAGMA application_id. */
#define STORE_APPLICATION 0x73657373

/** STORE_VERSION - Of the format: PRAGMA user_version. */
#define STORE_VERSION 3

/** store_schema - What makes an empty file one of the history. */
extern const char store_schema[];

#endif /* SESSMON_STORE_SCHEMA_H */
