#pragma once
// SPDX-License-Identifier: BSL-1.0
// Database URLs: scheme://user:password@host:port/path?option=value, read once and never printed with a
// secret.

#include <athanor/base/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

/// A database URL in parts, percent-decoded. `sqlite:///shop.db` has scheme "sqlite" and path "shop.db".
struct url {
    struct option {
        std::string name;
        std::string value;
    };

    std::string scheme;
    std::string user;
    std::string password;
    std::string host;
    std::string port;
    std::string path; // what follows the slash that ends the host
    std::vector<option> options;
    std::string display; // as given, secrets masked

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

[[nodiscard]] inline bool names_secret(std::string_view option) noexcept {
    for (std::string_view const word : {"pass", "secret", "token", "key"}) {
        if (option.find(word) != std::string_view::npos) {
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

} // namespace detail

/// The URL as it may be shown: the password and the values of secret options are replaced by "***".
/// Errs on the side of hiding: everything between the first ':' and the last '@' counts as the password.
[[nodiscard]] inline std::string masked_url(std::string_view text) {
    std::size_t const start = text.find("://");
    if (start == std::string_view::npos) {
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
        out += before.substr(at);
    } else {
        out = before;
    }
    for (std::size_t from = query; from != std::string_view::npos;) {
        std::size_t const next = text.find('&', from + 1);
        std::string_view const pair =
            text.substr(from + 1, next == std::string_view::npos ? next : next - from - 1);
        std::size_t const equals = pair.find('=');
        out += text[from];
        bool const secret = equals != std::string_view::npos && detail::names_secret(pair.substr(0, equals));
        out += secret ? std::string{pair.substr(0, equals)} + "=***" : std::string{pair};
        from = next;
    }
    return out;
}

/// Takes a URL apart. Throws invalid_url; the message never holds the password.
[[nodiscard]] inline url parse_url(std::string_view text) {
    url out;
    std::size_t const mark = text.find("://");
    if (mark == std::string_view::npos || !detail::valid_scheme(text.substr(0, mark))) {
        throw error{
            error_kind::invalid_url,
            "a database URL begins with its scheme: sqlite:///relative.db, sqlite:////absolute/path.db or "
            "sqlite:// for a database in memory"};
    }
    out.scheme = text.substr(0, mark);
    out.display = masked_url(text);
    std::string_view rest = text.substr(mark + 3);

    if (std::size_t const query = rest.find('?'); query != std::string_view::npos) {
        std::string_view options = rest.substr(query + 1);
        rest = rest.substr(0, query);
        while (!options.empty()) {
            std::size_t const end = options.find('&');
            std::string_view const pair = options.substr(0, end);
            options = end == std::string_view::npos ? std::string_view{} : options.substr(end + 1);
            if (pair.empty()) {
                continue;
            }
            std::size_t const equals = pair.find('=');
            if (equals == std::string_view::npos || equals == 0) {
                throw error{error_kind::invalid_url, "an option of a database URL is written name=value"};
            }
            std::string name = detail::percent_decoded(pair.substr(0, equals), "option");
            if (out.find(name) != nullptr) {
                throw error{error_kind::invalid_url,
                            "the option '" + name + "' is given twice in the database URL"};
            }
            out.options.push_back(
                {std::move(name), detail::percent_decoded(pair.substr(equals + 1), "option")});
        }
    }

    std::size_t const slash = rest.find('/');
    std::string_view authority = rest.substr(0, slash);
    if (slash != std::string_view::npos) {
        out.path = detail::percent_decoded(rest.substr(slash + 1), "path");
    }
    if (std::size_t const at = authority.rfind('@'); at != std::string_view::npos) {
        std::string_view const login = authority.substr(0, at);
        authority = authority.substr(at + 1);
        std::size_t const colon = login.find(':');
        out.user = detail::percent_decoded(login.substr(0, colon), "user");
        if (colon != std::string_view::npos) {
            out.password = detail::percent_decoded(login.substr(colon + 1), "password");
        }
    }
    std::size_t const bracket = authority.find(']'); // [::1]:5432
    std::size_t const colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    out.host = detail::percent_decoded(authority.substr(0, colon), "host");
    if (colon != std::string_view::npos) {
        out.port = authority.substr(colon + 1);
    }
    return out;
}

} // namespace athanor
