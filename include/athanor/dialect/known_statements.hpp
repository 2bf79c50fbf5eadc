#pragma once
// SPDX-License-Identifier: BSL-1.0
// The statements of fixed text that were compiled into a program: each puts itself into a list before main().

#include <athanor/base/sink.hpp>
#include <athanor/dialect/dialect_id.hpp>

#include <string_view>
#include <vector>

namespace athanor {

/// A statement of fixed text in the program, for one of the databases that its connections list.
struct known_statement {
    dialect_id dialect{};
    std::string_view sql;
};

namespace detail {

struct statement_registration;
inline constinit statement_registration const* last_registration = nullptr;

/// Made while the program starts, when it has one thread.
struct statement_registration {
    known_statement statement;
    statement_registration const* before;

    statement_registration(dialect_id dialect, std::string_view sql) noexcept
        : statement{dialect, sql}
        , before{last_registration} {
        last_registration = this;
    }
    statement_registration(statement_registration const&) = delete;
    statement_registration& operator=(statement_registration const&) = delete;
    ~statement_registration() = default;
};

template <dialect_id D, class Text>
inline statement_registration const registration_of{D, rendered<Text>.view()};

/// The text, which statements() lists from now on. Where it is used a statement is in the program: what a
/// linker takes from a static library brings its statements with it.
template <dialect_id D, class Text>
[[nodiscard]] inline std::string_view registered_text() noexcept {
    static_cast<void>(&registration_of<D, Text>);
    return rendered<Text>.view();
}

} // namespace detail

/// Every statement of fixed text that the program can run by its connections: those of the query language,
/// and those behind get(), insert(), update() and erase() of structs. Not those whose text run time decides
/// (filters, orders, SQL of your own). Complete once main() has begun.
[[nodiscard]] inline std::vector<known_statement> statements() {
    std::vector<known_statement> out;
    for (auto const* r = detail::last_registration; r != nullptr; r = r->before) {
        out.push_back(r->statement);
    }
    return out;
}

} // namespace athanor
