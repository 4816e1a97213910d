// The functions of the runtime as generated code calls them: their types are
// those that C compiles (runtime/contract/calls.h), so a call of a function
// that is not there, or with too many or few arguments, does not compile.
#ifndef WASM2MPY_CODEGEN_ABI_RUNTIME_CALL_H_
#define WASM2MPY_CODEGEN_ABI_RUNTIME_CALL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace wasm2mpy::codegen {

// The declarations, never defined: only their types are looked at. A word of
// the target is a type of its own.
namespace abi {

enum class uintptr_t : uint64_t {};
struct rt_slot;
struct rt_type;
struct rt_func;
struct rt_import_func;
struct rt_instance;
struct rt_memory;
struct rt_table;
struct rt_tag;
struct rt_array;
struct rt_exception;

#include "../../../runtime/contract/calls.h"

}  // namespace abi

// A type of C on the target.
enum class CType : uint8_t { kVoid, kI32, kI64, kWord, kF32, kF64, kPointer };

template <class T>
consteval CType c_type() {
  if constexpr (std::is_pointer_v<T>) {
    return CType::kPointer;
  } else if constexpr (std::is_same_v<T, abi::uintptr_t>) {
    return CType::kWord;
  } else if constexpr (std::is_same_v<T, float>) {
    return CType::kF32;
  } else if constexpr (std::is_same_v<T, double>) {
    return CType::kF64;
  } else if constexpr (std::is_void_v<T>) {
    return CType::kVoid;
  } else {
    static_assert(std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8),
                  "smaller ones are widened, in a way that targets choose");
    return sizeof(T) == 4 ? CType::kI32 : CType::kI64;
  }
}

template <size_t kParams>
struct CSignature {
  CType result;
  std::array<CType, kParams> params;
};

template <class Result, class... Params>
consteval CSignature<sizeof...(Params)> signature_of(
    std::type_identity<Result(Params...)>) {
  return {c_type<Result>(), {c_type<Params>()...}};
}

// Of functions that are called by their address.
inline constexpr CSignature kEnterSignature =
    signature_of(std::type_identity<abi::rt_enter_function>());
inline constexpr CSignature kHostSignature =
    signature_of(std::type_identity<abi::rt_host_function>());

template <size_t kParams>
struct RuntimeFunction {
  const char* name;
  CSignature<kParams> signature;
};

// One of abi, by its name.
#define RT_FUNCTION(function)            \
  ::wasm2mpy::codegen::RuntimeFunction(  \
      #function,                         \
      ::wasm2mpy::codegen::signature_of( \
          std::type_identity<decltype(::wasm2mpy::codegen::abi::function)>()))

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_RUNTIME_CALL_H_
