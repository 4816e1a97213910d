#include "wasm/subtyping.h"

#include <algorithm>

#include "wasm/heap_type.h"

namespace wasm2mpy::wasm {
namespace {

class GroupKey {
 public:
  GroupKey(uint32_t start, const TypeKey& earlier)
      : start_(start), earlier_(earlier) {}

  void add(const SubType& type) {
    byte(type.composite);
    byte(type.is_final);
    number(uint32_t(type.supertypes.size()));
    for (uint32_t supertype : type.supertypes) type_index(supertype);
    values(type.func.params);
    values(type.func.results);
    number(uint32_t(type.fields.size()));
    for (const FieldType& field : type.fields) {
      byte(field.is_mutable);
      value(field.type);
    }
  }

  std::string take() { return std::move(key_); }

 private:
  void byte(uint8_t value) { key_ += char(value); }
  void number(uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) {
      byte(uint8_t(value >> shift));
    }
  }
  void type_index(uint32_t index) {
    bool inside = index >= start_;
    byte(inside);
    if (inside) {
      number(index - start_);
    } else {
      key_ += earlier_(index);
    }
  }
  void value(ValType type) {
    byte(type.kind());
    if (!type.is_ref()) return;
    byte(type.nullable());
    byte(type.heap().is_index());
    if (type.heap().is_index()) {
      type_index(type.heap().type_index());
    } else {
      number(type.heap().abstract());
    }
  }
  void values(const std::vector<ValType>& types) {
    number(uint32_t(types.size()));
    for (ValType type : types) value(type);
  }

  uint32_t start_;
  const TypeKey& earlier_;
  std::string key_;
};

HeapType::Abstract top_of(HeapType::Abstract type) {
  const HeapTypeInfo* info = find_heap_type(type);
  return info ? info->top : HeapType::kAny;
}

bool is_bottom_of_hierarchy(HeapType::Abstract type) {
  const HeapTypeInfo* info = find_heap_type(type);
  return info && info->rank == HeapRank::kBottom;
}

HeapType::Abstract abstract_of(SubType::Composite composite) {
  switch (composite) {
    case SubType::kFunc:
      return HeapType::kFunc;
    case SubType::kStruct:
      return HeapType::kStruct;
    case SubType::kArray:
      return HeapType::kArray;
  }
  return HeapType::kFunc;
}

bool abstract_is_subtype(HeapType::Abstract a, HeapType::Abstract b) {
  if (a == b || a == HeapType::kBottom) return true;
  if (b == HeapType::kBottom || top_of(a) != top_of(b)) return false;
  if (is_bottom_of_hierarchy(a) || b == top_of(b)) return true;
  // Left: any > eq > {i31, struct, array}.
  return b == HeapType::kEq && a != HeapType::kAny;
}

bool index_is_subtype(const std::vector<SubType>& types, uint32_t a,
                      uint32_t b) {
  uint32_t wanted = types[b].canonical;
  for (uint32_t depth = 0; depth <= kMaxSubtypeDepth; ++depth) {
    if (types[a].canonical == wanted) return true;
    if (types[a].supertypes.empty()) return false;
    a = types[a].supertypes[0];
  }
  return false;
}

bool field_matches(const std::vector<SubType>& types, const FieldType& a,
                   const FieldType& b) {
  if (a.is_mutable != b.is_mutable) return false;
  if (a.is_mutable) return is_equivalent(types, a.type, b.type);
  return is_subtype(types, a.type, b.type);
}

bool lists_match(const std::vector<SubType>& types,
                 const std::vector<ValType>& a, const std::vector<ValType>& b) {
  return std::ranges::equal(a, b, [&](ValType one, ValType other) {
    return is_subtype(types, one, other);
  });
}

}  // namespace

std::string group_key(std::span<const SubType> group, uint32_t start,
                      const TypeKey& earlier) {
  GroupKey key(start, earlier);
  for (const SubType& type : group) key.add(type);
  return key.take();
}

void TypeCanonicalizer::add_group(std::vector<SubType>& types, uint32_t start,
                                  uint32_t size) {
  std::string key = group_key(
      std::span(types).subspan(start, size), start, [&](uint32_t index) {
        uint32_t canonical = types[index].canonical;
        return std::string(reinterpret_cast<const char*>(&canonical),
                           sizeof canonical);
      });
  uint32_t first = groups_.try_emplace(std::move(key), start).first->second;
  for (uint32_t i = 0; i < size; ++i) types[start + i].canonical = first + i;
}

bool is_subtype(const std::vector<SubType>& types, HeapType a, HeapType b) {
  if (a == b) return true;
  if (a.is_index() && b.is_index()) {
    return index_is_subtype(types, a.type_index(), b.type_index());
  }
  if (a.is_index()) {
    return abstract_is_subtype(abstract_of(types[a.type_index()].composite),
                               b.abstract());
  }
  if (b.is_index()) {
    if (a.abstract() == HeapType::kBottom) return true;
    HeapType::Abstract kind = abstract_of(types[b.type_index()].composite);
    return is_bottom_of_hierarchy(a.abstract()) &&
           top_of(a.abstract()) == top_of(kind);
  }
  return abstract_is_subtype(a.abstract(), b.abstract());
}

bool is_subtype(const std::vector<SubType>& types, ValType a, ValType b) {
  if (a == b || a.kind() == ValType::kBottom) return true;
  if (!a.is_ref() || !b.is_ref()) return false;
  if (a.nullable() && !b.nullable()) return false;
  return is_subtype(types, a.heap(), b.heap());
}

HeapType::Abstract top_of(const std::vector<SubType>& types, HeapType type) {
  return top_of(type.is_index()
                    ? abstract_of(types[type.type_index()].composite)
                    : type.abstract());
}

bool is_bottom(HeapType type) {
  return !type.is_index() && is_bottom_of_hierarchy(type.abstract());
}

bool refers_to_objects(const std::vector<SubType>& types, ValType type) {
  return type.is_ref() && top_of(types, type.heap()) == HeapType::kAny;
}

bool refers_to_functions(const std::vector<SubType>& types, ValType type) {
  return type.is_ref() && top_of(types, type.heap()) == HeapType::kFunc;
}

bool is_equivalent(const std::vector<SubType>& types, HeapType a, HeapType b) {
  if (a == b) return true;
  return a.is_index() && b.is_index() &&
         types[a.type_index()].canonical == types[b.type_index()].canonical;
}

bool is_equivalent(const std::vector<SubType>& types, ValType a, ValType b) {
  if (a == b) return true;
  return a.is_ref() && b.is_ref() && a.nullable() == b.nullable() &&
         is_equivalent(types, a.heap(), b.heap());
}

bool composite_matches(const std::vector<SubType>& types, const SubType& a,
                       const SubType& b) {
  if (a.composite != b.composite) return false;
  switch (a.composite) {
    case SubType::kFunc:
      return lists_match(types, b.func.params, a.func.params) &&
             lists_match(types, a.func.results, b.func.results);
    case SubType::kStruct:
    case SubType::kArray:
      // A structure may add fields at its end; an array has one field.
      if (a.fields.size() < b.fields.size()) return false;
      for (size_t i = 0; i < b.fields.size(); ++i) {
        if (!field_matches(types, a.fields[i], b.fields[i])) return false;
      }
      return true;
  }
  return false;
}

}  // namespace wasm2mpy::wasm
