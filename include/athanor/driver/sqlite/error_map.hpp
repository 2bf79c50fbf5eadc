#pragma once
// SPDX-License-Identifier: BSL-1.0
// SQLite's result codes as athanor errors. Its messages may hold values, so only names are taken from them.

#include <athanor/base/error.hpp>
#include <athanor/driver/sqlite/decimal_number.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace athanor::detail {

// "UNIQUE constraint failed: users.email, users.team" -> table users, column email (of several: all, by
// comma).
inline void add_failed_columns(error& e, std::string_view list) {
    std::string columns;
    while (!list.empty()) {
        std::size_t const end = list.find(", ");
        std::string_view const item = list.substr(0, end);
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 2);
        std::size_t const dot = item.find('.');
        if (dot == std::string_view::npos) {
            return; // "index 'name'": an expression index
        }
        e.with_table(item.substr(0, dot));
        columns += columns.empty() ? "" : ", ";
        columns += item.substr(dot + 1);
    }
    e.with_column(columns);
}

[[nodiscard]] inline error constraint_error(int code, std::string_view text) {
    std::size_t const colon = text.find(": ");
    std::string_view const names =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 2);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: {
        error e{error_kind::unique, code == SQLITE_CONSTRAINT_UNIQUE
                                        ? "a row with this value is there already"
                                        : "a row with this primary key is there already"};
        if (names.starts_with("index '") && names.ends_with("'")) {
            e.with_constraint(names.substr(7, names.size() - 8));
        } else {
            add_failed_columns(e, names);
        }
        return e;
    }
    case SQLITE_CONSTRAINT_NOTNULL: {
        error e{error_kind::not_null, "the column can't be NULL"};
        add_failed_columns(e, names);
        return e;
    }
    case SQLITE_CONSTRAINT_CHECK: {
        error e{error_kind::check, "the row breaks a check of its table"};
        e.with_constraint(names); // its name; for a check without one, its expression
        return e;
    }
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER: // RAISE in a trigger, and ON DELETE RESTRICT
        if (code == SQLITE_CONSTRAINT_FOREIGNKEY || text.starts_with("FOREIGN KEY")) {
            return error{error_kind::foreign_key,
                         "a foreign key would be left without the row that it refers to (or the row is still "
                         "referred to)"};
        }
        return error{error_kind::constraint, "a trigger refused the change"};
    case SQLITE_CONSTRAINT_DATATYPE:
        return error{error_kind::type_mismatch, "the value doesn't fit the column's type (STRICT table)"};
    default:
        return error{error_kind::constraint, "a constraint refused the change"};
    }
}

[[nodiscard]] inline error sqlite_error_of(int code, std::string_view text) {
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return constraint_error(code, text);
    case SQLITE_BUSY:
        return error{error_kind::busy,
                     code == SQLITE_BUSY_SNAPSHOT
                         ? "another connection wrote since this transaction began to read: run the "
                           "whole transaction again"
                         : "the database is locked by another connection: try again, or raise "
                           "busy_timeout in the URL"};
    case SQLITE_LOCKED:
        return error{error_kind::busy,
                     "the table is in use by another statement of this connection or cache"};
    case SQLITE_ABORT:
        return error{error_kind::transaction_rolled_back,
                     "the transaction was rolled back while the statement ran"};
    case SQLITE_INTERRUPT:
        return error{error_kind::interrupted, "the statement was cancelled"};
    case SQLITE_READONLY:
        return error{error_kind::read_only, "the database can only be read, not written"};
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return error{error_kind::permission, "access to the database was denied"};
    case SQLITE_NOTADB:
        return error{error_kind::not_a_database, "the file is not a SQLite database"};
    case SQLITE_CORRUPT:
        return error{error_kind::not_a_database, "the database file is damaged: restore it from a backup"};
    case SQLITE_CANTOPEN:
        return error{error_kind::connection, "the database file, or a file beside it, can't be opened"};
    case SQLITE_IOERR:
        return error{error_kind::io, "the disk or the file system failed"};
    case SQLITE_FULL:
        return error{error_kind::io, "the disk is full"};
    case SQLITE_NOMEM:
        return error{error_kind::io, "SQLite ran out of memory"};
    case SQLITE_TOOBIG:
        return error{error_kind::out_of_range, "a value or the statement is larger than SQLite allows"};
    case SQLITE_RANGE:
        return error{error_kind::misuse, "the statement has fewer parameters than were given"};
    case SQLITE_MISMATCH:
        return error{error_kind::type_mismatch,
                     "the value doesn't fit the column: an INTEGER PRIMARY KEY holds only "
                     "integers"};
    case SQLITE_MISUSE:
        return error{error_kind::misuse, "SQLite was called out of order"};
    case SQLITE_SCHEMA:
        return error{error_kind::sql, "the schema changed while the statement ran: run it again"};
    default:
        return error{error_kind::sql, "SQLite rejects the statement"};
    }
}

/// The error for what the library just said on this connection. `sql` has placeholders, never values.
[[nodiscard]] inline error sqlite_error(sqlite3* db, int code, std::string_view sql = {}) {
    char const* const said = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    std::string_view const text = said != nullptr ? said : "";
    if (db != nullptr && sqlite3_extended_errcode(db) != SQLITE_OK &&
        (code & 0xff) == (sqlite3_errcode(db) & 0xff)) {
        code = sqlite3_extended_errcode(db);
    }
    error e = sqlite_error_of(code, text);
    // These quote the statement, which is shown anyway; other texts may quote a value of a row.
    if (e.kind() == error_kind::sql) {
        if (text == "too many SQL variables") {
            e = error{error_kind::out_of_range,
                      "the statement has more parameters than this SQLite takes: give a long list in parts"};
        } else if (text.starts_with("Expression tree is too large")) {
            e = error{error_kind::out_of_range,
                      "the condition is nested deeper than this SQLite takes: use in() for alternatives"};
        } else if (text == "integer overflow") { // of sum() and abs()
            e = error{error_kind::out_of_range, "a result doesn't fit into 64 bits"};
        } else if (text == decimal_too_large) {
            e = error{error_kind::out_of_range, "a decimal has more digits than its column holds"};
        } else if (text == no_decimal) {
            e = error{error_kind::type_mismatch, "a value of a calculation is no decimal number"};
        } else if (text == decimal_over_zero) {
            e = error{error_kind::sql, "a decimal is divided by zero"};
        }
        bool shown = text.ends_with(": syntax error") || text == "incomplete input";
        for (std::string_view const known : {"no such table: ", "no such column: ", "no such index: ",
                                             "no such function: ", "ambiguous column name: "}) {
            shown = shown || text.starts_with(known);
        }
        if (shown) {
            e = error{error_kind::sql, "SQLite rejects the statement: " + std::string{text}};
        }
    }
    e.with_native_code(code).with_server_message(text);
    if (!sql.empty()) {
        e.with_statement(sql);
    }
    return e;
}

} // namespace athanor::detail
