// What would make a module smaller: what in it is large, is often not needed,
// and can be changed by who compiles it.
#ifndef WASM2MPY_REPORT_HINTS_H_
#define WASM2MPY_REPORT_HINTS_H_

#include <vector>

#include "report/report.h"

namespace wasm2mpy::report {

// `report` has everything but hints already.
std::vector<Hint> collect_hints(const Input& input, const Report& report);

}  // namespace wasm2mpy::report

#endif  // WASM2MPY_REPORT_HINTS_H_
