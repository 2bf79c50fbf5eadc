#pragma once
// SPDX-License-Identifier: BSL-1.0
// Files that the generator writes: whole or not at all, and never over somebody else's.

#include <filesystem>
#include <string>
#include <string_view>

namespace athanor::codegen::detail {

/// Creates the file with this content, or throws error_kind::file; one that exists is never touched. Written
/// beside, flushed to the disk, then linked to its name.
void write_new_file(std::filesystem::path const& file, std::string_view content);

/// Writes a generated file unless it holds the content already; says whether it wrote.
bool write_if_changed(std::filesystem::path const& file, std::string_view content);

/// A message as part of a file name: [a-z0-9_], at most 40 characters, may be empty.
[[nodiscard]] std::string slug(std::string_view message);

} // namespace athanor::codegen::detail
