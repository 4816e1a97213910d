# Each instance has its own; instantiate() is given how much.
#: app.wat --fuel=50
#| (module
#|   (import "env" "back" (func $back))
#|   (func (export "run") (loop $next (call $back) (br $next)))
#|   (func (export "once") (call $back)))
#: plain.wat --fuel
#| (module (func (export "f")) (func (export "g") (loop (br 0))))
#: single.wat --fuel=7 --single-instance
#| (module (func (export "g") (loop (br 0))))
#: env.py
#| def back(): pass
from check import equal, raises, fails
import app, plain, single

MOST = (1 << 63) - 1
calls = []
imports = {"env": {"back": lambda: calls.append(1)}}
a = app.instantiate(imports, fuel=10)
b = app.instantiate(imports)
c = app.instantiate(fuel=1 << 62)
equal((app.fuel.value, a.fuel.value, b.fuel.value, c.fuel.value),
      (50, 10, 50, 1 << 62))
raises(app.Trap, "out of fuel", a.run)
equal(len(calls), 3)
equal((a.fuel.value, b.fuel.value), (0, 50))
b.once()
equal(b.fuel.value, 48)

# An import may give more.
def refill():
    calls.append(1)
    if len(calls) < 20:
        d.fuel.value = 3
d = app.instantiate({"env": {"back": refill}}, fuel=4)
raises(app.Trap, "out of fuel", d.run)
equal((len(calls), d.fuel.value), (20, 0))

equal(plain.fuel.value, MOST)
plain.f()
equal(plain.fuel.value, MOST - 1)
p = plain.instantiate(fuel=5)
raises(plain.Trap, "out of fuel", p.g)
equal(plain.instantiate(None, fuel=True).fuel.value, 1)
raises(TypeError, "instantiate() got an unexpected keyword argument 'full'",
       plain.instantiate, full=5)
raises(TypeError, "value must be i64, not str", plain.instantiate, fuel="5")
fails(TypeError, app.instantiate, imports, 5)
raises(single.Trap, "out of fuel", single.g)
equal(single.fuel.value, 0)
