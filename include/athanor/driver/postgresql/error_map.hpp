#pragma once
// SPDX-License-Identifier: BSL-1.0
// What PostgreSQL or libpq says as athanor errors. Their messages may hold values: only names are taken from
// them.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/sqlstate.hpp>
#include <athanor/driver/secret.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::detail {

// libpq returns NULL for what it doesn't know: every field of an error that the server didn't send.
[[nodiscard]] inline std::string_view or_empty(char const* text) noexcept {
    return text != nullptr ? text : "";
}
[[nodiscard]] inline std::string_view error_field(PGresult const* result, int field) noexcept {
    return or_empty(PQresultErrorField(result, field));
}
[[nodiscard]] inline std::string_view without_line_end(std::string_view text) noexcept {
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The password of the connection, to be taken out of texts; empty when it is a word that may be shown.
[[nodiscard]] inline std::string_view password_of(PGconn const* conn) noexcept {
    std::string_view const password = or_empty(PQpass(conn));
    for (std::string_view const shown :
         {or_empty(PQuser(conn)), or_empty(PQdb(conn)), or_empty(PQhost(conn))}) {
        if (shown.find(password) != std::string_view::npos) {
            return {};
        }
    }
    return password;
}

/// The columns of a violated key: DETAIL begins `Key (email, "Team")=(...)` in every language, the part
/// before the equals sign holding names only. Empty for an index over expressions.
[[nodiscard]] inline std::string key_columns(std::string_view detail) {
    std::size_t const open = detail.find('(');
    std::size_t const close = detail.find(")=(");
    std::string out;
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
        return out;
    }
    bool quoted = false;
    std::string_view const list = detail.substr(open + 1, close - open - 1);
    for (std::size_t i = 0; i < list.size(); ++i) {
        char const c = list[i];
        if (c == '"') {
            bool const doubled = quoted && i + 1 < list.size() && list[i + 1] == '"';
            if (doubled) {
                out += list[i++];
            } else {
                quoted = !quoted;
            }
        } else if (!quoted && (c == '(' || c == ')' || c == ':' || c == '\'')) {
            return {}; // an expression
        } else {
            out += c;
        }
    }
    return out;
}

/// Are all names that the message quotes written in the statement? A name in a parameter, as in $1::regclass,
/// is a value. Other alphabets quote otherwise: there it isn't known.
[[nodiscard]] inline bool quotes_only(std::string_view message, std::string_view sql) {
    auto const plain = [](std::string_view text) {
        std::string out;
        for (char const c : text) {
            if (c != '"') {
                out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
            }
        }
        return out;
    };
    std::string const written = plain(sql);
    for (std::size_t from = message.find('"'); from != std::string_view::npos;) {
        std::size_t const to = message.find('"', from + 1);
        if (to == std::string_view::npos ||
            written.find(plain(message.substr(from, to - from))) == std::string::npos) {
            return false;
        }
        from = message.find('"', to + 1);
    }
    return std::all_of(message.begin(), message.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

[[nodiscard]] inline bool ends_session(PGresult const* result) noexcept {
    std::string_view const severity = error_field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return severity == "FATAL" || severity == "PANIC";
}

// libpq itself refused, or the server vanished: there is no SQLSTATE.
[[nodiscard]] inline error error_without_state(PGconn const* conn, std::string_view text) {
    if (PQstatus(conn) != CONNECTION_OK) {
        return error{error_kind::connection_lost, "the connection to the server is gone: connect again"};
    }
    if (text.find("out of memory") != std::string_view::npos ||
        text.find("memory exhausted") != std::string_view::npos) {
        return error{error_kind::io, "PostgreSQL's library ran out of memory"};
    }
    if (text.find("number of parameters must be") != std::string_view::npos) {
        return error{
            error_kind::out_of_range,
            "the statement has more parameters than PostgreSQL takes (65535): give a long list in parts"};
    }
    return error{error_kind::misuse, "PostgreSQL's library was called out of order"};
}

[[nodiscard]] inline error error_of_state(PGconn const* conn, PGresult const* result, std::string_view state,
                                          std::string_view sql) {
    sqlstate_meaning const meaning = meaning_of(state);
    error_kind kind = meaning.kind;
    std::string sentence{meaning.sentence};
    std::string_view const text = error_field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == "57014" && text.find("timeout") != std::string_view::npos) {
        return error{error_kind::timeout, "the statement took longer than statement_timeout allows"};
    }
    if (state == "08P01" && !ends_session(result) && PQstatus(conn) == CONNECTION_OK) {
        return error_of_state(conn, result, "22P03", sql); // a value with too many bytes or too few
    }
    if (ends_session(result) && kind != error_kind::connection_lost && kind != error_kind::connection) {
        return error{error_kind::connection_lost, "the server ended the session: connect again"};
    }
    // A function may raise any state with any words: then CONTEXT names it.
    std::string_view const position = error_field(result, PG_DIAG_STATEMENT_POSITION);
    if (names_only(state) && error_field(result, PG_DIAG_CONTEXT).empty() &&
        (!position.empty() || quotes_only(text, sql))) {
        if (!position.empty()) {
            sentence += (kind == error_kind::sql ? " at character " : " (at character ") +
                        std::string{position} + (kind == error_kind::sql ? "" : ")");
        }
        sentence += ": " + std::string{text};
    }
    return error{kind, sentence};
}

/// The error for what the server or libpq just said. `result` may be null, `sql` has placeholders, never
/// values.
[[nodiscard]] inline error pg_error(PGconn const* conn, PGresult const* result, std::string_view sql = {}) {
    std::string_view const state = error_field(result, PG_DIAG_SQLSTATE);
    std::string_view said = error_field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (said.empty()) {
        said = without_line_end(or_empty(result != nullptr ? PQresultErrorMessage(result) : nullptr));
    }
    if (said.empty()) {
        said = without_line_end(or_empty(PQerrorMessage(conn)));
    }
    std::string_view const hidden = password_of(conn);
    error e = state.empty() ? error_without_state(conn, said) : error_of_state(conn, result, state, sql);
    if (!hidden.empty() && e.message().find(hidden) != std::string::npos) {
        e = error{e.kind(), scrubbed(e.message(), hidden)};
    }

    std::string_view const schema = error_field(result, PG_DIAG_SCHEMA_NAME);
    std::string_view const table = error_field(result, PG_DIAG_TABLE_NAME);
    std::string_view const detail = error_field(result, PG_DIAG_MESSAGE_DETAIL);
    std::string column{error_field(result, PG_DIAG_COLUMN_NAME)};
    // Of a row that is still referred to, DETAIL names the columns of the other table.
    bool const names_columns =
        state == "23505" || state == "23P01" ||
        (state == "23503" && detail.find(" is not present in table ") != std::string_view::npos);
    if (column.empty() && names_columns) {
        column = key_columns(detail);
    }
    e.with_sqlstate(state)
        .with_table(schema.empty() || schema == "public" ? std::string{table}
                                                         : std::string{schema} + '.' + std::string{table})
        .with_column(column)
        .with_constraint(error_field(result, PG_DIAG_CONSTRAINT_NAME))
        .with_server_message(scrubbed(said, hidden))
        .with_detail(scrubbed(detail, hidden))
        .with_hint(scrubbed(error_field(result, PG_DIAG_MESSAGE_HINT), hidden))
        .with_failed_transaction(PQtransactionStatus(conn) == PQTRANS_INERROR);
    if (!sql.empty()) {
        e.with_statement(scrubbed(sql, hidden));
    }
    return e;
}

} // namespace athanor::detail
