// SPDX-License-Identifier: BSL-1.0
// Follows tables and columns by identity through the operations of a unit.

#include "seed.hpp"

#include <algorithm>
#include <variant>

namespace athanor::codegen::detail {

fates follow(catalog const& before, operation::list const& operations) {
    std::map<std::string, std::string> now_table;                          // old -> now
    std::map<std::pair<std::string, std::string>, std::string> now_column; // old -> now
    for (auto const& t : before.tables) {
        auto const key = t.key();
        now_table[key] = key;
        for (auto const& c : t.columns) {
            now_column[{key, c.name}] = c.name;
        }
    }
    auto const old_of = [&](std::string const& now) -> std::string const* {
        for (auto const& [old, name] : now_table) {
            if (name == now) {
                return &old;
            }
        }
        return nullptr;
    };
    auto const column_at = [&](std::string const& table, std::string const& column) {
        auto const* old = old_of(table);
        return std::ranges::find_if(now_column, [&](auto const& entry) {
            return old != nullptr && entry.first.first == *old && entry.second == column;
        });
    };
    for (auto const& op : operations) {
        if (auto const* rename = std::get_if<operation::rename_table>(&op)) {
            if (auto const* old = old_of(rename->from)) {
                now_table[*old] = rename->to;
            }
        } else if (auto const* drop = std::get_if<operation::drop_table>(&op)) {
            if (auto const* old = old_of(drop->table)) {
                auto const name = *old;
                now_table.erase(name);
                std::erase_if(now_column, [&](auto const& entry) { return entry.first.first == name; });
            }
        } else if (auto const* move = std::get_if<operation::rename_column>(&op)) {
            if (auto const at = column_at(move->table, move->from); at != now_column.end()) {
                at->second = move->to;
            }
        } else if (auto const* gone = std::get_if<operation::drop_column>(&op)) {
            if (auto const at = column_at(gone->table, gone->column); at != now_column.end()) {
                now_column.erase(at);
            }
        }
    }
    return {std::move(now_table), std::move(now_column)};
}

} // namespace athanor::codegen::detail
