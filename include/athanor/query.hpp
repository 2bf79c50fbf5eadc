#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door: statements of the query language and their text, without a back end.

#include <athanor/dialect/render.hpp>
#include <athanor/dialect/render_literal.hpp>
#include <athanor/expression/date_functions.hpp>
#include <athanor/expression/function.hpp>
#include <athanor/expression/number_functions.hpp>
#include <athanor/expression/text_functions.hpp>
#include <athanor/model.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/filter.hpp>
#include <athanor/statement/select.hpp>
#include <athanor/statement/update.hpp>
#include <athanor/statement/with.hpp>
