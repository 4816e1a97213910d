// Suggestions for misspelt names: "unknown option '--ach'; did you mean
// '--arch'?".
#ifndef WASM2MPY_SUPPORT_EDIT_DISTANCE_H_
#define WASM2MPY_SUPPORT_EDIT_DISTANCE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wasm2mpy {

// The number of single-character insertions, deletions, replacements and
// swaps of neighbours that turn `from` into `to` (optimal string alignment).
// Counting stops early: any result above `limit` means "more than limit".
size_t edit_distance(std::string_view from, std::string_view to, size_t limit);

// The candidate nearest to `name` (the first of equals), or nothing when all
// of them differ in more than a third of the name's length (but at least one,
// at most three edits are always tolerated).
std::optional<std::string_view> nearest_name(
    std::string_view name, std::span<const std::string_view> candidates);

// "; did you mean 'x64'?", the end of a message about `name`; nothing when no
// candidate is near.
std::string did_you_mean(std::string_view name,
                         std::span<const std::string_view> candidates);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_EDIT_DISTANCE_H_
