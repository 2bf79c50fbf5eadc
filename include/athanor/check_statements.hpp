#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: every statement that was compiled into the program, tried on a database. For a test.

#include <athanor/engine/check_statements.hpp>
