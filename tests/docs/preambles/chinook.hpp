#pragma once
// SPDX-License-Identifier: BSL-1.0
// What blocks about reports take for granted: the tables of the Chinook sample.

#include <athanor/query.hpp>

#include "../../chinook/models.hpp"
#include "../../chinook/queries_cents.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace preamble_chinook {
using namespace athanor;
using chinook::Album, chinook::Artist, chinook::Customer, chinook::Employee, chinook::Genre, chinook::Invoice,
    chinook::InvoiceLine, chinook::Playlist, chinook::PlaylistTrack, chinook::Track, chinook::cents;
} // namespace preamble_chinook
