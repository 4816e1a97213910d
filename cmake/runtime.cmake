# Compiles runtime/*.c to LLVM bitcode for every target and embeds it in the
# tool, as C++ arrays (src/target/runtime_bitcode.h).

# One row per architecture: its MicroPython name, clang's target triple, and
# flags for that target only.
#
# Before version 21 clang has no front end for Xtensa, and the runtime needs
# little of one: sizes, alignments and signs of types are those of RISC-V's
# ilp32, and the tool gives the bitcode its own data layout (link_runtime). No
# function of C's side takes or gives a structure by value. RT_DATA_APART: see
# rt.h.
set(WASM2MPY_RUNTIME_TARGETS
  "x86       | i686-unknown-linux    | -fPIC -msse2 -mfpmath=sse"
  "x64       | x86_64-unknown-linux  | -fPIC"
  "armv6m    | thumbv6m-none-eabi    | -fPIC -mfloat-abi=soft"
  "armv7m    | thumbv7m-none-eabi    | -fPIC -mfloat-abi=soft"
  "armv7emsp | thumbv7em-none-eabihf | -fPIC -mcpu=cortex-m4 -mfloat-abi=hard"
  "armv7emdp | thumbv7em-none-eabihf | -fPIC -mcpu=cortex-m7 -mfloat-abi=hard"
  "xtensa    | riscv32-unknown-elf   | -march=rv32im -mabi=ilp32 -mno-relax -U__riscv -D__xtensa__=1 -D__XTENSA_CALL0_ABI__=1 -DRT_DATA_APART=1"
  "xtensawin | riscv32-unknown-elf   | -march=rv32im -mabi=ilp32 -mno-relax -U__riscv -D__xtensa__=1 -D__XTENSA_WINDOWED_ABI__=1 -DRT_DATA_APART=1"
  "rv32imc   | riscv32-unknown-elf   | -fPIC -march=rv32imc -mabi=ilp32"
  "rv64imc   | riscv64-unknown-elf   | -fPIC -march=rv64imc -mabi=lp64"
)

# For all targets. The tool optimises once more, with the module.
set(WASM2MPY_RUNTIME_FLAGS
  -std=c23 -Oz -ffreestanding -fno-builtin -nostdlibinc
  -fvisibility=hidden -fno-stack-protector -fno-exceptions
  -fno-unwind-tables -fno-asynchronous-unwind-tables
  -fno-ident
  -Wall -Wextra
)

# Bitcode of a newer clang could not be read by LLVM 22.
find_program(WASM2MPY_RUNTIME_CLANG
  NAMES clang-22 clang-21 clang-20 clang-19
  HINTS ${LLVM_TOOLS_BINARY_DIR}
  DOC "clang, version 19 to 22, for the runtime's bitcode" REQUIRED)

set(runtime_dir ${CMAKE_CURRENT_BINARY_DIR}/runtime)
file(GLOB runtime_sources RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
  CONFIGURE_DEPENDS runtime/*.c runtime/host/*.c)
# Every header counts for every source: depfiles would hold paths relative to
# the source folder (see below), which ninja takes as relative to the build.
file(GLOB_RECURSE runtime_headers CONFIGURE_DEPENDS
  runtime/*.h runtime/*.inc runtime/*.def)
if(WASM2MPY_WERROR)
  list(APPEND WASM2MPY_RUNTIME_FLAGS -Werror)
endif()

set(runtime_bitcode)
set(runtime_files)
foreach(row IN LISTS WASM2MPY_RUNTIME_TARGETS)
  string(REGEX MATCH "^ *([^ |]+) *\\| *([^ |]+) *\\| *(.*)$" row "${row}")
  set(arch ${CMAKE_MATCH_1})
  set(triple ${CMAKE_MATCH_2})
  separate_arguments(arch_flags NATIVE_COMMAND "${CMAKE_MATCH_3}")
  file(MAKE_DIRECTORY ${runtime_dir}/${arch})
  foreach(source IN LISTS runtime_sources)
    # runtime/host/wasi.c: host_wasi
    string(REGEX REPLACE "^runtime/(.*)\\.c$" "\\1" name ${source})
    string(REPLACE "/" "_" name ${name})
    set(output ${runtime_dir}/${arch}/${name}.bc)
    # Relative source paths: the bitcode names its source file, and must not
    # depend on where the checkout is.
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${WASM2MPY_RUNTIME_CLANG} --target=${triple}
        ${WASM2MPY_RUNTIME_FLAGS} ${arch_flags} -emit-llvm -c ${source}
        -o ${output}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${runtime_headers}
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
      COMMENT "Compiling ${source} for ${arch}"
      VERBATIM)
    list(APPEND runtime_bitcode ${output})
    list(APPEND runtime_files ${arch}/${name})
  endforeach()
endforeach()

set(runtime_embedded ${runtime_dir}/runtime_bitcode.cc)
string(REPLACE ";" "," runtime_files_argument "${runtime_files}")
add_custom_command(
  OUTPUT ${runtime_embedded}
  COMMAND ${CMAKE_COMMAND} -DDIR=${runtime_dir} -DOUTPUT=${runtime_embedded}
    -DFILES=${runtime_files_argument} -DSUFFIX=bc -DTYPE=RuntimeBitcode
    -DVARIABLE=kRuntimeBitcode -DHEADER=target/runtime_bitcode.h
    -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${runtime_bitcode} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed.cmake
  COMMENT "Embedding the runtime's bitcode"
  VERBATIM)
