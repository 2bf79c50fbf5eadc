// SPDX-License-Identifier: BSL-1.0
// Columns and sequences in the words of migrate/unit_columns.hpp.

#include "unit_words.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace athanor::codegen {

namespace {

using namespace detail;

expr number(int n) {
    return atom(std::to_string(n));
}

expr element_expr(column_def const& c) {
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
    case type_id::jsonb:
        return plain("jsonb");
    }
    return atom("athanor::sql_type{}");
}
expr type_expr(column_def const& c) {
    return c.type.array ? call("array", {element_expr(c)}) : element_expr(c);
}

expr big_number(std::int64_t n) {
    if (n == std::numeric_limits<std::int64_t>::min()) { // has no literal of its own
        return atom("-9223372036854775807LL - 1");
    }
    bool const is_int = n >= -2147483647 && n <= 2147483647;
    return atom(std::to_string(n) + (is_int ? "" : "LL"));
}

// `sequence().start(1000)`; a bare `sequence()` where nothing is said.
expr settings_expr(sequence_options const& o) {
    auto e = call("sequence");
    auto const say = [&](char const* word, std::optional<std::int64_t> n) {
        if (n) {
            e.then(call(word, {big_number(*n)}));
        }
    };
    say("start", o.start);
    say("increment", o.increment);
    say("minvalue", o.minimum);
    say("maxvalue", o.maximum);
    say("cache", o.cache);
    if (o.cycle) {
        e.then(call("cycle"));
    }
    return e;
}
expr identity_expr(identity_def const& i) {
    auto e = call("identity", {atom(i.always ? "always" : "by_default")});
    if (i.options != sequence_options{}) {
        e.args.push_back(settings_expr(i.options));
    }
    return e;
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
        return big_number(value);
    }
    return call("sql", {literal(d.text)});
}

} // namespace

namespace detail {

expr sequence_expr(sequence_def const& s) {
    auto e = settings_expr(s.options);
    if (s.type != sql_type{type_id::bigint}) {
        column_def c;
        c.type = s.type;
        e.chain.insert(e.chain.begin(), call("as", {type_expr(c)}));
    }
    if (!s.owner_table.empty()) {
        e.then(call("owned_by", {literal(s.owner_table), literal(s.owner_column)}));
    }
    return e;
}

expr column_expr(column_def const& c, std::string const& fill, std::string const& convert) {
    auto e = call("column", {literal(c.name), type_expr(c)});
    if (!c.nullable) {
        e.then(call("not_null"));
    }
    if (c.identity) {
        e.then(identity_expr(*c.identity));
    } else if (c.autoincrement) {
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
    if (c.enforced) {
        e.then(call("enforced"));
    }
    if (!fill.empty()) {
        e.then(call("fill", {literal(fill)}));
    }
    if (!convert.empty()) {
        e.then(call("using_", {literal(convert)}));
    }
    return e;
}

} // namespace detail

} // namespace athanor::codegen
