#pragma once
// SPDX-License-Identifier: BSL-1.0
// The one error class of every back end: what failed, where, and what can still be done.

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace athanor {

/// What went wrong, the same on every back end. Each kind has a page in docs/errors under its code().
enum class error_kind : std::uint8_t {
    unique,                  // a UNIQUE or PRIMARY KEY constraint
    foreign_key,             // a FOREIGN KEY constraint
    not_null,                // a NOT NULL constraint
    check,                   // a CHECK constraint
    constraint,              // any other constraint
    serialization,           // the transaction lost a race: run it again
    deadlock,                // the transaction was chosen as a victim: run it again
    busy,                    // somebody else holds the lock, and the busy timeout passed
    timeout,                 // a statement, connect or lock timeout passed
    interrupted,             // cancelled on request
    connection,              // the database could not be opened or reached
    connection_lost,         // it was open and is gone
    read_only,               // a write on something that can only be read
    permission,              // the operating system or the server said no
    not_a_database,          // the file is damaged or something else
    io,                      // the disk failed or is full
    sql,                     // the database rejects the statement
    type_mismatch,           // the stored value is of another type than the member
    null_in_not_null_field,  // NULL read into a member that is not optional
    out_of_range,            // the value doesn't fit the member or the column
    invalid_text,            // bad UTF-8, or an embedded NUL
    not_found,               // no such row
    transaction_rolled_back, // COMMIT was answered with a rollback, or the transaction had failed before
    outcome_unknown,         // the answer to COMMIT was lost: ask before you repeat
    misuse,                  // the call makes no sense here
    invalid_url,             // a database URL that can't be read
    revision,                // unknown, ambiguous or malformed revision; a broken graph
    migration,               // a unit failed; nothing of it remains
    migration_unmanaged,     // tables but no history
    migration_ahead,         // the database knows revisions that this build doesn't
    migration_drift,         // database, history and models disagree
    migration_irreversible,  // a downgrade that can't be done
    migration_data,          // the rows don't fit the new schema
    unsupported,             // this back end, or this version of it, can't do that
    file,                    // a file or folder could not be read or written
};

struct error_kind_facts {
    std::string_view name; // as in the enum
    std::string_view code; // the page in docs/errors
};

/// Name and code of a kind: `facts_of(error_kind::unique).code == "ATH0101"`.
[[nodiscard]] constexpr error_kind_facts facts_of(error_kind kind) noexcept {
    switch (kind) {
    case error_kind::unique:
        return {"unique", "ATH0101"};
    case error_kind::foreign_key:
        return {"foreign_key", "ATH0102"};
    case error_kind::not_null:
        return {"not_null", "ATH0103"};
    case error_kind::check:
        return {"check", "ATH0104"};
    case error_kind::constraint:
        return {"constraint", "ATH0105"};
    case error_kind::serialization:
        return {"serialization", "ATH0201"};
    case error_kind::deadlock:
        return {"deadlock", "ATH0202"};
    case error_kind::busy:
        return {"busy", "ATH0203"};
    case error_kind::timeout:
        return {"timeout", "ATH0204"};
    case error_kind::interrupted:
        return {"interrupted", "ATH0205"};
    case error_kind::connection:
        return {"connection", "ATH0301"};
    case error_kind::connection_lost:
        return {"connection_lost", "ATH0302"};
    case error_kind::read_only:
        return {"read_only", "ATH0303"};
    case error_kind::permission:
        return {"permission", "ATH0304"};
    case error_kind::not_a_database:
        return {"not_a_database", "ATH0305"};
    case error_kind::io:
        return {"io", "ATH0306"};
    case error_kind::invalid_url:
        return {"invalid_url", "ATH0307"};
    case error_kind::sql:
        return {"sql", "ATH0401"};
    case error_kind::misuse:
        return {"misuse", "ATH0402"};
    case error_kind::unsupported:
        return {"unsupported", "ATH0403"};
    case error_kind::not_found:
        return {"not_found", "ATH0404"};
    case error_kind::type_mismatch:
        return {"type_mismatch", "ATH0501"};
    case error_kind::null_in_not_null_field:
        return {"null_in_not_null_field", "ATH0502"};
    case error_kind::out_of_range:
        return {"out_of_range", "ATH0503"};
    case error_kind::invalid_text:
        return {"invalid_text", "ATH0504"};
    case error_kind::transaction_rolled_back:
        return {"transaction_rolled_back", "ATH0601"};
    case error_kind::outcome_unknown:
        return {"outcome_unknown", "ATH0602"};
    case error_kind::revision:
        return {"revision", "ATH0701"};
    case error_kind::migration:
        return {"migration", "ATH0702"};
    case error_kind::migration_unmanaged:
        return {"migration_unmanaged", "ATH0703"};
    case error_kind::migration_ahead:
        return {"migration_ahead", "ATH0704"};
    case error_kind::migration_drift:
        return {"migration_drift", "ATH0705"};
    case error_kind::migration_irreversible:
        return {"migration_irreversible", "ATH0706"};
    case error_kind::migration_data:
        return {"migration_data", "ATH0707"};
    case error_kind::file:
        return {"file", "ATH0801"};
    }
    return {"unknown", "ATH0000"};
}

/// Thrown by everything in athanor. `what()` names the place and the cure and never holds a row's value or a
/// password; the database's own words, which may hold values, are asked for with server_message().
class error : public std::exception {
public:
    error(error_kind kind, std::string message)
        : kind_{kind}
        , message_{std::move(message)} {
        compose();
    }
    /// Never inlined, so that a check costs its caller a call and no string.
    [[gnu::cold, gnu::noinline]] error(error_kind kind, char const* message)
        : error{kind, std::string{message}} {}

    [[nodiscard]] char const* what() const noexcept override { return what_.c_str(); }
    [[nodiscard]] error_kind kind() const noexcept { return kind_; }
    /// The page in docs/errors, such as "ATH0101".
    [[nodiscard]] std::string_view code() const noexcept { return facts_of(kind_).code; }
    /// The sentence alone, without code, place and statement.
    [[nodiscard]] std::string const& message() const noexcept { return message_; }

    [[nodiscard]] std::string const& table() const noexcept { return table_; }
    [[nodiscard]] std::string const& column() const noexcept { return column_; }
    [[nodiscard]] std::string const& constraint() const noexcept { return constraint_; }
    /// The statement with its placeholders, never with values.
    [[nodiscard]] std::string const& statement() const noexcept { return statement_; }
    [[nodiscard]] std::string const& revision() const noexcept { return revision_; }
    /// The database's own text. It may hold values from rows: keep it out of logs that others read.
    [[nodiscard]] std::string const& server_message() const noexcept { return server_message_; }
    /// The server's DETAIL line. It often holds values from rows: treat it like server_message().
    [[nodiscard]] std::string const& detail() const noexcept { return detail_; }
    /// What the server advises.
    [[nodiscard]] std::string const& hint() const noexcept { return hint_; }
    /// SQLite's extended result code, or 0.
    [[nodiscard]] int native_code() const noexcept { return native_code_; }
    /// PostgreSQL's five characters (appendix A of its manual), such as "23505"; empty where there are none.
    [[nodiscard]] std::string const& sqlstate() const noexcept { return sqlstate_; }

    /// May the whole transaction succeed if it is run again?
    [[nodiscard]] bool retryable() const noexcept {
        return kind_ == error_kind::serialization || kind_ == error_kind::deadlock ||
               kind_ == error_kind::busy;
    }
    /// Can the connection still be used?
    [[nodiscard]] bool connection_usable() const noexcept {
        return kind_ != error_kind::connection && kind_ != error_kind::connection_lost &&
               kind_ != error_kind::outcome_unknown && kind_ != error_kind::not_a_database;
    }
    /// Can the open transaction go on? On PostgreSQL every error in a transaction ends it: roll back, to a
    /// savepoint or whole.
    [[nodiscard]] bool transaction_usable() const noexcept {
        return connection_usable() && !transaction_failed_ && kind_ != error_kind::serialization &&
               kind_ != error_kind::deadlock;
    }
    /// Is it unknown whether the transaction was committed?
    [[nodiscard]] bool outcome_unknown() const noexcept { return kind_ == error_kind::outcome_unknown; }

    error& with_table(std::string_view v) & { return set(table_, v); }
    error& with_column(std::string_view v) & { return set(column_, v); }
    error& with_constraint(std::string_view v) & { return set(constraint_, v); }
    error& with_statement(std::string_view v) & { return set(statement_, v); }
    error& with_revision(std::string_view v) & { return set(revision_, v); }
    error& with_server_message(std::string_view v) & { return set(server_message_, v); }
    error& with_detail(std::string_view v) & { return set(detail_, v); }
    error& with_hint(std::string_view v) & { return set(hint_, v); }
    error& with_sqlstate(std::string_view v) & { return set(sqlstate_, v); }
    error& with_native_code(int v) & {
        native_code_ = v;
        return *this;
    }
    error& with_failed_transaction(bool v = true) & {
        transaction_failed_ = v;
        return *this;
    }
    /// All that the database said of another error, which this one explains.
    error& with_origin(error const& e) & {
        native_code_ = e.native_code_;
        transaction_failed_ = e.transaction_failed_;
        server_message_ = e.server_message_;
        detail_ = e.detail_;
        hint_ = e.hint_;
        return set(sqlstate_, e.sqlstate_);
    }
    error&& with_origin(error const& e) && { return std::move(with_origin(e)); }
    error&& with_table(std::string_view v) && { return std::move(set(table_, v)); }
    error&& with_column(std::string_view v) && { return std::move(set(column_, v)); }
    error&& with_constraint(std::string_view v) && { return std::move(set(constraint_, v)); }
    error&& with_statement(std::string_view v) && { return std::move(set(statement_, v)); }
    error&& with_revision(std::string_view v) && { return std::move(set(revision_, v)); }
    error&& with_server_message(std::string_view v) && { return std::move(set(server_message_, v)); }
    error&& with_detail(std::string_view v) && { return std::move(set(detail_, v)); }
    error&& with_hint(std::string_view v) && { return std::move(set(hint_, v)); }
    error&& with_sqlstate(std::string_view v) && { return std::move(set(sqlstate_, v)); }
    error&& with_native_code(int v) && {
        native_code_ = v;
        return std::move(*this);
    }

private:
    error& set(std::string& member, std::string_view v) {
        member = v;
        compose();
        return *this;
    }
    // Control characters of foreign names must not reach a terminal or split a log line.
    static void append_plain(std::string& out, std::string_view text) {
        for (char const c : text) {
            out += (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f ? '?' : c;
        }
    }
    void compose() {
        what_.assign(code());
        what_ += ' ';
        append_plain(what_, message_);
        auto const part = [this](std::string_view label, std::string const& v) {
            if (!v.empty()) {
                what_ += label;
                append_plain(what_, v);
                what_ += ']';
            }
        };
        part(" [table ", table_);
        part(" [column ", column_);
        part(" [constraint ", constraint_);
        part(" [revision ", revision_);
        part(" [SQLSTATE ", sqlstate_);
        constexpr std::size_t shown =
            1000; // of a statement with 100,000 placeholders; statement() has it whole
        part(" [statement ", statement_.size() <= shown ? statement_ : statement_.substr(0, shown) + "...");
    }

    error_kind kind_;
    bool transaction_failed_ = false;
    int native_code_ = 0;
    std::string message_, table_, column_, constraint_, statement_, revision_, server_message_, detail_,
        hint_, sqlstate_, what_;
};

} // namespace athanor
