# SPDX-License-Identifier: BSL-1.0
# What is found and said where there is no libpq, or athanor was built without PostgreSQL, which its generator can be.

include("${CMAKE_CURRENT_LIST_DIR}/run_and_want.cmake")
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
set(settings -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -g1"
             -DCMAKE_CXX_STANDARD=20)
set(ENV{CCACHE_NOHASHDIR} 1)
find_program(ccache ccache)
if(ccache)
    list(APPEND settings -DCMAKE_CXX_COMPILER_LAUNCHER=${ccache})
endif()
set(hidden -DATHANOR_LIBPQ_INCLUDE_DIR= -DATHANOR_LIBPQ_LIBRARY=) # found already, as nothing

# find(RESULT PREFIX SETTINGS...): find_package in a project of its own; what it says.
function(find output prefix)
    file(REMOVE_RECURSE "${WORK}/find")
    run(ok text ${CMAKE_COMMAND} -S "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/components" -B find ${settings}
        "-DCMAKE_PREFIX_PATH=${prefix}" ${ARGN})
    set(${output} "${text}" PARENT_SCOPE)
endfunction()

# ---- an athanor with PostgreSQL ------------------------------------------------------------------------------

find(text "${PREFIX}" -DASK=postgresql)
want("${text}" "athanor: 1.*has sqlite.*has postgresql.*has codegen")
find(text "${PREFIX}")
want("${text}" "athanor: 1.*has sqlite.*has postgresql.*has codegen")
find(text "${PREFIX}" -DASK=oracle)
want("${text}" "athanor: 0")

find(text "${PREFIX}" ${hidden})
want("${text}" "no athanor::postgresql: libpq and its header.*libpq-dev.*athanor: 1.*has sqlite")
refuse("${text}" "has postgresql|has codegen")
find(text "${PREFIX}" ${hidden} -DASK=sqlite)
want("${text}" "athanor: 1.*has sqlite")
refuse("${text}" "libpq")
find(text "${PREFIX}" ${hidden} "-DASK=sqlite postgresql")
want("${text}" "no athanor::postgresql: libpq and its header.*libpq-dev.*athanor: 0")
run(fails text ${CMAKE_COMMAND} -S "${CMAKE_CURRENT_LIST_DIR}/components" -B find -DMIGRATIONS=ON -DASK=sqlite)
want("${text}" "there is no generator.*libpq-dev")

# ---- athanor itself ------------------------------------------------------------------------------------------

set(library -DATHANOR_BUILD_TESTS=OFF -DATHANOR_BUILD_EXAMPLES=OFF)
run(fails text ${CMAKE_COMMAND} -S "${ATHANOR}" -B refused ${settings} ${library} ${hidden})
want("${text}" "libpq-dev.*-DATHANOR_POSTGRESQL=OFF")

run(ok text ${CMAKE_COMMAND} -S "${ATHANOR}" -B without ${settings} ${library} ${hidden} -DATHANOR_POSTGRESQL=OFF)
run(ok text ${CMAKE_COMMAND} --build without -j 2)
run(ok text ${CMAKE_COMMAND} --install without --prefix "${WORK}/prefix")
find(text "${WORK}/prefix" ${hidden})
want("${text}" "no athanor::postgresql: it was installed with ATHANOR_POSTGRESQL=OFF.*athanor: 1.*has sqlite.*has codegen")
refuse("${text}" "has postgresql")
