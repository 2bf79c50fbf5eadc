# SPDX-License-Identifier: BSL-1.0
# Builds the small application the way WAY says: without a revision it must not build and must say why; with one it
# must build, make its table and keep a row.

function(run expected_result output)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result OUTPUT_VARIABLE text
                    ERROR_VARIABLE text)
    if((expected_result STREQUAL "ok" AND NOT result EQUAL 0) OR (expected_result STREQUAL "fails" AND result EQUAL 0))
        message(FATAL_ERROR "wanted: ${expected_result}, got exit code ${result} from: ${ARGN}\n${text}")
    endif()
    set(${output} "${text}" PARENT_SCOPE)
endfunction()
function(want text pattern)
    if(NOT text MATCHES "${pattern}")
        message(FATAL_ERROR "this should say '${pattern}':\n${text}")
    endif()
endfunction()

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
run(ok text ${CMAKE_COMMAND} --build build)
want("${text}" "no work to do")
