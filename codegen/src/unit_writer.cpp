// SPDX-License-Identifier: BSL-1.0
// Writes operations in the words of migrate/unit.hpp.

#include "source_text.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/unit_writer.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/safety.hpp>

#include <charconv>
#include <limits>
#include <variant>

namespace athanor::codegen {

namespace {

using namespace detail;

expr number(int n) {
    return atom(std::to_string(n));
}

expr type_expr(column_def const& c) {
    auto const t = c.type;
    auto const plain = [&](char const* word) -> expr {
        if (t.length == 0 && t.scale == 0) {
            return call(word);
        }
        return call("athanor::sql_type", {atom("{athanor::type_id::" + std::string(word)), number(t.length),
                                          atom(std::to_string(t.scale) + "}")});
    };
    switch (t.id) {
    case type_id::none:
        return atom("athanor::sql_type{}");
    case type_id::boolean:
        return plain("boolean");
    case type_id::smallint:
        return plain("smallint");
    case type_id::integer:
        return plain("integer");
    case type_id::bigint:
        return plain("bigint");
    case type_id::real:
        return plain("real");
    case type_id::double_precision:
        return plain("double_precision");
    case type_id::numeric:
        return t.scale != 0    ? call("numeric", {number(t.length), number(t.scale)})
               : t.length != 0 ? call("numeric", {number(t.length)})
                               : call("numeric");
    case type_id::text:
        return plain("text");
    case type_id::varchar:
        return call("varchar", {number(t.length)});
    case type_id::character:
        return call("character", {number(t.length)});
    case type_id::blob:
        return plain("blob");
    case type_id::timestamp:
        return plain("timestamp");
    case type_id::timestamp_tz:
        return plain("timestamp_tz");
    case type_id::date:
        return plain("date");
    case type_id::time_of_day:
        return plain("time_of_day");
    case type_id::interval:
        return plain("interval");
    case type_id::uuid:
        return plain("uuid");
    case type_id::json:
        return plain("json");
    case type_id::enumeration:
        return call("enumeration", {literal(c.type_name), literals(c.labels)});
    case type_id::custom:
        return call("custom_type", {literal(c.type_name)});
    }
    return atom("athanor::sql_type{}");
}

// Back from text to what a person would write; only where the recorder makes exactly this text of it.
expr default_expr(default_def const& d) {
    if (d.kind == default_kind::text) {
        return literal(d.text);
    }
    if (d.text == "CURRENT_TIMESTAMP") {
        return call("now");
    }
    if (d.text == "TRUE" || d.text == "FALSE") {
        return atom(d.text == "TRUE" ? "true" : "false");
    }
    long long value = 0;
    auto const [end, fault] = std::from_chars(d.text.data(), d.text.data() + d.text.size(), value);
    if (fault == std::errc{} && end == d.text.data() + d.text.size() && std::to_string(value) == d.text &&
        value != std::numeric_limits<long long>::min()) {
        bool const is_int = value >= -2147483647 && value <= 2147483647;
        return atom(d.text + (is_int ? "" : "LL"));
    }
    return call("sql", {literal(d.text)});
}

expr column_expr(column_def const& c, std::string const& fill = {}, std::string const& convert = {}) {
    auto e = call("column", {literal(c.name), type_expr(c)});
    if (!c.nullable) {
        e.then(call("not_null"));
    }
    if (c.autoincrement) {
        e.then(call("autoincrement"));
    }
    if (c.server_default.kind != default_kind::none) {
        e.then(call("server_default", {default_expr(c.server_default)}));
    }
    if (!c.computed.empty()) {
        e.then(call("computed", {literal(c.computed)}));
    }
    if (c.stored) {
        e.then(call("stored"));
    }
    if (!c.collation.empty()) {
        e.then(call("collate", {literal(c.collation)}));
    }
    if (!c.comment.empty()) {
        e.then(call("comment", {literal(c.comment)}));
    }
    if (!fill.empty()) {
        e.then(call("fill", {literal(fill)}));
    }
    if (!convert.empty()) {
        e.then(call("using_", {literal(convert)}));
    }
    return e;
}

expr key_expr(primary_key_def const& k) {
    return call("primary_key", {literal(k.name), literals(k.columns)});
}
expr unique_expr(unique_def const& u) {
    return call("unique", {literal(u.name), literals(u.columns)});
}
expr check_expr(check_def const& c) {
    return call("check", {literal(c.name), literal(c.expression)});
}

char const* action_word(fk_action action) {
    switch (action) {
    case fk_action::no_action:
        return "no_action";
    case fk_action::restrict_:
        return "restrict_";
    case fk_action::cascade:
        return "cascade";
    case fk_action::set_null:
        return "set_null";
    case fk_action::set_default:
        return "set_default";
    }
    return "no_action";
}

void refuse_schema(std::string const& schema, std::string const& table) {
    if (!schema.empty()) {
        throw error{error_kind::unsupported, "a unit can't name the schema \"" + schema + "\" yet"}
            .with_table(table);
    }
}

expr foreign_key_expr(foreign_key_def const& f) {
    refuse_schema(f.referred_schema, f.referred_table);
    auto e = call("foreign_key", {literal(f.name), literals(f.columns), literal(f.referred_table),
                                  literals(f.referred_columns)});
    if (f.on_delete != fk_action::no_action) {
        e.then(call("on_delete", {atom(action_word(f.on_delete))}));
    }
    if (f.on_update != fk_action::no_action) {
        e.then(call("on_update", {atom(action_word(f.on_update))}));
    }
    if (f.initially_deferred) {
        e.then(call("initially_deferred"));
    } else if (f.deferrable) {
        e.then(call("deferrable"));
    }
    return e;
}

expr index_expr(std::string const& table, index_def const& index) {
    std::vector<expr> parts;
    for (auto const& p : index.parts) {
        auto e = p.is_expression ? call("expression", {literal(p.text)}) : literal(p.text);
        parts.push_back(p.descending ? call("desc", {std::move(e)}) : std::move(e));
    }
    auto e = call("op.create_index", {literal(index.name), literal(table), list(std::move(parts))});
    if (index.unique) {
        auto options = call("unique_index");
        if (!index.where.empty()) {
            options.then(call("where", {literal(index.where)}));
        }
        e.args.push_back(std::move(options));
    } else if (!index.where.empty()) {
        e.args.push_back(call("where", {literal(index.where)}));
    }
    return e;
}

expr table_expr(table_def const& t) {
    refuse_schema(t.schema, t.name);
    std::vector<expr> columns;
    for (auto const& c : t.columns) {
        columns.push_back(column_expr(c));
    }
    std::vector<expr> constraints;
    if (t.primary_key) {
        constraints.push_back(key_expr(*t.primary_key));
    }
    for (auto const& u : t.uniques) {
        constraints.push_back(unique_expr(u));
    }
    for (auto const& c : t.checks) {
        constraints.push_back(check_expr(c));
    }
    for (auto const& f : t.foreign_keys) {
        constraints.push_back(foreign_key_expr(f));
    }
    auto const lines = [](std::vector<expr> items) {
        auto e = list(std::move(items));
        e.one_per_line = true;
        return e;
    };
    auto e = call("op.create_table", {literal(t.name), lines(std::move(columns))});
    e.keep_first = true;
    auto options = call("options");
    if (t.strict) {
        options.then(call("strict"));
    }
    if (t.without_rowid) {
        options.then(call("without_rowid"));
    }
    if (!t.comment.empty()) {
        options.then(call("comment", {literal(t.comment)}));
    }
    if (!constraints.empty() || !options.chain.empty()) {
        e.args.push_back(lines(std::move(constraints)));
    }
    if (!options.chain.empty()) {
        e.args.push_back(std::move(options));
    }
    return e;
}

[[noreturn]] expr refuse_rows() {
    throw error{error_kind::unsupported,
                "rows and functions of a unit can't be written as C++: copy them from the unit by hand"};
}

expr operation_expr(operation::any const& op) {
    using namespace operation;
    auto const constraint = [](std::string const& table, expr e) {
        return call("op.add_constraint", {literal(table), std::move(e)});
    };
    return std::visit(
        overloaded{
            [](create_table const& o) { return table_expr(o.table); },
            [](drop_table const& o) { return call("op.drop_table", {literal(o.table)}); },
            [](rename_table const& o) {
                return call("op.rename_table", {literal(o.from), literal(o.to)});
            },
            [](add_column const& o) {
                return call("op.add_column", {literal(o.table), column_expr(o.column, o.fill)});
            },
            [](drop_column const& o) {
                return call("op.drop_column", {literal(o.table), literal(o.column)});
            },
            [](rename_column const& o) {
                return call("op.rename_column", {literal(o.table), literal(o.from), literal(o.to)});
            },
            [](alter_column const& o) {
                auto e = call("op.alter_column", {literal(o.table)});
                e.keep_first = true;
                if (o.from) {
                    e.args.push_back(call("from", {column_expr(*o.from)}));
                }
                e.args.push_back(call("to", {column_expr(o.to, o.fill, o.convert)}));
                return e;
            },
            [](create_index const& o) { return index_expr(o.table, o.index); },
            [](drop_index const& o) {
                return call("op.drop_index", {literal(o.name), literal(o.table)});
            },
            [&](add_primary_key const& o) { return constraint(o.table, key_expr(o.key)); },
            [&](add_unique const& o) { return constraint(o.table, unique_expr(o.unique)); },
            [&](add_check const& o) { return constraint(o.table, check_expr(o.check)); },
            [&](add_foreign_key const& o) { return constraint(o.table, foreign_key_expr(o.key)); },
            [](drop_constraint const& o) {
                constexpr char const* verbs[] = {"op.drop_primary_key", "op.drop_unique", "op.drop_check",
                                                 "op.drop_foreign_key"};
                return call(verbs[static_cast<std::size_t>(o.kind)], {literal(o.name), literal(o.table)});
            },
            [](comment_table const& o) {
                return call("op.comment_table", {literal(o.table), literal(o.comment)});
            },
            [](execute const& o) {
                if (o.sqlite.empty() && o.postgresql.empty()) {
                    return call("op.execute", {literal(o.sql)});
                }
                auto e = call("op.execute");
                auto const text = [&](char const* dialect, std::string const& own) {
                    if (!own.empty() || !o.sql.empty()) {
                        e.args.push_back(call(dialect, {literal(own.empty() ? o.sql : own)}));
                    }
                };
                text("sqlite", o.sqlite);
                text("postgresql", o.postgresql);
                return e;
            },
            [](insert_rows const&) -> expr { refuse_rows(); },
            [](update_rows const&) -> expr { refuse_rows(); },
            [](delete_rows const&) -> expr { refuse_rows(); },
            [](run const&) -> expr { refuse_rows(); },
            [](irreversible const& o) { return call("op.irreversible", {literal(o.reason)}); }},
        op);
}

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
