// SPDX-License-Identifier: BSL-1.0
#include "new_unit.hpp"

#include "../files.hpp"

#include <cstdlib>
#include <ctime>
#include <random>

namespace athanor::codegen::detail {

std::string new_revision_id(migrate::revision_graph const& graph, std::string const& wanted) {
    if (!wanted.empty()) {
        bool const plain_id =
            wanted.size() <= 40 &&
            wanted.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
        if (!plain_id || wanted == "head" || wanted == "heads" || wanted == "base" || wanted == "current") {
            throw error{error_kind::misuse,
                        "a revision id is made of a-z and 0-9, at most 40 of them, and not one of "
                        "head, heads, base, current"};
        }
        if (graph.find(wanted) != nullptr) {
            throw migrate::revision_error("there is a revision with this id already: choose another", wanted);
        }
        return wanted;
    }
    std::random_device source;
    for (;;) {
        std::string id;
        for (int i = 0; i < 12; ++i) {
            id += "0123456789abcdef"[source() & 15U];
        }
        bool const taken = std::ranges::any_of(
            graph.revisions(), [&](auto const& r) { return r.id.substr(0, 4) == id.substr(0, 4); });
        if (!taken || graph.revisions().size() > 5000) {
            return id;
        }
    }
}

std::string today() {
    std::time_t now = std::time(nullptr);
    if (auto const* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr && *fixed != 0) {
        now = static_cast<std::time_t>(std::strtoll(fixed, nullptr, 10));
    }
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[16];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &parts)};
}

std::string write_unit_file(context const& c, unit_text const& unit) {
    for (char const ch : unit.branch_label) {
        bool const good = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
                          ch == '_' || ch == '-';
        if (!good) {
            throw error{error_kind::misuse, "a branch label is made of letters, digits, _ and -"};
        }
    }
    auto const text = write_unit(unit);
    auto const& folder = c.app.build.directory;
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    auto const words = slug(unit.message);
    auto const file = folder / (unit.revision + (words.empty() ? "" : "_" + words) + ".cpp");
    write_new_file(file, text);
    return file.string();
}

} // namespace athanor::codegen::detail
