# libwasm2mpy.a, which programs in C are linked with: the functions of
# include/wasm2mpy.h and all they need of LLVM, libwabt, zlib, zstd and the C++
# library, as one object. Nothing else of it can be seen, so that a program may
# have another LLVM or C++ library beside it. `make install` makes it.
#
# Of the C library it needs what the system's has, and that may be older than
# the one whose headers LLVM was compiled with.

set(WASM2MPY_LIBRARY ${CMAKE_BINARY_DIR}/libwasm2mpy.a)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(
  ${CMAKE_BINARY_DIR}/package/wasm2mpy-config-version.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
configure_file(cmake/package/wasm2mpy.pc.in
  ${CMAKE_BINARY_DIR}/package/wasm2mpy.pc @ONLY)

# lld collects no garbage with -r.
set(ld_bfd ld.bfd)
if(WASM2MPY_TRIPLE)
  set(ld_bfd ${WASM2MPY_TRIPLE}-ld.bfd)
endif()
find_program(WASM2MPY_LD_BFD NAMES ${ld_bfd} DOC "GNU ld, for libwasm2mpy.a")
mark_as_advanced(WASM2MPY_LD_BFD)
set(missing)
if(NOT WASM2MPY_STATIC)
  set(missing "the tool is not linked statically")
elseif(NOT WASM2MPY_LD_BFD)
  set(missing "GNU ld (ld.bfd) was not found")
elseif(NOT CMAKE_OBJCOPY)
  set(missing "objcopy was not found")
endif()
if(missing)
  add_custom_target(wasm2mpy_library
    COMMAND ${CMAKE_COMMAND} -E rm -f ${WASM2MPY_LIBRARY}
    COMMAND ${CMAKE_COMMAND} -E echo "libwasm2mpy.a is not made: ${missing}"
    VERBATIM)
  return()
endif()

# An executable to CMake, which so knows what is linked and in what order.
set(empty ${CMAKE_BINARY_DIR}/package/empty.cc)
if(NOT EXISTS ${empty})
  file(WRITE ${empty} "")
endif()
set(script ${CMAKE_CURRENT_SOURCE_DIR}/cmake/library.ld)
add_executable(wasm2mpy_whole EXCLUDE_FROM_ALL ${empty})
set_target_properties(wasm2mpy_whole PROPERTIES
  KEEPS_SYMBOLS ON
  NAMES_STDCXX ON
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/package
  OUTPUT_NAME whole SUFFIX .o
  LINK_DEPENDS ${script})
target_link_libraries(wasm2mpy_whole PRIVATE wasm2mpy_core)
# Without groups: those of a C++ program may have the same names.
target_link_options(wasm2mpy_whole PRIVATE -fuse-ld=bfd -r -nostdlib
  -Wl,--force-group-allocation,--build-id=none,-S,-T,${script})
set(header ${CMAKE_CURRENT_SOURCE_DIR}/include/wasm2mpy.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
file(READ ${header} text)
string(REGEX MATCHALL "wasm2mpy_[a-z0-9_]+\\(" functions "${text}")
list(REMOVE_DUPLICATES functions)
foreach(function IN LISTS functions)
  string(REPLACE "(" "" function ${function})
  target_link_options(wasm2mpy_whole PRIVATE -Wl,-u,${function})
endforeach()

# GNU_UNIQUE symbols stay global unless they are made weak before. The functions
# of C23 are in glibc from 2.38; the others differ in "0b1".
set(visible ${CMAKE_BINARY_DIR}/package/visible.o)
set(object ${CMAKE_BINARY_DIR}/package/wasm2mpy.o)
set(renamed)
foreach(function strtol strtoul strtoll strtoull)
  list(APPEND renamed --redefine-sym __isoc23_${function}=${function})
endforeach()
add_custom_command(
  OUTPUT ${WASM2MPY_LIBRARY}
  COMMAND ${CMAKE_OBJCOPY} -w "--weaken-symbol=_Z*" ${renamed} -R .comment
    $<TARGET_FILE:wasm2mpy_whole> ${visible}
  COMMAND ${CMAKE_OBJCOPY} -w "--keep-global-symbol=wasm2mpy_*"
    --strip-unneeded ${visible} ${object}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${WASM2MPY_LIBRARY} ${visible}
  COMMAND ${CMAKE_AR} qcsD ${WASM2MPY_LIBRARY} ${object}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${object}
  DEPENDS wasm2mpy_whole
  COMMENT "Making libwasm2mpy.a"
  VERBATIM)
add_custom_target(wasm2mpy_library DEPENDS ${WASM2MPY_LIBRARY})
