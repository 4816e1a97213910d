# Sets `llvm_components`, what of LLVM the tool is linked with. As a script
# (cmake -P) it prints them, with spaces between, for tools/wasm.
#
# One component a line: what we call, and for each target what its code generator
# needs. AsmParser reads assembly text, for Xtensa; DebugInfoDWARF the source
# lines of a module.
set(llvm_targets X86 ARM RISCV Xtensa)
set(llvm_components
  Core Support Target TargetParser TransformUtils
  Analysis BitReader BitWriter IRReader AsmParser Linker
  ipo AggressiveInstCombine InstCombine ScalarOpts
  CodeGen CodeGenTypes SelectionDAG AsmPrinter GlobalISel
  MC MCParser MCDisassembler Object BinaryFormat
  DebugInfoDWARF DebugInfoDWARFLowLevel)
foreach(target IN LISTS llvm_targets)
  list(APPEND llvm_components ${target}CodeGen ${target}AsmParser
    ${target}Disassembler ${target}Desc ${target}Info)
endforeach()
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo ${llvm_components})
endif()
