#pragma once
// SPDX-License-Identifier: BSL-1.0
// PostgreSQL's SQLSTATEs as kinds and sentences of ours.

#include <athanor/base/error.hpp>

#include <string_view>

namespace athanor::detail {

struct sqlstate_meaning {
    std::string_view state; // five characters, or two for the rest of a class
    error_kind kind;
    std::string_view sentence;
};

// A whole state stands before its class.
inline constexpr sqlstate_meaning sqlstate_meanings[] = {
    {"23505", error_kind::unique, "a row with this value is there already"},
    {"23503", error_kind::foreign_key,
     "a foreign key would be left without the row that it refers to (or the row is still referred to)"},
    {"23001", error_kind::foreign_key, "the row is still referred to by a foreign key"},
    {"23502", error_kind::not_null, "the column can't be NULL"},
    {"23514", error_kind::check, "the row breaks a check of its table"},
    {"44000", error_kind::check, "the row would not be seen by the view that it is written through"},
    {"23P01", error_kind::constraint, "the row conflicts with another one by an exclusion constraint"},
    {"23", error_kind::constraint, "a constraint refused the change"},
    {"P0001", error_kind::constraint, "a trigger or function of the database refused the change"},
    {"40002", error_kind::constraint, "a constraint refused the change"},
    {"27", error_kind::constraint, "a trigger and the statement changed the same row"},

    {"40001", error_kind::serialization,
     "the transaction lost a race against another one: run the whole transaction again"},
    {"40P01", error_kind::deadlock,
     "the transaction and another one waited for each other: run the whole transaction again"},
    {"40003", error_kind::outcome_unknown, "the server doesn't know whether the statement was completed"},
    {"40", error_kind::serialization, "the server rolled the transaction back: run it again as a whole"},
    {"55P03", error_kind::busy,
     "the lock is held by another transaction: try again, or raise lock_timeout in the URL"},
    {"55006", error_kind::busy, "the object is in use by another session"},
    {"57014", error_kind::interrupted, "the statement was cancelled"},

    {"25P02", error_kind::transaction_rolled_back,
     "an earlier statement of this transaction failed: roll back, to a savepoint or whole"},
    {"25006", error_kind::read_only,
     "the transaction or the server can only be read, not written (a standby, or "
     "default_transaction_read_only)"},
    {"25001", error_kind::misuse, "this statement can't run inside a transaction"},
    {"25P01", error_kind::misuse, "this statement runs only inside a transaction"},
    {"25P03", error_kind::connection_lost,
     "the server ended the session: the transaction was idle for longer than it allows"},
    {"25P04", error_kind::connection_lost,
     "the server ended the session: the transaction lasted longer than it allows"},
    {"42501", error_kind::permission, "the role may not do that: GRANT it the right, or use another role"},
    {"28", error_kind::permission, "the server refuses the role"},
    {"0L", error_kind::permission, "the role may not grant that"},
    {"0P", error_kind::permission, "the role isn't valid here"},

    {"22003", error_kind::out_of_range, "a number is outside the range of its type or column"},
    {"22001", error_kind::out_of_range, "a text is longer than its column allows"},
    {"22026", error_kind::out_of_range, "a bit string has another length than its column"},
    {"22008", error_kind::out_of_range, "a date or time is outside the range of its type"},
    {"22015", error_kind::out_of_range, "an interval is outside the range of its type"},
    {"22009", error_kind::out_of_range, "a time zone is outside of its range"},
    {"54", error_kind::out_of_range, "the statement or a value is larger than PostgreSQL allows"},
    {"22P02", error_kind::type_mismatch, "a text doesn't say a value of the type that is wanted there"},
    {"22P03", error_kind::type_mismatch,
     "a parameter is of another type than was sent: cast it in the SQL, as in $1::bigint"},
    {"22007", error_kind::type_mismatch, "a text doesn't say a date or time"},
    {"42804", error_kind::type_mismatch, "a value is of another type than is wanted there"},
    {"42846", error_kind::type_mismatch, "a value can't be cast to the type that is wanted there"},
    {"2200M", error_kind::type_mismatch, "a text is no XML document"},
    {"22021", error_kind::invalid_text, "a text holds bytes that its encoding doesn't know"},
    {"22P05", error_kind::invalid_text, "a text holds characters that the other encoding doesn't know"},

    {"0A", error_kind::unsupported, "the server can't do that"},
    {"08P01", error_kind::connection_lost, "client and server don't understand each other"},
    {"08", error_kind::connection_lost, "the connection to the server is gone: connect again"},
    {"53300", error_kind::connection,
     "the server has no connection left: close some, or raise max_connections"},
    {"53100", error_kind::io, "the server's disk is full"},
    {"53200", error_kind::io, "the server ran out of memory"},
    {"53", error_kind::io, "the server ran out of a resource"},
    {"57P01", error_kind::connection_lost, "the server ended the session: connect again"},
    {"57P02", error_kind::connection_lost, "the server crashed and recovers: connect again in a moment"},
    {"57P03", error_kind::connection_lost,
     "the server is starting, stopping or recovering: connect again in a moment"},
    {"57P04", error_kind::connection_lost, "the database was dropped"},
    {"57P05", error_kind::connection_lost,
     "the server ended the session: it was idle for longer than it allows"},
    {"58", error_kind::io, "the server's disk or operating system failed"},
    {"F0", error_kind::io, "the server can't read its own configuration"},
    {"XX001", error_kind::io, "the server found damaged data: look into its log"},
    {"XX002", error_kind::io, "the server found a damaged index: look into its log"},
};

/// What a SQLSTATE means; of kind sql when nothing better is known.
[[nodiscard]] constexpr sqlstate_meaning meaning_of(std::string_view state) noexcept {
    for (auto const& m : sqlstate_meanings) {
        if (state.starts_with(m.state)) {
            return m;
        }
    }
    return {{}, error_kind::sql, "PostgreSQL rejects the statement"};
}

/// Does the server's message hold names and nothing else, so that it may be shown? (Not when a function
/// raised it.)
[[nodiscard]] constexpr bool names_only(std::string_view state) noexcept {
    for (std::string_view const known :
         {"42", "26000", "2BP01", "34000", "3B001", "3D000", "3F000", "0A000"}) {
        if (state.starts_with(known)) {
            return true;
        }
    }
    return false;
}

} // namespace athanor::detail
