// SPDX-License-Identifier: BSL-1.0
// edit: opens a unit in $VISUAL or $EDITOR.
#include "applied.hpp"
#include "commands.hpp"

#include <athanor/migrate/resolve.hpp>

#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace athanor::codegen::detail {

exit_code run_edit(context const& c, show_options const& o) {
    auto const graph = c.graph();
    bool const needs_database = o.revision.find("current") != std::string::npos;
    auto const* r =
        migrate::resolve(graph, o.revision, needs_database ? applied_revisions(c) : migrate::revision_set{});
    if (r == nullptr) {
        throw migrate::revision_error("base is the empty database: there is nothing to edit");
    }
    auto const file = file_of(c, r->id).string();
    char const* editor = std::getenv("VISUAL");
    if (editor == nullptr || *editor == 0) {
        editor = std::getenv("EDITOR");
    }
    if (editor == nullptr || *editor == 0) {
        throw error{error_kind::misuse, "set EDITOR to the editor you want; the file is " + file};
    }
    // The editor's name may hold arguments of its own; the file's name never passes the shell's eyes.
    auto const child = fork();
    if (child == 0) {
        auto const script = std::string(editor) + " \"$1\"";
        execl("/bin/sh", "sh", "-c", script.c_str(), "sh", file.c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        throw error{error_kind::misuse, "the editor \"" + std::string(editor) + "\" failed"};
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
