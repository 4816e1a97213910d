// Type equivalence and subtyping (specification 3.0, "Validation / Matching").
//
// Two defined types are equivalent when their recursion groups are equal after
// every reference into the own group is replaced by its place in the group
// (iso-recursive types). The canonicalizer gives equal groups equal canonical
// indices as they are read, so that later questions cost one comparison, or
// for subtyping a walk up at most kMaxSubtypeDepth supertypes.
#ifndef WASM2MPY_WASM_SUBTYPING_H_
#define WASM2MPY_WASM_SUBTYPING_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasm/types.h"

namespace wasm2mpy::wasm {

// As in other engines (WebAssembly JavaScript Interface, "Implementation
// limits").
inline constexpr uint32_t kMaxSubtypeDepth = 63;

// What stands for a type in bytes; all keys have one size, or none is the
// beginning of another.
using TypeKey = std::function<std::string(uint32_t type_index)>;

// A recursion group, which begins with type `start`, as bytes: two groups are
// equivalent exactly when theirs are equal. `earlier` makes the keys of types
// of earlier groups.
std::string group_key(std::span<const SubType> group, uint32_t start,
                      const TypeKey& earlier);

class TypeCanonicalizer {
 public:
  // Sets SubType::canonical for a recursion group. All earlier groups are done
  // and no type of the group refers to an index beyond it.
  void add_group(std::vector<SubType>& types, uint32_t start, uint32_t size);

 private:
  // From the serialised group to the index of its first type.
  std::unordered_map<std::string, uint32_t> groups_;
};

// Whether a value of type `a` may stand where one of type `b` is expected.
bool is_subtype(const std::vector<SubType>& types, HeapType a, HeapType b);
bool is_subtype(const std::vector<SubType>& types, ValType a, ValType b);

bool is_equivalent(const std::vector<SubType>& types, HeapType a, HeapType b);
bool is_equivalent(const std::vector<SubType>& types, ValType a, ValType b);

// The top of the hierarchy that a heap type belongs to: any, func, extern, exn.
HeapType::Abstract top_of(const std::vector<SubType>& types, HeapType type);

// none, nofunc, noextern, noexn: what only null is a reference to.
bool is_bottom(HeapType type);
// Whether it is a reference to what the collector has: any and below.
bool refers_to_objects(const std::vector<SubType>& types, ValType type);
// Whether it is a reference to functions, or nofunc.
bool refers_to_functions(const std::vector<SubType>& types, ValType type);

// Whether the structure of `a` may declare `b` as its supertype.
bool composite_matches(const std::vector<SubType>& types, const SubType& a,
                       const SubType& b);

}  // namespace wasm2mpy::wasm

#endif  // WASM2MPY_WASM_SUBTYPING_H_
