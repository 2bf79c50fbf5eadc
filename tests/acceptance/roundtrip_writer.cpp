// SPDX-License-Identifier: BSL-1.0
// Writes C++ that roundtrip.py compiles and runs: generated units of all pairs of schemas and of random ones,
// string literals of random bytes, each with the figure that must come out again.

#include "../unit/codegen/pairs.hpp"
#include "../unit/diff/random_schema.hpp"

#include <athanor/base/fingerprint.hpp>
#include <athanor/codegen/cpp_literal.hpp>
#include <athanor/codegen/unit_writer.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>
#include <athanor/migrate/runner_checksum.hpp>

#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

using namespace athanor;

namespace {

std::string const nasty_messages[] = {"plain",
                                      "",
                                      " ",
                                      "\\",
                                      "ends in a backslash\\",
                                      "two\\\\",
                                      "quote \" and ' quote",
                                      "new\nline",
                                      "carriage\rreturn",
                                      "*/",
                                      "/*",
                                      "//",
                                      "?\?/",
                                      "what?\?/ ",
                                      "R\"(raw)\"",
                                      ")delim\"",
                                      "#include <nothing>",
                                      "\x1b[31mred",
                                      "\a\b\f\v\t",
                                      std::string("nul\0inside", 10),
                                      "\xC3\xA9t\xC3\xA9",
                                      "\xE2\x80\xAE"
                                      "evil",
                                      "\xFF\xFE broken",
                                      "%s%n%d",
                                      "${HOME} `id`",
                                      "\"); system(\"true\"); //",
                                      "a, b, c) (",
                                      "ATHANOR_REVISION(x, y, z)",
                                      "\\\n",
                                      std::string(300, 'l')};

std::uint64_t hash(std::string_view text) {
    return athanor::detail::hasher{}.text(text).state;
}

class unit_batches {
public:
    explicit unit_batches(std::string folder)
        : folder_{std::move(folder)} {}

    void add(catalog const& from, operation::list const& up, std::string const& message) {
        codegen::unit_text u;
        u.revision = "r" + std::to_string(count_);
        u.message = message;
        u.date = "2026-11-20";
        u.upgrade = up;
        u.downgrade = migrate::invert(up, from);
        u.before = from;
        u.notes = {message};
        if (count_ != 0) {
            u.parents = {"r" + std::to_string(count_ - 1)};
        }
        auto text = codegen::write_unit(u);
        // Many units in one file: each in a namespace, the include before them.
        std::string const include = "#include <athanor/migrate/unit.hpp>\n";
        text.erase(text.find(include), include.size());
        auto const space = "unit_" + std::to_string(count_);
        if (count_ % 100 == 0) {
            batch_ = std::ofstream{folder_ + "/units_" + std::to_string(count_ / 100) + ".cpp"};
            batch_ << include;
        }
        batch_ << "namespace " << space << " {\n" << text << "}\n";
        declared_ += "namespace " + space + " { extern const athanor::migrate::unit athanor_revision_" +
                     u.revision + "; }\n";
        listed_ += "    {&" + space + "::athanor_revision_" + u.revision + ", \"" +
                   migrate::detail::hex16(0) + "\", " + codegen::cpp_literal(migrate::checksum(u.upgrade)) +
                   ", " + codegen::cpp_literal(migrate::checksum(u.downgrade)) + ", " +
                   std::to_string(hash(message)) + "U},\n";
        ++count_;
    }
    void finish() {
        batch_.close();
        std::ofstream main{folder_ + "/units_main.cpp"};
        main << "#include <athanor/migrate/recorder.hpp>\n#include <athanor/migrate/runner_checksum.hpp>\n"
                "#include <athanor/base/fingerprint.hpp>\n#include <cstdio>\n"
             << declared_
             << "struct expected { athanor::migrate::unit const* u; char const* id; char const* up; char "
                "const* down; "
                "std::uint64_t message; };\nexpected const all[] = {\n"
             << listed_
             << "};\nint main() {\n    int bad = 0, n = 0;\n    using namespace athanor::migrate;\n"
                "    for (auto const& e : all) {\n        bool const good = checksum(record(e.u->upgrade)) "
                "== e.up &&\n"
                "            checksum(record(e.u->downgrade)) == e.down &&\n"
                "            athanor::detail::hasher{}.text(std::string_view(e.u->message.data, "
                "e.u->message.size)).state == "
                "e.message;\n        if (!good) { std::printf(\"differs: unit %d\\n\", n); ++bad; }\n        "
                "++n;\n    }\n"
                "    std::printf(\"%d units, %d differ\\n\", n, bad);\n    return bad == 0 ? 0 : 1;\n}\n";
    }

private:
    std::string folder_;
    std::ofstream batch_;
    std::string declared_, listed_;
    int count_ = 0;
};

void write_literals(std::string const& folder) {
    std::mt19937 random{20261120};
    constexpr int files = 4;
    constexpr int each = 25000;
    std::string mains;
    for (int f = 0; f < files; ++f) {
        std::ofstream out{folder + "/literals_" + std::to_string(f) + ".cpp"};
        out << "struct item { char const* data; unsigned long size; unsigned long long hash; };\nextern "
               "const item literals_"
            << f << "[" << each << "];\nconst item literals_" << f << "[" << each << "] = {\n";
        for (int i = 0; i < each; ++i) {
            std::string text;
            auto const kind = random() % 4;
            for (auto n = random() % 24; n > 0; --n) {
                constexpr std::string_view favourites = "?\?/\\\"'\n\r0123456789abcdefx()R*";
                text += kind == 0 ? favourites[random() % favourites.size()] : static_cast<char>(random());
            }
            std::string literal;
            for (auto const& line : codegen::cpp_literal_lines(text, i % 2 == 0 ? 1000 : 16)) {
                literal += line;
            }
            out << "{" << literal << "," << text.size() << "," << hash(text) << "ULL},\n";
        }
        out << "};\n";
        mains += "extern const item literals_" + std::to_string(f) + "[" + std::to_string(each) + "];\n";
    }
    std::ofstream main{folder + "/literals_main.cpp"};
    main << "#include <athanor/base/fingerprint.hpp>\n#include <cstdio>\n"
            "struct item { char const* data; unsigned long size; unsigned long long hash; };\n"
         << mains << "int main() {\n    long bad = 0, n = 0;\n    for (auto const* all : {";
    for (int f = 0; f < files; ++f) {
        main << (f == 0 ? "" : ", ") << "literals_" << f;
    }
    main << "}) {\n        for (int i = 0; i < " << each
         << "; ++i, ++n) {\n            bad += athanor::detail::hasher{}.text({all[i].data, "
            "all[i].size}).state != all[i].hash || "
            "all[i].data[all[i].size] != 0;\n        }\n    }\n"
            "    std::printf(\"%ld literals, %ld differ\\n\", n, bad);\n    return bad == 0 ? 0 : 1;\n}\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: roundtrip_writer FOLDER\n";
        return 1;
    }
    std::string const folder = argv[1];
    unit_batches units{folder};
    std::size_t message = 0;
    auto const next = [&] { return nasty_messages[message++ % std::size(nasty_messages)]; };
    migrate::decisions all;
    all.allow_all_loss = true;
    for (auto const& p : test::all_pairs()) {
        for (bool const back : {false, true}) {
            auto given = back ? test::reversed(p.given) : p.given;
            given.allow_all_loss = true;
            auto const& from = back ? p.to : p.from;
            units.add(from, migrate::diff(from, {back ? p.from : p.to, {}}, given).upgrade, next());
        }
    }
    for (auto const what :
         {test::random_schema::breadth::portable, test::random_schema::breadth::postgresql}) {
        for (unsigned seed = 0; seed < 100; ++seed) {
            test::random_schema random{seed, what};
            auto const a = random.make();
            auto const b = random.make();
            units.add(a, migrate::diff(a, {b, {}}, all).upgrade, next());
        }
    }
    units.finish();
    write_literals(folder);
    return 0;
}
