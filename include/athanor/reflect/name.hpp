#pragma once
// SPDX-License-Identifier: BSL-1.0
// Names of members, types and enumerators, cut out of what the compiler says of a template's arguments.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

template <std::size_t N>
struct name_list {
    std::string_view items[N == 0 ? 1 : N];
    [[nodiscard]] constexpr std::string_view operator[](std::size_t i) const { return items[i]; }
    [[nodiscard]] static constexpr std::size_t size() { return N; }
};

[[nodiscard]] constexpr bool is_name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// a == b in few steps of a constant expression, of which clang allows a million: names differ at their ends.
[[nodiscard]] constexpr bool same_name(std::string_view a, std::string_view b) noexcept {
    std::size_t n = a.size();
    if (n != b.size()) {
        return false;
    }
    char const* const p = a.data();
    char const* const q = b.data();
    while (n > 0) {
        --n;
        if (p[n] != q[n]) {
            return false;
        }
    }
    return true;
}

/// FNV-1a.
[[nodiscard]] constexpr std::uint64_t number_of_text(std::string_view text) noexcept {
    std::uint64_t out = 0xcbf29ce484222325U;
    char const* const chars = text.data();
    std::size_t const size = text.size();
    for (std::size_t i = 0; i < size; ++i) {
        out = (out ^ static_cast<unsigned char>(chars[i])) * 0x100000001b3U;
    }
    return out;
}
template <class T>
[[nodiscard]] consteval std::uint64_t make_type_number() noexcept {
    return number_of_text(__PRETTY_FUNCTION__);
}
/// A number for each type of a translation unit, by which types are compared as values. An address would do
/// as well, but with sanitizers g++ takes no comparison of addresses for a constant.
template <class T>
inline constexpr std::uint64_t type_number = make_type_number<T>();

/// The last name in `text`: "x" of "(& fake<T>.value.T::x)".
[[nodiscard]] constexpr std::string_view last_name(std::string_view text) noexcept {
    auto end = text.size();
    while (end > 0 && !is_name_character(text[end - 1])) {
        --end;
    }
    auto begin = end;
    while (begin > 0 && is_name_character(text[begin - 1])) {
        --begin;
    }
    return text.substr(begin, end - begin);
}

// g++: "... [with auto ...P = {a, b}]" ; clang: "... [P = <a, b>]".
[[nodiscard]] constexpr std::string_view template_arguments(std::string_view pretty) noexcept {
    auto const begin = pretty.find("P = ") + 5;
    return pretty.substr(begin, pretty.rfind(']') - 1 - begin);
}

/// Cuts "a, b<c, d>, e" at its outer commas.
template <std::size_t N>
[[nodiscard]] constexpr name_list<N> split_arguments(std::string_view list) noexcept {
    name_list<N> result{};
    std::size_t begin = 0;
    std::size_t n = 0;
    int depth = 0;
    char const* const chars =
        list.data(); // clang counts the steps of a constant expression: no calls in this loop
    std::size_t const size = list.size();
    for (std::size_t i = 0; i < size; ++i) {
        switch (chars[i]) {
        case ',':
            if (depth == 0 && n < N) {
                result.items[n++] = list.substr(begin, i - begin);
                begin = i + 2; // ", "
            }
            break;
        case '<':
        case '(':
        case '{':
        case '[':
            ++depth;
            break;
        case '>':
        case ')':
        case '}':
        case ']':
            --depth;
            break;
        default:
            break;
        }
    }
    if (n < N) {
        result.items[n] = list.substr(begin);
    }
    return result;
}

// They return char const*: of a std::string_view g++ adds what it stands for behind the arguments.
template <auto... P>
[[nodiscard]] consteval char const* pretty_values() {
    return __PRETTY_FUNCTION__;
}
template <class... P>
[[nodiscard]] consteval char const* pretty_types() {
    return __PRETTY_FUNCTION__;
}

/// The names of several pointers at once: one function signature for a whole struct.
template <auto... Pointer>
[[nodiscard]] consteval name_list<sizeof...(Pointer)> names_of_pointers() {
    auto result = split_arguments<sizeof...(Pointer)>(template_arguments(pretty_values<Pointer...>()));
    for (auto& name : result.items) {
        name = last_name(name);
    }
    return result;
}

/// "x" for `&T::x`.
template <auto Pointer>
[[nodiscard]] consteval std::string_view member_name() {
    return names_of_pointers<Pointer>()[0];
}

/// The type as one would write it: "shop::User", "std::string", "std::int64_t".
template <class T>
[[nodiscard]] consteval std::string_view full_type_name() {
    if constexpr (std::is_same_v<T, std::int16_t>) {
        return "std::int16_t";
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return "std::int32_t";
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return "std::int64_t";
    } else {
        auto const name = template_arguments(pretty_types<T>());
        if (name.starts_with("std::__cxx11::basic_string<char,") || name == "std::basic_string<char>") {
            return "std::string";
        }
        return name.starts_with("std::vector<std::byte") ? "std::vector<std::byte>" : name;
    }
}

/// The type's own name: "User" of "shop::User", "pair" of "shop::pair<int, long>".
template <class T>
[[nodiscard]] consteval std::string_view type_name() {
    auto name = template_arguments(pretty_types<T>());
    int depth = 0;
    for (auto i = name.size(); i > 0; --i) { // without the template arguments at the end
        char const c = name[i - 1];
        if (c == '>' || c == ')') {
            ++depth;
        } else if (c == '<' || c == '(') {
            --depth;
            if (depth == 0 && c == '<') {
                name = name.substr(0, i - 1);
                break;
            }
        } else if (depth == 0 && !is_name_character(c) && c != ' ') {
            break;
        }
    }
    return last_name(name);
}

} // namespace athanor::detail
