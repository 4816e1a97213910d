// What imports cost, by who needs whom in the linked image: a function that
// only one import needs is there because of it.
#ifndef WASM2MPY_REPORT_IMPORTS_H_
#define WASM2MPY_REPORT_IMPORTS_H_

#include <string_view>

#include "report/report.h"

namespace wasm2mpy::report {

Imports collect_imports(const Input& input);

// Bytes of code and tables that are in the image because of the functions
// for which the predicate holds, alone or together. What was inlined into
// others, and shared constants, are not counted.
template <class Predicate>
uint64_t bytes_because_of(const link::Image& image, Predicate is_left_out);

// Sizes of what the entry reaches without going through sections that are left
// out.
uint64_t reached_bytes(const link::Image& image,
                       const std::vector<bool>& left_out);

template <class Predicate>
uint64_t bytes_because_of(const link::Image& image, Predicate is_left_out) {
  std::vector<bool> left_out;
  for (const link::ImageSection& section : image.sections) {
    left_out.push_back(is_left_out(std::string_view(section.name)));
  }
  std::vector<bool> nothing(left_out.size());
  return reached_bytes(image, nothing) - reached_bytes(image, left_out);
}

}  // namespace wasm2mpy::report

#endif  // WASM2MPY_REPORT_IMPORTS_H_
