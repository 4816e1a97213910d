//! A calculator: expressions with names, as text. It uses the standard library
//! as any program does: strings, vectors, maps, errors with messages. calc.pyi tells how it looks
//! in Python.
mod arena;

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ptr::addr_of_mut;
use std::slice;
use std::str::Chars;

/// All that is ever allocated is in these 8 KB.
#[global_allocator]
static ARENA: arena::Arena<1024> = arena::Arena::new();

#[derive(Default)]
struct Calculator {
    names: Names,
    value: f64,
    message: String,
}

static mut CALCULATOR: Option<Calculator> = None;

/// Python calls one function at a time: nobody else has a reference.
fn calculator() -> &'static mut Calculator {
    let place = unsafe { &mut *addr_of_mut!(CALCULATOR) };
    place.get_or_insert_with(Default::default)
}

/// True: value() has the result. False: message() has the reason.
#[no_mangle]
pub unsafe extern "C" fn evaluate(text: *const u8, length: usize) -> bool {
    let text = String::from_utf8_lossy(slice::from_raw_parts(text, length));
    let calculator = calculator();
    match statement(&text, &mut calculator.names) {
        Ok(value) => calculator.value = value,
        Err(message) => {
            calculator.message = message;
            return false;
        }
    }
    true
}

#[no_mangle]
pub extern "C" fn value() -> f64 {
    calculator().value
}

/// What Python sees as a string: a length and an address.
#[no_mangle]
pub extern "C" fn message() -> u64 {
    let message = &calculator().message;
    (message.len() as u64) << 32 | message.as_ptr() as u64
}

type Names = BTreeMap<String, f64>;

/// "x = 3 * (2 + y)" or only the right side of it.
fn statement(text: &str, names: &mut Names) -> Result<f64, String> {
    let (name, expression) = match text.split_once('=') {
        Some((name, expression)) => (Some(name.trim()), expression),
        None => (None, text),
    };
    let mut parser = Parser { rest: expression.chars().peekable(), names };
    let value = parser.sum()?;
    if let Some(other) = parser.next() {
        return Err(format!("unexpected '{}'", other));
    }
    if let Some(name) = name {
        names.insert(name.to_string(), value);
    }
    Ok(value)
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    names: &'a Names,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        while self.rest.next_if(|c| c.is_ascii_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        self.next() == Some(wanted) && self.rest.next().is_some()
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.factor()?;
        loop {
            if self.take('*') {
                value *= self.factor()?;
            } else if self.take('/') {
                value /= self.factor()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn factor(&mut self) -> Result<f64, String> {
        if self.take('-') {
            return Ok(-self.factor()?);
        }
        if self.take('(') {
            let value = self.sum()?;
            if !self.take(')') {
                return Err("expected ')'".to_string());
            }
            return Ok(value);
        }
        match self.next() {
            Some(c) if c.is_ascii_digit() || c == '.' => {
                let digits = self.word(|c| c.is_ascii_digit() || *c == '.');
                digits.parse().map_err(|_| format!("bad number '{}'", digits))
            }
            Some(c) if c.is_alphabetic() => {
                let name = self.word(|c| c.is_alphanumeric());
                self.names
                    .get(&name)
                    .copied()
                    .ok_or_else(|| format!("there is no '{}'", name))
            }
            Some(c) => Err(format!("unexpected '{}'", c)),
            None => Err("unexpected end".to_string()),
        }
    }

    fn word(&mut self, belongs: impl Fn(&char) -> bool) -> String {
        let mut word = String::new();
        while let Some(c) = self.rest.next_if(|c| belongs(c)) {
            word.push(c);
        }
        word
    }
}
