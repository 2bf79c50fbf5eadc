#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: the tables of a metadata made or dropped at once, without history. For tests and small
// programs; others migrate.

#include <athanor/engine/create_all.hpp>
