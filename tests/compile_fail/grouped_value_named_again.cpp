// says: "group_by() has minutes, which holds a value, and it stands again inside another expression"
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

namespace {

struct Track {
    std::int64_t id{};
    std::int64_t seconds{};
};
auto const minutes = (athanor::col<&Track::seconds> / 60).as<"minutes">();
auto const by_minutes = athanor::select(minutes, athanor::count()).group_by(minutes).order_by(minutes.desc());

#ifdef MISTAKE
[[maybe_unused]] auto const sql = athanor::to_sql<athanor::sqlite>(by_minutes.having(minutes > 3));
#else
[[maybe_unused]] auto const sql = athanor::to_sql<athanor::sqlite>(by_minutes.where(minutes > 3));
#endif

} // namespace
