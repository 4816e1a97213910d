# Toolchain: clang and lld of this system, libraries of the private sysroot
# that tools/setup makes. CMakeLists.txt selects it when the sysroot is there;
# tools/aarch64 for another computer, WASM2MPY_TRIPLE.

# try_compile projects read this file again, without our cache.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES
  WASM2MPY_SYSROOT WASM2MPY_TRIPLE)

if(NOT WASM2MPY_SYSROOT)
  message(FATAL_ERROR "set WASM2MPY_SYSROOT to the sysroot of tools/setup")
endif()
set(CMAKE_SYSROOT "${WASM2MPY_SYSROOT}")

find_program(CMAKE_C_COMPILER
  NAMES clang-22 clang-21 clang-20 clang-19 REQUIRED)
find_program(CMAKE_CXX_COMPILER
  NAMES clang++-22 clang++-21 clang++-20 clang++-19 REQUIRED)

if(WASM2MPY_TRIPLE)
  set(CMAKE_SYSTEM_NAME Linux)
  string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR ${WASM2MPY_TRIPLE})
  set(CMAKE_C_COMPILER_TARGET ${WASM2MPY_TRIPLE})
  set(CMAKE_CXX_COMPILER_TARGET ${WASM2MPY_TRIPLE})
  # GNU's own know one machine only.
  find_program(CMAKE_AR ${WASM2MPY_TRIPLE}-ar REQUIRED)
  find_program(CMAKE_RANLIB ${WASM2MPY_TRIPLE}-ranlib REQUIRED)
  find_program(CMAKE_OBJCOPY ${WASM2MPY_TRIPLE}-objcopy REQUIRED)
endif()

# Without it clang would take the headers of the system's newest GCC.
file(GLOB WASM2MPY_GCC_DIR "${WASM2MPY_SYSROOT}/usr/lib/gcc/*/14")
set(CMAKE_C_FLAGS_INIT "--gcc-install-dir=${WASM2MPY_GCC_DIR}")
set(CMAKE_CXX_FLAGS_INIT "--gcc-install-dir=${WASM2MPY_GCC_DIR}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld")

set(CMAKE_FIND_ROOT_PATH "${WASM2MPY_SYSROOT}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
