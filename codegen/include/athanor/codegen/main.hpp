#pragma once
// SPDX-License-Identifier: BSL-1.0
// The whole main() of <app>-db: compiled with the models, so kept small.

#include <athanor/codegen/application.hpp>
#include <athanor/schema/to_catalog.hpp>

#include <utility>

namespace athanor::generated {
extern const migrate::registry units; // written by the build
}

namespace athanor::codegen {

/// `int main(int argc, char** argv) { return athanor::codegen::run<shop::metadata>(argc, argv, {.name =
/// "shop"}); }`
template <class Metadata>
[[nodiscard]] int run(int argc, char** argv, settings build) {
    return main(
        argc, argv,
        application{std::move(build), to_model_schema<Metadata>(), Metadata::fingerprint, generated::units});
}

} // namespace athanor::codegen
