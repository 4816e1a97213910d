// A list of strings on the heap of std's allocator, and a deep linear stack.
use std::cell::RefCell;

thread_local! {
    static WORDS: RefCell<Vec<String>> = RefCell::new(Vec::new());
}

#[no_mangle]
pub extern "C" fn add_word(mut number: u32) -> u32 {
    let mut word = String::from("word");
    while number > 0 {
        word.push((b'a' + (number % 26) as u8) as char);
        number /= 26;
    }
    WORDS.with(|words| {
        let mut words = words.borrow_mut();
        let after = words.iter().position(|old| *old >= word);
        let at = after.unwrap_or(words.len());
        words.insert(at, word);
        words.len() as u32
    })
}

#[no_mangle]
pub extern "C" fn bytes() -> u32 {
    WORDS.with(|words| words.borrow().iter().map(|w| w.len() as u32).sum())
}

#[no_mangle]
pub extern "C" fn is_sorted() -> bool {
    WORDS.with(|words| words.borrow().windows(2).all(|pair| pair[0] <= pair[1]))
}

#[no_mangle]
pub extern "C" fn clear() {
    WORDS.with(|words| words.borrow_mut().clear())
}

#[no_mangle]
pub extern "C" fn deep(n: u32) -> u32 {
    let mut frame = [0u32; 64];
    for (i, item) in frame.iter_mut().enumerate() {
        *item = n * i as u32;
    }
    let frame: [u32; 64] = unsafe { std::ptr::read_volatile(&frame) };
    if n == 0 {
        0
    } else {
        deep(n - 1) + frame[1]
    }
}
