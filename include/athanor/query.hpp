#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: statements of the query language and their text, without a back end.

#include <athanor/dialect/render.hpp>
#include <athanor/model.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/select.hpp>
#include <athanor/statement/update.hpp>
