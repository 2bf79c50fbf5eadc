// SPDX-License-Identifier: BSL-1.0
#include "scratch.hpp"

#include <athanor/base/error.hpp>

#ifdef ATHANOR_CODEGEN_POSTGRESQL
#include <athanor/dialect/quote.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#endif

#include <cstdlib>
#include <memory>
#include <random>
#include <span>
#include <string_view>
#include <utility>

namespace athanor::codegen::detail {

#ifdef ATHANOR_CODEGEN_POSTGRESQL
namespace {

using athanor::detail::postgresql_backend;

std::string new_name() {
    std::random_device random;
    return "athanor_scratch_" + std::to_string(random()) + std::to_string(random());
}

/// A database on the server, made when this is and dropped with it; emptied between uses, which is faster.
class scratch_server_database {
public:
    explicit scratch_server_database(url const& server)
        : name_{new_name()}
        , server_{server}
        , own_{server} {
        own_.path = name_;
        server_.execute("CREATE DATABASE " + quote_identifier(name_));
    }
    scratch_server_database(scratch_server_database const&) = delete;
    scratch_server_database& operator=(scratch_server_database const&) = delete;
    ~scratch_server_database() {
        try {
            server_.execute("DROP DATABASE IF EXISTS " + quote_identifier(name_));
        } catch (...) { // NOLINT(bugprone-empty-catch): its name says what it was
        }
    }
    [[nodiscard]] std::unique_ptr<postgresql_backend> open() const {
        return std::make_unique<postgresql_backend>(own_);
    }
    static void empty(database& db) {
        if (db.in_transaction()) {
            db.execute("ROLLBACK");
        }
        auto const schemas =
            db.query("SELECT n.nspname::text FROM pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE "
                     "'pg\\_%' AND n.nspname <> 'information_schema'");
        for (auto const& row : schemas.rows) {
            db.execute("DROP SCHEMA " + quote_identifier(std::get<std::string>(row[0])) + " CASCADE");
        }
        db.execute("CREATE SCHEMA public");
    }

private:
    std::string name_;
    postgresql_backend server_;
    url own_;
};

class scratch_connection final : public database {
public:
    explicit scratch_connection(std::shared_ptr<scratch_server_database const> where)
        : where_{std::move(where)}
        , inner_{where_->open()} {}
    scratch_connection(scratch_connection const&) = delete;
    scratch_connection& operator=(scratch_connection const&) = delete;
    ~scratch_connection() override {
        try {
            scratch_server_database::empty(*inner_);
        } catch (...) { // NOLINT(bugprone-empty-catch): the next use finds out
        }
    }

    [[nodiscard]] dialect_id dialect() const noexcept override { return inner_->dialect(); }
    [[nodiscard]] std::string display_name() const override { return inner_->display_name(); }
    [[nodiscard]] bool in_transaction() const override { return inner_->in_transaction(); }
    [[nodiscard]] std::unique_ptr<database> open_another() const override { return inner_->open_another(); }
    [[nodiscard]] bool pooled() const noexcept override { return inner_->pooled(); }
    std::int64_t execute(std::string_view sql, std::span<cell const> parameters) override {
        return inner_->execute(sql, parameters);
    }
    void execute_script(std::string_view sql) override { inner_->execute_script(sql); }
    [[nodiscard]] row_set query(std::string_view sql, std::span<cell const> parameters) override {
        return inner_->query(sql, parameters);
    }

private:
    std::shared_ptr<scratch_server_database const> where_;
    std::unique_ptr<postgresql_backend> inner_;
};

} // namespace
#endif

scratch_database scratch_server(std::string url) {
    if (auto const* from_environment = std::getenv("ATHANOR_SCRATCH_URL");
        url.empty() && from_environment != nullptr) {
        url = from_environment;
    }
    if (url.empty()) {
        return {};
    }
#ifdef ATHANOR_CODEGEN_POSTGRESQL
    auto const server = parse_url(url);
    if (server.scheme != "postgresql") {
        throw error{error_kind::invalid_url,
                    "a scratch server is a PostgreSQL one: postgresql://user@host/database"};
    }
    auto where = std::make_shared<scratch_server_database const>(server);
    return [where] { return std::make_unique<scratch_connection>(where); };
#else
    throw error{error_kind::unsupported, "this generator was built without PostgreSQL"};
#endif
}

} // namespace athanor::codegen::detail
