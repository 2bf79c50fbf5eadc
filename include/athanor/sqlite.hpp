#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: models, queries and a connection to SQLite.

#include <athanor/engine/connection.hpp>
#include <athanor/engine/sqlite_backend.hpp>
#include <athanor/model.hpp>
#include <athanor/query.hpp>
