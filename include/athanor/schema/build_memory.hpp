#pragma once
// SPDX-License-Identifier: BSL-1.0
// Where a table_info is written: the same walk counts first, then fills.

#include <athanor/expression/flatten.hpp>
#include <athanor/schema/naming.hpp>
#include <athanor/schema/table_info.hpp>

namespace athanor::detail {

struct table_sizes {
    std::size_t chars = 0;
    std::size_t names = 0;
    std::size_t uniques = 0;
    std::size_t checks = 0;
    std::size_t foreign_keys = 0;
    std::size_t indexes = 0;
    std::size_t parts = 0;
    std::size_t excludes = 0;
    std::size_t elements = 0;
    std::size_t sequences = 0;
};

/// Where a table is written; without memory it only counts.
struct table_memory {
    char* chars = nullptr;
    std::string_view* names = nullptr;
    column_info* columns = nullptr;
    unique_info* uniques = nullptr;
    check_info* checks = nullptr;
    foreign_key_info* foreign_keys = nullptr;
    index_info* indexes = nullptr;
    index_part_info* parts = nullptr;
    exclude_info* excludes = nullptr;
    exclude_element_info* elements = nullptr;
    sequence_info* sequences = nullptr;
    table_sizes used;
    bool refused = false; // an expression holds a value that has no text
    // Not asked of the pointers: under -fsanitize=undefined g++ can't compare an address with nullptr at
    // compile time.
    bool has_memory = false;

    [[nodiscard]] constexpr bool filling() const noexcept { return has_memory; }

    template <class F>
    constexpr std::string_view write(F&& writer) {
        char* const begin = filling() ? chars + used.chars : nullptr;
        sink out = filling() ? sink{begin} : sink{};
        writer(out);
        refused = refused || out.refused();
        used.chars += out.size();
        return filling() ? std::string_view{begin, out.size()} : std::string_view{};
    }
    constexpr std::string_view keep(std::string_view text) {
        return write([&](sink& out) { out.put(text); });
    }
    constexpr std::string_view keep_name(std::string_view given, constraint_name& generated) {
        return given.empty() ? keep(generated.view()) : given;
    }
    template <class E>
    constexpr std::string_view keep_expression(E const& e) {
        return write([&](sink& out) { flatten(out, e); });
    }
    constexpr void add_name(std::string_view name) {
        if (filling()) {
            names[used.names] = name;
        }
        ++used.names;
    }
    /// The last `n` names.
    [[nodiscard]] constexpr name_view last_names(std::size_t n) const noexcept {
        return filling() ? name_view{names + used.names - n, n} : name_view{};
    }
    /// The last `n` of a list that holds `count`.
    template <class Info>
    [[nodiscard]] constexpr view<Info> last(Info const* list, std::size_t count,
                                            std::size_t n) const noexcept {
        return filling() ? view<Info>{list + count - n, n} : view<Info>{};
    }
    template <class Info>
    constexpr void add(Info* into, std::size_t& count, Info const& info) {
        if (filling()) {
            into[count] = info;
        }
        ++count;
    }
};

} // namespace athanor::detail
