// The structures that the runtime is given as constants, filled in by the
// names that their fields have in C (runtime/contract/given.def). A field that
// is missing or of a smaller type does not compile.
#ifndef WASM2MPY_CODEGEN_ABI_GIVEN_H_
#define WASM2MPY_CODEGEN_ABI_GIVEN_H_

#include <array>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <vector>

#include <llvm/IR/Constants.h>

#include "codegen/context.h"
#include "contract/constants.h"

namespace wasm2mpy::codegen {

// The value of a field: there is no default, and nothing is narrowed.
template <class T>
struct Given {
  template <std::convertible_to<T> U>
  constexpr Given(U given) : value{given} {}
  T value;
};

namespace abi {

// What it refers to; null: nothing.
using rt_rel = llvm::Constant*;

#define RT_STRUCT(name) struct name {
#define RT_FIELD(type, name) Given<type> name;
#define RT_ARRAY(type, name, count) Given<std::array<type, count>> name;
#define RT_TAIL(type, name) Given<std::string_view> name;
#define RT_END(name) \
  }                  \
  ;
#include "../../../runtime/contract/given.def"
#undef RT_STRUCT
#undef RT_FIELD
#undef RT_ARRAY
#undef RT_TAIL
#undef RT_END

// Calls `field` with the value of each, in their order.
#define RT_STRUCT(name)  \
  template <class Field> \
  void for_each_field(const name& given, Field&& field) {
#define RT_FIELD(type, name) field(given.name.value);
#define RT_ARRAY(type, name, count) field(given.name.value);
#define RT_TAIL(type, name) field(given.name.value);
#define RT_END(name) }
#include "../../../runtime/contract/given.def"
#undef RT_STRUCT
#undef RT_FIELD
#undef RT_ARRAY
#undef RT_TAIL
#undef RT_END

}  // namespace abi

// Makes a constant of structures, which are given one after the other.
class GivenConstant {
 public:
  explicit GivenConstant(Context& context) : context_(context) {}

  template <class Struct>
  void add(const Struct& given) {
    structs_.emplace_back();
    abi::for_each_field(given, [&](const auto& value) { add_field(value); });
  }
  // An external constant of one structure, or an array of all.
  llvm::GlobalVariable* define(llvm::StringRef name);
  llvm::GlobalVariable* define_array(llvm::StringRef name);

 private:
  struct Field {
    llvm::Constant* value;
    bool is_reference = false;  // of `value`, which may be null
  };

  template <std::unsigned_integral T>
  void add_field(T value) {
    add_constant(llvm::ConstantInt::get(
        llvm::IntegerType::get(context_.llvm, sizeof(T) * 8), value));
  }
  template <size_t kCount>
  void add_field(const std::array<uint8_t, kCount>& bytes) {
    add_constant(llvm::ConstantDataArray::get(context_.llvm,
                                              llvm::ArrayRef<uint8_t>(bytes)));
  }
  void add_field(std::string_view bytes) {
    add_constant(
        llvm::ConstantDataArray::getString(context_.llvm, bytes, false));
  }
  void add_field(abi::rt_rel target) {
    structs_.back().push_back({target, true});
  }
  void add_constant(llvm::Constant* value) {
    structs_.back().push_back({value});
  }
  llvm::StructType* type_of(const std::vector<Field>& fields) const;
  llvm::Constant* value_of(const std::vector<Field>& fields,
                           llvm::GlobalVariable* variable,
                           uint64_t start) const;
  llvm::GlobalVariable* declare(llvm::StringRef name, llvm::Type* type) const;

  Context& context_;
  std::vector<std::vector<Field>> structs_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_GIVEN_H_
