// SPDX-License-Identifier: BSL-1.0
// Tables, constraints, indexes and the operations themselves.

#include "unit_words.hpp"

#include <athanor/base/error.hpp>

#include <optional>
#include <variant>

namespace athanor::codegen {

namespace {

using namespace detail;

expr key_expr(primary_key_def const& k) {
    return call("primary_key", {literal(k.name), literals(k.columns)});
}
template <class Constraint>
void say_deferrable(expr& e, Constraint const& c) {
    if (c.initially_deferred) {
        e.then(call("initially_deferred"));
    } else if (c.deferrable) {
        e.then(call("deferrable"));
    }
}

expr unique_expr(unique_def const& u) {
    auto e = call("unique", {literal(u.name), literals(u.columns)});
    if (u.nulls_not_distinct) {
        e.then(call("nulls_not_distinct"));
    }
    say_deferrable(e, u);
    return e;
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

/// The name in the unit: schema and name with a dot between them.
expr key_literal(std::string const& schema, std::string const& name, std::string const& key) {
    if (schema.find('.') != std::string::npos || (schema.empty() && name.find('.') != std::string::npos)) {
        throw error{error_kind::unsupported,
                    "a unit reads the dot in this name as the end of a schema's name"}
            .with_table(key);
    }
    return literal(key);
}

expr foreign_key_expr(foreign_key_def const& f) {
    auto e = call("foreign_key", {literal(f.name), literals(f.columns),
                                  key_literal(f.referred_schema, f.referred_table, f.referred_key()),
                                  literals(f.referred_columns)});
    if (f.on_delete != fk_action::no_action) {
        e.then(call("on_delete", {atom(action_word(f.on_delete))}));
    }
    if (f.on_update != fk_action::no_action) {
        e.then(call("on_update", {atom(action_word(f.on_update))}));
    }
    say_deferrable(e, f);
    return e;
}

expr exclude_expr(exclude_def const& x) {
    std::vector<expr> elements;
    for (auto const& p : x.elements) {
        auto e = p.is_expression ? call("expression", {literal(p.text)}) : literal(p.text);
        if (!p.operator_class.empty()) {
            e = p.is_expression ? std::move(e) : call("asc", {std::move(e)});
            e.then(call("operator_class", {literal(p.operator_class)}));
        }
        elements.push_back(list({std::move(e), literal(p.with)}));
    }
    auto e = call("exclude", {literal(x.name), list(std::move(elements))});
    if (!x.method.empty()) {
        e.then(call("using_", {literal(x.method)}));
    }
    if (!x.where.empty()) {
        e.then(call("where", {literal(x.where)}));
    }
    say_deferrable(e, x);
    return e;
}

expr index_part_expr(index_part const& p) {
    auto e = p.is_expression ? call("expression", {literal(p.text)}) : literal(p.text);
    bool const says_more = p.nulls != nulls_order::by_default || !p.operator_class.empty();
    if (p.descending) {
        e = call("desc", {std::move(e)});
    } else if (says_more && !p.is_expression) {
        e = call("asc", {std::move(e)});
    }
    if (p.nulls != nulls_order::by_default) {
        e.then(call(p.nulls == nulls_order::first ? "nulls_first" : "nulls_last"));
    }
    if (!p.operator_class.empty()) {
        e.then(call("operator_class", {literal(p.operator_class)}));
    }
    return e;
}

// Options are a chain: the first word makes them, the others follow.
void say_option(std::optional<expr>& options, expr word) {
    if (options) {
        options->then(std::move(word));
    } else {
        options = std::move(word);
    }
}

expr index_expr(operation::create_index const& o) {
    auto const& index = o.index;
    std::vector<expr> parts;
    for (auto const& p : index.parts) {
        parts.push_back(index_part_expr(p));
    }
    auto e = call("op.create_index", {literal(index.name), literal(o.table), list(std::move(parts))});
    std::optional<expr> options;
    if (index.unique) {
        say_option(options, call("unique_index"));
    }
    if (!index.method.empty()) {
        say_option(options, call("using_", {literal(index.method)}));
    }
    if (!index.include.empty()) {
        say_option(options, call("include", {literals(index.include)}));
    }
    if (index.nulls_not_distinct) {
        if (!options) {
            options = atom("index_options{}");
        }
        say_option(options, call("nulls_not_distinct"));
    }
    if (!index.where.empty()) {
        say_option(options, call("where", {literal(index.where)}));
    }
    if (o.concurrently) {
        say_option(options, call("concurrently"));
    }
    if (options) {
        e.args.push_back(std::move(*options));
    }
    return e;
}

expr table_expr(table_def const& t) {
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
    for (auto const& e : t.excludes) {
        constraints.push_back(exclude_expr(e));
    }
    auto const lines = [](std::vector<expr> items) {
        auto e = list(std::move(items));
        e.one_per_line = true;
        return e;
    };
    auto e = call("op.create_table", {key_literal(t.schema, t.name, t.key()), lines(std::move(columns))});
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

} // namespace

namespace detail {

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
            [](create_index const& o) { return index_expr(o); },
            [](drop_index const& o) {
                auto e = call("op.drop_index", {literal(o.name), literal(o.table)});
                if (o.concurrently) {
                    e.args.push_back(call("concurrently"));
                }
                return e;
            },
            [&](add_primary_key const& o) { return constraint(o.table, key_expr(o.key)); },
            [&](add_unique const& o) { return constraint(o.table, unique_expr(o.unique)); },
            [&](add_check const& o) { return constraint(o.table, check_expr(o.check)); },
            [&](add_foreign_key const& o) { return constraint(o.table, foreign_key_expr(o.key)); },
            [](drop_constraint const& o) {
                constexpr char const* verbs[] = {"op.drop_primary_key", "op.drop_unique", "op.drop_check",
                                                 "op.drop_foreign_key", "op.drop_exclude"};
                return call(verbs[static_cast<std::size_t>(o.kind)], {literal(o.name), literal(o.table)});
            },
            [](comment_table const& o) {
                return call("op.comment_table", {literal(o.table), literal(o.comment)});
            },
            [](execute const& o) {
                if (o.outside_transaction && o.postgresql.empty()) {
                    throw error{
                        error_kind::unsupported,
                        "outside_transaction is for SQL that is PostgreSQL's alone: say postgresql(...)"};
                }
                if (o.sqlite.empty() && o.postgresql.empty()) {
                    return call("op.execute", {literal(o.sql)});
                }
                auto e = call("op.execute");
                auto const text = [&](std::string const& dialect, std::string const& own) {
                    if (!own.empty() || !o.sql.empty()) {
                        e.args.push_back(call(dialect, {literal(own.empty() ? o.sql : own)}));
                        if (o.outside_transaction && dialect == "postgresql") {
                            e.args.back().then(call("outside_transaction"));
                        }
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
            [&](add_exclude const& o) { return constraint(o.table, exclude_expr(o.exclude)); },
            [](create_sequence const& o) {
                auto const& s = o.sequence;
                auto e = call("op.create_sequence", {key_literal(s.schema, s.name, s.key())});
                if (auto settings = sequence_expr(s); !settings.chain.empty()) {
                    e.args.push_back(std::move(settings));
                }
                return e;
            },
            [](drop_sequence const& o) { return call("op.drop_sequence", {literal(o.name)}); },
            [](alter_sequence const& o) {
                auto e = call("op.alter_sequence", {literal(o.to.key())});
                e.keep_first = true;
                if (o.from) {
                    e.args.push_back(call("from", {sequence_expr(*o.from)}));
                }
                e.args.push_back(call("to", {sequence_expr(o.to)}));
                return e;
            },
            [](irreversible const& o) { return call("op.irreversible", {literal(o.reason)}); }},
        op);
}

} // namespace detail

} // namespace athanor::codegen
