# LLVM with tables that are shorter than those it generates (llvm_tables.py): 4.8 MB
# less in the core for all.

set(llvm_tables_script ${CMAKE_CURRENT_LIST_DIR}/llvm_tables.py)
cmake_path(SET llvm_tables_targets NORMALIZE
  ${CMAKE_CURRENT_LIST_DIR}/../src/target/target.cc)

# Compiles lib/Target/TARGET/SOURCE with the short one of the tables NAME of TARGET.
function(shorten_table target library source name)
  set(folder ${CMAKE_BINARY_DIR}/lib/Target/${target})
  file(MAKE_DIRECTORY ${folder}/short)
  add_custom_command(OUTPUT ${folder}/short/${name}
    COMMAND python3 ${llvm_tables_script} ${folder}/${name} ${folder}/short/${name}
      ${llvm_tables_targets}
    DEPENDS ${folder}/${name} ${llvm_tables_script} ${llvm_tables_targets}
    VERBATIM)
  add_custom_target(short_${name} DEPENDS ${folder}/short/${name})
  add_dependencies(short_${name} ${target}CommonTableGen)
  add_dependencies(${library} short_${name})
  # It is found before the other one.
  set_property(SOURCE ${LLVM_MAIN_SRC_DIR}/lib/Target/${target}/${source}
    TARGET_DIRECTORY ${library} APPEND PROPERTY INCLUDE_DIRECTORIES ${folder}/short)
endfunction()

function(shorten_tables)
  foreach(target IN ITEMS X86 ARM RISCV)
    shorten_table(${target} LLVM${target}Desc
      MCTargetDesc/${target}MCTargetDesc.cpp ${target}GenSubtargetInfo.inc)
  endforeach()
  shorten_table(RISCV LLVMRISCVDesc
    MCTargetDesc/RISCVMCTargetDesc.cpp RISCVGenInstrInfo.inc)
  shorten_table(RISCV LLVMRISCVCodeGen RISCVISelDAGToDAG.cpp RISCVGenDAGISel.inc)
endfunction()

# When all libraries are there.
cmake_language(DEFER CALL shorten_tables)
