#pragma once
// SPDX-License-Identifier: BSL-1.0
// Opening a PostgreSQL connection: libpq's steps are waited for here, because only so the server's SQLSTATE
// and its notices at login are seen.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/error_map.hpp>
#include <athanor/driver/postgresql/options.hpp>

#include <libpq-fe.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace athanor::detail {

struct finish_connection {
    void operator()(PGconn* conn) const noexcept { PQfinish(conn); }
};
using pg_connection = std::unique_ptr<PGconn, finish_connection>;

class pg_connector {
public:
    pg_connector(pg_options const& options, PQnoticeReceiver receiver, void* receiver_argument)
        : parameters_{options.parameters}
        , password_{options.password}
        , receiver_{receiver}
        , receiver_argument_{receiver_argument} {}

    /// Throws connection, timeout, permission.
    [[nodiscard]] pg_connection open() {
        do {
            start();
            read_parameters();
        } while (!connect());
        limit_handshake(user_timeout_);
        PQsetErrorVerbosity(get(), PQERRORS_DEFAULT);
        return std::move(conn_);
    }

private:
    using clock = std::chrono::steady_clock;
    using milliseconds = std::chrono::milliseconds;
    [[nodiscard]] static clock::time_point now() noexcept { return clock::now(); }
    [[nodiscard]] PGconn* get() const noexcept { return conn_.get(); }

    // False: try again without the host that stayed silent.
    [[nodiscard]] bool connect() {
        auto state = PQstatus(get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
        while (state != PGRES_POLLING_OK) {
            if (state == PGRES_POLLING_FAILED) {
                throw failure(timeout_ && now() - begun_ >= *timeout_);
            }
            notice_next_address();
            if (!wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT)) {
                if (drop_silent_host()) {
                    return false;
                }
                throw failure(true);
            }
            state = PQconnectPoll(get());
        }
        return true;
    }

    void start() {
        std::vector<char const*> names;
        std::vector<char const*> values;
        for (auto const& [name, value] : parameters_) {
            names.push_back(name.c_str());
            values.push_back(value.c_str());
        }
        if (!password_.empty()) {
            names.push_back("password");
            values.push_back(password_.reveal());
        }
        names.push_back(nullptr);
        values.push_back(nullptr);
        begun_ = now();
        conn_.reset(PQconnectStartParams(names.data(), values.data(), 0));
        if (conn_ == nullptr) {
            throw error{error_kind::io, "PostgreSQL's library ran out of memory"};
        }
        PQsetNoticeReceiver(get(), receiver_, receiver_argument_);
        PQsetErrorVerbosity(get(),
                            PQERRORS_VERBOSE); // with the SQLSTATE, which libpq keeps to itself otherwise
    }

    // The URL, the environment and a service file may all set these: libpq knows what holds.
    void read_parameters() {
        std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const all{PQconninfo(get()),
                                                                               &PQconninfoFree};
        timeout_ = milliseconds{10'000};
        for (auto const* o = all.get(); o != nullptr && o->keyword != nullptr; ++o) {
            std::string_view const name = o->keyword;
            std::string_view const value = or_empty(o->val);
            if (name == "host") {
                hosts_ = split(value);
            } else if (name == "hostaddr") {
                addresses_ = split(value);
            } else if (name == "port") {
                ports_ = split(value);
            } else if (name == "tcp_user_timeout" && !value.empty()) {
                user_timeout_ = number_of(name, value);
            } else if (name == "connect_timeout" && !value.empty()) {
                int const seconds = number_of(name, value);
                timeout_ = seconds > 0 ? std::optional{milliseconds{seconds * 1000LL}} : std::nullopt;
            }
        }
    }
    [[nodiscard]] static int number_of(std::string_view name, std::string_view value) {
        int number = 0;
        auto const [end, code] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (code != std::errc{} || end != value.data() + value.size()) {
            throw error{error_kind::connection,
                        std::string{name} +
                            " is no whole number (the URL, PGCONNECT_TIMEOUT or a service file sets it)"};
        }
        return number;
    }
    [[nodiscard]] static std::vector<std::string> split(std::string_view list) {
        std::vector<std::string> out;
        for (bool more = !list.empty(); more;) {
            std::size_t const comma = list.find(',');
            out.emplace_back(list.substr(0, comma));
            more = comma != std::string_view::npos;
            list = more ? list.substr(comma + 1) : std::string_view{};
        }
        return out;
    }

    // A server that takes the connection and says nothing holds libpq for ever: of several hosts it is left
    // out, and the others are tried anew.
    [[nodiscard]] bool drop_silent_host() {
        std::size_t const count = std::max(hosts_.size(), addresses_.size());
        if (count < 2) {
            return false;
        }
        auto const at = [](std::vector<std::string> const& list, std::size_t i) {
            return list.size() == 1 ? list.front() : i < list.size() ? list[i] : std::string{};
        };
        std::string_view const host = or_empty(PQhost(get()));
        std::string_view const port = or_empty(PQport(get()));
        for (std::size_t i = 0; i < count; ++i) {
            std::string const listed = at(ports_, i);
            bool const same_port = listed == port || (listed.empty() && port == "5432");
            if (same_port && (at(hosts_, i) == host || at(addresses_, i) == host)) {
                drop("host", hosts_, i);
                drop("hostaddr", addresses_, i);
                if (ports_.size() > 1) {
                    drop("port", ports_, i);
                }
                address_.clear();
                return true;
            }
        }
        return false;
    }
    void drop(std::string_view name, std::vector<std::string>& list, std::size_t i) {
        if (i >= list.size()) {
            return;
        }
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
        std::string left;
        for (std::size_t k = 0; k < list.size(); ++k) {
            left += (k == 0 ? "" : ",") + list[k];
        }
        std::erase_if(parameters_, [&](auto const& p) { return p.first == name; });
        parameters_.emplace_back(name, left);
    }

    // Each address of each host has its own time, as with psql.
    void notice_next_address() {
        std::string address;
        for (char const* part : {PQhost(get()), PQhostaddr(get()), PQport(get())}) {
            address += std::string{or_empty(part)} + ' ';
        }
        if (address != address_) {
            address_ = std::move(address);
            begun_ = now();
        }
        if (timeout_) {
            limit_handshake(static_cast<int>(timeout_->count()));
        }
    }
    // Makes the kernel give up on an address that doesn't answer, whereupon libpq tries the next one.
    void limit_handshake([[maybe_unused]] int limit) const noexcept {
#ifdef TCP_USER_TIMEOUT
        (void)::setsockopt(PQsocket(get()), IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, sizeof limit);
#endif
    }

    // False: the time is up.
    [[nodiscard]] bool wait(short events) const {
        for (;;) {
            int left = -1;
            if (timeout_) {
                constexpr milliseconds grace{300}; // the kernel's limit comes first
                auto const rest = std::chrono::ceil<milliseconds>(begun_ + *timeout_ + grace - now());
                left = rest.count() > 0 ? static_cast<int>(rest.count()) : 0;
            }
            pollfd one{PQsocket(get()), events, 0};
            int const ready = ::poll(&one, 1, left);
            if (ready != -1) {
                return ready == 1;
            }
            if (errno != EINTR) {
                return true; // libpq will say what is wrong with the socket
            }
        }
    }

    // ---- what went wrong

    // In `FATAL:  28P01: password ...` the state; the last one, of the host that was tried last.
    [[nodiscard]] static std::string_view state_in(std::string_view text) noexcept {
        std::string_view found;
        for (std::size_t at = text.find(":  "); at != std::string_view::npos; at = text.find(":  ", at + 1)) {
            std::string_view const rest = text.substr(at + 3);
            bool right = rest.size() > 6 && rest[5] == ':';
            for (std::size_t i = 0; right && i < 5; ++i) {
                right = (rest[i] >= '0' && rest[i] <= '9') || (rest[i] >= 'A' && rest[i] <= 'Z');
            }
            if (right) {
                found = rest.substr(0, 5);
            }
        }
        return found;
    }
    [[nodiscard]] std::string place() const {
        std::string const host{or_empty(PQhost(get()))};
        std::string port{or_empty(PQport(get()))};
        port = port.empty() ? "5432" : port;
        if (host.empty()) {
            return "the PostgreSQL server";
        }
        return host.starts_with('/') || host.starts_with('@')
                   ? "the PostgreSQL server at the socket " + host + "/.s.PGSQL." + port
                   : "the PostgreSQL server at " + host + ':' + port;
    }
    [[nodiscard]] error failure(bool late) const {
        std::string_view const text = without_line_end(or_empty(PQerrorMessage(get())));
        std::string_view const state = state_in(text);
        std::string const user = "'" + std::string{or_empty(PQuser(get()))} + "'";
        std::string const database = "'" + std::string{or_empty(PQdb(get()))} + "'";
        error_kind kind = error_kind::connection;
        std::string sentence;
        if (state.starts_with("28") || PQconnectionNeedsPassword(get()) != 0) {
            kind = error_kind::permission;
            sentence = place() + " refuses the login of " + user + " to the database " + database + ": " +
                       (PQconnectionNeedsPassword(get()) != 0
                            ? "it wants a password, and none is in the URL, PGPASSWORD or the password file"
                            : "check the role, its password and the server's pg_hba.conf");
        } else if (state == "3D000") {
            sentence = "there is no database " + database + " on " + place() +
                       ": create it with CREATE DATABASE, or correct the URL";
        } else if (state == "42501") {
            kind = error_kind::permission;
            sentence = "the role " + user + " may not connect to the database " + database + " on " +
                       place() + ": GRANT CONNECT, or use another role";
        } else if (state == "53300") {
            sentence = place() + " has no connection left: close some, or raise max_connections";
        } else if (state.starts_with("57P")) {
            sentence = place() + " is starting, stopping or recovering: try again in a moment";
        } else if (!state.empty()) {
            sentence = place() + " refuses the connection to the database " + database;
        } else if (late) {
            kind = error_kind::timeout;
            sentence = place() + " didn't answer within connect_timeout (" +
                       std::to_string(timeout_ ? timeout_->count() / 1000 : 0) + " s)";
        } else {
            sentence = "no connection to the database " + database + " on " + place() +
                       ": is the server running, and are host and port of the URL right?";
        }
        std::string_view const hidden = password_of(get());
        error e{kind, scrubbed(sentence, hidden)};
        e.with_sqlstate(state).with_server_message(scrubbed(text, hidden));
        return e;
    }

    std::vector<std::pair<std::string, std::string>> parameters_;
    secret const& password_;
    PQnoticeReceiver receiver_;
    void* receiver_argument_;
    pg_connection conn_;
    std::optional<milliseconds> timeout_;
    int user_timeout_ = 0;
    std::vector<std::string> hosts_;
    std::vector<std::string> addresses_;
    std::vector<std::string> ports_;
    clock::time_point begun_{};
    std::string address_;
};

} // namespace athanor::detail
