#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: bring a database to the revision that the program was built with.

#include <athanor/migrate/application.hpp>
