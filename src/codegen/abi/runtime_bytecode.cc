#include "codegen/abi/runtime_bytecode.h"

#include "mpy/bytecode.h"

namespace wasm2mpy::codegen {

// In Python:
//
//   def find(source, name, missing):
//       import builtins
//       if source is not missing:
//           if builtins.isinstance(source, builtins.dict):
//               return source[name] if name in source else missing
//           return builtins.getattr(source, name, missing)
//       try:
//           return builtins.__import__(name, None, None, True)
//       except builtins.ImportError as error:
//           text = builtins.str(error)
//           if text != "module not found" and not (
//                   text.startswith("no module named '") and
//                   (name + ".").startswith(text[17:-1] + ".")):
//               raise
//       return missing
//
// Names of builtins are looked up in that module, because the globals are the
// user's: an export can be called `dict`. True as the names of an import asks
// for the last part of a.b.c. An ImportError that comes from an import inside
// of the module names another one; the one of a package that is missing names
// the first part of the name.
std::string make_finder(const QstrNumber& qstr) {
  using enum mpy::Op;
  constexpr mpy::Op kSource = kLoadFast;
  constexpr mpy::Op kName = kLoadFast + 1;
  constexpr mpy::Op kMissing = kLoadFast + 2;
  constexpr mpy::Op kBuiltins = kLoadFast + 3;
  constexpr mpy::Op kText = kLoadFast + 4;
  constexpr mpy::Op kStoreText = kStoreFast + 4;
  const std::string verbose = "no module named '";
  mpy::Bytecode code(qstr, 11, 1, 3);

  code.add({kLoadSmallInt, kLoadNone}).add(kImport, "builtins");
  code.add({kStoreFast + 3, kSource, kMissing, kIs});
  size_t to_import = code.jump(kPopJumpIfTrue);
  code.add({kBuiltins}).add(kLoadMethod, "isinstance");
  code.add({kSource, kBuiltins}).add(kLoadAttr, "dict").add(kCallMethod, 2);
  size_t to_attribute = code.jump(kPopJumpIfFalse);
  code.add({kName, kSource, kIn});
  size_t not_in_dict = code.jump(kPopJumpIfFalse);
  code.add({kSource, kName, kLoadSubscr, kReturn});
  code.land(not_in_dict);  // the end is too far away
  code.add({kMissing, kReturn});
  code.land(to_attribute);
  code.add({kBuiltins}).add(kLoadMethod, "getattr");
  code.add({kSource, kName, kMissing}).add(kCallMethod, 3).add({kReturn});

  code.land(to_import);
  size_t handler = code.jump(kSetupExcept);
  code.add({kBuiltins}).add(kLoadMethod, "__import__");
  code.add({kName, kLoadNone, kLoadNone, kLoadTrue}).add(kCallMethod, 4);
  code.add({kReturn});
  code.land(handler);
  code.add({kDup, kBuiltins}).add(kLoadAttr, "ImportError");
  code.add({kMatchesException});
  size_t is_other = code.jump(kPopJumpIfFalse);
  code.add({kDup, kStoreText, kBuiltins}).add(kLoadMethod, "str");
  code.add({kText}).add(kCallMethod, 1).add({kStoreText});
  code.add({kText}).add(kLoadString, "module not found").add({kEqual});
  size_t is_terse = code.jump(kPopJumpIfTrue);
  code.add({kText}).add(kLoadMethod, "startswith").add(kLoadString, verbose);
  code.add(kCallMethod, 1);
  size_t is_no_such = code.jump(kPopJumpIfFalse);
  code.add({kName}).add(kLoadString, ".").add({kAdd});
  code.add(kLoadMethod, "startswith");
  code.add({kText, kLoadSmallInt + int(verbose.size()), kLoadSmallInt + -1});
  code.add(kBuildSlice, 2).add({kLoadSubscr}).add(kLoadString, ".");
  code.add({kAdd}).add(kCallMethod, 1);
  size_t is_inner = code.jump(kPopJumpIfFalse);
  code.land(is_terse);
  code.add({kMissing, kReturn});
  for (size_t jump : {is_other, is_no_such, is_inner}) code.land(jump);
  code.add({kRaiseAgain});
  return code.bytes();
}

// In Python:
//
//   def pins(instance, method, pin, value):
//       import builtins, machine
//       if builtins.hasattr(machine, "Pin"):
//           return instance
//       pins = builtins.getattr(instance, "pins", None)
//       if pins is None:
//           instance.pins = pins = {}
//           import sys
//           sys.stderr.write(...)
//       return builtins.getattr(pins, method)(pin, value)
std::string make_pins(const QstrNumber& qstr) {
  using enum mpy::Op;
  constexpr mpy::Op kInstance = kLoadFast;
  constexpr mpy::Op kMethod = kLoadFast + 1;
  constexpr mpy::Op kPin = kLoadFast + 2;
  constexpr mpy::Op kValue = kLoadFast + 3;
  constexpr mpy::Op kBuiltins = kLoadFast + 4;
  constexpr mpy::Op kPins = kLoadFast + 5;
  mpy::Bytecode code(qstr, 11, 0, 4);

  code.add({kLoadSmallInt, kLoadNone}).add(kImport, "builtins");
  code.add({kStoreFast + 4, kBuiltins}).add(kLoadMethod, "hasattr");
  code.add({kLoadSmallInt, kLoadNone}).add(kImport, "machine");
  code.add(kLoadString, "Pin").add(kCallMethod, 2);
  size_t no_pins = code.jump(kPopJumpIfFalse);
  code.add({kInstance, kReturn});
  code.land(no_pins);
  code.add({kBuiltins}).add(kLoadMethod, "getattr");
  code.add({kInstance}).add(kLoadString, "pins").add({kLoadNone});
  code.add(kCallMethod, 3).add({kStoreFast + 5, kPins, kLoadNone, kIs});
  size_t has_dict = code.jump(kPopJumpIfFalse);
  code.add(kBuildMap, 0).add({kDup, kStoreFast + 5, kInstance});
  code.add(kStoreAttr, "pins");
  code.add({kLoadSmallInt, kLoadNone}).add(kImport, "sys");
  code.add(kLoadAttr, "stderr").add(kLoadMethod, "write");
  code.add(kLoadString,
           "wiring: this board has no machine.Pin; values of pins are only "
           "kept, in the module's `pins`\n");
  code.add(kCallMethod, 1).add({kPop});
  code.land(has_dict);
  code.add({kBuiltins}).add(kLoadMethod, "getattr").add({kPins, kMethod});
  code.add(kCallMethod, 2).add({kPin, kValue}).add(kCall, 2).add({kReturn});
  return code.bytes();
}

}  // namespace wasm2mpy::codegen
