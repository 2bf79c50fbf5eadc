// SPDX-License-Identifier: BSL-1.0
// init: the folder that units will be written to.
#include "commands.hpp"

namespace athanor::codegen::detail {

exit_code run_init(context const& c) {
    auto const& folder = c.app.build.directory;
    std::error_code fault;
    if (std::filesystem::exists(folder, fault)) {
        if (!std::filesystem::is_directory(folder, fault) || !std::filesystem::is_empty(folder, fault)) {
            throw error{error_kind::file, folder.string() + " exists already and is not an empty folder"};
        }
        say(folder.string() + " is there already, and empty.");
    } else {
        std::filesystem::create_directories(folder, fault);
        if (fault) {
            throw error{error_kind::file, "can't create " + folder.string() + ": " + fault.message()};
        }
        say("Created " + folder.string() + ".");
    }
    say("Next: " + c.command("revision --autogenerate -m \"first tables\""));
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
