//! Reads sentences of a GPS receiver (NMEA 0183, GGA): time, position, height.
//! Nothing but `core`: no allocation, no formatting, no panics that print.
//! nmea.pyi tells how it looks in Python.
#![no_std]

use core::{mem, ptr::addr_of, slice};

/// What a sentence says. Python reads it as five numbers of 32 bits.
#[repr(C)]
struct Fix {
    seconds: i32,    // since midnight, UTC
    latitude: i32,   // in units of 1e-7 degrees, north is positive
    longitude: i32,  // east is positive
    satellites: i32,
    height: i32,     // in centimetres
}

static mut FIX: Fix =
    Fix { seconds: 0, latitude: 0, longitude: 0, satellites: 0, height: 0 };

/// 1: there is a fix; 0: the sentence is valid but has none; -1: it is another
/// sentence, or damaged.
#[no_mangle]
pub unsafe extern "C" fn parse(sentence: *const u8, length: usize) -> i32 {
    let sentence = slice::from_raw_parts(sentence, length);
    match checked(sentence).and_then(read) {
        None => -1,
        Some(None) => 0,
        Some(Some(fix)) => {
            FIX = fix;
            1
        }
    }
}

/// What Python sees as bytes: a length and an address.
#[no_mangle]
pub unsafe extern "C" fn fix() -> u64 {
    (mem::size_of::<Fix>() as u64) << 32 | addr_of!(FIX) as u64
}

/// What is between `$` and `*`, if the checksum is right.
fn checked(sentence: &[u8]) -> Option<&[u8]> {
    let rest = sentence.strip_prefix(b"$")?;
    let star = rest.iter().position(|&byte| byte == b'*')?;
    let sum = rest[..star].iter().fold(0, |sum, byte| sum ^ byte);
    let digits = rest.get(star + 1..star + 3)?;
    let expected = hex(digits[0])? << 4 | hex(digits[1])?;
    if sum == expected { Some(&rest[..star]) } else { None }
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

/// The outer None: no GGA sentence; the inner one: no fix yet.
fn read(body: &[u8]) -> Option<Option<Fix>> {
    let mut fields = body.split(|&byte| byte == b',');
    if !fields.next()?.ends_with(b"GGA") {
        return None;
    }
    let time = fields.next()?;
    let latitude = angle(fields.next()?, fields.next()?);
    let longitude = angle(fields.next()?, fields.next()?);
    if fields.next()? == b"0" {
        return Some(None);
    }
    let time = fixed(time, 0)?;
    let (hours, minutes, seconds) =
        (time / 10000, time / 100 % 100, time % 100);
    Some(Some(Fix {
        seconds: hours * 3600 + minutes * 60 + seconds,
        latitude: latitude?,
        longitude: longitude?,
        satellites: fixed(fields.next()?, 0)?,
        height: fixed(fields.nth(1)?, 2)?,
    }))
}

/// "4807.038", "S": 48 degrees and 7.038 minutes, to the south.
fn angle(digits: &[u8], side: &[u8]) -> Option<i32> {
    let dot = digits.iter().position(|&byte| byte == b'.')?;
    let split = dot.checked_sub(2)?;
    let degrees = fixed(&digits[..split], 0)?;
    if degrees > 180 {
        return None;
    }
    let minutes = fixed(&digits[split..], 6)?;
    let value = degrees * 10_000_000 + (minutes + 3) / 6;
    match side {
        b"N" | b"E" => Some(value),
        b"S" | b"W" => Some(-value),
        _ => None,
    }
}

/// A decimal number times 10 to the power of `places`; more places are cut.
fn fixed(digits: &[u8], places: usize) -> Option<i32> {
    let (negative, digits) = match digits.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let mut parts = digits.splitn(2, |&byte| byte == b'.');
    let (whole, part) = (parts.next()?, parts.next().unwrap_or(b""));
    let zeros = [b'0'; 6];
    let mut value: i32 = 0;
    for &byte in whole.iter().chain(part.iter().chain(&zeros).take(places)) {
        let digit = (byte as char).to_digit(10)? as i32;
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(if negative { -value } else { value })
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
