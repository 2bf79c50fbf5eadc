#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a postgresql:// URL may say: libpq's own connection parameters, and a few of athanor's.

#include <athanor/base/error.hpp>
#include <athanor/driver/secret.hpp>
#include <athanor/driver/url.hpp>

#include <libpq-fe.h>

#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace athanor::detail {

struct pg_options {
    enum class statement_use : unsigned char { automatic, on, off };

    std::vector<std::pair<std::string, std::string>>
        parameters; // for PQconnectdbParams, without the password
    secret password;
    std::optional<int> statement_timeout; // milliseconds
    std::optional<int> lock_timeout;      // milliseconds
    std::optional<std::string> search_path;
    statement_use prepared_statements = statement_use::automatic;
    std::string display;

    /// A parameter of the URL; empty when it says nothing, and libpq's environment decides.
    [[nodiscard]] std::string_view find(std::string_view name) const noexcept {
        for (auto const& [key, value] : parameters) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
};

/// Reads the options of a postgresql URL; throws invalid_url naming what is allowed, never a value.
class pg_options_reader {
public:
    explicit pg_options_reader(url const& from)
        : from_{from}
        , known_{PQconndefaults(), &PQconninfoFree} {}

    [[nodiscard]] pg_options read() {
        out_.display = from_.display;
        add("host", without_brackets(from_.host));
        add("port", from_.port);
        add("user", from_.user);
        add("dbname", from_.path);
        out_.password = secret{from_.password};
        for (std::size_t i = 0; i < from_.options.size(); ++i) {
            auto const& [name, value] = from_.options[i];
            if (!read_own(name, value)) {
                read_libpq(name, value, i < from_.nameable_options);
            }
        }
        add("client_encoding", "UTF8");
        if (out_.find("fallback_application_name").empty()) {
            add("fallback_application_name", "athanor"); // application_name and PGAPPNAME go before
        }
        return std::move(out_);
    }

private:
    [[noreturn]] static void refuse(std::string message) {
        throw error{error_kind::invalid_url, std::move(message)};
    }
    void add(std::string_view name, std::string_view value) {
        if (!value.empty()) {
            out_.parameters.emplace_back(name, value);
        }
    }
    // libpq wants an IPv6 address bare: "[::1],db" becomes "::1,db".
    [[nodiscard]] static std::string without_brackets(std::string_view hosts) {
        std::string out;
        for (char const c : hosts) {
            if (c != '[' && c != ']') {
                out += c;
            }
        }
        return out;
    }
    [[nodiscard]] static int number_of(std::string_view name, std::string_view value, char const* what) {
        int number = 0;
        auto const [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (code != std::errc{} || end != value.data() + value.size() || number < 0) {
            refuse("the option '" + std::string{name} + "' of a postgresql URL is a number of " + what +
                   ", 0 or more");
        }
        return number;
    }

    [[nodiscard]] bool read_own(std::string_view name, std::string const& value) {
        if (name == "statement_timeout") {
            out_.statement_timeout = number_of(name, value, "milliseconds");
        } else if (name == "lock_timeout") {
            out_.lock_timeout = number_of(name, value, "milliseconds");
        } else if (name == "search_path") {
            if (value.empty()) {
                refuse("the option 'search_path' of a postgresql URL is a list of schemas: app,public");
            }
            out_.search_path = value;
        } else if (name == "prepared_statements") {
            using use = pg_options::statement_use;
            if (value != "on" && value != "off" && value != "auto") {
                refuse("the option 'prepared_statements' of a postgresql URL is on, off or auto");
            }
            out_.prepared_statements = value == "on" ? use::on : value == "off" ? use::off : use::automatic;
        } else {
            return false;
        }
        return true;
    }

    void read_libpq(std::string const& name, std::string const& value, bool nameable) {
        if (name == "client_encoding") {
            if (value != "UTF8" && value != "UTF-8" && value != "utf8" && value != "utf-8") {
                refuse("athanor and the server always speak UTF-8: leave the option 'client_encoding' out");
            }
            return;
        }
        if (name == "replication") {
            refuse(
                "a replication connection takes no ordinary statements: leave the option 'replication' out");
        }
        if (name == "ssl" && value == "true") { // as JDBC writes it, and libpq reads it
            add("sslmode", "require");
            return;
        }
        if (!known(name)) {
            refuse(
                (nameable
                     ? "PostgreSQL's library has no connection option '" + name + "'"
                     : std::string{"the postgresql URL has an option that PostgreSQL's library doesn't "
                                   "know (its name may be a piece of the password, so it isn't shown)"}) +
                ": allowed are libpq's (sslmode, connect_timeout, application_name, options, service, ...) "
                "and statement_timeout, lock_timeout, search_path, prepared_statements");
        }
        if (name == "connect_timeout") {
            (void)number_of(name, value, "seconds");
        }
        add(name, value);
    }
    [[nodiscard]] bool known(std::string_view name) const noexcept {
        for (auto const* o = known_.get(); o != nullptr && o->keyword != nullptr; ++o) {
            if (name == o->keyword) {
                return true;
            }
        }
        return false;
    }

    url const& from_;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> known_;
    pg_options out_;
};

[[nodiscard]] inline pg_options pg_options_of(url const& from) {
    return pg_options_reader{from}.read();
}

} // namespace athanor::detail
