#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: connections to PostgreSQL. A program that includes it links libpq (CMake: athanor::postgresql).

#include <athanor/engine/connection.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/engine/postgresql_pipeline.hpp>
#include <athanor/engine/postgresql_ranges.hpp>
