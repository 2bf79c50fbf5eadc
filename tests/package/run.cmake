# SPDX-License-Identifier: BSL-1.0
# Builds the small application the way WAY says: without a revision it must not build and must say why; with one it
# must build, make its table and keep a row.

include("${CMAKE_CURRENT_LIST_DIR}/run_and_want.cmake")
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
file(COPY "${APP}/" DESTINATION "${WORK}/app")

# The flags of preset dev, so that the compiler cache knows the generator's library already.
set(settings -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1"
             -DCMAKE_CXX_STANDARD=20 -DCMAKE_CXX_EXTENSIONS=OFF -DATHANOR_WARNINGS_AS_ERRORS=ON)
set(ENV{CCACHE_NOHASHDIR} 1)
find_program(ccache ccache)
if(ccache)
    list(APPEND settings -DCMAKE_CXX_COMPILER_LAUNCHER=${ccache})
endif()
if(WAY STREQUAL "find_package")
    list(APPEND settings "-DCMAKE_PREFIX_PATH=${PREFIX}")
else()
    list(APPEND settings "-DATHANOR=${ATHANOR}")
endif()
run(ok text ${CMAKE_COMMAND} -S app -B build ${settings})

run(fails text ${CMAKE_COMMAND} --build build)
want("${text}" "the models of notes::metadata differ from the head")
want("${text}" "--target notes_revision")
file(GLOB units "${WORK}/app/migrations/*")
if(units)
    message(FATAL_ERROR "an ordinary build wrote into the source tree: ${units}")
endif()

set(ENV{MESSAGE} "first table")
run(ok text ${CMAKE_COMMAND} --build build --target notes_revision)
file(GLOB units "${WORK}/app/migrations/*_first_table.cpp")
list(LENGTH units count)
if(NOT count EQUAL 1)
    message(FATAL_ERROR "notes_revision wrote ${count} files called *_first_table.cpp:\n${text}")
endif()

run(ok text ${CMAKE_COMMAND} --build build)
run(ok text "${WORK}/build/notes")
want("${text}" "kept")
run(ok text sqlite3 notes.db "SELECT text FROM note WHERE id = 7")
want("${text}" "kept")

# The same program on a server, in a database of its own.
set(server "$ENV{ATHANOR_TEST_POSTGRESQL}")
if(NOT server)
    message(FATAL_ERROR "ATHANOR_TEST_POSTGRESQL is not set: this test needs a PostgreSQL server, run it through ./dev test")
endif()
string(REGEX REPLACE "/postgres[?]" "/package_${WAY}?" database "${server}")
run(ok text psql -X -d "${server}" -c "DROP DATABASE IF EXISTS package_${WAY}" -c "CREATE DATABASE package_${WAY}")
run(ok text "${WORK}/build/notes" "${database}")
want("${text}" "kept")
run(ok text psql -X -d "${database}" -Atc "SELECT text FROM note WHERE id = 7")
want("${text}" "kept")
run(ok text "${WORK}/build/notes-db" --url "${database}" check)
run(ok text psql -X -d "${server}" -c "DROP DATABASE package_${WAY}")

run(ok text ${CMAKE_COMMAND} --build build)
want("${text}" "no work to do")
