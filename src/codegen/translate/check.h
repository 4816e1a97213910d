// The checks that the translator makes, as the passes over LLVM's IR see them:
// a comparison and a branch to a block that traps.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_CHECK_H_
#define WASM2MPY_CODEGEN_TRANSLATE_CHECK_H_

#include <cstdint>
#include <optional>

#include <llvm/ADT/APInt.h>
#include <llvm/IR/BasicBlock.h>
#include <llvm/IR/Instructions.h>

namespace wasm2mpy::codegen {

enum class CheckKind : uint8_t {
  kBounds,     // of linear memory
  kAlignment,  // of an access to linear memory
  kOther,
};

// A conditional branch of which one way traps.
struct Check {
  CheckKind kind;
  llvm::BasicBlock* trap;
  llvm::BasicBlock* pass;
};

// Of a function that traps. Those that are not marked are none.
void mark_trap(llvm::Function& function, CheckKind kind);
// What kind of trap a block is that does nothing but trap.
std::optional<CheckKind> trap_of(const llvm::BasicBlock& block);
// Whether the traps of two checks look the same, function named included.
bool same_trap(const Check& a, const Check& b);
std::optional<Check> check_of(const llvm::BranchInst& branch);
// Has the check pass always. The branch stays.
void remove_check(llvm::BranchInst& branch, const Check& check);

// What a comparison says about a number without sign.
struct Constraint {
  llvm::Value* value;
  bool is_alignment;
  // The low bits that are zero; or the greatest value, and if there is a size,
  // by how much that is less than the size.
  llvm::APInt limit;
  // Of a memory that may grow: what mark_memory_size marked. It is at least
  // `limit`.
  llvm::LoadInst* size = nullptr;
};

// Marks the load of a memory's size, in bytes, which is never less than `least`
// (not 0) and never shrinks.
void mark_memory_size(llvm::LoadInst& load, const llvm::APInt& least);
// Of such a load: the least size.
std::optional<llvm::APInt> least_memory_size(const llvm::Value& value);

// What holds when `condition` is `outcome`.
std::optional<Constraint> constraint_of(llvm::Value* condition, bool outcome);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_CHECK_H_
