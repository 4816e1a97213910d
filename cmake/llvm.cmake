# Finds LLVM 22 and WABT; gives the targets wasm2mpy_llvm and wasm2mpy_wabt. The
# latter is empty without WASM2MPY_TEXT.

include(cmake/llvm_components.cmake)

# LLVM's own CMake files look for what its programs need. We use none of it.
foreach(package FFI LibEdit LibXml2 CURL httplib Z3)
  set(CMAKE_DISABLE_FIND_PACKAGE_${package} ON)
endforeach()
# All releases of LLVM 22 are 22.1.x, and LLVM accepts no shorter version.
find_package(LLVM 22.1 CONFIG QUIET)
if(NOT LLVM_FOUND)
  message(FATAL_ERROR
    "LLVM 22 not found. Run tools/setup, which puts it into build/deps, or "
    "install LLVM 22's development package, or set LLVM_DIR.")
endif()
foreach(target IN LISTS llvm_targets)
  if(NOT target IN_LIST LLVM_TARGETS_TO_BUILD)
    message(FATAL_ERROR "LLVM in ${LLVM_DIR} was built without ${target}")
  endif()
endforeach()

add_library(wasm2mpy_llvm INTERFACE)
target_include_directories(wasm2mpy_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(wasm2mpy_llvm INTERFACE ${definitions})
if(NOT LLVM_ENABLE_RTTI)  # Debian's has RTTI
  target_compile_options(wasm2mpy_llvm INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()

if(TARGET LLVMXtensaCodeGen)
  llvm_map_components_to_libnames(libraries ${llvm_components})
  target_link_libraries(wasm2mpy_llvm INTERFACE ${libraries})

  # Debian's export names shared libraries by absolute path (libz3) and the
  # shared zstd. Name what is really used, in the kind that we link. Compilers
  # name libm on their own, and libwasm2mpy.a is made without it.
  set(system_libraries)
  set(names)
  if(LLVM_ENABLE_ZLIB)
    list(APPEND names z)
  endif()
  if(LLVM_ENABLE_ZSTD)
    list(APPEND names zstd)
  endif()
  foreach(name IN LISTS names)
    if(WASM2MPY_STATIC)
      find_library(WASM2MPY_LIB_${name} lib${name}.a REQUIRED)
    else()
      find_library(WASM2MPY_LIB_${name} ${name} REQUIRED)
    endif()
    mark_as_advanced(WASM2MPY_LIB_${name})
    list(APPEND system_libraries "${WASM2MPY_LIB_${name}}")
  endforeach()
  # For a target with NAMES_STDCXX, whose linking does not end with the C++
  # library on its own: all of the others come before this one's.
  list(APPEND system_libraries
    $<$<BOOL:$<TARGET_PROPERTY:NAMES_STDCXX>>:stdc++>)
  set_target_properties(LLVMSupport PROPERTIES INTERFACE_LINK_LIBRARIES
    "LLVMDemangle;${system_libraries}")
  set(WASM2MPY_LLVM_KIND "static archives")
else()
  if(WASM2MPY_STATIC)
    message(FATAL_ERROR "WASM2MPY_STATIC needs LLVM's static archives, and "
      "${LLVM_DIR} has only the shared library")
  endif()
  target_link_libraries(wasm2mpy_llvm INTERFACE LLVM)
  set(WASM2MPY_LLVM_KIND "shared library")
endif()
message(STATUS
  "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR} (${WASM2MPY_LLVM_KIND})")

add_library(wasm2mpy_wabt INTERFACE)
if(NOT WASM2MPY_TEXT)
  return()
endif()
# Not find_package(wabt): Debian's asks for OpenSSL, which only wasm2c uses.
find_path(WABT_INCLUDE_DIR wabt/wast-parser.h)
find_library(WABT_LIBRARY wabt)
if(NOT WABT_INCLUDE_DIR OR NOT WABT_LIBRARY)
  message(FATAL_ERROR "WABT not found. Run tools/setup, or install the package "
    "that has libwabt and wabt/wast-parser.h (Debian: wabt), or set "
    "WABT_INCLUDE_DIR and WABT_LIBRARY.")
endif()
target_include_directories(wasm2mpy_wabt SYSTEM INTERFACE ${WABT_INCLUDE_DIR})
target_link_libraries(wasm2mpy_wabt INTERFACE ${WABT_LIBRARY})
