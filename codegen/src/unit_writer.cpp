// SPDX-License-Identifier: BSL-1.0
// A whole unit: its head, both functions with what they destroy, its place in the history.

#include "unit_words.hpp"

#include <athanor/codegen/unit_writer.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/safety.hpp>

#include <variant>

namespace athanor::codegen {

namespace {

using namespace detail;

std::string body(char const* name, operation::list const& operations, catalog state) {
    if (operations.empty()) {
        return std::string("void ") + name + "([[maybe_unused]] operations& op) {\n}\n";
    }
    std::string out = std::string("void ") + name + "(operations& op) {\n";
    for (auto const& op : operations) {
        for (auto const& what : operation::destroys(op, state)) {
            out += cpp_comment("destroys: " + what, source_text::width, "    ");
        }
        if (auto const what = operation::narrows(op, state); !what.empty()) {
            out += cpp_comment("refused while a row doesn't fit: " + what, source_text::width, "    ");
        }
        auto const* alter = std::get_if<operation::alter_column>(&op);
        if (alter != nullptr && alter->from && alter->from->nullable && !alter->to.nullable &&
            alter->fill.empty()) {
            out +=
                cpp_comment("refused while a row holds NULL here: .fill(\"...\") says what such a row gets",
                            source_text::width, "    ");
        }
        out += source_text{4}.statement(operation_expr(op));
        migrate::apply_to(state, op);
    }
    return out + "}\n";
}

expr ids(char const* word, std::vector<std::string> const& revisions) {
    auto e = call(word);
    for (auto const& r : revisions) {
        e.args.push_back(literal(r));
    }
    return e;
}

} // namespace

std::string write_unit(unit_text const& unit) {
    std::string parents;
    for (auto const& p : unit.parents) {
        parents += (parents.empty() ? "" : ", ") + p;
    }
    std::string out = cpp_comment(unit.message);
    out += cpp_comment("Revision: " + unit.revision + ", " +
                       (parents.empty() ? std::string("the first one") : "revises " + parents) +
                       ". Generated on " + unit.date + ": review before you commit.");
    for (auto const& note : unit.notes) {
        out += cpp_comment(note);
    }
    out += "#include <athanor/migrate/unit.hpp>\n\nnamespace {\nusing namespace athanor::migrate;\n\n";
    out += body("upgrade", unit.upgrade, unit.before);
    out += '\n';
    out += body("downgrade", unit.downgrade, migrate::replay(unit.before, unit.upgrade));
    out += "} // namespace\n\n";

    auto fact = call("ATHANOR_REVISION",
                     {atom(unit.revision), atom("upgrade"), atom("downgrade"), literal(unit.message)});
    fact.keep_first = true;
    fact.packed = true;
    if (!unit.parents.empty()) {
        fact.args.push_back(ids("revises", unit.parents));
    }
    if (!unit.depends_on.empty()) {
        fact.args.push_back(ids("depends_on", unit.depends_on));
    }
    if (!unit.branch_label.empty()) {
        fact.args.push_back(call("branch_label", {literal(unit.branch_label)}));
    }
    return out + source_text{0}.statement(fact, "\n");
}

} // namespace athanor::codegen
