#pragma once
// SPDX-License-Identifier: BSL-1.0
// Database URLs: scheme://user:password@host:port/path?option=value (and libpq's keyword=value text), read
// once and never printed with a secret.

#include <athanor/base/error.hpp>
#include <athanor/driver/keyword_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

/// A database URL in parts, percent-decoded. `sqlite:///shop.db` has scheme "sqlite" and path "shop.db".
/// Several hosts stay one list: `postgresql://a:1,b/db` has host "a,b" and port "1,".
struct url {
    struct option {
        std::string name;
        std::string value;
    };

    std::string scheme; // "postgresql" also for postgres:// and for keyword=value text
    std::string user;
    std::string password;
    std::string host;
    std::string port;
    std::string path; // what follows the slash that ends the host
    std::vector<option> options;
    std::string display; // as given, secrets masked
    // The names of so many options, from the first, may be shown: a later one may be a piece of a password.
    std::size_t nameable_options = 0;

    [[nodiscard]] std::string const* find(std::string_view name) const noexcept {
        for (auto const& o : options) {
            if (o.name == name) {
                return &o.value;
            }
        }
        return nullptr;
    }
};

namespace detail {

[[nodiscard]] inline int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The part is named, never shown: it may be the password.
[[nodiscard]] inline std::string percent_decoded(std::string_view text, std::string_view part) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        int const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        int const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0 || (high == 0 && low == 0)) {
            throw error{error_kind::invalid_url,
                        "the " + std::string{part} +
                            " of the database URL holds a '%' that isn't followed by two "
                            "hexadecimal digits other than 00: write a percent sign as %25"};
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

[[nodiscard]] inline bool names_secret(std::string_view option) {
    std::string lower{option};
    for (char& c : lower) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    for (std::string_view const word : {"pass", "pw", "secret", "token", "key", "credential"}) {
        if (lower.find(word) != std::string::npos) {
            return true;
        }
    }
    return false;
}

[[nodiscard]] inline bool valid_scheme(std::string_view s) noexcept {
    if (s.empty()) {
        return false;
    }
    for (char const c : s) {
        bool const plain =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!plain) {
            return false;
        }
    }
    return true;
}

[[nodiscard]] inline std::string masked_keywords(std::string_view text) {
    std::string out;
    keyword_reader reader{text};
    while (reader.next()) {
        out += out.empty() ? "" : " ";
        if (names_secret(reader.name)) {
            return out + reader.name + "=***"; // what follows may be the rest of a badly quoted password
        }
        out += reader.written;
    }
    return reader.malformed() ? "(not a URL)" : out;
}

/// Where the port of a host begins, if it has one; an IPv6 address stands in brackets.
[[nodiscard]] inline std::size_t port_mark(std::string_view host) noexcept {
    std::size_t const bracket = host.starts_with('[') ? host.find(']') : 0;
    return host.find(':', bracket == std::string_view::npos ? 0 : bracket);
}

[[nodiscard]] inline bool is_port(std::string_view text) noexcept {
    unsigned number = 0;
    for (char const c : text) {
        if (c < '0' || c > '9' || number > 65535) {
            return false;
        }
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return text.empty() || (number >= 1 && number <= 65535);
}

/// Calls f(host, port) for each of `a:1,b,[::1]:2`; the port is empty where none is written.
template <class F>
void for_each_host(std::string_view list, F&& f) {
    for (bool more = true; more;) {
        std::size_t const comma = list.find(',');
        std::string_view const one = list.substr(0, comma);
        std::size_t const mark = port_mark(one);
        f(one.substr(0, mark), mark == std::string_view::npos ? std::string_view{} : one.substr(mark + 1));
        more = comma != std::string_view::npos;
        list = more ? list.substr(comma + 1) : std::string_view{};
    }
}

// `user:password/db`, where the host was forgotten, has the password where a port should be.
[[nodiscard]] inline bool has_bad_port(std::string_view hosts) noexcept {
    bool bad = false;
    for_each_host(hosts, [&](std::string_view, std::string_view port) { bad = bad || !is_port(port); });
    return bad;
}

} // namespace detail

/// The URL as it may be shown: the password and the values of secret options are replaced by "***".
/// Errs on the side of hiding: everything between the first ':' and the last '@' counts as the password, and
/// so does what follows a secret option.
[[nodiscard]] inline std::string masked_url(std::string_view text) {
    if (detail::keyword_reader::recognizes(text)) {
        return detail::masked_keywords(text);
    }
    std::size_t const start = text.find("://");
    if (start == std::string_view::npos || !detail::valid_scheme(text.substr(0, start))) {
        return "(not a URL)";
    }
    std::size_t const query = text.find('?');
    std::string_view const before = text.substr(0, query);
    std::string out;
    std::size_t const at = text.rfind('@');
    std::size_t const colon = text.find(':', start + 3);
    bool const hides = at != std::string_view::npos && colon != std::string_view::npos && colon < at;
    if (hides) {
        out = std::string{text.substr(0, colon + 1)} + "***";
        if (at >= before.size()) {
            return out; // '?' before '@': a raw '?' in the password, no way to know what follows
        }
    }
    if (text.substr(0, start) != "sqlite") {
        std::size_t const hosts = at < before.size() ? at + 1 : start + 3;
        std::string_view const list = before.substr(hosts, before.find('/', hosts) - hosts);
        if (detail::has_bad_port(list)) {
            return hides ? out : std::string{before.substr(0, hosts)} + "***";
        }
    }
    out += hides ? before.substr(at) : before;
    for (std::size_t from = query; from != std::string_view::npos;) {
        std::size_t const next = text.find('&', from + 1);
        std::string_view const pair =
            text.substr(from + 1, next == std::string_view::npos ? next : next - from - 1);
        std::size_t const equals = pair.find('=');
        std::string_view const name = pair.substr(0, equals);
        out += text[from];
        if (name.find('%') != std::string_view::npos) {
            return out + "***";
        }
        if (equals != std::string_view::npos && detail::names_secret(name)) {
            return out + std::string{name} + "=***";
        }
        out += equals == std::string_view::npos && !pair.empty() ? "***" : pair;
        from = next;
    }
    return out;
}

namespace detail {

/// Reads the parts of a URL into a `url`. No message holds a part of the text but the name of an option that
/// can't belong to a password.
class url_reader {
public:
    explicit url_reader(std::string_view text)
        : text_{text} {
        if (text.find('\0') != std::string_view::npos) {
            refuse("the database URL holds a NUL");
        }
    }

    [[nodiscard]] url read() {
        keyword_reader::recognizes(text_) ? read_keywords() : read_parts();
        out_.display = masked_url(text_);
        return std::move(out_);
    }

private:
    [[noreturn]] static void refuse(std::string message) {
        throw error{error_kind::invalid_url, std::move(message)};
    }
    [[noreturn]] static void refuse_raw() {
        refuse("the database URL can't be told apart: in a user, password, path or option '@' is written "
               "%40, '/' %2F, '?' %3F, '&' %26, ':' %3A and '%' %25, and a port is a number from 1 to 65535 "
               "(an IPv6 address stands in brackets)");
    }

    void read_keywords() {
        out_.scheme = "postgresql";
        keyword_reader reader{text_};
        while (reader.next()) {
            add_option(reader.name, reader.value);
        }
        if (reader.malformed()) {
            refuse("the connection text can't be read: write keyword=value pairs with spaces between, and a "
                   "value with spaces in single quotes, \\' and \\\\ for a quote and a backslash in it");
        }
    }

    void read_parts() {
        std::size_t const mark = text_.find("://");
        if (mark == std::string_view::npos || !valid_scheme(text_.substr(0, mark))) {
            refuse(
                "a database URL begins with its scheme: sqlite:///relative.db, sqlite:////absolute/path.db, "
                "sqlite:// for a database in memory, or postgresql://user@host/database");
        }
        out_.scheme = text_.substr(0, mark);
        if (out_.scheme == "postgres") {
            out_.scheme = "postgresql";
        }
        std::string_view rest = text_.substr(mark + 3);
        std::size_t const query = rest.find('?');
        std::string_view const options =
            query == std::string_view::npos ? std::string_view{} : rest.substr(query + 1);
        rest = rest.substr(0, query);
        std::size_t const slash = rest.find('/');
        std::string_view hosts = rest.substr(0, slash);
        std::string_view const path =
            slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
        std::size_t const at = hosts.rfind('@');
        std::string_view const login =
            at == std::string_view::npos ? std::string_view{} : hosts.substr(0, at);
        if (at != std::string_view::npos) {
            hosts = hosts.substr(at + 1);
        }
        // A raw '/' or '?' in a password ends the host there, and the rest would be taken for something that
        // is shown.
        if (server() && (path.find('@') != std::string_view::npos ||
                         options.find('@') != std::string_view::npos || has_bad_port(hosts))) {
            refuse_raw();
        }
        std::size_t const colon = login.find(':');
        out_.user = percent_decoded(login.substr(0, colon), "user");
        if (colon != std::string_view::npos) {
            out_.password = percent_decoded(login.substr(colon + 1), "password");
        }
        read_hosts(hosts);
        out_.path = percent_decoded(path, "path");
        read_options(options);
    }

    void read_hosts(std::string_view hosts) {
        bool first = true;
        bool any_port = false;
        for_each_host(hosts, [&](std::string_view host, std::string_view port) {
            if (!first) {
                out_.host += ',';
                out_.port += ',';
            }
            first = false;
            any_port = any_port || !port.empty();
            out_.host += percent_decoded(host, "host");
            out_.port += port;
        });
        if (!any_port) {
            out_.port.clear();
        }
    }

    void read_options(std::string_view options) {
        while (!options.empty()) {
            std::size_t const end = options.find('&');
            std::string_view const pair = options.substr(0, end);
            options = end == std::string_view::npos ? std::string_view{} : options.substr(end + 1);
            if (pair.empty()) {
                continue;
            }
            std::size_t const equals = pair.find('=');
            if (equals == std::string_view::npos || equals == 0) {
                refuse("an option of a database URL is written name=value");
            }
            add_option(percent_decoded(pair.substr(0, equals), "option"),
                       percent_decoded(pair.substr(equals + 1), "option"));
        }
    }

    // What has a place in the URL may be written as an option instead, for PostgreSQL.
    [[nodiscard]] std::string* part(std::string_view name) noexcept {
        return !server()            ? nullptr
               : name == "host"     ? &out_.host
               : name == "port"     ? &out_.port
               : name == "user"     ? &out_.user
               : name == "password" ? &out_.password
               : name == "dbname"   ? &out_.path
                                    : nullptr;
    }
    void add_option(std::string name, std::string value) {
        std::string* const to = part(name);
        if (to != nullptr ? !to->empty() : out_.find(name) != nullptr) {
            refuse((nameable_ ? "the option '" + name + "' is" : std::string{"an option is"}) +
                   " given twice in the database URL");
        }
        nameable_ = nameable_ && !names_secret(name);
        if (to != nullptr) {
            if (to == &out_.port && !good_ports(value)) {
                refuse_raw();
            }
            *to = std::move(value);
            return;
        }
        out_.options.push_back({std::move(name), std::move(value)});
        if (nameable_) {
            out_.nameable_options = out_.options.size();
        }
    }
    [[nodiscard]] static bool good_ports(std::string_view list) noexcept {
        for (std::size_t from = 0; from <= list.size();) {
            std::size_t const comma = list.find(',', from);
            std::size_t const end = comma == std::string_view::npos ? list.size() : comma;
            if (!is_port(list.substr(from, end - from))) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }
    [[nodiscard]] bool server() const noexcept { return out_.scheme == "postgresql"; }

    std::string_view text_;
    url out_;
    bool nameable_ = true;
};

} // namespace detail

/// Takes a URL apart. Throws invalid_url; the message never holds the password.
/// PostgreSQL takes libpq's `host=... dbname=... password='it\'s'` as well.
[[nodiscard]] inline url parse_url(std::string_view text) {
    return detail::url_reader{text}.read();
}

} // namespace athanor
