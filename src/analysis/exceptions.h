// Which functions can end with an exception instead of results: a fact of the
// call graph. A call of any other needs no test behind it.
//
// An exception that leaves a function of the module is noted in the instance
// and the function returns (docs/design.md, "Exceptions"). Python exceptions
// of what is not in the module (imports, functions of other modules behind a
// reference) fly past the module's frames, unless it has a handler: then such
// calls are guarded, and end in the same way.
#ifndef WASM2MPY_ANALYSIS_EXCEPTIONS_H_
#define WASM2MPY_ANALYSIS_EXCEPTIONS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "analysis/constant_tables.h"
#include "wasm/function.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

struct ExceptionFacts {
  // Some function throws, or has a handler.
  bool is_used = false;
  // Some function has a handler, so calls of what is not in the module are
  // guarded.
  bool catches = false;
  std::vector<bool> throws;  // by function index; of imports: `catches`
  // Canonical types: an own function of the type, or an import in a constant
  // table, that a reference or a table can lead to, throws.
  std::set<uint32_t> throwing_types;
};

// Is shown every body once, then the tables that are constant.
class ExceptionGatherer {
 public:
  explicit ExceptionGatherer(const wasm::Module& module);

  void gather_body(uint32_t function, const wasm::FunctionBody& body);
  ExceptionFacts finish(
      const std::vector<std::optional<ConstantTable>>& constant_tables);

 private:
  struct Calls {
    bool throws = false;           // by an instruction of its own
    bool may_leave = false;        // calls an import or a reference
    std::set<uint32_t> functions;  // own ones
    std::set<uint32_t> types;      // canonical, through a table or reference
    std::set<uint32_t> tables;     // of these calls
  };

  void visit(Calls& calls, const wasm::Instruction& instruction,
             bool is_protected);
  void find_candidates();

  const wasm::Module& module_;
  ExceptionFacts facts_;
  std::vector<Calls> calls_;         // by function index
  std::vector<bool> address_taken_;  // by function index
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_ANALYSIS_EXCEPTIONS_H_
