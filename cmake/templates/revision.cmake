# SPDX-License-Identifier: BSL-1.0
# <app>_revision: the message comes from the environment, because a build tool passes no arguments on.

if("$ENV{MESSAGE}" STREQUAL "")
    set(message "change models")
else()
    set(message "$ENV{MESSAGE}")
endif()
separate_arguments(more UNIX_COMMAND "$ENV{ARGS}") # ARGS="--rename users.name:full_name"
execute_process(COMMAND "${ATHANOR_DB}" revision --autogenerate -m "${message}" ${more} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ATHANOR_DB} revision ended with exit code ${result}. Decisions can be given as "
                        "ARGS=\"--rename users.name:full_name\" in the environment.")
endif()
