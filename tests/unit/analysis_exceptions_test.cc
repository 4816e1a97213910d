// Which functions can end with an exception.
#include <string>
#include <vector>

#include "known_module.h"

namespace wasm2mpy::codegen {
namespace {

// Of functions $throw, then those in `functions`.
std::vector<bool> throws(const std::string& functions) {
  return know("(module (tag $e) (type $v (func)) (table $t 1 funcref)"
              "(func $throw (throw $e))" +
              functions + ")")
      ->facts.exceptions.throws;
}

using Throws = std::vector<bool>;

TEST(Exceptions, GoAlongTheCalls) {
  EXPECT_EQ(throws("(func $b (call $a)) (func $a (call $throw)) (func $c)"),
            (Throws{true, true, true, false}));
  // Not run, not translated.
  EXPECT_EQ(throws("(func (return) (call $throw))"), (Throws{true, false}));
}

TEST(Exceptions, StayWhereAllAreCaught) {
  EXPECT_EQ(throws("(func (try (do (call $throw)) (catch_all)))"),
            (Throws{true, false}));
  EXPECT_EQ(throws("(func (try (do (call $throw)) (catch $e)))"),
            (Throws{true, true}));
  // Through blocks, loops and tries that catch something else.
  EXPECT_EQ(throws("(func (try (do (block (loop (try (do (call $throw))"
                   "(catch $e))))) (catch_all)))"),
            (Throws{true, false}));
  EXPECT_EQ(throws("(func (try (do (try (do (call $throw)) (catch_all)))"
                   "(catch $e)))"),
            (Throws{true, false}));
}

TEST(Exceptions, HandlersProtectNotThemselves) {
  EXPECT_EQ(throws("(func (try (do) (catch_all (call $throw))))"),
            (Throws{true, true}));
  EXPECT_EQ(throws("(func (try (do) (catch $e (call $throw)) (catch_all)))"),
            (Throws{true, true}));
  EXPECT_EQ(throws("(func (try (do (try (do) (catch_all (call $throw))))"
                   "(catch_all)))"),
            (Throws{true, false}));
  EXPECT_EQ(throws("(func (try (do) (catch_all)) (call $throw))"),
            (Throws{true, true}));
}

// A delegate can lead past a catch_all that is further in.
TEST(Exceptions, DelegatesAreUnknown) {
  EXPECT_EQ(throws("(func (try $out (do (try (do (try (do (call $throw))"
                   "(delegate 1))) (catch_all)))  (catch $e)))"),
            (Throws{true, true}));
}

TEST(Exceptions, TailCallsLeaveTheHandlersBehind) {
  EXPECT_EQ(throws("(func (try (do (return_call $throw)) (catch_all)))"),
            (Throws{true, true}));
}

}  // namespace
}  // namespace wasm2mpy::codegen
