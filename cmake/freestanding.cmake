# C for the boards: which clang and flags compile it for an architecture.
# runtime.cmake and libgcc.cmake use this.

include(cmake/embed_files.cmake)

# One row per architecture: its MicroPython name, clang's target triple, and
# flags for that target only.
#
# Before version 21 clang has no front end for Xtensa, and the runtime needs
# little of one: sizes, alignments and signs of types are those of RISC-V's
# ilp32, and the tool gives the bitcode its own data layout (link_runtime). No
# function of C's side takes or gives a structure by value. RT_DATA_APART and
# RT_ON_PC: see rt.h.
set(WASM2MPY_RUNTIME_TARGETS
  "x86       | i686-unknown-linux    | -fPIC -msse2 -mfpmath=sse -DRT_ON_PC=1"
  "x64       | x86_64-unknown-linux  | -fPIC -DRT_ON_PC=1"
  "armv6m    | thumbv6m-none-eabi    | -fPIC -mfloat-abi=soft"
  "armv7m    | thumbv7m-none-eabi    | -fPIC -mfloat-abi=soft"
  "armv7emsp | thumbv7em-none-eabihf | -fPIC -mcpu=cortex-m4 -mfloat-abi=hard"
  "armv7emdp | thumbv7em-none-eabihf | -fPIC -mcpu=cortex-m7 -mfloat-abi=hard"
  "xtensa    | riscv32-unknown-elf   | -march=rv32im -mabi=ilp32 -mno-relax -U__riscv -D__xtensa__=1 -D__XTENSA_CALL0_ABI__=1 -DRT_DATA_APART=1"
  "xtensawin | riscv32-unknown-elf   | -march=rv32im -mabi=ilp32 -mno-relax -U__riscv -D__xtensa__=1 -D__XTENSA_WINDOWED_ABI__=1 -DRT_DATA_APART=1"
  "rv32imc   | riscv32-unknown-elf   | -fPIC -march=rv32imc -mabi=ilp32"
  "rv64imc   | riscv64-unknown-elf   | -fPIC -march=rv64imc -mabi=lp64 -DRT_ON_PC=1"
)

# For all targets. The tool optimises once more, with the module.
set(WASM2MPY_RUNTIME_FLAGS
  -std=c23 -Oz -ffreestanding -fno-builtin -nostdlibinc
  -fvisibility=hidden -fno-stack-protector -fno-exceptions
  -fno-unwind-tables -fno-asynchronous-unwind-tables
  -fno-ident -fomit-frame-pointer
  -Wall -Wextra
)

# Bitcode of a newer clang could not be read by LLVM 22.
find_program(WASM2MPY_RUNTIME_CLANG
  NAMES clang-22 clang-21 clang-20 clang-19
  HINTS ${LLVM_TOOLS_BINARY_DIR}
  DOC "clang, version 19 to 22, for the runtime's bitcode" REQUIRED)

if(WASM2MPY_WERROR)
  list(APPEND WASM2MPY_RUNTIME_FLAGS -Werror)
endif()

# The architectures of the table.
set(WASM2MPY_RUNTIME_ARCHS)
foreach(row IN LISTS WASM2MPY_RUNTIME_TARGETS)
  string(REGEX MATCH "^ *([^ |]+)" arch "${row}")
  list(APPEND WASM2MPY_RUNTIME_ARCHS ${CMAKE_MATCH_1})
endforeach()

# Compiles SOURCE (relative to the project, because bitcode names its source
# file and must not depend on where the checkout is) to OUTPUT for ARCH, with
# more FLAGS. Every file of HEADERS counts: depfiles would hold paths relative to
# the source folder, which ninja takes as relative to the build.
function(compile_freestanding arch source output)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "FLAGS;HEADERS")
  foreach(row IN LISTS WASM2MPY_RUNTIME_TARGETS)
    string(REGEX MATCH "^ *([^ |]+) *\\| *([^ |]+) *\\| *(.*)$" row "${row}")
    if(CMAKE_MATCH_1 STREQUAL arch)
      set(triple ${CMAKE_MATCH_2})
      separate_arguments(arch_flags NATIVE_COMMAND "${CMAKE_MATCH_3}")
    endif()
  endforeach()
  get_filename_component(folder ${output} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${WASM2MPY_RUNTIME_CLANG} --target=${triple}
      ${WASM2MPY_RUNTIME_FLAGS} ${arch_flags} ${arg_FLAGS} -c ${source}
      -o ${output}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${arg_HEADERS}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    COMMENT "Compiling ${source} for ${arch}"
    VERBATIM)
endfunction()
