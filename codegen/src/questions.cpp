// SPDX-License-Identifier: BSL-1.0
#include "questions.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace athanor::codegen::detail {

namespace {

using migrate::question;
using migrate::question_kind;

std::string full_name(question const& q) {
    return q.column.empty() ? q.table : q.table + "." + q.column;
}

bool answer_rename(question const& q, migrate::decisions& given) {
    std::string prompt = q.text + "\n";
    for (std::size_t i = 0; i < q.candidates.size(); ++i) {
        prompt += "  " + std::to_string(i + 1) + ") renamed to " + plain_word(q.candidates[i].name) + " (" +
                  std::to_string(q.candidates[i].percent) + " % alike)\n";
    }
    prompt += "  d) dropped, with everything in it\n  q) give up\n";
    bool const obvious =
        q.candidates.front().percent >= 90 &&
        (q.candidates.size() == 1 || q.candidates[1].percent + 15 <= q.candidates.front().percent);
    prompt += obvious ? "[1]> " : "> ";
    for (std::string line; ask(prompt, line);) {
        if (line == "q") {
            return false;
        }
        if (line == "d") {
            given.drops.push_back(full_name(q));
            return true;
        }
        if (line.empty() && obvious) {
            line = "1";
        }
        std::size_t n = 0;
        for (char const ch : line) {
            n = ch >= '0' && ch <= '9' && n < 1000 ? n * 10 + static_cast<std::size_t>(ch - '0') : 1000;
        }
        if (!line.empty() && n >= 1 && n <= q.candidates.size()) {
            auto const& to = q.candidates[n - 1].name;
            given.renames.push_back(q.column.empty() ? migrate::decisions::rename{"", q.table, to}
                                                     : migrate::decisions::rename{q.table, q.column, to});
            return true;
        }
        prompt = "> ";
    }
    return false;
}

} // namespace

bool answer(question const& q, migrate::decisions& given) {
    switch (q.kind) {
    case question_kind::rename_table:
    case question_kind::rename_column:
        return answer_rename(q, given);
    case question_kind::drop_table:
    case question_kind::drop_column:
    case question_kind::drop_sequence:
    case question_kind::narrowing: {
        std::string prompt = q.text + ".\nIs that meant? [y/N] ";
        std::string line;
        if (!ask(prompt, line) || (line != "y" && line != "Y" && line != "yes")) {
            return false;
        }
        (q.kind == question_kind::narrowing ? given.allow_loss : given.drops).push_back(full_name(q));
        return true;
    }
    case question_kind::fill: {
        std::string line;
        if (!ask(q.text + "\nAn SQL expression, such as 0 or 'unknown' (empty: give up)> ", line) ||
            line.empty()) {
            return false;
        }
        given.fills.push_back({q.table, q.column, line});
        return true;
    }
    }
    return false;
}

void list_questions(context const& c, std::vector<question> const& questions) {
    if (c.json) {
        auto out = nlohmann::json::array();
        for (auto const& q : questions) {
            auto candidates = nlohmann::json::array();
            for (auto const& k : q.candidates) {
                candidates.push_back({{"name", plain_word(k.name)}, {"percent", k.percent}});
            }
            std::vector<std::string> flags;
            for (auto const& f : q.flags) {
                flags.push_back(plain_word(f));
            }
            out.push_back({{"table", plain_word(q.table)},
                           {"column", plain_word(q.column)},
                           {"question", plain_word(q.text)},
                           {"candidates", candidates},
                           {"flags", flags}});
        }
        say(nlohmann::json{{"questions", out}}.dump());
        return;
    }
    complain("Nothing was written: there is something to decide.");
    for (auto const& q : questions) {
        complain("  " + plain_word(q.text));
        for (auto const& f : q.flags) {
            complain("      " + plain_word(f));
        }
    }
    complain("Give one flag for each, or answer on a terminal.");
}

} // namespace athanor::codegen::detail
