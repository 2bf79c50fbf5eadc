#pragma once
// SPDX-License-Identifier: BSL-1.0
// Which of the back ends that a program lists a URL names.

#include <athanor/base/error.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/backend.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace athanor::detail {

template <class... Back>
using any_backend = std::variant<std::unique_ptr<typename backend_of<Back>::type>...>;

template <class Back, class Storage>
[[nodiscard]] bool try_open(Storage& out, url const& where) {
    for (std::string_view const scheme : backend_of<Back>::schemes) {
        if (scheme == where.scheme) {
            out = std::make_unique<typename backend_of<Back>::type>(where);
            return true;
        }
    }
    return false;
}
template <class... Back>
[[nodiscard]] any_backend<Back...> open_backend(url const& where) {
    any_backend<Back...> out;
    bool const found = (try_open<Back>(out, where) || ...);
    if (!found) {
        std::string have;
        auto const add = [&have](auto const& schemes) {
            for (std::string_view const s : schemes) {
                have += (have.empty() ? "" : ", ") + std::string{s};
            }
        };
        (add(backend_of<Back>::schemes), ...);
        throw error{error_kind::invalid_url,
                    "no driver for scheme '" + where.scheme + "' in this build (have: " + have + ")"};
    }
    return out;
}

} // namespace athanor::detail
