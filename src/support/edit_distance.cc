#include "support/edit_distance.h"

#include <algorithm>
#include <format>
#include <utility>
#include <vector>

#include "support/diagnostics.h"

namespace wasm2mpy {

size_t edit_distance(std::string_view from, std::string_view to, size_t limit) {
  size_t difference = from.size() > to.size() ? from.size() - to.size()
                                              : to.size() - from.size();
  if (difference > limit) return limit + 1;

  // Row i holds the distances of from[0, i) to every prefix of `to`.
  std::vector<size_t> two_before(to.size() + 1);
  std::vector<size_t> before(to.size() + 1);
  std::vector<size_t> row(to.size() + 1);
  for (size_t j = 0; j <= to.size(); ++j) row[j] = j;

  for (size_t i = 1; i <= from.size(); ++i) {
    std::swap(two_before, before);
    std::swap(before, row);
    row[0] = i;
    size_t best = row[0];
    for (size_t j = 1; j <= to.size(); ++j) {
      size_t replaced = before[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] &&
          from[i - 2] == to[j - 1]) {
        row[j] = std::min(row[j], two_before[j - 2] + 1);
      }
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(row[to.size()], limit + 1);
}

std::optional<std::string_view> nearest_name(
    std::string_view name, std::span<const std::string_view> candidates) {
  size_t limit = std::clamp<size_t>(name.size() / 3, 1, 3);
  std::optional<std::string_view> nearest;
  for (std::string_view candidate : candidates) {
    size_t distance = edit_distance(name, candidate, limit);
    if (distance > limit) continue;
    nearest = candidate;
    if (distance == 0) break;
    limit = distance - 1;  // only a strictly better one replaces it
  }
  return nearest;
}

std::string did_you_mean(std::string_view name,
                         std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest = nearest_name(name, candidates);
  return nearest ? std::format("; did you mean {}?", quote(*nearest)) : "";
}

}  // namespace wasm2mpy
