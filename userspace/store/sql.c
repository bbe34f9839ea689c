// SPDX-License-Identifier: GPL-2.0-or-later
/* SQLite as the store uses it. */
#include "store/sql.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "store/place.h"

int sql_error(sqlite3 *db, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return 0;
	case SQLITE_FULL:
		return -STORE_E_FULL;
	case SQLITE_CORRUPT:
		return -STORE_E_CORRUPT;
	case SQLITE_NOTADB:
		return -STORE_E_FOREIGN;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -STORE_E_LOCKED;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return -EACCES;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		rc = db ? sqlite3_system_errno(db) : 0;
		/* A log that is made longer fails as an input, not as a full disk. */
		return rc == ENOSPC || rc == EDQUOT ? -STORE_E_FULL : rc ? -rc : -EIO;
	default:
		return -STORE_E_SQLITE;
	}
}

int sql_run(sqlite3 *db, const char *text)
{
	return sql_error(db, sqlite3_exec(db, text, NULL, NULL, NULL));
}

static int prepare(sqlite3 *db, sqlite3_stmt **stmt, struct buf *text)
{
	int rc = sqlite3_prepare_v3(db, text->data, (int)text->len + 1, SQLITE_PREPARE_PERSISTENT,
				    stmt, NULL);

	buf_free(text);
	return sql_error(db, rc);
}

static void put_formatted(struct buf *b, const char *text, va_list ap)
{
	va_list again;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, text, again);
	va_end(again);
	vsnprintf(buf_reserve(b, (size_t)len + 1), (size_t)len + 1, text, ap);
	b->len += (size_t)len;
}

int sql_prepare(sqlite3 *db, sqlite3_stmt **stmt, const char *text, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, text);
	put_formatted(&b, text, ap);
	va_end(ap);
	return prepare(db, stmt, &b);
}

static void put_columns(struct buf *b, const struct table *t, unsigned int first, const char *form)
{
	unsigned int i;

	for (i = first; i < t->n; i++) {
		buf_puts(b, i > first ? "," : "");
		buf_printf(b, form, t->column[i]);
	}
}

int sql_prepare_insert(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt)
{
	struct buf b = { 0 };

	buf_printf(&b, "INSERT INTO %s(", t->name);
	put_columns(&b, t, 0, "%s");
	buf_puts(&b, ") VALUES(");
	put_columns(&b, t, 0, "@%s");
	buf_putc(&b, ')');
	return prepare(db, stmt, &b);
}

/* The parameters are numbered as the columns are, the id first. */
int sql_prepare_update(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt)
{
	struct buf b = { 0 };
	unsigned int i;

	buf_printf(&b, "UPDATE %s SET ", t->name);
	for (i = 1; i < t->n; i++)
		buf_printf(&b, "%s%s=?%u", i > 1 ? "," : "", t->column[i], i + 1);
	buf_printf(&b, " WHERE %s=?1", t->column[0]);
	return prepare(db, stmt, &b);
}

int sql_prepare_select(sqlite3 *db, const struct table *t, sqlite3_stmt **stmt, const char *rest,
		       ...)
{
	struct buf b = { 0 };
	va_list ap;

	buf_puts(&b, "SELECT ");
	put_columns(&b, t, 0, "%s");
	buf_printf(&b, " FROM %s ", t->name);
	va_start(ap, rest);
	put_formatted(&b, rest, ap);
	va_end(ap);
	return prepare(db, stmt, &b);
}

static int bind(sqlite3_stmt *stmt, int i, const struct cell *c)
{
	/* NULL would be NULL, not empty. */
	const char *data = c->s.data ? c->s.data : "";

	switch (c->kind) {
	case CELL_NUMBER:
		return sqlite3_bind_int64(stmt, i, c->n);
	case CELL_TEXT:
		return sqlite3_bind_text(stmt, i, data, (int)c->s.len, SQLITE_STATIC);
	case CELL_BYTES:
		return sqlite3_bind_blob(stmt, i, data, (int)c->s.len, SQLITE_STATIC);
	default:
		return SQLITE_OK;
	}
}

static int bind_all(sqlite3_stmt *stmt, const struct cell *cells, unsigned int n)
{
	unsigned int i;
	int rc = sqlite3_clear_bindings(stmt);

	for (i = 0; i < n && rc == SQLITE_OK; i++)
		rc = bind(stmt, (int)i + 1, &cells[i]);
	return rc;
}

int sql_bind(sqlite3_stmt *stmt, const struct cell *cells, unsigned int n)
{
	return sql_error(sqlite3_db_handle(stmt), bind_all(stmt, cells, n));
}

int sql_write(sqlite3_stmt *stmt, const struct cell *cells, unsigned int n)
{
	int rc = bind_all(stmt, cells, n);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	rc = sql_error(sqlite3_db_handle(stmt), rc);
	sqlite3_reset(stmt);
	return rc;
}

int sql_next(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	rc = sql_error(sqlite3_db_handle(stmt), rc);
	sqlite3_reset(stmt);
	return rc;
}

bool sql_number(sqlite3_stmt *stmt, unsigned int i, uint64_t *n)
{
	bool there = sqlite3_column_type(stmt, (int)i) == SQLITE_INTEGER;

	*n = there ? (uint64_t)sqlite3_column_int64(stmt, (int)i) : 0;
	return there;
}

bool sql_bytes(sqlite3_stmt *stmt, unsigned int i, struct sessmon_str *s)
{
	*s = (struct sessmon_str){ "", 0 };
	if (sqlite3_column_type(stmt, (int)i) == SQLITE_NULL)
		return false;
	/* Of bytes that are none there is no address. */
	if (sqlite3_column_bytes(stmt, (int)i))
		*s = (struct sessmon_str){ sqlite3_column_blob(stmt, (int)i),
					   (uint32_t)sqlite3_column_bytes(stmt, (int)i) };
	return true;
}

int sql_ask(sqlite3 *db, int64_t *n, const char *text, ...)
{
	struct buf b = { 0 };
	sqlite3_stmt *stmt;
	uint64_t got = 0;
	va_list ap;
	int err;

	va_start(ap, text);
	put_formatted(&b, text, ap);
	va_end(ap);
	err = prepare(db, &stmt, &b);
	if (err)
		return err;
	err = sql_next(stmt);
	if (err > 0)
		sql_number(stmt, 0, &got);
	sqlite3_finalize(stmt);
	*n = (int64_t)got;
	return err < 0 ? err : 0;
}
