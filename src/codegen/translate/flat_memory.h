// Memories that are one block of MicroPython's heap.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_FLAT_MEMORY_H_
#define WASM2MPY_CODEGEN_TRANSLATE_FLAT_MEMORY_H_

#include "codegen/translate/linear_memory.h"

namespace wasm2mpy::codegen {

class FlatMemory : public LinearMemory {
 public:
  using LinearMemory::LinearMemory;

  llvm::Value* load(const AccessKind& kind, llvm::Value* index,
                    uint64_t offset) override;
  void store(const AccessKind& kind, llvm::Value* index, uint64_t offset,
             llvm::Value* value) override;

 private:
  bool is_fixed() const { return context_.instance.memory_fixed[index_]; }
  llvm::Value* size() override;
  llvm::Value* base();
  // Traps if the access is out of bounds.
  llvm::Value* address(llvm::Value* index, uint64_t offset,
                       uint64_t access_size);
};

// One with as many bytes as the user says (--memory=SIZE). The module takes it
// for as large as it declares it.
class SizedMemory : public FlatMemory {
 public:
  using FlatMemory::FlatMemory;

  llvm::Value* size_in_pages() override;
  llvm::Value* grow(llvm::Value* delta) override;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_FLAT_MEMORY_H_
