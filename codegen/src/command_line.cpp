// SPDX-License-Identifier: BSL-1.0
// The command line: which verbs there are, what they take, and how a run ends.

#include "commands/commands.hpp"

#include <CLI/CLI.hpp>

#include <functional>

namespace athanor::codegen {

namespace {

using namespace detail;

/// The verbs with the places that their options are parsed into.
struct verbs {
    context& c;
    exit_code result = exit_code::ok;
    revision_options revision{};
    move_options up{"head", false};
    move_options down{};
    current_options current{};
    history_options history{};
    show_options show{};
    show_options edit{};
    merge_options merge{};
    stamp_options stamp{};
    std::filesystem::path output_directory{};

    template <class Run>
    CLI::App* add(CLI::App& app, std::string const& name, std::string const& about, Run run) {
        auto* verb = app.add_subcommand(name, about);
        verb->callback([this, run] { result = run(); });
        return verb;
    }

    void add_revision_options(CLI::App* verb) {
        verb->add_option("-m,--message", revision.message, "what the revision does; names the file too");
        verb->add_option("--head", revision.head, "the revision to continue, instead of the only head");
        verb->add_flag("--splice", revision.splice, "allow --head to be continued already: starts a branch");
        verb->add_option("--branch-label", revision.branch_label, "a name for the branch that starts here");
        verb->add_option("--depends-on", revision.depends_on, "a revision that must have run before");
        verb->add_option("--rev-id", revision.revision_id, "an id of your own: a-z and 0-9");
        verb->add_flag("--empty", revision.empty, "write a unit although nothing changed");
        verb->add_option("--rename", revision.renames, "TABLE.COLUMN:NEW_NAME or TABLE:NEW_NAME");
        verb->add_option("--drop", revision.drops, "TABLE.COLUMN or TABLE: the loss is meant");
        verb->add_option("--allow-loss", revision.allow_loss, "TABLE.COLUMN: narrowing it is meant");
        verb->add_option("--fill", revision.fills, "TABLE.COLUMN=EXPRESSION: what rows that exist get");
        verb->add_option("--using", revision.conversions, "TABLE.COLUMN=EXPRESSION: how values convert");
        // One value each time, so that a value is never taken for several.
        for (auto* option :
             verb->get_options([](CLI::Option const* o) { return o->get_items_expected_max() > 1; })) {
            option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        }
    }

    void add_all(CLI::App& app) {
        add(app, "init", "create the folder of the migrations", [this] { return run_init(c); });
        auto* verb =
            add(app, "revision", "write a new revision", [this] { return run_revision(c, revision); });
        verb->add_flag("--autogenerate", revision.autogenerate,
                       "from the difference between models and migrations");
        add_revision_options(verb);
        verb = add(app, "migrate", "short for revision --autogenerate", [this] {
            revision.autogenerate = true;
            return run_revision(c, revision);
        });
        add_revision_options(verb);
        verb = add(app, "upgrade", "apply revisions", [this] { return run_upgrade(c, up); });
        verb->add_option("revision", up.target,
                         "head, heads, +1, a revision or its start, branch@head; FROM:TO with --sql")
            ->capture_default_str();
        verb->add_flag("--sql", up.sql, "print SQL instead of running it");
        verb = add(app, "downgrade", "undo revisions", [this] { return run_downgrade(c, down); });
        verb->add_option("revision", down.target, "base, -1, a revision or its start; FROM:TO with --sql")
            ->required();
        verb->add_flag("--sql", down.sql, "print SQL instead of running it");
        verb = add(app, "current", "where the database is", [this] { return run_current(c, current); });
        verb->add_flag("--check-heads", current.check_heads,
                       "exit with 2 unless the database is at the heads");
        verb->add_flag("-v,--verbose", current.verbose, "name the database");
        verb = add(app, "history", "list the revisions", [this] { return run_history(c, history); });
        verb->add_option("-r,--rev-range", history.range, "FROM:TO, either side may be missing");
        verb->add_flag("-v,--verbose", history.verbose, "with what each does");
        verb->add_flag("-i,--indicate-current", history.indicate_current, "mark where the database is");
        add(app, "heads", "list the heads", [this] { return run_heads(c); });
        add(app, "branches", "list where branches start", [this] { return run_branches(c); });
        verb = add(app, "show", "show one revision", [this] { return run_show(c, show); });
        verb->add_option("revision", show.revision)->capture_default_str();
        verb = add(app, "merge", "join heads", [this] { return run_merge(c, merge); });
        verb->add_option("revisions", merge.revisions, "two revisions or more, or heads")->required();
        verb->add_option("-m,--message", merge.message);
        verb->add_option("--branch-label", merge.branch_label);
        verb->add_option("--rev-id", merge.revision_id);
        verb = add(app, "stamp", "say where the database is, after a comparison",
                   [this] { return run_stamp(c, stamp); });
        verb->add_option("revisions", stamp.revisions)->required();
        verb->add_flag("--purge", stamp.purge, "forget the history first, also what this build doesn't know");
        verb->add_flag("--force", stamp.force, "believe it without comparing");
        add(app, "check", "do models and migrations say the same? (exit 2 if not; needs no database)",
            [this] { return run_check(c); });
        verb = add(app, "edit", "open a revision in $EDITOR", [this] { return run_edit(c, edit); });
        verb->add_option("revision", edit.revision)->capture_default_str();
        add(app, "ensure_version", "create the version table", [this] { return run_ensure_version(c); });
        verb = add(app, "registry", "", [this] { return run_registry(c, output_directory); });
        verb->add_option("--output-dir", output_directory)->required();
        verb->group(""); // for the build only
    }
};

exit_code report_error(context const& c, error const& e) {
    complain(std::string("error: ") + e.what());
    if (e.kind() == error_kind::migration_unmanaged) {
        complain("Next: " + c.command("stamp head") + " if the database is what the migrations say");
    }
    return code_of(e);
}

} // namespace

int main(int argc, char** argv, application const& app) {
    context c{app, {}, {}, false};
    verbs all{c};
    try {
        CLI::App cli{"Migrations of " + app.build.metadata_name, app.build.name + "-db"};
        cli.require_subcommand(1);
        cli.fallthrough();
        cli.add_option("--url", c.url, "the database; else DATABASE_URL, else the default of the build");
        cli.add_option("--scratch-url", c.scratch_url,
                       "a PostgreSQL server on which new units are proven, in databases made for it; else "
                       "ATHANOR_SCRATCH_URL");
        cli.add_flag("--json", c.json, "answers for machines");
        cli.footer("Exit codes: 0 done, 1 usage, 2 changes pending, 3 decision missing, 4 lint, 5 drift, 6 "
                   "checksum,\n"
                   "7 locked, 8 failed and rolled back, 9 partial, 10 irreversible, 11 several heads.");
        all.add_all(cli);
        try {
            cli.parse(argc, argv);
        } catch (CLI::ParseError const& e) {
            if (e.get_exit_code() == 0) { // --help
                return cli.exit(e);
            }
            complain(std::string("error: ") + e.what() + "\nSee " + app.build.name + "-db --help");
            return static_cast<int>(exit_code::usage);
        }
    } catch (stop const& s) {
        return static_cast<int>(s.code);
    } catch (error const& e) {
        return static_cast<int>(report_error(c, e));
    } catch (std::exception const& e) {
        complain(std::string("error: ") + e.what());
        return static_cast<int>(exit_code::usage);
    }
    return static_cast<int>(all.result);
}

} // namespace athanor::codegen
