#pragma once
// SPDX-License-Identifier: BSL-1.0
// PostgreSQL's enumeration types, which the history knows only through the columns that use them.

#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

[[nodiscard]] inline bool is_used(catalog const& c, std::string const& schema, std::string const& type) {
    return std::ranges::any_of(c.tables, [&](table_def const& t) {
        return t.schema == schema && std::ranges::any_of(t.columns, [&](column_def const& column) {
                   return column.type.id == type_id::enumeration && column.type_name == type;
               });
    });
}
/// Table key and column of everything that uses a type.
[[nodiscard]] inline std::vector<std::pair<std::string, column_def>>
columns_of(catalog const& c, std::string const& schema, std::string const& type) {
    std::vector<std::pair<std::string, column_def>> out;
    for (auto const& t : c.tables) {
        for (auto const& column : t.columns) {
            if (t.schema == schema && column.type.id == type_id::enumeration && column.type_name == type) {
                out.emplace_back(t.key(), column);
            }
        }
    }
    return out;
}
/// Are all of `few` in `many`, in the same order?
[[nodiscard]] inline bool is_subsequence(std::vector<std::string> const& few,
                                         std::vector<std::string> const& many) {
    std::size_t at = 0;
    for (auto const& label : many) {
        at += at < few.size() && few[at] == label ? 1U : 0U;
    }
    return at == few.size();
}

class enumerations {
public:
    explicit enumerations(catalog const& c) {
        for (auto const& t : c.tables) {
            for (auto const& column : t.columns) {
                if (column.type.id == type_id::enumeration) {
                    types_[{t.schema, column.type_name}] = column.labels;
                }
            }
        }
    }
    [[nodiscard]] bool has(std::string const& schema, std::string const& type) const {
        return types_.contains({schema, type});
    }
    /// Is the type there with just these labels?
    [[nodiscard]] bool is(std::string const& schema, column_def const& c) const {
        auto const it = types_.find({schema, c.type_name});
        return it != types_.end() && it->second == c.labels;
    }
    [[nodiscard]] std::vector<std::string> const& labels(std::string const& schema,
                                                         std::string const& type) const {
        return types_.at({schema, type});
    }
    /// True: it has to be created.
    [[nodiscard]] bool add(std::string const& schema, column_def const& c) {
        return types_.try_emplace({schema, c.type_name}, c.labels).second;
    }
    void set(std::string const& schema, column_def const& c) { types_[{schema, c.type_name}] = c.labels; }
    void rename(std::string const& schema, std::string const& from, std::string const& to) {
        auto labels = std::move(types_.at({schema, from}));
        types_.erase({schema, from});
        types_[{schema, to}] = std::move(labels);
        renamed_.emplace_back(schema, to);
    }
    /// Those that no column uses any more: they go with their last column.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> take_unused(catalog const& c) {
        std::vector<std::pair<std::string, std::string>> out;
        std::erase_if(types_, [&](auto const& type) {
            auto const& [schema, name] = type.first;
            if (is_used(c, schema, name)) {
                return false;
            }
            if (std::ranges::find(renamed_, type.first) != renamed_.end()) {
                return false; // the columns say the new name in operations to come
            }
            out.push_back(type.first);
            return true;
        });
        return out;
    }

private:
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> types_;
    std::vector<std::pair<std::string, std::string>> renamed_;
};

} // namespace athanor::migrate::detail::pg
