//! An allocator for memory of a fixed size. The one of the standard library
//! takes memory from the system, by 64 KiB at a time.
use std::alloc::{GlobalAlloc, Layout};
use std::cell::{Cell, UnsafeCell};
use std::mem::size_of;
use std::ptr::null_mut;

/// Memory that is free: a list, sorted by address. Two holes never touch.
struct Hole {
    size: usize,
    next: *mut Hole,
}

/// WORDS of 8 bytes. Blocks have no header: whoever frees one knows its size.
pub struct Arena<const WORDS: usize> {
    memory: UnsafeCell<[u64; WORDS]>,
    first: Cell<*mut Hole>,
    is_ready: Cell<bool>,
}

// WebAssembly has one thread here.
unsafe impl<const WORDS: usize> Sync for Arena<WORDS> {}

impl<const WORDS: usize> Arena<WORDS> {
    pub const fn new() -> Self {
        Arena {
            memory: UnsafeCell::new([0; WORDS]),
            first: Cell::new(null_mut()),
            is_ready: Cell::new(false),
        }
    }

    unsafe fn set_up(&self) {
        let hole = self.memory.get() as *mut Hole;
        *hole = Hole { size: 8 * WORDS, next: null_mut() };
        self.first.set(hole);
        self.is_ready.set(true);
    }
}

/// A hole fits into any block.
fn rounded(layout: Layout) -> usize {
    (layout.size().max(size_of::<Hole>()) + 7) & !7
}

unsafe impl<const WORDS: usize> GlobalAlloc for Arena<WORDS> {
    /// The end of the first hole that is large enough.
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !self.is_ready.get() {
            self.set_up();
        }
        if layout.align() > 8 {
            return null_mut();
        }
        let size = rounded(layout);
        let mut link = self.first.as_ptr();
        while !(*link).is_null() {
            let hole = *link;
            if (*hole).size == size {
                *link = (*hole).next;
                return hole as *mut u8;
            }
            if (*hole).size > size {
                (*hole).size -= size;
                return (hole as *mut u8).add((*hole).size);
            }
            link = &mut (*hole).next;
        }
        null_mut()
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let hole = block as *mut Hole;
        let mut before: *mut Hole = null_mut();
        let mut next = self.first.get();
        while !next.is_null() && next < hole {
            before = next;
            next = (*next).next;
        }
        *hole = Hole { size: rounded(layout), next };
        if before.is_null() {
            self.first.set(hole);
        } else {
            (*before).next = hole;
        }
        join(hole);
        join(before);
    }
}

/// Makes one hole of two if the next one begins where this one ends.
unsafe fn join(hole: *mut Hole) {
    if hole.is_null() {
        return;
    }
    let next = (*hole).next;
    if (hole as *mut u8).add((*hole).size) == next as *mut u8 {
        (*hole).size += (*next).size;
        (*hole).next = (*next).next;
    }
}
