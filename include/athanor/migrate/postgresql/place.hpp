#pragma once
// SPDX-License-Identifier: BSL-1.0
// Where the history is kept on PostgreSQL, whose it is, and the statements that read and write it.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace athanor::migrate::detail::pg {

/// Beside the history: the steps of units that can't be one transaction.
inline constexpr std::string_view journal_table = "athanor_journal";

/// The schema of the history. Everything that athanor keeps is named with it, whatever the search_path says.
struct place {
    std::string schema;
    std::int64_t lock_key = 0; // of the advisory lock that migrations of this history take
    bool has_history = false;
    bool is_ours = false;    // the role, or one that it is a member of, owns the history
    bool may_read = false;   // it is a plain table, and reading it runs no code of its owner
    bool may_create = false; // the role may create tables here
    bool is_superuser = false;
    std::string owner; // of the history

    [[nodiscard]] std::string table(std::string_view name) const {
        return quote_identifier(schema) + '.' + quote_identifier(name);
    }
    [[nodiscard]] std::string history() const { return table(version_table); }
    [[nodiscard]] std::string journal() const { return table(journal_table); }
};

/// An expression for the lock's key: of database, schema and table, so that a script can take the same lock.
[[nodiscard]] inline std::string lock_key_sql() {
    return "pg_catalog.hashtextextended('athanor:' || (SELECT d.oid::pg_catalog.text FROM "
           "pg_catalog.pg_database d WHERE d.datname = current_catalog) || ':' || "
           "current_schema::pg_catalog.text || '.athanor_migrations', 0::pg_catalog.int8)";
}

// Real membership: PostgreSQL counts a superuser as a member of every role, and whoever planted a table for a
// superuser to find would be trusted. Only exact types are compared, so that no operator of another schema
// fits better.
[[nodiscard]] inline std::string find_place_sql() {
    return "SELECT n.nspname::pg_catalog.text, " + lock_key_sql() +
           ", (c.oid IS NOT NULL)::pg_catalog.int4,"
           " (c.relowner = r.oid OR CASE WHEN r.rolsuper THEN coalesce(o.rolsuper, false) OR EXISTS (SELECT "
           "1 "
           "FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid AND m.roleid = c.relowner)"
           " ELSE c.oid IS NOT NULL AND pg_catalog.pg_has_role(r.oid, c.relowner, 'MEMBER') "
           "END)::pg_catalog.int4,"
           " (c.relkind = 'r' AND NOT c.relrowsecurity AND NOT c.relhassubclass)::pg_catalog.int4,"
           " pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')::pg_catalog.int4,"
           " r.rolsuper::pg_catalog.int4, coalesce(o.rolname::pg_catalog.text, '')"
           " FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.rolname = current_user"
           " LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'athanor_migrations'"
           " LEFT JOIN pg_catalog.pg_roles o ON o.oid = c.relowner"
           " WHERE n.nspname = current_schema";
}

/// Throws misuse where the connection's search_path names no schema that exists.
[[nodiscard]] inline place find_place(database& db) {
    auto const rows = db.query(find_place_sql());
    if (rows.rows.empty()) {
        throw error{error_kind::misuse,
                    "the connection has no current schema: create the schema that search_path names, or name "
                    "one that exists"};
    }
    auto const& r = rows.rows.front();
    place p;
    p.schema = text_of(r.at(0));
    p.lock_key = int_of(r.at(1));
    p.has_history = int_of(r.at(2)) != 0;
    p.is_ours = int_of(r.at(3)) != 0;
    p.may_read = int_of(r.at(4)) != 0;
    p.may_create = int_of(r.at(5)) != 0;
    p.is_superuser = int_of(r.at(6)) != 0;
    p.owner = text_of(r.at(7));
    return p;
}

[[nodiscard]] inline error foreign_history(place const& p) {
    return error{error_kind::permission,
                 "the table \"" + p.schema + "." + std::string(version_table) + "\" belongs to \"" + p.owner +
                     "\", so it isn't believed, and nothing was run: connect as that role, or as a member of "
                     "it; if nobody knows where the table comes from, rename it"}
        .with_table(version_table);
}

/// Who may create a table here could have planted the history too, so it must be its own; a role that may
/// not, such as the application's, reads what another role keeps.
inline void require_readable(place const& p) {
    if (p.has_history && !p.is_ours && (p.is_superuser || p.may_create || !p.may_read)) {
        throw foreign_history(p);
    }
}
inline void require_writable(place const& p) {
    if (p.has_history && !p.is_ours) {
        throw foreign_history(p);
    }
}

// ---- the history

[[nodiscard]] inline std::string create_history_sql(std::string const& table) {
    return "CREATE TABLE " + table +
           " (\n"
           "    id text NOT NULL CONSTRAINT pk_athanor_migrations PRIMARY KEY,\n"
           "    seq bigint NOT NULL,\n"
           "    parents text NOT NULL,\n"
           "    message text NOT NULL,\n"
           "    checksum text NOT NULL,\n"
           "    schema_after text NOT NULL,\n"
           "    applied_at timestamp with time zone NOT NULL DEFAULT now(),\n"
           "    duration_us bigint NOT NULL,\n"
           "    tool text NOT NULL,\n"
           "    state text NOT NULL DEFAULT 'done' CONSTRAINT ck_athanor_migrations_state CHECK (state IN "
           "('done', 'running', 'undoing'))\n"
           ")";
}
[[nodiscard]] inline std::string create_journal_sql(std::string const& table) {
    return "CREATE TABLE " + table +
           " (\n"
           "    revision text NOT NULL,\n"
           "    direction text NOT NULL,\n"
           "    step integer NOT NULL,\n"
           "    state text NOT NULL,\n"
           "    what text NOT NULL,\n"
           "    checksum text NOT NULL,\n"
           "    started timestamp with time zone NOT NULL DEFAULT now(),\n"
           "    finished timestamp with time zone,\n"
           "    CONSTRAINT pk_athanor_journal PRIMARY KEY (revision, step)\n"
           ")";
}
[[nodiscard]] inline std::string select_history_sql(std::string const& table) {
    return "SELECT m.id, m.seq, m.parents, m.message, m.checksum, m.schema_after, "
           "pg_catalog.to_char(m.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), m.duration_us, "
           "m.tool, m.state FROM " +
           table + " m ORDER BY m.seq";
}
/// $1 id, $2 parents, $3 message, $4 checksum, $5 schema_after, $6 duration_us, $7 tool, $8 state.
[[nodiscard]] inline std::string insert_history_sql(std::string const& table) {
    return "INSERT INTO " + table +
           " (id, seq, parents, message, checksum, schema_after, duration_us, tool, state) SELECT $1::text, "
           "coalesce(max(m.seq), 0) + 1, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::text, "
           "$8::text FROM " +
           table + " m";
}

} // namespace athanor::migrate::detail::pg
