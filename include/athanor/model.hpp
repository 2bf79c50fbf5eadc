#pragma once
// SPDX-License-Identifier: BSL-1.0
// Front door for model headers: all that plain structs need to become tables, and nothing more.

#include <athanor/expression/operators.hpp>
#include <athanor/schema/describe.hpp>
#include <athanor/value/array.hpp>
#include <athanor/value/big_decimal.hpp>
#include <athanor/value/bytes.hpp>
#include <athanor/value/date.hpp>
#include <athanor/value/decimal.hpp>
#include <athanor/value/defaulted.hpp>
#include <athanor/value/enumeration.hpp>
#include <athanor/value/interval.hpp>
#include <athanor/value/json.hpp>
#include <athanor/value/numbers.hpp>
#include <athanor/value/string.hpp>
#include <athanor/value/time_of_day.hpp>
#include <athanor/value/timestamp.hpp>
#include <athanor/value/uuid.hpp>
