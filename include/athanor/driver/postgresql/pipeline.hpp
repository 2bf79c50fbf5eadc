#pragma once
// SPDX-License-Identifier: BSL-1.0
// Many statements in one round trip: sent without waiting, answered in the same order.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/driver/postgresql/statement.hpp>

#include <libpq-fe.h>

#include <cstddef>
#include <string_view>
#include <utility>

namespace athanor::detail {

/// Pipeline mode for the time of its life. Statements must be prepared before: none can be in here.
class pg_pipeline {
public:
    explicit pg_pipeline(pg_session& session)
        : session_{session} {
        session_.settle();
        if (PQenterPipelineMode(session_.get()) != 1) {
            throw session_.failure(nullptr);
        }
    }
    pg_pipeline(pg_pipeline const&) = delete;
    pg_pipeline& operator=(pg_pipeline const&) = delete;
    /// Throws away what is still to come.
    ~pg_pipeline() {
        if (sent_ > 0 && !synced_) {
            PQpipelineSync(session_.get());
            synced_ = true;
        }
        skip_to_sync();
        PQexitPipelineMode(session_.get());
    }

    void send(pg_statement& statement) {
        statement.send();
        ++sent_;
    }
    /// Ends the batch: what fails in it stops the rest of it, and nothing else.
    void sync() {
        if (PQpipelineSync(session_.get()) != 1) {
            throw session_.failure(nullptr);
        }
        synced_ = true;
    }
    /// The answer to the next statement that was sent, good or bad: pg_statement::answer() judges it.
    [[nodiscard]] pg_result next(std::string_view sql) {
        pg_result result{PQgetResult(session_.get())};
        if (result == nullptr) {
            throw session_.failure(nullptr, sql);
        }
        while (pg_result const rest{PQgetResult(session_.get())}) {
            if (PQstatus(session_.get()) != CONNECTION_OK) {
                break;
            }
        }
        --sent_;
        return result;
    }
    /// Behind the last answer of a batch.
    void finish_batch() { skip_to_sync(); }

private:
    void skip_to_sync() noexcept {
        while (synced_ && PQstatus(session_.get()) == CONNECTION_OK) {
            pg_result const result{PQgetResult(session_.get())};
            synced_ = result == nullptr || PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC;
        }
        synced_ = false;
        sent_ = 0;
    }

    pg_session& session_;
    std::size_t sent_ = 0;
    bool synced_ = false;
};

} // namespace athanor::detail
