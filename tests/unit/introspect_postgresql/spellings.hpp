#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many tables in one database, each with what is expected of it and the line that then tells the two apart.

#include "shown.hpp"

#include "unit/diff/schema_words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace athanor::test {

/// A table as another hand wrote it, the table that we expect, and the line that tells them apart.
struct spelling {
    std::string live; // what stands in CREATE TABLE t_N (...), then statements about t_N
    table_def expected;
    std::string line{}; // without "t_N: expected "; empty = equal
};

class spellings {
public:
    /// `$` stands for the table's name, in the SQL, in names and in the line.
    void add(std::string live, table expected, std::string line = {}) {
        auto const name = "t_" + std::to_string(all_.size());
        auto const named = [&](std::string& text) {
            for (auto at = text.find('$'); at != std::string::npos; at = text.find('$', at + name.size())) {
                text.replace(at, 1, name);
            }
        };
        auto& t = expected.def;
        t.name = name;
        named(live);
        named(line);
        if (t.primary_key) {
            named(t.primary_key->name);
        }
        for (auto& i : t.indexes) {
            named(i.name);
        }
        for (auto& e : t.excludes) {
            named(e.name);
        }
        all_.push_back({std::move(live), std::move(t), std::move(line)});
    }
    void check(std::string const& before) const {
        std::string sql = before;
        catalog expected;
        for (auto const& s : all_) {
            auto const end = s.live.find(';');
            sql += "CREATE TABLE " + s.expected.name + " (" + s.live.substr(0, end) + ");" +
                   (end == std::string::npos ? std::string{} : s.live.substr(end + 1) + ';');
            expected.tables.push_back(s.expected);
        }
        written_database db{sql};
        auto const found = migrate::compare_database(db, expected);
        for (auto const& s : all_) {
            std::string line;
            for (auto const& f : found) {
                if (f.starts_with(s.expected.name + ':') || f.starts_with(s.expected.name + '.')) {
                    line += (line.empty() ? "" : "\n") + f.substr(s.expected.name.size());
                }
            }
            CAPTURE(s.live);
            CHECK(line == s.line);
        }
        CHECK(db.ask("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_\\_athanor%'") == "0");
    }

private:
    std::vector<spelling> all_;
};

} // namespace athanor::test
